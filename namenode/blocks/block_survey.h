// One block as fsck sees it: every replica with what it is worth (Hadoop: what NamenodeFsck asks of
// BlockManager). Plain values that outlive the lock.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "namenode/blocks/block_info.h"
#include "namenode/blocks/datanode_id.h"
#include "namenode/blocks/replica_marks.h"
#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

struct ReplicaSurvey {
  StorageTarget place;
  ReplicaWorth worth = ReplicaWorth::kLive;
  bool node_stale = false;
  bool contents_stale = false;
  std::optional<CorruptReason> corrupt{};
};

struct BlockSurvey {
  Block block;
  InodeId owner;
  BlockState state = BlockState::kComplete;
  std::uint32_t expected_replication = 0;
  ReplicaCounts counts;
  // In order of arrival; of a block that is being written, where it should be.
  std::vector<ReplicaSurvey> replicas;
};

// How far the racks of some replicas are from what placement wants (Hadoop:
// BlockPlacementStatusDefault).
struct PlacementVerdict {
  std::size_t current_racks = 1;
  std::size_t required_racks = 1;
  std::size_t total_racks = 1;

  bool satisfied() const { return required_racks <= current_racks || current_racks >= total_racks; }
};

// A block and where it can be read.
struct BlockPlaces {
  Block block;
  std::vector<StorageTarget> places;
};

// What a balancer asks for (Hadoop: NamenodeProtocol.getBlocks).
struct BlocksWanted {
  DatanodeId datanode;
  std::uint64_t total_bytes = 0;  // enough
  std::uint64_t min_bytes = 0;    // of each block
  std::optional<StorageType> storage_type{};  // that the replica there lies on
};

// "CORRUPTION_REPORTED" (Hadoop: CorruptReplicasMap.Reason)
std::string_view corrupt_reason_name(CorruptReason reason);

}  // namespace mammoth::namenode
