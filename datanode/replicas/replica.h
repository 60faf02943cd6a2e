// One replica of a block, and the states it passes through (Hadoop: ReplicaInfo and its subclasses;
// "Append/Hflush/Read Design", HDFS-265).
//
//   create_rbw, append          create_temporary
//          │                            │
//          v      convert_to_rbw        v
//   ┌──── RBW <──────────────────── TEMPORARY ── writer gone, restart ──> deleted
//   │      │  ^                         │
//   │      │  └─ append ──┐             │ finalize
//   │      └─ finalize ─> FINALIZED <───┘
//   │ restart                 │ ^
//   v                         │ │ update_replica_under_recovery
//  RWR ── init_recovery ──>   v │
//  RBW ── init_recovery ────> RUR
//
//   FINALIZED  complete; any change goes through append or a recovery
//   RBW        a client writes it, or did until he vanished; readers see what was acknowledged
//   RWR        was RBW when this datanode died; nobody may write it or read it
//   RUR        a recovery decides on its length and generation stamp; readers see what the replica was
//   TEMPORARY  a copy from another datanode under way; invisible, and thrown away when it breaks
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/hdfs_ids.h"

namespace mammoth::datanode {

// The numbers are those of block reports and of ReplicaStateProto.
enum class ReplicaState : std::uint8_t {
  kFinalized = 0,
  kRbw = 1,
  kRwr = 2,
  kRur = 3,
  kTemporary = 4,
};

std::string_view to_text(ReplicaState state);  // "FINALIZED" …

// Whether the drawing above has an arrow from `from` to `to` (restarts and deletions apart).
bool may_become(ReplicaState from, ReplicaState to);

// Position of a volume in the VolumeSet; stays the same while the process lives.
using VolumeIndex = std::uint16_t;

// What the replica map keeps of every replica. `block.length_bytes` is the length on disk; of a
// replica that is being written OpenReplica knows better.
struct Replica {
  Block block;
  VolumeIndex volume = 0;
  ReplicaState state = ReplicaState::kFinalized;
  ReplicaState original = ReplicaState::kFinalized;  // of a RUR: what it was before
  bool deleting = false;  // invalidated; only its files are still there

  // The state that says where the files lie and what readers see.
  ReplicaState effective() const { return state == ReplicaState::kRur ? original : state; }
};

// Names as Hadoop writes them in messages and logs: "blk_1073741825_1001", and with its pool
// "BP-1-127.0.0.1-1:blk_1073741825_1001". Ids above 2^63 (erasure coding) are negative there.
std::string to_text(const Block& block);
std::string to_text(std::string_view pool_id, const Block& block);

}  // namespace mammoth::datanode
