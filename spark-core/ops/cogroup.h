// PairRDDFunctions.cogroup of two to four RDDs: for every key the values of each. An RDD that is
// already partitioned the right way is read without a shuffle.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map.h"
#include "spark-core/ops/map_partitions.h"
#include "spark-core/plan/aggregate_stream.h"
#include "spark-core/plan/shuffle_sinks.h"

namespace mammoth::spark {

template <class... V>
struct CogroupCombiner {
  using combined_type = std::tuple<std::vector<V>...>;
  static constexpr bool kGrows = true;
  void save(Writer&) const {}
  static CogroupCombiner load(Reader&) { return {}; }
  void merge_combiners(combined_type& groups, combined_type&& others) const {
    merge(groups, others, std::index_sequence_for<V...>{});
  }

 private:
  template <std::size_t... I>
  static void merge(combined_type& groups, combined_type& others, std::index_sequence<I...>) {
    (std::get<I>(groups).insert(std::get<I>(groups).end(),
                                std::move_iterator(std::get<I>(others).begin()),
                                std::move_iterator(std::get<I>(others).end())),
     ...);
  }
};

template <class... T>
struct ConsumeGroups {
  using C = std::tuple<std::vector<Owned<typename T::second_type>>...>;

  template <class A, class Combiner>
  static void run(A& aggregator, const Combiner&, std::vector<std::unique_ptr<Stream>>& inputs) {
    all(aggregator, inputs, std::index_sequence_for<T...>{});
  }

 private:
  template <class A, std::size_t... I>
  static void all(A& aggregator, std::vector<std::unique_ptr<Stream>>& inputs,
                  std::index_sequence<I...>) {
    (one<I, T>(aggregator, *inputs.at(I)), ...);
  }
  template <std::size_t I, class Pair, class A>
  static void one(A& aggregator, Stream& input) {
    // A shuffle hands over owned pairs, a narrow input its own.
    Batch batch;
    while (input.next(batch)) {
      Pair* items = batch.items<Pair>();
      look_ahead(
          aggregator.table(), batch.size,
          [items](std::size_t i) -> const auto& { return items[i].first; },
          [&](std::size_t i, std::uint64_t hash) {
            auto value = batch.movable ? own(std::move(items[i].second)) : own(items[i].second);
            aggregator.upsert(
                items[i].first, hash,
                [&] {
                  C groups;
                  std::get<I>(groups).push_back(std::move(value));
                  return groups;
                },
                [&](C& groups) {
                  aggregator.grew(sizeof value + heap_bytes_of(value));
                  std::get<I>(groups).push_back(std::move(value));
                });
          });
      aggregator.batch_done();
    }
  }
};

template <class T>
Dependency cogroup_input(const RDD<T>& rdd, const Partitioner& partitioner) {
  if (rdd.partitioner() == partitioner) return {rdd.node()};
  return shuffled(rdd, partitioner, &make_record_sink<T>, Closure{}, type_ops<T>(), false);
}

// T are owned.
template <class First, class... T>
auto cogroup_owned(const Partitioner& partitioner, const RDD<First>& first,
                   const RDD<T>&... others) {
  using K = typename First::first_type;
  static_assert((std::is_same_v<K, typename T::first_type> && ...),
                "cogroup needs keys of one type");
  static_assert(Hashable<K>, "keys need a hash: specialise mammoth::spark::Hash<K>");
  using Combiner = CogroupCombiner<typename First::second_type, typename T::second_type...>;
  using C = typename Combiner::combined_type;
  using S = AggregateStream<K, C, Combiner, ConsumeGroups<First, T...>>;
  auto result =
      derive<std::pair<K, C>>(first, "cogroup", &make_stream<S>, make_closure(Combiner{}));
  Node& node = *result.node();
  node.dependencies = {cogroup_input(first, partitioner), cogroup_input(others, partitioner)...};
  node.partitions = partitioner.numPartitions();
  node.partitioner = partitioner;
  return result;
}

template <class... T>
auto rdd_cogroup(const Partitioner& partitioner, const RDD<T>&... rdds) {
  return cogroup_owned(partitioner, rdd_owned(rdds)...);
}

}  // namespace mammoth::spark
