// PairRDDFunctions.reduceByKey: the values of each key, reduced by f, on the map side first.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/combine_by_key.h"

namespace mammoth::spark {

template <class V, Shipped F>
struct ReduceCombiner {
  using combined_type = V;
  static constexpr bool kGrows = !std::is_trivially_copyable_v<V>;
  F f;
  void save(Writer& out) const { f.save(out); }
  static ReduceCombiner load(Reader& in) { return {F::load(in)}; }
  V create(V&& value) const { return std::move(value); }
  void merge_value(V& combined, V&& value) const {
    combined = f(std::move(combined), std::move(value));
  }
  void merge_combiners(V& combined, V&& other) const { merge_value(combined, std::move(other)); }
};

template <class T, Shipped F>
auto rdd_reduce_by_key(const RDD<T>& rdd, const F& f, const Partitioner& partitioner) {
  using V = Owned<typename T::second_type>;
  static_assert(std::is_invocable_r_v<V, const F&, V, V>, "reduceByKey takes f(V, V) -> V");
  return rdd_combine(rdd, "reduceByKey", ReduceCombiner<V, F>{f}, partitioner, true);
}

}  // namespace mammoth::spark
