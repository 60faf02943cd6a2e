// RDD.keyBy: pairs of f(x) and x.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map.h"

namespace mammoth::spark {

template <class T, Shipped F>
auto rdd_key_by(const RDD<T>& rdd, const F& f) {
  return rdd_map(rdd,
                 using_parts(
                     [](const T& element, const F& key) {
                       return std::pair<ResultOf<F, T>, T>(call_with(key, element), element);
                     },
                     f),
                 "keyBy");
}

}  // namespace mammoth::spark
