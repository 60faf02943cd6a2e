// PairRDDFunctions.rightOuterJoin: as join, with nullopt where this has no such key.
#pragma once

#include "spark-core/ops/join.h"

namespace mammoth::spark {

template <class T, class U>
auto rdd_right_outer_join(const RDD<T>& rdd, const RDD<U>& other, const Partitioner& partitioner) {
  return rdd_joined<false, true>(rdd, other, partitioner);
}

}  // namespace mammoth::spark
