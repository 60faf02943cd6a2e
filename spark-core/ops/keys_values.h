// PairRDDFunctions.keys and values.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map.h"

namespace mammoth::spark {

template <class T>
auto rdd_keys(const RDD<T>& rdd) {
  return rdd_map(rdd, taking([](auto&& pair) {
                   return typename T::first_type(std::forward<decltype(pair)>(pair).first);
                 }), "keys");
}
template <class T>
auto rdd_values(const RDD<T>& rdd) {
  return rdd_map(rdd, taking([](auto&& pair) {
                   return typename T::second_type(std::forward<decltype(pair)>(pair).second);
                 }), "values");
}

}  // namespace mammoth::spark
