// OrderedRDDFunctions.sortByKey, RDD.sortBy, repartitionAndSortWithinPartitions and filterByRange.
// sortByKey runs a job that samples the keys to find the bounds of the partitions, unless there is
// one partition only.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/filter.h"
#include "spark-core/ops/key_by.h"
#include "spark-core/ops/keys_values.h"
#include "spark-core/plan/shuffle_sinks.h"
#include "spark-core/plan/sort_stream.h"

namespace mammoth::spark {

// A number that is less than another key's only if the key is: all of it for numbers, the first
// eight bytes of strings, nothing for types that nobody knows.
template <class K>
std::uint64_t key_prefix(const K& key) {
  if constexpr (std::is_same_v<K, std::string> || std::is_same_v<K, std::string_view>) {
    unsigned char bytes[8] = {};
    std::memcpy(bytes, key.data(), std::min<std::size_t>(key.size(), 8));
    std::uint64_t prefix = 0;
    for (const unsigned char byte : bytes) prefix = prefix << 8 | byte;
    return prefix;
  } else if constexpr (std::is_integral_v<K>) {
    constexpr std::uint64_t kSign = std::is_signed_v<K> ? std::uint64_t{1} << 63 : 0;
    return static_cast<std::uint64_t>(static_cast<std::conditional_t<
                                          std::is_signed_v<K>, std::int64_t, std::uint64_t>>(key)) ^
           kSign;
  } else if constexpr (std::is_floating_point_v<K>) {
    constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
    const auto bits = std::bit_cast<std::uint64_t>(key == 0 ? 0.0 : static_cast<double>(key));
    return (bits & kSign) != 0 ? ~bits : bits | kSign;
  } else {
    return 0;
  }
}

struct KeyLess {
  bool ascending;
  void save(Writer& out) const { out.fixed(ascending); }
  static KeyLess load(Reader& in) { return {in.fixed<bool>()}; }
  template <class T>
  bool operator()(const T& a, const T& b) const {
    return ascending ? a.first < b.first : b.first < a.first;
  }
  template <class T>
  std::uint64_t prefix(const T& item) const {
    const std::uint64_t ascends = key_prefix(item.first);
    return ascending ? ascends : ~ascends;
  }
};

// Partitions by the partitioner and sorts each partition by key, with no shuffle where the pairs are
// already partitioned so.
template <class T>
RDD<Owned<T>> rdd_sort_within(const RDD<T>& rdd, const Partitioner& partitioner, bool ascending) {
  using K = typename T::first_type;
  static_assert(Ordered<K>, "keys need operator<");
  using Item = Viewed<Owned<T>>;
  const Closure less = make_closure(KeyLess{ascending});
  if (rdd.partitioner() == partitioner)
    return derive<Owned<T>>(rdd_owned(rdd), "sortByKey", &make_sort<Owned<T>, Owned<T>, KeyLess>,
                            less, {.keeps_partitioner = true});
  RDD<Owned<T>> result =
      derive<Owned<T>>(rdd, "sortByKey", &make_sort<Owned<T>, Item, KeyLess>, less);
  Node& node = *result.node();
  node.dependencies = {
      shuffled(rdd, partitioner, &make_record_sink<T>, Closure{}, type_ops<Item>(), false)};
  node.partitions = partitioner.numPartitions();
  node.partitioner = partitioner;
  return result;
}

template <class K>
struct RangeOfKey {
  std::vector<K> bounds;  // ascending; partition i holds the keys up to bounds[i]
  bool ascending;
  void save(Writer& out) const {
    Serializer<std::vector<K>>::write(out, bounds);
    out.fixed(ascending);
  }
  static RangeOfKey load(Reader& in) {
    auto bounds = Serializer<std::vector<K>>::read(in);
    return {std::move(bounds), in.fixed<bool>()};
  }
  int operator()(const K& key) const {
    const auto place = std::lower_bound(bounds.begin(), bounds.end(), key) - bounds.begin();
    return static_cast<int>(ascending ? place : static_cast<std::ptrdiff_t>(bounds.size()) - place);
  }
};

// The number of keys of a partition and a uniform sample of them.
template <class K>
struct KeySample {
  std::int64_t count = 0;
  std::vector<K> keys{};
};

template <class T>
struct SampleKeys {
  using K = Owned<typename T::first_type>;
  std::uint64_t size;
  void save(Writer& out) const { out.fixed(size); }
  static SampleKeys load(Reader& in) { return {in.fixed<std::uint64_t>()}; }
  KeySample<K> operator()(Iterator<T>& elements) const {
    KeySample<K> sample;
    std::uint64_t random =
        0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(TaskContext::getPartitionId());
    for (const T& element : elements) {
      ++sample.count;
      if (sample.keys.size() < size) {
        sample.keys.push_back(own(element.first));
        continue;
      }
      random = mix_bits(random + 0xa0761d6478bd642fULL, 0xe7037ed1a0b428dbULL);
      const std::uint64_t place = random % static_cast<std::uint64_t>(sample.count);
      if (place < size) sample.keys[place] = own(element.first);
    }
    return sample;
  }
};

// Bounds that give each partition about the same number of elements.
template <class K>
std::vector<K> range_bounds(std::vector<KeySample<K>> samples, int partitions) {
  std::vector<std::pair<K, double>> weighted;
  double total = 0;
  for (auto& sample : samples)
    for (K& key : sample.keys) {
      const double weight =
          static_cast<double>(sample.count) / static_cast<double>(sample.keys.size());
      total += weight;
      weighted.emplace_back(std::move(key), weight);
    }
  std::sort(weighted.begin(), weighted.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<K> bounds;
  double passed = 0;
  for (const auto& [key, weight] : weighted) {
    passed += weight;
    if (passed < total * static_cast<double>(bounds.size() + 1) / partitions) continue;
    if (!bounds.empty() && !(bounds.back() < key)) continue;
    if (bounds.size() + 1 == static_cast<std::size_t>(partitions)) break;
    bounds.push_back(key);
  }
  return bounds;
}

template <class T>
Partitioner range_partitioner(const RDD<T>& rdd, int partitions, bool ascending) {
  using K = Owned<typename T::first_type>;
  std::vector<K> bounds;
  if (partitions > 1 && rdd.getNumPartitions() > 0) {
    const double wanted = std::min(20.0 * partitions, 1e6);
    const auto each = static_cast<std::uint64_t>(3 * wanted / rdd.getNumPartitions()) + 1;
    bounds = range_bounds(rdd_run(rdd, SampleKeys<T>{each}, all_partitions(rdd), "sortByKey"),
                          partitions);
  }
  const int n = static_cast<int>(bounds.size()) + 1;
  return custom_partitioner<K>(n, RangeOfKey<K>{std::move(bounds), ascending});
}

template <class T>
RDD<Owned<T>> rdd_sort_by_key(const RDD<T>& rdd, bool ascending, int partitions) {
  static_assert(Ordered<typename T::first_type>,
                "sorting needs operator< of the keys (in a plain struct: operator<=>)");
  const int n = partitions != 0 ? partitions : rdd.getNumPartitions();
  return rdd_sort_within(rdd, range_partitioner(rdd, n, ascending), ascending);
}

template <class T, Shipped F>
RDD<Owned<T>> rdd_sort_by(const RDD<T>& rdd, const F& f, bool ascending, int partitions) {
  return rdd_values(rdd_sort_by_key(rdd_key_by(rdd, f), ascending, partitions));
}

template <class T, class K>
RDD<T> rdd_filter_by_range(const RDD<T>& rdd, const K& lower, const K& upper) {
  return rdd_filter(rdd, using_parts(
                             [](const T& pair, const Constant<K>& low, const Constant<K>& high) {
                               return !(pair.first < low.value) && !(high.value < pair.first);
                             },
                             Constant<K>{lower}, Constant<K>{upper}));
}

}  // namespace mammoth::spark
