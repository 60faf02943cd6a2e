// PairRDDFunctions.subtractByKey: the pairs whose key the other has not.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/cogroup.h"
#include "spark-core/ops/map_values.h"

namespace mammoth::spark {

template <class T, class U>
auto rdd_subtract_by_key(const RDD<T>& rdd, const RDD<U>& other, const Partitioner& partitioner) {
  using V = Owned<typename T::second_type>;
  using Groups = std::tuple<std::vector<V>, std::vector<Owned<typename U::second_type>>>;
  return rdd_flat_map_values(rdd_cogroup(partitioner, rdd, other), ship([](const Groups& groups) {
                               return std::get<1>(groups).empty() ? std::get<0>(groups)
                                                                  : std::vector<V>();
                             }));
}

}  // namespace mammoth::spark
