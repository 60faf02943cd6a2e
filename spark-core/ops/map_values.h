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
                     [](T&& pair, const F& of_value) {
                       return std::pair<typename T::first_type, ResultOf<F, V>>(
                           std::move(pair.first),
                           call_with(of_value, static_cast<const V&>(pair.second)));
                     },
                     f),
                 "mapValues", {.keeps_partitioner = true});
}

template <class T, Shipped F>
auto rdd_flat_map_values(const RDD<T>& rdd, const F& f) {
  using V = typename T::second_type;
  using U = std::remove_cvref_t<decltype(*std::declval<ResultOf<F, V>&>().begin())>;
  using Pair = std::pair<typename T::first_type, U>;
  auto all = using_parts(
      [](const T& pair, const F& of_value) {
        std::vector<Pair> results;
        for (auto&& each : call_with(of_value, pair.second)) results.emplace_back(pair.first, each);
        return results;
      },
      f);
  return rdd_flat_map<Pair, void>(rdd, all, {.keeps_partitioner = true});
}

}  // namespace mammoth::spark
