// What administrators and clients ask about datanodes and blocks as a whole.

#include "namenode/blocks/block_manager_parts.h"

namespace mammoth::namenode {

std::vector<std::shared_ptr<const DatanodeInfo>> BlockManager::datanodes(
    DatanodeReportKind kind) const {
  const auto wanted = [&](const DatanodeDescriptor& datanode) {
    const bool dead = parts_->datanodes.dead(datanode);
    switch (kind) {
      case DatanodeReportKind::kAll:
        return true;
      case DatanodeReportKind::kLive:
        return !dead;
      case DatanodeReportKind::kDead:
        return dead;
      case DatanodeReportKind::kDecommissioning:
        return datanode.decommissioning();
      case DatanodeReportKind::kEnteringMaintenance:
        return datanode.admin_state == AdminState::kEnteringMaintenance;
      case DatanodeReportKind::kInMaintenance:
        return datanode.admin_state == AdminState::kInMaintenance;
    }
    return false;
  };
  std::vector<std::shared_ptr<const DatanodeInfo>> result;
  parts_->tables.datanodes.for_each([&](const DatanodeDescriptor& datanode) {
    if (wanted(datanode)) result.push_back(parts_->tables.datanodes.snapshot(datanode));
  });
  return result;
}

std::vector<StorageReport> BlockManager::storage_reports(DatanodeIndex datanode) const {
  std::vector<StorageReport> reports;
  for (const StorageIndex index : parts_->tables.datanodes.at(datanode).storages)
    reports.push_back(parts_->tables.datanodes.storage(index).report);
  return reports;
}

CapacityStatistics BlockManager::capacity() const {
  const BlockTables& t = parts_->tables;
  CapacityStatistics sum;
  t.datanodes.for_each([&](const DatanodeDescriptor& datanode) {
    if (parts_->datanodes.dead(datanode)) {
      ++sum.dead_datanodes;
      return;
    }
    ++sum.live_datanodes;
    sum.stale_datanodes += datanode.stale(t.clock.monotonic_ms(), t.options.stale_interval_ms);
    sum.xceivers += datanode.xceiver_count;
    const DatanodeInfo& info = *datanode.info;
    // As Hadoop's DatanodeStats: what leaves or rests is not part of the cluster's room.
    if (datanode.admin_state != AdminState::kNormal) return;
    sum.used_bytes += info.dfs_used_bytes;
    sum.block_pool_used_bytes += info.block_pool_used_bytes;
    sum.non_dfs_used_bytes += info.non_dfs_used_bytes;
    sum.capacity_bytes += info.capacity_bytes;
    sum.remaining_bytes += info.remaining_bytes;
  });
  return sum;
}

BlockStatistics BlockManager::statistics() const {
  const BlockTables& t = parts_->tables;
  return {.blocks = t.blocks.size(),
          .low_redundancy = t.low_redundancy.size(),
          .corrupt_replica_blocks = t.corrupt.block_count(),
          .missing = t.low_redundancy.size(RedundancyPriority::kCorrupt),
          .missing_replication_one = t.low_redundancy.corrupt_with_replication_one(),
          .badly_distributed = t.low_redundancy.size(RedundancyPriority::kBadlyDistributed),
          .highest_priority_low_redundancy = t.low_redundancy.size(RedundancyPriority::kHighest),
          .pending_reconstruction = t.pending.size(),
          .scheduled_reconstruction = parts_->monitor.scheduled(),
          .pending_deletion = t.invalidations.size(),
          .excess = t.excess.replica_count(),
          .future_bytes = t.safe_mode.future_bytes()};
}

std::vector<BlockId> BlockManager::corrupt_blocks(BlockId after, std::size_t limit) const {
  return parts_->tables.low_redundancy.corrupt(after, limit);
}

}  // namespace mammoth::namenode
