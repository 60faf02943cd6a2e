// RDD.zipWithIndex, numbers in the order of partitions and elements (a job counts the partitions
// when there is more than one), and zipWithUniqueId: k, n+k, 2n+k, ... in partition k of n, without
// a job.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/count.h"
#include "spark-core/ops/stateful_map.h"

namespace mammoth::spark {

struct CountFrom {
  std::vector<std::int64_t> starts;
  std::int64_t step;
  void save(Writer& out) const {
    Serializer<std::vector<std::int64_t>>::write(out, starts);
    out.fixed(step);
  }
  static CountFrom load(Reader& in) {
    auto starts = Serializer<std::vector<std::int64_t>>::read(in);
    return {std::move(starts), in.fixed<std::int64_t>()};
  }
  std::int64_t begin(int partition) const { return starts.at(static_cast<std::size_t>(partition)); }
  template <class T>
  void operator()(std::int64_t& number, const T& element, OutputBuffer& out) const {
    out.emplace<std::pair<T, std::int64_t>>(element, number);
    number += step;
  }
};

template <class T>
auto rdd_zip_with_index(const RDD<T>& rdd) {
  std::vector<std::int64_t> starts(static_cast<std::size_t>(rdd.getNumPartitions()), 0);
  if (starts.size() > 1) {
    std::vector<int> all_but_last = all_partitions(rdd);
    all_but_last.pop_back();
    const auto counts = rdd_counts(rdd, all_but_last, "zipWithIndex");
    for (std::size_t i = 1; i < starts.size(); ++i) starts[i] = starts[i - 1] + counts[i - 1];
  }
  return rdd_stateful<std::pair<T, std::int64_t>>(
      rdd, "zipWithIndex", CountFrom{std::move(starts), 1}, {.random_order = true});
}

template <class T>
auto rdd_zip_with_unique_id(const RDD<T>& rdd) {
  std::vector<std::int64_t> starts;
  for (int i = 0; i < rdd.getNumPartitions(); ++i) starts.push_back(i);
  return rdd_stateful<std::pair<T, std::int64_t>>(
      rdd, "zipWithUniqueId", CountFrom{std::move(starts), rdd.getNumPartitions()},
      {.random_order = true});
}

}  // namespace mammoth::spark
