// RDD<T>: a partitioned collection that is computed from its lineage when an action asks for it
// (Spark: RDD and its Pair, Ordered and Double functions, which are constrained members here).
// Names and meanings are Spark's; each operation is a file of spark-core/ops.
//
// An RDD is a handle: copies are cheap and mean the same. It may not be captured by functions that
// travel. Functions follow spark-core/plan/closure.h; trailing `bound` arguments travel with them.
//
// T std::string_view is a borrowed element (lines of textFile): valid during the call that gets it.
// Whatever keeps elements (collect, shuffles) holds std::string, and RDD<std::string_view> converts
// to RDD<std::string>.
//
// Actions throw SparkException with Spark's messages when their job fails.
#pragma once

#include "spark-core/api/actions.h"
#include "spark-core/api/pair_functions.h"
#include "spark-core/plan/session.h"

namespace mammoth::spark {

template <class T>
class RDD : public PairFunctions<T>, public Actions<T>, public NumberFunctions<T> {
 public:
  using element_type = T;
  using owned_type = Owned<T>;

  RDD(NodePtr node, std::shared_ptr<Session> session)
      : node_(std::move(node)), session_(std::move(session)) {}
  template <class B>
    requires(kBorrowed<B> && std::is_same_v<Owned<B>, T>)
  RDD(const RDD<B>& borrowed) : RDD(rdd_owned(borrowed)) {}  // NOLINT: meant to convert

  const NodePtr& node() const { return node_; }
  const std::shared_ptr<Session>& session() const { return session_; }

  // --- narrow ---
  template <class F, class... B>
  auto map(F f, B... bound) const {
    return rdd_map(*this, spark::bind(std::move(f), std::move(bound)...));
  }
  template <class U = void, class F, class... B>
  auto flatMap(F f, B... bound) const {
    return rdd_flat_map<U, F>(*this, spark::bind(std::move(f), std::move(bound)...));
  }
  template <class F, class... B>
  RDD filter(F f, B... bound) const {
    return rdd_filter(*this, spark::bind(std::move(f), std::move(bound)...));
  }
  template <class F, class... B>
  auto mapPartitions(F f, bool preservesPartitioning = false, B... bound) const {
    return rdd_map_partitions(*this, spark::bind(std::move(f), std::move(bound)...),
                              preservesPartitioning);
  }
  template <class F, class... B>
  auto mapPartitionsWithIndex(F f, bool preservesPartitioning = false, B... bound) const {
    return rdd_map_partitions_with_index(*this, spark::bind(std::move(f), std::move(bound)...),
                                         preservesPartitioning);
  }
  template <class F>
  auto keyBy(F f) const {
    return rdd_key_by(*this, ship(std::move(f)));
  }
  auto glom() const { return rdd_glom(*this); }
  // Through a program's standard input and output, line by line.
  auto pipe(const std::string& command, const std::map<std::string, std::string>& env = {}) const {
    return rdd_pipe(*this, command, env);
  }
  RDD sample(bool withReplacement, double fraction, std::uint64_t seed = random_seed()) const {
    return rdd_sample(*this, withReplacement, fraction, seed);
  }
  std::vector<RDD> randomSplit(const std::vector<double>& weights,
                               std::uint64_t seed = random_seed()) const {
    return rdd_random_split(*this, weights, seed);
  }
  RDD union_(const RDD& other) const { return rdd_union(std::vector<RDD>{*this, other}); }
  RDD operator+(const RDD& other) const { return union_(other); }  // Spark: ++
  template <class U>
  auto zip(const RDD<U>& other) const {
    return rdd_zip(*this, other);
  }
  template <class U, class F>
  auto zipPartitions(const RDD<U>& other, F f, bool preservesPartitioning = false) const {
    return rdd_zip_partitions(*this, other, ship(std::move(f)), preservesPartitioning);
  }
  auto zipWithIndex() const { return rdd_zip_with_index(*this); }
  auto zipWithUniqueId() const { return rdd_zip_with_unique_id(*this); }
  template <class U>
  auto cartesian(const RDD<U>& other) const {
    return rdd_cartesian(*this, other);
  }
  auto coalesce(int numPartitions, bool shuffle = false) const {
    return rdd_coalesce(*this, numPartitions, shuffle);
  }

  // --- shuffled ---
  RDD<owned_type> repartition(int numPartitions) const {
    return rdd_coalesce(*this, numPartitions, true);
  }
  RDD<owned_type> distinct(int numPartitions = 0) const {
    return rdd_distinct(*this, numPartitions);
  }
  template <class F>
  RDD<owned_type> sortBy(F f, bool ascending = true, int numPartitions = 0) const {
    return rdd_sort_by(*this, ship(std::move(f)), ascending, numPartitions);
  }
  template <class F>
  auto groupBy(F f, int numPartitions = 0) const {
    return rdd_group_by_key(keyBy(std::move(f)), rdd_partitioner(numPartitions, *this));
  }
  RDD<owned_type> intersection(const RDD& other, int numPartitions = 0) const {
    return rdd_intersection(*this, other, numPartitions);
  }
  RDD<owned_type> subtract(const RDD& other, int numPartitions = 0) const {
    return rdd_subtract(*this, other, numPartitions);
  }

  // --- itself ---
  int id() const { return node_->id; }
  int getNumPartitions() const { return node_->partitions; }
  const std::optional<Partitioner>& partitioner() const { return node_->partitioner; }
  const std::string& name() const { return node_->name; }
  RDD setName(const std::string& name) const {
    node_->name = name;
    return *this;
  }
  RDDBarrier<T> barrier() const { return RDDBarrier<T>(*this); }
  RDD cache() const { return persist(StorageLevel::MEMORY_ONLY); }
  RDD persist(StorageLevel level = StorageLevel::MEMORY_ONLY) const {
    return rdd_persist(*this, level);
  }
  RDD unpersist(bool /*blocking*/ = false) const {
    session_->unpersist(node_);
    return *this;
  }
  StorageLevel getStorageLevel() const { return node_->storage; }
  void checkpoint() const { session_->request_checkpoint(node_); }
  // Forgets the lineage after the next job: faster than checkpoint(), but what is lost with an
  // executor is lost.
  RDD localCheckpoint() const {
    session_->request_local_checkpoint(node_);
    return *this;
  }
  bool isCheckpointed() const { return node_->checkpointed; }
  std::string toDebugString() const { return debug_string(*node_); }

  static std::uint64_t random_seed();

 private:
  NodePtr node_;
  std::shared_ptr<Session> session_;
};

}  // namespace mammoth::spark
