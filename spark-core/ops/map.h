// RDD.map: f of every element.
#pragma once

#include "spark-core/api/build.h"

namespace mammoth::spark {

template <class F, class T>
struct MapResult {
  using type = ResultOf<F, T>;
};
template <class F, class T>
  requires requires { typename F::takes_over; }
struct MapResult<F, T> {
  using type = std::remove_cvref_t<std::invoke_result_t<const F&, T&&>>;
};

template <class T, Shipped F>
auto rdd_map(const RDD<T>& rdd, const F& f, const std::string& operation = "map",
             NodeOptions options = {}) {
  static_assert(std::invocable<const F&, T&&> || ElementFunction<F, T>,
                "the function does not take the RDD's elements");
  using U = typename MapResult<F, T>::type;
  return derive<U>(rdd, operation, &transform_factory<&map_kernel<F, T, U>>, make_closure(f),
                   options);
}

// RDD<std::string_view> as RDD<std::string>, and so for pairs and tuples.
template <class T>
RDD<Owned<T>> rdd_owned(const RDD<T>& rdd) {
  if constexpr (!kBorrowed<T>)
    return rdd;
  else
    return rdd_map(rdd, ship([](const T& element) { return own(element); }), "map",
                   {.keeps_partitioner = true});
}

}  // namespace mammoth::spark
