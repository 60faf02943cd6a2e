// The schedulers' view of the plan: nodes by id for as long as a job needs them, shuffles by id for
// as long as somebody could use them again. On the scheduler's thread only.
#pragma once

#include <map>
#include <set>
#include <unordered_map>

#include "spark-core/plan/node.h"
#include "spark-core/scheduler/lineage.h"
#include "spark-core/storage/block_store.h"  // BlockChange

namespace mammoth::spark {

class LineageRegistry final : public scheduler::Lineage, public scheduler::BlockLocations {
 public:
  // Makes the node and all it stands on known; they stay until as many calls of release.
  void retain(const NodePtr& node);
  void release(const NodePtr& node);
  NodePtr node(int id) const;
  std::shared_ptr<const Shuffle> shuffle(int id) const;
  int map_count(int shuffle) const;

  const scheduler::RddView& rdd(scheduler::RddId id) override;
  std::vector<int> narrow_parents(scheduler::RddId rdd, int dependency, int partition) override;
  std::vector<scheduler::TaskLocation> preferred_locations(scheduler::RddId rdd,
                                                           int partition) override;
  std::vector<std::vector<scheduler::TaskLocation>> cached_locations(scheduler::RddId rdd,
                                                                     int partitions) override;
  void executor_removed(const std::string& executor) override;

  // Which executors keep which blocks, as they tell it.
  void executor_added(const std::string& executor, const std::string& host);
  void block_changed(const std::string& executor, const BlockChange& change);
  void blocks_removed(int rdd);
  bool has_blocks(int rdd) const;
  std::vector<std::string> keepers(int rdd, int partition) const;

 private:
  struct Known {
    NodePtr node;
    int users = 0;
    bool barrier = false;  // it or a narrow ancestor is
    scheduler::RddView view;
  };
  std::unordered_map<std::string, std::string> host_of_;
  std::map<std::pair<int, int>, std::set<std::string>> keepers_;  // by (rdd, partition)
  std::unordered_map<int, Known> known_;
  struct KnownShuffle {
    std::shared_ptr<const Shuffle> shuffle;
    int maps;
    int users;
  };
  std::unordered_map<int, KnownShuffle> shuffles_;
};

}  // namespace mammoth::spark
