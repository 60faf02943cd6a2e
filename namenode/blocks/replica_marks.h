// A property of single replicas, held apart from the block map because few have it: being corrupt,
// being one too many (Hadoop: CorruptReplicasMap, ExcessRedundancyMap).
#pragma once

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

template <class Reason>
class ReplicaMarks {
 public:
  // False when the replica had the mark; the reason is then the new one.
  bool add(BlockId block, StorageIndex storage, Reason reason = {}) {
    auto& marks = marks_[block];
    for (Mark& mark : marks)
      if (mark.storage == storage) {
        mark.reason = reason;
        return false;
      }
    marks.push_back({storage, reason});
    ++replicas_;
    return true;
  }
  bool remove(BlockId block, StorageIndex storage) {
    const auto it = marks_.find(block);
    if (it == marks_.end()) return false;
    const auto gone = std::erase_if(it->second, [&](Mark m) { return m.storage == storage; });
    replicas_ -= gone;
    if (it->second.empty()) marks_.erase(it);
    return gone != 0;
  }
  void remove(BlockId block) {
    const auto it = marks_.find(block);
    if (it == marks_.end()) return;
    replicas_ -= it->second.size();
    marks_.erase(it);
  }
  const Reason* find(BlockId block, StorageIndex storage) const {
    const auto it = marks_.find(block);
    if (it == marks_.end()) return nullptr;
    for (const Mark& mark : it->second)
      if (mark.storage == storage) return &mark.reason;
    return nullptr;
  }
  bool contains(BlockId block, StorageIndex storage) const { return find(block, storage); }
  bool contains(BlockId block) const { return marks_.contains(block); }
  std::size_t count(BlockId block) const {
    const auto it = marks_.find(block);
    return it == marks_.end() ? 0 : it->second.size();
  }
  std::size_t block_count() const { return marks_.size(); }
  std::size_t replica_count() const { return replicas_; }

 private:
  struct Mark {
    StorageIndex storage;
    [[no_unique_address]] Reason reason;
  };
  std::unordered_map<BlockId, std::vector<Mark>> marks_;
  std::size_t replicas_ = 0;
};

enum class CorruptReason : std::uint8_t { kReported, kGenerationStamp, kLength, kState };
struct CorruptReplica {
  Block reported;  // as the datanode has it: what it must be told to delete
  CorruptReason reason = CorruptReason::kReported;
};
using CorruptReplicas = ReplicaMarks<CorruptReplica>;

struct NoReason {};
using ExcessReplicas = ReplicaMarks<NoReason>;

}  // namespace mammoth::namenode
