// Keeps the number of replicas right as time passes (Hadoop: BlockManager.RedundancyMonitor,
// DatanodeAdminDefaultMonitor, processMisReplicatedBlocks).
//
// A walk over all blocks fills the queues after start-up, and again whenever the worth of many
// replicas has changed at once (a datanode leaves or comes back to service, a second rack appears).
// It advances a bounded number of blocks a tick. While datanodes are being decommissioned or enter
// maintenance walks follow each other, and a datanode that no block needed during a whole walk is
// decommissioned, or in maintenance.
#pragma once

#include <unordered_map>

#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

class RedundancyMonitor {
 public:
  RedundancyMonitor(BlockTables& tables, Replicas& replicas) : t_(tables), replicas_(replicas) {}

  // Nothing happens before start-up safe mode is over.
  void tick();

  // Copies ordered and not yet handed to their source.
  std::size_t scheduled() const;

 private:
  void walk();
  void start_walk();
  void end_walk();
  void visit(BlockInfo& block);
  bool sufficient_without_leavers(const BlockInfo& block, const ReplicaCounts& counts) const;
  bool sufficient_for_maintenance(const BlockInfo& block, const ReplicaCounts& counts) const;
  void requeue_overdue();
  void retry_postponed();
  void order_deletions();
  // reconstruction.cc
  void schedule_copies();
  void schedule_copy(BlockInfo& block, RedundancyPriority priority);
  DatanodeDescriptor* choose_source(const BlockInfo& block, RedundancyPriority priority);
  std::vector<StorageIndex> choose_copy_targets(const BlockInfo& block,
                                                const DatanodeDescriptor& source,
                                                std::uint32_t count) const;

  BlockTables& t_;
  Replicas& replicas_;
  bool walking_ = false;
  std::size_t cursor_ = 0;
  // Datanodes that were leaving when the walk began, and how many blocks still need them.
  std::unordered_map<DatanodeIndex, std::size_t> leavers_;
  std::int64_t walk_ended_ms_ = 0;
  std::int64_t scheduled_ms_ = 0;
};

}  // namespace mammoth::namenode
