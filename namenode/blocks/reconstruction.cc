// Ordering copies of blocks of low redundancy (Hadoop:
// BlockManager.computeBlockReconstructionWork).

#include <algorithm>

#include "namenode/blocks/redundancy_monitor.h"

namespace mammoth::namenode {

void RedundancyMonitor::schedule_copies() {
  const std::size_t limit = t_.datanodes.registered_count() * t_.options.work_multiplier;
  for (const auto& [id, priority] : t_.low_redundancy.choose(limit)) {
    BlockInfo* block = t_.blocks.find(id);
    if (block && block->complete())
      schedule_copy(*block, priority);
    else
      t_.low_redundancy.remove(id);
  }
}

void RedundancyMonitor::schedule_copy(BlockInfo& block, RedundancyPriority priority) {
  const ReplicaCounts counts = replicas_.count(block);
  if (replicas_.sufficient(block, counts)) {
    t_.low_redundancy.remove(block.id);
    return;
  }
  DatanodeDescriptor* source = choose_source(block, priority);
  if (!source) return;
  const std::uint32_t required = replicas_.required_live(block, counts);
  const std::uint32_t effective = counts.live + t_.pending.count(block.id);
  // With enough replicas it is the number of racks that is low: one more, on another rack.
  const bool for_rack = effective >= required;
  const auto targets = choose_copy_targets(block, *source, for_rack ? 1 : required - effective);
  if (targets.empty()) return;
  if (for_rack) {
    auto together = replicas_.lasting_storages(block);
    together.insert(together.end(), targets.begin(), targets.end());
    if (!t_.placement.satisfied(together, block.replication)) return;
  }
  source->transfers.push_back({block.block(), targets});
  const std::int64_t now_ms = t_.clock.monotonic_ms();
  for (const StorageIndex target : targets)
    t_.datanodes.datanode_of(target).scheduled.add(t_.datanodes.storage(target).info->type, now_ms);
  t_.pending.add(block.id, targets, now_ms);
  replicas_.update_low_redundancy(block);
}

// Any datanode with a good replica that is not busy copying already; one that is being
// decommissioned first, for it serves no writers. Only the most urgent copies may exceed the soft
// limit.
DatanodeDescriptor* RedundancyMonitor::choose_source(const BlockInfo& block,
                                                     RedundancyPriority priority) {
  std::vector<DatanodeDescriptor*> leaving;
  std::vector<DatanodeDescriptor*> staying;
  DatanodeDescriptor* decommissioned = nullptr;
  t_.blocks.for_each_replica(block, [&](StorageIndex storage) {
    DatanodeDescriptor& datanode = t_.datanodes.datanode_of(storage);
    const ReplicaWorth worth = replicas_.worth(block, storage);
    if (!datanode.registered || worth == ReplicaWorth::kCorrupt || worth == ReplicaWorth::kExcess ||
        worth == ReplicaWorth::kInMaintenance)
      return;
    if (worth == ReplicaWorth::kDecommissioned) {
      decommissioned = &datanode;
      return;
    }
    const bool leaves =
        worth == ReplicaWorth::kDecommissioning || worth == ReplicaWorth::kEnteringMaintenance;
    const bool urgent = priority == RedundancyPriority::kHighest || leaves;
    const std::uint32_t limit =
        urgent ? t_.options.max_replication_streams_hard : t_.options.max_replication_streams;
    if (datanode.transfers.size() < limit) (leaves ? leaving : staying).push_back(&datanode);
  });
  if (!leaving.empty()) return leaving[t_.random.below(leaving.size())];
  if (!staying.empty()) return staying[t_.random.below(staying.size())];
  // Better than losing the block.
  const ReplicaCounts counts = replicas_.count(block);
  return counts.live + counts.decommissioning + counts.entering_maintenance == 0 ? decommissioned
                                                                                 : nullptr;
}

std::vector<StorageIndex> RedundancyMonitor::choose_copy_targets(const BlockInfo& block,
                                                                 const DatanodeDescriptor& source,
                                                                 std::uint32_t count) const {
  PlacementRequest request;
  request.count = count;
  request.block_size_bytes = block.length_bytes;
  request.writer = &source;
  request.chosen = replicas_.live_storages(block);
  t_.blocks.for_each_replica(block, [&](StorageIndex storage) {
    request.excluded.insert(t_.datanodes.storage(storage).datanode);
  });
  for (const StorageIndex storage : t_.pending.targets(block.id)) {
    request.chosen.push_back(storage);
    request.excluded.insert(t_.datanodes.storage(storage).datanode);
  }
  return t_.placement.choose(request);
}

}  // namespace mammoth::namenode
