// PairRDDFunctions.fullOuterJoin: as join, with nullopt on the side that has no such key.
#pragma once

#include "spark-core/ops/join.h"

namespace mammoth::spark {

template <class T, class U>
auto rdd_full_outer_join(const RDD<T>& rdd, const RDD<U>& other, const Partitioner& partitioner) {
  return rdd_joined<true, true>(rdd, other, partitioner);
}

}  // namespace mammoth::spark
