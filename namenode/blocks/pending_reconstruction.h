// Copies that were ordered or are being written, and not yet reported (Hadoop:
// PendingReconstructionBlocks). They count as replicas, so that nothing is ordered twice, until
// they arrive or their time is over.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

class PendingReconstruction {
 public:
  explicit PendingReconstruction(std::int64_t timeout_ms) : timeout_ms_(timeout_ms) {}
  void set_timeout_ms(std::int64_t timeout_ms) { timeout_ms_ = timeout_ms; }

  void add(BlockId block, const std::vector<StorageIndex>& targets, std::int64_t now_ms);
  // A copy arrived on `datanode`; true if it was awaited there. `same_datanode(a)` tells whether a
  // target stands on the datanode in question: it may have chosen another of its volumes.
  template <class SameDatanode>
  bool arrived(BlockId block, SameDatanode&& same_datanode) {
    const auto it = pending_.find(block);
    if (it == pending_.end()) return false;
    const bool awaited = std::erase_if(it->second.targets, same_datanode) != 0;
    if (it->second.targets.empty()) pending_.erase(it);
    return awaited;
  }
  // Nobody waits any more; the targets that had not arrived.
  std::vector<StorageIndex> remove(BlockId block);

  std::vector<StorageIndex> targets(BlockId block) const;
  std::uint32_t count(BlockId block) const;
  std::size_t size() const { return pending_.size(); }
  // Takes out the blocks whose copies are overdue.
  std::vector<BlockId> take_timed_out(std::int64_t now_ms);

 private:
  struct Pending {
    std::vector<StorageIndex> targets;
    std::int64_t since_ms = 0;
  };
  std::int64_t timeout_ms_;
  std::unordered_map<BlockId, Pending> pending_;
};

}  // namespace mammoth::namenode
