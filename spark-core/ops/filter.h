// RDD.filter: the elements for which f is true.
#pragma once

#include "spark-core/api/build.h"

namespace mammoth::spark {

template <class T, Shipped F>
RDD<T> rdd_filter(const RDD<T>& rdd, const F& f) {
  static_assert(ElementFunction<F, T>, "the function does not take the RDD's elements");
  return derive<T>(rdd, "filter", &transform_factory<&filter_kernel<F, T>>, make_closure(f),
                   {.keeps_partitioner = true});
}

}  // namespace mammoth::spark
