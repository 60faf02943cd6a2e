// What the answer to a heartbeat asks a datanode to do (Hadoop: DatanodeCommand and its kinds).
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

// This namenode does not know you: register, then report your blocks (RegisterCommand).
struct RegisterCommand {};

// Copy each block to its targets (DNA_TRANSFER).
struct TransferCommand {
  struct Transfer {
    Block block;
    std::vector<StorageTarget> targets;
  };
  std::vector<Transfer> transfers;
};

// Delete these replicas (DNA_INVALIDATE).
struct InvalidateCommand {
  std::vector<Block> blocks;
};

// Act as primary of these recoveries (DNA_RECOVERBLOCK): agree on length and generation stamp with
// the other replicas, then call commitBlockSynchronization.
struct RecoverCommand {
  struct Recovery {
    Block block;                  // as expected on the datanodes
    GenerationStamp recovery_id;  // becomes the block's generation stamp
    std::vector<StorageTarget> replicas;
    std::optional<Block> truncate_block{};  // for truncate: its length is the length wanted
  };
  std::vector<Recovery> recoveries;
};

// Speed limit of balancing, bytes a second (DNA_BALANCERBANDWIDTHUPDATE).
struct BalancerBandwidthCommand {
  std::uint64_t bytes_per_second = 0;
};

// Hold these blocks in memory, or no longer (DNA_CACHE, DNA_UNCACHE).
struct CacheCommand {
  std::vector<BlockId> blocks;
};
struct UncacheCommand {
  std::vector<BlockId> blocks;
};

using DatanodeCommand =
    std::variant<RegisterCommand, TransferCommand, InvalidateCommand, RecoverCommand,
                 BalancerBandwidthCommand, CacheCommand, UncacheCommand>;

struct Heartbeat {
  std::vector<StorageReport> reports;
  std::uint32_t transfers_in_progress = 0;
  std::uint32_t xceiver_count = 0;
  std::uint32_t failed_volumes = 0;
  std::shared_ptr<const VolumeFailures> volume_failures{};  // nothing: it has none to tell of
  std::uint64_t cache_capacity_bytes = 0;
  std::uint64_t cache_used_bytes = 0;
  bool wants_full_report_lease = false;
};

struct HeartbeatReply {
  std::vector<DatanodeCommand> commands;
  std::uint64_t full_report_lease_id = 0;  // 0: none granted
};

}  // namespace mammoth::namenode
