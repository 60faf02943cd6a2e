// PairRDDFunctions.aggregateByKey and foldByKey: the values of each key, added to `zero` by one
// function and combined by another.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/combine_by_key.h"

namespace mammoth::spark {

template <class U, Shipped S, Shipped M>
struct ZeroCombiner {
  using combined_type = U;
  static constexpr bool kGrows = !std::is_trivially_copyable_v<U>;
  Constant<U> zero;
  S add;
  M combine;
  void save(Writer& out) const {
    zero.save(out);
    add.save(out);
    combine.save(out);
  }
  static ZeroCombiner load(Reader& in) {
    auto zero = Constant<U>::load(in);
    S add = S::load(in);
    return {std::move(zero), std::move(add), M::load(in)};
  }
  template <class V>
  U create(V&& value) const {
    return add(U(zero.value), std::forward<V>(value));
  }
  template <class V>
  void merge_value(U& combined, V&& value) const {
    combined = add(std::move(combined), std::forward<V>(value));
  }
  void merge_combiners(U& combined, U&& other) const {
    combined = combine(std::move(combined), std::move(other));
  }
};

template <class T, class U, Shipped S, Shipped M>
auto rdd_aggregate_by_key(const RDD<T>& rdd, U zero, const S& add, const M& combine,
                          const Partitioner& partitioner) {
  return rdd_combine(rdd, "aggregateByKey", ZeroCombiner<U, S, M>{{std::move(zero)}, add, combine},
                     partitioner, true);
}

}  // namespace mammoth::spark
