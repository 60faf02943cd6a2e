// PairRDDFunctions.keys and values.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map.h"

namespace mammoth::spark {

template <class T>
auto rdd_keys(const RDD<T>& rdd) {
  return rdd_map(rdd, taking([](T&& pair) { return std::move(pair.first); }), "keys");
}
template <class T>
auto rdd_values(const RDD<T>& rdd) {
  return rdd_map(rdd, taking([](T&& pair) { return std::move(pair.second); }), "values");
}

}  // namespace mammoth::spark
