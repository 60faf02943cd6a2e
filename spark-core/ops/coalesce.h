// RDD.coalesce and repartition: fewer partitions by reading several as one, or with `shuffle` any
// number, elements dealt out evenly from a random start.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/keys_values.h"
#include "spark-core/ops/map.h"
#include "spark-core/ops/partition_by.h"
#include "spark-core/ops/stateful_map.h"

namespace mammoth::spark {

struct DealOut {
  int partitions;
  void save(Writer& out) const { out.fixed(partitions); }
  static DealOut load(Reader& in) { return {in.fixed<int>()}; }
  std::uint32_t begin(int partition) const {
    return static_cast<std::uint32_t>(hash_of(partition) % static_cast<std::uint32_t>(partitions));
  }
  template <class T>
  void operator()(std::uint32_t& position, const T& element, OutputBuffer& out) const {
    position = (position + 1) % static_cast<std::uint32_t>(partitions);
    out.emplace<std::pair<int, T>>(static_cast<int>(position), element);
  }
};

template <class T>
RDD<T> rdd_merge_partitions(const RDD<T>& rdd, int partitions) {
  const int parents = rdd.getNumPartitions();
  const int n = std::min(partitions, parents);
  RDD<T> result = derive<T>(rdd, "coalesce", &concat_streams, Closure{});
  PartitionMap map{PartitionMap::Kind::kGroups};
  for (int i = 0; i < n; ++i) {
    std::vector<int> group;
    for (std::int64_t p = std::int64_t{i} * parents / n; p < (std::int64_t{i} + 1) * parents / n;
         ++p)
      group.push_back(static_cast<int>(p));
    map.groups.push_back(std::move(group));
  }
  result.node()->dependencies[0].map = std::move(map);
  result.node()->partitions = n;
  return result;
}

template <class T>
RDD<Owned<T>> rdd_coalesce(const RDD<T>& rdd, int partitions, bool shuffle) {
  if (partitions <= 0)
    throw std::invalid_argument("requirement failed: Number of partitions (" +
                                std::to_string(partitions) + ") must be positive.");
  if (!shuffle) return rdd_owned(rdd_merge_partitions(rdd, partitions));
  auto dealt = rdd_stateful<std::pair<int, T>>(rdd, "repartition", DealOut{partitions},
                                               {.random_order = true});
  return rdd_values(rdd_partition_by(dealt, Partitioner(partitions)));
}

}  // namespace mammoth::spark
