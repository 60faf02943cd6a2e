// RDD.glom: each partition as one vector.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map_partitions.h"

namespace mammoth::spark {

template <class T>
auto rdd_glom(const RDD<T>& rdd) {
  return rdd_map_partitions(rdd, ship([](Iterator<T>& elements) {
                              std::vector<std::vector<Owned<T>>> all(1);
                              while (elements.hasNext()) all[0].push_back(own(elements.take()));
                              return all;
                            }),
                            false);
}

}  // namespace mammoth::spark
