// RDD.distinct: every element once.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/keys_values.h"
#include "spark-core/ops/map.h"
#include "spark-core/ops/reduce_by_key.h"

namespace mammoth::spark {

template <class T>
RDD<Owned<T>> rdd_distinct(const RDD<T>& rdd, int partitions) {
  auto pairs = rdd_map(rdd, ship([](const T& element) { return std::pair<T, char>(element, 0); }));
  const int n = partitions != 0 ? partitions : rdd.getNumPartitions();
  return rdd_keys(rdd_reduce_by_key(pairs, ship([](char a, char) { return a; }), Partitioner(n)));
}

}  // namespace mammoth::spark
