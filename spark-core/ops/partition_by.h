// PairRDDFunctions.partitionBy: every pair goes to the partition of its key.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map.h"
#include "spark-core/plan/shuffle_sinks.h"

namespace mammoth::spark {

template <class T>
RDD<Owned<T>> rdd_partition_by(const RDD<T>& rdd, const Partitioner& partitioner) {
  if (rdd.partitioner() == partitioner) return rdd_owned(rdd);
  RDD<Owned<T>> result = derive<Owned<T>>(rdd, "partitionBy", &concat_streams, Closure{});
  Node& node = *result.node();
  node.dependencies = {
      shuffled(rdd, partitioner, &make_record_sink<T>, Closure{}, type_ops<Owned<T>>(), false)};
  node.partitions = partitioner.numPartitions();
  node.partitioner = partitioner;
  return result;
}

}  // namespace mammoth::spark
