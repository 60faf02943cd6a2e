// RDD.intersection, every common element once, and RDD.subtract, the elements the other has not, as
// often as they are here.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/filter.h"
#include "spark-core/ops/keys_values.h"
#include "spark-core/ops/subtract_by_key.h"

namespace mammoth::spark {

template <class T>
auto rdd_marked(const RDD<T>& rdd) {
  return rdd_map(rdd, ship([](const T& element) { return std::pair<T, char>(element, 0); }));
}

template <class T>
RDD<Owned<T>> rdd_intersection(const RDD<T>& rdd, const RDD<T>& other, int partitions) {
  using Groups = std::tuple<std::vector<char>, std::vector<char>>;
  auto groups =
      rdd_cogroup(rdd_partitioner(partitions, rdd, other), rdd_marked(rdd), rdd_marked(other));
  return rdd_keys(rdd_filter(groups, ship([](const std::pair<Owned<T>, Groups>& each) {
                               return !std::get<0>(each.second).empty() &&
                                      !std::get<1>(each.second).empty();
                             })));
}

template <class T>
RDD<Owned<T>> rdd_subtract(const RDD<T>& rdd, const RDD<T>& other, int partitions) {
  return rdd_keys(
      rdd_subtract_by_key(rdd_marked(rdd), rdd_marked(other), rdd_partitioner(partitions, rdd)));
}

}  // namespace mammoth::spark
