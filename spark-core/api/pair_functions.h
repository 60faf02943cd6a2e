// The operations of RDDs of pairs (Spark: PairRDDFunctions, OrderedRDDFunctions). `numPartitions` 0
// means Spark's default partitioner.
#pragma once

#include "spark-core/api/rdd_types.h"
#include "spark-core/api/stat_counter.h"
#include "spark-core/plan/session.h"

namespace mammoth::spark {

template <class T>
class PairFunctions {};

template <KeyValue T>
class PairFunctions<T> {
  using K = typename T::first_type;
  using V = typename T::second_type;

 public:
  auto keys() const { return rdd_keys(self()); }
  auto values() const { return rdd_values(self()); }
  template <class F, class... B>
  auto mapValues(F f, B... bound) const {
    return rdd_map_values(self(), spark::bind(std::move(f), std::move(bound)...));
  }
  template <class F>
  auto flatMapValues(F f) const {
    return rdd_flat_map_values(self(), ship(std::move(f)));
  }
  template <class F>
  auto reduceByKey(F f) const {
    return rdd_reduce_by_key(self(), ship(std::move(f)), rdd_partitioner(0, self()));
  }
  template <class F>
  auto reduceByKey(F f, int numPartitions) const {
    return rdd_reduce_by_key(self(), ship(std::move(f)), Partitioner(numPartitions));
  }
  template <class F>
  auto reduceByKey(const Partitioner& partitioner, F f) const {
    return rdd_reduce_by_key(self(), ship(std::move(f)), partitioner);
  }
  auto groupByKey(int numPartitions = 0) const {
    return rdd_group_by_key(self(), rdd_partitioner(numPartitions, self()));
  }
  auto groupByKey(const Partitioner& partitioner) const {
    return rdd_group_by_key(self(), partitioner);
  }
  template <class U, class S, class M>
  auto aggregateByKey(U zero, S seqOp, M combOp, int numPartitions = 0) const {
    return rdd_aggregate_by_key(self(), std::move(zero), ship(std::move(seqOp)),
                                ship(std::move(combOp)), rdd_partitioner(numPartitions, self()));
  }
  template <class F>
  auto foldByKey(V zero, F f, int numPartitions = 0) const {
    return rdd_aggregate_by_key(self(), Owned<V>(std::move(zero)), ship(f), ship(f),
                                rdd_partitioner(numPartitions, self()));
  }
  template <class C, class M, class N>
  auto combineByKey(C createCombiner, M mergeValue, N mergeCombiners, int numPartitions = 0,
                    bool mapSideCombine = true) const {
    return rdd_combine_by_key(self(), ship(std::move(createCombiner)), ship(std::move(mergeValue)),
                              ship(std::move(mergeCombiners)),
                              rdd_partitioner(numPartitions, self()), mapSideCombine);
  }
  auto partitionBy(const Partitioner& partitioner) const {
    return rdd_partition_by(self(), partitioner);
  }
  auto sortByKey(bool ascending = true, int numPartitions = 0) const {
    return rdd_sort_by_key(self(), ascending, numPartitions);
  }
  auto repartitionAndSortWithinPartitions(const Partitioner& partitioner) const {
    return rdd_sort_within(self(), partitioner, true);
  }
  RDD<T> filterByRange(const Owned<K>& lower, const Owned<K>& upper) const {
    return rdd_filter_by_range(self(), lower, upper);
  }
  template <class... W>
  auto cogroup(const RDD<W>&... others) const {
    return rdd_cogroup(rdd_partitioner(0, self(), others...), self(), others...);
  }
  template <class... W>
  auto groupWith(const RDD<W>&... others) const {
    return cogroup(others...);
  }
  template <class W>
  auto join(const RDD<W>& other, int numPartitions = 0) const {
    return rdd_join(self(), other, rdd_partitioner(numPartitions, self(), other));
  }
  template <class W>
  auto leftOuterJoin(const RDD<W>& other, int numPartitions = 0) const {
    return rdd_left_outer_join(self(), other, rdd_partitioner(numPartitions, self(), other));
  }
  template <class W>
  auto rightOuterJoin(const RDD<W>& other, int numPartitions = 0) const {
    return rdd_right_outer_join(self(), other, rdd_partitioner(numPartitions, self(), other));
  }
  template <class W>
  auto fullOuterJoin(const RDD<W>& other, int numPartitions = 0) const {
    return rdd_full_outer_join(self(), other, rdd_partitioner(numPartitions, self(), other));
  }
  template <class W>
  auto subtractByKey(const RDD<W>& other, int numPartitions = 0) const {
    return rdd_subtract_by_key(self(), other, rdd_partitioner(numPartitions, self()));
  }
  RDD<T> sampleByKey(bool withReplacement, const std::map<Owned<K>, double>& fractions,
                     std::uint64_t seed = RDD<T>::random_seed()) const {
    return rdd_sample_by_key(self(), withReplacement, fractions, seed);
  }
  auto countApproxDistinctByKey(double relativeSD = 0.05, int numPartitions = 0) const {
    return rdd_count_approx_distinct_by_key(self(), relativeSD,
                                            rdd_partitioner(numPartitions, self()));
  }
  // Keys and values that have a Writable; `codec` as for saveAsTextFile.
  void saveAsSequenceFile(const std::string& path, const std::string& codec = "") const {
    rdd_save_as_sequence_file(self(), path, codec);
  }
  auto countByKey() const { return rdd_count_by_key(self()); }
  auto collectAsMap() const { return rdd_collect_as_map(self()); }
  auto lookup(const Owned<K>& key) const { return rdd_lookup(self(), key); }
  template <class F>
  auto reduceByKeyLocally(F f) const {
    return reduceByKey(std::move(f)).collectAsMap();
  }

 private:
  const RDD<T>& self() const { return static_cast<const RDD<T>&>(*this); }
};

}  // namespace mammoth::spark
