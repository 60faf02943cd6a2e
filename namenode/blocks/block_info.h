// One block as the block map keeps it (Hadoop: BlockInfoContiguous), and what the namespace says
// about a block.
//
//   under construction ──commit──▶ committed ──enough replicas──▶ complete
//      ▲    │                          │                             │
//      │    └──────recovery────────────┤                             │
//      │                               ▼                             │
//      │                        under recovery                       │
//      └────────────── append, truncate ─────────────────────────────┘
#pragma once

#include <array>
#include <cstdint>

#include "common/base/hdfs_ids.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

// Hadoop: HdfsServerConstants.BlockUCState.
enum class BlockState : std::uint8_t { kComplete, kUnderConstruction, kUnderRecovery, kCommitted };

struct BlockOwner {
  InodeId inode;
  Block block;  // as recorded: id, generation stamp, length
  std::uint16_t replication = 1;
  BlockState state = BlockState::kComplete;  // another only for the last blocks of an open file
};

// The namespace, seen from here. Implemented over the store; must answer from what is applied,
// durable or not, and must not call back.
class BlockOwnerLookup {
 public:
  virtual ~BlockOwnerLookup() = default;
  // False: no file owns the block, its replicas are garbage and will be invalidated.
  virtual bool find_owner(BlockId id, BlockOwner& owner) const = 0;
  // The newest generation stamp given out. A replica with a higher one comes from a namespace newer
  // than this one and is not thrown away without an administrator's word.
  virtual GenerationStamp current_generation_stamp() const = 0;
};

// 48 bytes. Replicas beyond kInlineReplicas live in BlockMap's overflow table.
struct BlockInfo {
  static constexpr std::size_t kInlineReplicas = 3;
  static constexpr std::uint32_t kMaxReplicas = 4'095;

  BlockId id;
  GenerationStamp generation_stamp;
  std::uint64_t length_bytes = 0;
  InodeId owner;  // 0 in a free slot of the map
  std::array<StorageIndex, kInlineReplicas> inline_replicas{kNoStorage, kNoStorage, kNoStorage};
  std::uint32_t replication : 12 = 1;
  std::uint32_t replica_count : 12 = 0;
  BlockState state : 8 = BlockState::kComplete;

  Block block() const { return {id, generation_stamp, length_bytes}; }
  bool complete() const { return state == BlockState::kComplete; }
  bool committed_or_complete() const {
    return state == BlockState::kComplete || state == BlockState::kCommitted;
  }
};
static_assert(sizeof(BlockInfo) == 48);

}  // namespace mammoth::namenode
