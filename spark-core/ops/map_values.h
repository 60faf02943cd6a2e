// PairRDDFunctions.mapValues and flatMapValues: keys stay, and with them the partitioner.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/flat_map.h"
#include "spark-core/ops/map.h"

namespace mammoth::spark {

template <class T, Shipped F>
auto rdd_map_values(const RDD<T>& rdd, const F& f) {
  using V = typename T::second_type;
  static_assert(ElementFunction<F, V>, "the function does not take the RDD's values");
  return rdd_map(rdd,
                 taking(
                     [](auto&& pair, const F& of_value) {
                       return std::pair<typename T::first_type, ResultOf<F, V>>(
                           std::forward<decltype(pair)>(pair).first,
                           call_with(of_value, static_cast<const V&>(pair.second)));
                     },
                     f),
                 "mapValues", {.keeps_partitioner = true});
}

template <class F, class T, class Pair>
std::size_t flat_map_values_kernel(const void* function, const Batch& in, std::size_t from,
                                   OutputBuffer& out) {
  const F& f = *static_cast<const F*>(function);
  const T* items = in.items<T>();
  for (; from < in.size && !out.full(); ++from)
    for_each_result(call_with(f, items[from].second), [&](auto&& each) {
      out.emplace<Pair>(items[from].first, std::forward<decltype(each)>(each));
    });
  return from;
}

template <class T, Shipped F>
auto rdd_flat_map_values(const RDD<T>& rdd, const F& f) {
  using V = typename T::second_type;
  using U = std::remove_cvref_t<decltype(*std::declval<ResultOf<F, V>&>().begin())>;
  using Pair = std::pair<typename T::first_type, U>;
  return derive<Pair>(rdd, "flatMap", &transform_factory<&flat_map_values_kernel<F, T, Pair>>,
                      make_closure(f), {.keeps_partitioner = true});
}

}  // namespace mammoth::spark
