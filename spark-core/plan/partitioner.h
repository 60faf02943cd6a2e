// Which partition a key belongs to (Spark: Partitioner, HashPartitioner, RangePartitioner). Two
// partitioners are equal when they send every key the same way; an RDD that is already partitioned
// by an equal one is not shuffled again.
//
//   HashPartitioner(8)                       hash_of(key) modulo 8; integers: the number modulo 8
//   custom_partitioner<std::string>(8, f)    f(key), which must answer 0..7
//   range: made by sortByKey from a sample; keys equal to a bound go to the lower partition
//
// Partitioner is the driver's value, PartitionFunction what a task uses.
#pragma once

#include <memory>
#include <string>
#include <typeinfo>
#include <vector>

#include "spark-core/plan/closure.h"
#include "spark-core/plan/hash.h"

namespace mammoth::spark {

using PartitionOfKey = std::uint32_t (*)(const void* function, const void* owned_key,
                                         std::uint32_t partitions);

class Partitioner {
 public:
  // The hash of keys.
  explicit Partitioner(int partitions) : partitions_(partitions) {
    if (partitions < 0)
      throw std::invalid_argument("Number of partitions (" + std::to_string(partitions) +
                                  ") cannot be negative.");
  }
  // A function of owned keys; `key` is the compiler's name of their type.
  Partitioner(int partitions, std::string key, PartitionOfKey of_key, Closure function)
      : partitions_(partitions),
        key_(std::move(key)),
        of_key_(of_key),
        function_(std::move(function)) {}

  int numPartitions() const { return partitions_; }
  bool hashes() const { return of_key_ == nullptr; }
  bool operator==(const Partitioner& other) const {
    return partitions_ == other.partitions_ && of_key_ == other.of_key_ &&
           function_.bytes == other.function_.bytes && key_ == other.key_;
  }

  // Throws when this partitioner was made for keys of another type.
  template <class K>
  void require_key() const {
    if (!hashes() && key_ != typeid(Owned<K>).name())
      throw std::invalid_argument("this partitioner is for keys of another type");
  }
  void write(Writer& out) const {
    out.varint(static_cast<std::uint64_t>(partitions_));
    write_code_ref(out, address_of(of_key_));
    write_code_ref(out, address_of(function_.revive));
    out.text(function_.bytes);
  }

 private:
  int partitions_;
  std::string key_;
  PartitionOfKey of_key_ = nullptr;
  Closure function_;
};

inline Partitioner HashPartitioner(int partitions) {
  return Partitioner(partitions);
}  // NOLINT: Spark's name

class PartitionFunction {
 public:
  static PartitionFunction read(Reader& in) {
    PartitionFunction function;
    function.partitions_ = static_cast<std::uint32_t>(in.varint());
    function.of_key_ = reinterpret_cast<PartitionOfKey>(const_cast<void*>(read_code_ref(in)));
    Closure closure;
    closure.revive =
        reinterpret_cast<decltype(Closure::revive)>(const_cast<void*>(read_code_ref(in)));
    closure.bytes = std::string(in.text());
    function.function_ = closure.make();
    return function;
  }

  template <class K>
  std::uint32_t operator()(const K& key) const {
    if (of_key_ == nullptr) {
      if constexpr (Hashable<K>)
        return partition_hash(key, partitions_);
      else
        throw SparkException("HashPartitioner needs keys with a Hash");
    } else if constexpr (kBorrowed<K>) {
      const Owned<K> owned = own(key);
      return of_key_(function_.get(), &owned, partitions_);
    } else {
      return of_key_(function_.get(), &key, partitions_);
    }
  }
  std::uint32_t partitions() const { return partitions_; }

 private:
  std::uint32_t partitions_ = 1;
  PartitionOfKey of_key_ = nullptr;
  std::shared_ptr<const void> function_;
};

template <class K, class F>
std::uint32_t partition_by_function(const void* function, const void* key,
                                    std::uint32_t partitions) {
  const auto chosen =
      static_cast<std::int64_t>((*static_cast<const F*>(function))(*static_cast<const K*>(key)));
  if (chosen < 0 || chosen >= static_cast<std::int64_t>(partitions))
    throw SparkException("a partitioner answered partition " + std::to_string(chosen) + " of " +
                         std::to_string(partitions));
  return static_cast<std::uint32_t>(chosen);
}

// `f(key)` answers the partition.
template <class K, class F>
Partitioner custom_partitioner(int partitions, F f) {
  auto function = ship(std::move(f));
  return {partitions, typeid(K).name(), &partition_by_function<K, decltype(function)>,
          make_closure(function)};
}

}  // namespace mammoth::spark
