// PairRDDFunctions.rightOuterJoin: as join, with nullopt where this has no such key.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/cogroup.h"
#include "spark-core/ops/map_values.h"

namespace mammoth::spark {

template <class T, class U>
auto rdd_right_outer_join(const RDD<T>& rdd, const RDD<U>& other, const Partitioner& partitioner) {
  using V = Owned<typename T::second_type>;
  using W = Owned<typename U::second_type>;
  auto pairs_of = ship([](const std::tuple<std::vector<V>, std::vector<W>>& groups) {
    std::vector<std::pair<std::optional<V>, W>> pairs;
    pairs.reserve(std::get<0>(groups).size() * std::get<1>(groups).size());
    for (const V& v : std::get<0>(groups))
      for (const W& w : std::get<1>(groups)) pairs.emplace_back(v, w);
    if (std::get<0>(groups).empty())
      for (const W& w : std::get<1>(groups)) pairs.emplace_back(std::nullopt, w);
    return pairs;
  });
  return rdd_flat_map_values(rdd_cogroup(partitioner, rdd, other), pairs_of);
}

}  // namespace mammoth::spark
