// RDD.persist and cache: computed once, kept by the executors at the given level.
#pragma once

#include "spark-core/api/build.h"

namespace mammoth::spark {

template <class T>
RDD<T> rdd_persist(const RDD<T>& rdd, StorageLevel level) {
  Node& node = *rdd.node();
  if (node.storage.is_valid() && !(node.storage == level))
    throw SparkException(
        "Cannot change storage level of an RDD after it was already assigned a level");
  node.storage = level;
  rdd.session()->persisted(rdd.node());
  return rdd;
}

}  // namespace mammoth::spark
