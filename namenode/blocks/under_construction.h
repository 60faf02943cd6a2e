// What is known of blocks that are being written or recovered (Hadoop:
// BlockUnderConstructionFeature, ReplicaUnderConstruction, PendingRecoveryBlocks).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "namenode/blocks/block_report.h"
#include "namenode/blocks/datanode_registry.h"

namespace mammoth::namenode {

// Where a replica should be, as allocated or as reported since.
struct ExpectedReplica {
  StorageIndex storage;
  GenerationStamp generation_stamp;
  ReplicaState state = ReplicaState::kBeingWritten;
  bool was_primary = false;  // of a recovery, since all were asked in turn
};

struct UnderConstruction {
  std::vector<ExpectedReplica> replicas;
  GenerationStamp recovery_id{0};  // of the recovery in progress; a late older one loses
  std::optional<std::uint64_t> truncate_to_bytes;
  std::optional<Block> copy_of;  // of a truncation that leaves the block of a snapshot alone

  void expect(std::span<const StorageIndex> storages, GenerationStamp generation_stamp);
  // A datanode reported the replica: confirms, moves or adds its place.
  void report(const DatanodeRegistry& datanodes, StorageIndex storage, const Block& reported,
              ReplicaState state);
  // The storages whose replica is of another generation stamp.
  std::vector<StorageIndex> stale_replicas(GenerationStamp generation_stamp) const;
  // Takes out the older replicas of datanodes that were restarted: no pipeline writes them on.
  std::vector<ExpectedReplica> take_left_behind(GenerationStamp generation_stamp);
  std::vector<StorageIndex> storages() const;
  // The live datanode heard of most recently that was not primary yet; when all were, they start
  // over. Null when no replica is on a live datanode.
  ExpectedReplica* choose_primary(const DatanodeRegistry& datanodes);
};

class UnderConstructionTable {
 public:
  UnderConstruction& operator[](BlockId block) { return blocks_[block]; }
  UnderConstruction* find(BlockId block) {
    const auto it = blocks_.find(block);
    return it == blocks_.end() ? nullptr : &it->second;
  }
  const UnderConstruction* find(BlockId block) const {
    const auto it = blocks_.find(block);
    return it == blocks_.end() ? nullptr : &it->second;
  }
  void erase(BlockId block) { blocks_.erase(block); }
  std::size_t size() const { return blocks_.size(); }

 private:
  std::unordered_map<BlockId, UnderConstruction> blocks_;
};

}  // namespace mammoth::namenode
