// RDD.union and SparkContext.union: the partitions of one behind those of the other; side by side
// when all are partitioned the same way.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/partition_by.h"

namespace mammoth::spark {

template <class T>
RDD<T> rdd_union(const std::vector<RDD<T>>& rdds) {
  if (rdds.empty()) throw std::invalid_argument("union of no RDDs");
  RDD<T> result = derive<T>(rdds[0], "union", &concat_streams, Closure{});
  Node& node = *result.node();
  node.dependencies.clear();
  node.partitions = 0;
  bool aligned = rdds[0].partitioner().has_value();
  for (const RDD<T>& each : rdds) aligned = aligned && each.partitioner() == rdds[0].partitioner();
  for (const RDD<T>& each : rdds) {
    Dependency dependency{each.node()};
    if (!aligned) dependency.map = {PartitionMap::Kind::kOffset, node.partitions};
    node.dependencies.push_back(std::move(dependency));
    node.partitions = aligned ? each.getNumPartitions() : node.partitions + each.getNumPartitions();
  }
  if (aligned) node.partitioner = rdds[0].partitioner();
  return result;
}

}  // namespace mammoth::spark
