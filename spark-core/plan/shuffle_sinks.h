// The two ways a map task writes a shuffle: every record as it is, or combined by key first. Both
// are made by a code reference that travels in the stage's plan.
#pragma once

#include "spark-core/plan/combine_table.h"
#include "spark-core/plan/node.h"

namespace mammoth::spark {

// T is a pair whose first member is the key.
template <class T>
class RecordSink final : public ShuffleSink {
 public:
  explicit RecordSink(PartitionFunction partition_of) : partition_of_(std::move(partition_of)) {}

  void add(const Batch& batch, std::vector<Writer>& buffers) override {
    const T* items = batch.items<T>();
    for (std::size_t i = 0; i < batch.size; ++i)
      Serializer<T>::write(buffers[partition_of_(items[i].first)], items[i]);
  }

 private:
  PartitionFunction partition_of_;
};

template <class T>
std::unique_ptr<ShuffleSink> make_record_sink(const void*, PartitionFunction partition_of) {
  return std::make_unique<RecordSink<T>>(std::move(partition_of));
}

template <class T, class Combiner>
class CombineSink final : public ShuffleSink {
 public:
  using K = Owned<typename T::first_type>;
  using C = typename Combiner::combined_type;

  CombineSink(const Combiner& combiner, PartitionFunction partition_of)
      : combiner_(combiner), partition_of_(std::move(partition_of)) {}

  void add(const Batch& batch, std::vector<Writer>&) override {
    T* items = batch.items<T>();
    look_ahead(
        table_, batch.size, [items](std::size_t i) -> const auto& { return items[i].first; },
        [&](std::size_t i, std::uint64_t hash) {
          auto value = [&] {
            return batch.movable ? own(std::move(items[i].second)) : own(items[i].second);
          };
          table_.upsert(
              items[i].first, hash, [&] { return combiner_.create(value()); },
              [&](C& combined) {
                auto added = value();
                if constexpr (Combiner::kGrows)
                  table_.add_heap(sizeof added + heap_bytes_of(added));
                combiner_.merge_value(combined, std::move(added));
              });
        });
  }
  std::size_t held_bytes() const override { return table_.held_bytes(); }
  void drain(std::vector<Writer>& buffers) override {
    for (auto& entry : table_.entries()) {
      Writer& out = buffers[partition_of_(entry.key)];
      Serializer<typename CombineTable<K, C>::Key>::write(out, entry.key);
      Serializer<C>::write(out, entry.value);
    }
    table_.clear();
  }

 private:
  const Combiner& combiner_;
  PartitionFunction partition_of_;
  CombineTable<K, C> table_;
};

template <class T, class Combiner>
std::unique_ptr<ShuffleSink> make_combine_sink(const void* function,
                                               PartitionFunction partition_of) {
  return std::make_unique<CombineSink<T, Combiner>>(*static_cast<const Combiner*>(function),
                                                    std::move(partition_of));
}

}  // namespace mammoth::spark
