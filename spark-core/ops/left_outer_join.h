// PairRDDFunctions.leftOuterJoin: as join, with nullopt where the other has no such key.
#pragma once

#include "spark-core/ops/join.h"

namespace mammoth::spark {

template <class T, class U>
auto rdd_left_outer_join(const RDD<T>& rdd, const RDD<U>& other, const Partitioner& partitioner) {
  return rdd_joined<true, false>(rdd, other, partitioner);
}

}  // namespace mammoth::spark
