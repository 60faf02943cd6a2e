// RDD.count, countByKey, countByValue.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/collect.h"
#include "spark-core/ops/reduce_by_key.h"

namespace mammoth::spark {

template <class T>
void count_kernel(const void*, TaskContext& context, Stream& elements, Writer& result) {
  std::int64_t count = 0;
  for (Batch batch; elements.next(batch); count += static_cast<std::int64_t>(batch.size))
    context.check_interrupted();
  result.fixed(count);
}

template <class T>
std::vector<std::int64_t> rdd_counts(const RDD<T>& rdd, const std::vector<int>& partitions,
                                     const std::string& call_site) {
  std::vector<std::int64_t> counts(partitions.size());
  rdd.session()->run_job(
      rdd.node(), Action{&count_kernel<T>, Closure{}}, partitions,
      [&](std::size_t index, std::string_view bytes) {
        counts[index] = Reader(bytes).fixed<std::int64_t>();
      },
      call_site);
  return counts;
}

template <class T>
std::int64_t rdd_count(const RDD<T>& rdd) {
  std::int64_t total = 0;
  for (const std::int64_t each : rdd_counts(rdd, all_partitions(rdd), "count")) total += each;
  return total;
}

template <class T>
auto rdd_count_by_key(const RDD<T>& rdd) {
  using K = typename T::first_type;
  auto ones = rdd_map(
      rdd, taking([](auto&& pair) {
        return std::pair<K, std::int64_t>(std::forward<decltype(pair)>(pair).first, 1);
      }));
  return rdd_collect_as_map(rdd_reduce_by_key(
      ones, ship([](std::int64_t a, std::int64_t b) { return a + b; }), rdd_partitioner(0, rdd)));
}

template <class T>
auto rdd_count_by_value(const RDD<T>& rdd) {
  return rdd_count_by_key(
      rdd_map(rdd, ship([](const T& element) { return std::pair<T, char>(element, 0); })));
}

}  // namespace mammoth::spark
