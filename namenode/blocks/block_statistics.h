// Numbers for getFsStats, getFsReplicatedBlockStats, dfsadmin -report and metrics.
#pragma once

#include <cstdint>

namespace mammoth::namenode {

// Over all live datanodes (and decommissioning ones, as HeartbeatManager's DatanodeStats counts).
struct CapacityStatistics {
  std::uint64_t capacity_bytes = 0;
  std::uint64_t used_bytes = 0;
  std::uint64_t remaining_bytes = 0;
  std::uint64_t block_pool_used_bytes = 0;
  std::uint64_t non_dfs_used_bytes = 0;
  std::uint32_t xceivers = 0;
  std::uint32_t live_datanodes = 0;
  std::uint32_t dead_datanodes = 0;
  std::uint32_t stale_datanodes = 0;
};

struct BlockStatistics {
  std::uint64_t blocks = 0;                   // in the map
  std::uint64_t low_redundancy = 0;           // all queues, as `under_replicated` on the wire
  std::uint64_t corrupt_replica_blocks = 0;   // blocks with at least one corrupt replica
  std::uint64_t missing = 0;                  // no usable replica
  std::uint64_t missing_replication_one = 0;  // … of files with replication 1
  std::uint64_t badly_distributed = 0;        // enough replicas, too few racks
  std::uint64_t highest_priority_low_redundancy = 0;
  std::uint64_t pending_reconstruction = 0;
  std::uint64_t scheduled_reconstruction = 0;
  std::uint64_t pending_deletion = 0;  // replicas queued for invalidation
  std::uint64_t excess = 0;
  std::uint64_t future_bytes = 0;  // replicas from a future generation stamp
};

}  // namespace mammoth::namenode
