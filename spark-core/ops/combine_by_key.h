// PairRDDFunctions.combineByKey, and what all aggregations by key share: combine on the map side
// (when asked), shuffle, combine on the reduce side; without a shuffle when the RDD is already
// partitioned that way.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/plan/aggregate_stream.h"
#include "spark-core/plan/shuffle_sinks.h"

namespace mammoth::spark {

template <class T, class Combiner>
auto rdd_combine(const RDD<T>& rdd, const std::string& operation, const Combiner& combiner,
                 const Partitioner& partitioner, bool map_side) {
  using K = Owned<typename T::first_type>;
  using C = typename Combiner::combined_type;
  static_assert(
      Hashable<K>,
      "keys need a hash: use numbers, strings, pairs or plain structs of them, or specialise "
      "mammoth::spark::Hash<K>");
  static_assert(
      std::equality_comparable<K>,
      "keys need operator== (in a plain struct: bool operator==(const K&) const = default;)");
  using Result = std::pair<K, C>;
  const Closure function = make_closure(combiner);
  if (rdd.partitioner() == partitioner)
    return derive<Result>(rdd, operation, &make_aggregate<T, Combiner, false>, function,
                          {.keeps_partitioner = true});
  // Keys stay in the shuffle's bytes until the table has copied them.
  using Combined = std::pair<Viewed<K>, C>;
  using Single = std::pair<Viewed<K>, Owned<typename T::second_type>>;
  RDD<Result> combined =
      derive<Result>(rdd, operation,
                     map_side ? &make_aggregate<Combined, Combiner, true>
                              : &make_aggregate<Single, Combiner, false>,
                     function);
  Node& node = *combined.node();
  node.dependencies = {map_side ? shuffled(rdd, partitioner, &make_combine_sink<T, Combiner>,
                                           function, type_ops<Combined>(), true)
                                : shuffled(rdd, partitioner, &make_record_sink<T>, Closure{},
                                           type_ops<Single>(), false)};
  node.partitions = partitioner.numPartitions();
  node.partitioner = partitioner;
  return combined;
}

// The combiner of three functions.
template <class C, Shipped Create, Shipped Value, Shipped Combine>
struct FunctionCombiner {
  using combined_type = C;
  static constexpr bool kGrows = !std::is_trivially_copyable_v<C>;
  Create create_;
  Value value_;
  Combine combine_;

  void save(Writer& out) const {
    create_.save(out);
    value_.save(out);
    combine_.save(out);
  }
  static FunctionCombiner load(Reader& in) {
    Create create = Create::load(in);
    Value value = Value::load(in);
    return {std::move(create), std::move(value), Combine::load(in)};
  }
  template <class V>
  C create(V&& value) const {
    return create_(std::forward<V>(value));
  }
  template <class V>
  void merge_value(C& combined, V&& value) const {
    combined = value_(std::move(combined), std::forward<V>(value));
  }
  void merge_combiners(C& combined, C&& other) const {
    combined = combine_(std::move(combined), std::move(other));
  }
};

template <class T, Shipped Create, Shipped Value, Shipped Combine>
auto rdd_combine_by_key(const RDD<T>& rdd, const Create& create, const Value& value,
                        const Combine& combine, const Partitioner& partitioner, bool map_side) {
  using C =
      std::remove_cvref_t<std::invoke_result_t<const Create&, Owned<typename T::second_type>>>;
  return rdd_combine(rdd, "combineByKey",
                     FunctionCombiner<C, Create, Value, Combine>{create, value, combine},
                     partitioner, map_side);
}

}  // namespace mammoth::spark
