// RDD.reduce, fold, aggregate and their tree forms, max and min. fold and aggregate use the zero
// once a partition and once at the end.
#pragma once

#include <cmath>

#include "spark-core/api/build.h"
#include "spark-core/ops/keys_values.h"
#include "spark-core/ops/map_partitions.h"
#include "spark-core/ops/reduce_by_key.h"

namespace mammoth::spark {

template <class T, Shipped F>
struct ReducePartition {
  F f;
  void save(Writer& out) const { f.save(out); }
  static ReducePartition load(Reader& in) { return {F::load(in)}; }
  std::optional<Owned<T>> operator()(Iterator<T>& elements) const {
    std::optional<Owned<T>> result;
    while (elements.hasNext()) {
      if (!result)
        result = own(elements.take());
      else
        result = f(std::move(*result), own(elements.take()));
    }
    return result;
  }
};

template <class T, Shipped F>
Owned<T> rdd_reduce(const RDD<T>& rdd, const F& f) {
  static_assert(std::is_invocable_r_v<Owned<T>, const F&, Owned<T>, Owned<T>>,
                "reduce takes f(T, T) -> T");
  std::optional<Owned<T>> result;
  for (auto& part : rdd_run(rdd, ReducePartition<T, F>{f}, all_partitions(rdd), "reduce")) {
    if (!part) continue;
    result =
        result ? std::optional<Owned<T>>(f(std::move(*result), std::move(*part))) : std::move(part);
  }
  if (!result) throw std::out_of_range("empty collection");
  return std::move(*result);
}

template <class T, class U, Shipped S>
struct AggregatePartition {
  Constant<U> zero;
  S add;
  void save(Writer& out) const {
    zero.save(out);
    add.save(out);
  }
  static AggregatePartition load(Reader& in) {
    auto zero = Constant<U>::load(in);
    return {std::move(zero), S::load(in)};
  }
  U operator()(Iterator<T>& elements) const {
    U result = zero.value;
    while (elements.hasNext()) {
      if constexpr (std::invocable<const S&, U, const T&>)
        result = add(std::move(result), elements.next());
      else
        result = add(std::move(result), own(elements.next()));
    }
    return result;
  }
};

template <class T, class U, Shipped S, Shipped M>
U rdd_aggregate(const RDD<T>& rdd, U zero, const S& add, const M& combine) {
  U result = zero;
  for (U& part :
       rdd_run(rdd, AggregatePartition<T, U, S>{{zero}, add}, all_partitions(rdd), "aggregate"))
    result = combine(std::move(result), std::move(part));
  return result;
}

// Partial results are combined by tasks, about the depth-th root of the partitions at a time.
template <class T, class U, Shipped S, Shipped M>
U rdd_tree_aggregate(const RDD<T>& rdd, U zero, const S& add, const M& combine, int depth) {
  if (depth < 1)
    throw std::invalid_argument(
        "requirement failed: Depth must be greater than or equal to 1 but got " +
        std::to_string(depth) + ".");
  auto partials = rdd_map_partitions(
      rdd,
      using_parts([](Iterator<T>& elements,
                     const AggregatePartition<T, U, S>& f) { return std::vector<U>{f(elements)}; },
                  AggregatePartition<T, U, S>{{zero}, add}),
      false);
  const int scale =
      std::max(static_cast<int>(std::ceil(std::pow(rdd.getNumPartitions(), 1.0 / depth))), 2);
  while (partials.getNumPartitions() > scale + (partials.getNumPartitions() + scale - 1) / scale) {
    const int fewer = partials.getNumPartitions() / scale;
    auto keyed = rdd_map_partitions_with_index(
        partials,
        using_parts(
            [](int index, Iterator<U>& elements, const Constant<int>& n) {
              std::vector<std::pair<int, U>> pairs;
              for (const U& each : elements) pairs.emplace_back(index % n.value, each);
              return pairs;
            },
            Constant<int>{fewer}),
        false);
    partials = rdd_values(rdd_reduce_by_key(keyed, combine, Partitioner(fewer)));
  }
  return rdd_aggregate(partials, std::move(zero), combine, combine);
}

template <class T, Shipped F>
Owned<T> rdd_tree_reduce(const RDD<T>& rdd, const F& f, int depth) {
  using O = std::optional<Owned<T>>;
  auto combine = using_parts(
      [](O a, O b, const F& reduce) {
        if (!a) return b;
        return b ? O(reduce(std::move(*a), std::move(*b))) : a;
      },
      f);
  auto add =
      using_parts([](O a, const T& b,
                     const F& reduce) { return a ? O(reduce(std::move(*a), own(b))) : O(own(b)); },
                  f);
  O result = rdd_tree_aggregate(rdd, O(), add, combine, depth);
  if (!result) throw std::out_of_range("empty collection");
  return std::move(*result);
}

template <class T>
Owned<T> rdd_extreme(const RDD<T>& rdd, bool least) {
  using O = Owned<T>;
  if (least) return rdd_reduce(rdd, ship([](O a, O b) { return b < a ? b : a; }));
  return rdd_reduce(rdd, ship([](O a, O b) { return a < b ? b : a; }));
}

}  // namespace mammoth::spark
