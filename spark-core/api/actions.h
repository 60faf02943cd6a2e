// The operations that run jobs: what a driver gets to see of an RDD. They throw SparkException with
// Spark's message when their job fails, std::out_of_range where Spark throws for an empty RDD.
#pragma once

#include "spark-core/api/rdd_types.h"
#include "spark-core/api/stat_counter.h"
#include "spark-core/plan/session.h"

namespace mammoth::spark {

template <class T>
class Actions {
  using owned_type = Owned<T>;

 public:
  std::vector<owned_type> collect() const { return rdd_collect(self()); }
  std::int64_t count() const { return rdd_count(self()); }
  std::vector<owned_type> take(int num) const { return rdd_take(self(), num); }
  owned_type first() const { return rdd_first(self()); }
  bool isEmpty() const { return rdd_is_empty(self()); }
  template <class F>
  owned_type reduce(F f) const {
    return rdd_reduce(self(), ship(std::move(f)));
  }
  template <class F>
  owned_type treeReduce(F f, int depth = 2) const {
    return rdd_tree_reduce(self(), ship(std::move(f)), depth);
  }
  template <class F>
  owned_type fold(owned_type zero, F f) const {
    return rdd_aggregate(self(), std::move(zero), ship(f), ship(f));
  }
  template <class U, class S, class M>
  U aggregate(U zero, S seqOp, M combOp) const {
    return rdd_aggregate(self(), std::move(zero), ship(std::move(seqOp)), ship(std::move(combOp)));
  }
  template <class U, class S, class M>
  U treeAggregate(U zero, S seqOp, M combOp, int depth = 2) const {
    return rdd_tree_aggregate(self(), std::move(zero), ship(std::move(seqOp)),
                              ship(std::move(combOp)), depth);
  }
  std::vector<owned_type> top(int num) const { return rdd_take_ordered(self(), num, false); }
  std::vector<owned_type> takeOrdered(int num) const { return rdd_take_ordered(self(), num, true); }
  owned_type max() const { return rdd_extreme(self(), false); }
  owned_type min() const { return rdd_extreme(self(), true); }
  auto countByValue() const { return rdd_count_by_value(self()); }
  template <class F, class... B>
  void foreach (F f, B... bound) const {
    rdd_foreach(self(), spark::bind(std::move(f), std::move(bound)...));
  }
  template <class F, class... B>
  void foreachPartition(F f, B... bound) const {
    rdd_foreach_partition(self(), spark::bind(std::move(f), std::move(bound)...));
  }
  // On a thread of their own, which FutureAction (ops/async_actions.h) waits for or cancels.
  auto countAsync() const { return rdd_count_async(self()); }
  auto collectAsync() const { return rdd_collect_async(self()); }
  auto takeAsync(int num) const { return rdd_take_async(self(), num); }
  template <class F, class... B>
  auto foreachAsync(F f, B... bound) const {
    return rdd_foreach_async(self(), spark::bind(std::move(f), std::move(bound)...));
  }
  template <class F, class... B>
  auto foreachPartitionAsync(F f, B... bound) const {
    return rdd_foreach_partition_async(self(), spark::bind(std::move(f), std::move(bound)...));
  }
  // Runs f(Iterator<T>&) on the partitions and answers its results.
  template <class F>
  auto runJob(F f, const std::vector<int>& partitions) const {
    return rdd_run(self(), ship(std::move(f)), partitions, "runJob");
  }
  auto toLocalIterator() const { return rdd_to_local_iterator(self()); }
  std::vector<owned_type> takeSample(bool withReplacement, int num,
                                     std::uint64_t seed = RDD<T>::random_seed()) const {
    return rdd_take_sample(self(), withReplacement, num, seed);
  }
  void saveAsTextFile(const std::string& path, const std::string& codec = "") const {
    rdd_save_as_text_file(self(), path, codec);
  }
  std::int64_t countApproxDistinct(double relativeSD = 0.05) const {
    return rdd_count_approx_distinct(self(), relativeSD);
  }
  void saveAsObjectFile(const std::string& path) const { rdd_save_as_object_file(self(), path); }
  // Elements that are text, one behind the other without anything between them.
  void saveAsBinaryRecords(const std::string& path) const {
    rdd_save_as_binary_records(self(), path);
  }

 private:
  const RDD<T>& self() const { return static_cast<const RDD<T>&>(*this); }
};

template <class T>
class NumberFunctions {};

// Of numbers (Spark: DoubleRDDFunctions).
template <Number T>
class NumberFunctions<T> {
 public:
  double sum() const { return rdd_sum(self()); }
  StatCounter stats() const { return rdd_stats(self()); }
  double mean() const { return stats().mean(); }
  double variance() const { return stats().variance(); }
  double stdev() const { return stats().stdev(); }
  double popVariance() const { return stats().popVariance(); }
  double popStdev() const { return stats().popStdev(); }
  double sampleVariance() const { return stats().sampleVariance(); }
  double sampleStdev() const { return stats().sampleStdev(); }
  auto histogram(int bucketCount) const { return rdd_histogram(self(), bucketCount); }
  std::vector<std::int64_t> histogram(const std::vector<double>& buckets,
                                      bool evenBuckets = false) const {
    return rdd_histogram(self(), buckets, evenBuckets);
  }

 private:
  const RDD<T>& self() const { return static_cast<const RDD<T>&>(*this); }
};

}  // namespace mammoth::spark
