#include "namenode/blocks/redundancy_monitor.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "common/base/log.h"

namespace mammoth::namenode {

namespace {
constexpr std::size_t kSlotsPerTick = 100'000;  // some 20 ms
constexpr std::size_t kPostponedPerTick = 10'000;
}  // namespace

void RedundancyMonitor::tick() {
  if (t_.safe_mode.in_startup()) return;
  if (!std::exchange(t_.queues_on, true)) t_.recheck_all_blocks = true;
  walk();
  const std::int64_t now_ms = t_.clock.monotonic_ms();
  if (now_ms - scheduled_ms_ < t_.options.redundancy_interval_ms) return;
  scheduled_ms_ = now_ms;
  requeue_overdue();
  retry_postponed();
  if (t_.safe_mode.active()) return;
  schedule_copies();
  order_deletions();
}

void RedundancyMonitor::walk() {
  if (std::exchange(t_.recheck_all_blocks, false)) {
    start_walk();
  } else if (!walking_) {
    if (t_.clock.monotonic_ms() - walk_ended_ms_ < t_.options.decommission_interval_ms) return;
    bool leaving = false;
    t_.datanodes.for_each([&](const DatanodeDescriptor& datanode) {
      leaving = leaving || (datanode.registered && datanode.leaving());
    });
    if (!leaving) return;
    start_walk();
  }
  cursor_ = t_.blocks.scan(cursor_, kSlotsPerTick, [&](BlockInfo& block) { visit(block); });
  if (cursor_ == 0) end_walk();
}

void RedundancyMonitor::start_walk() {
  walking_ = true;
  cursor_ = 0;
  leavers_.clear();
  t_.datanodes.for_each([&](const DatanodeDescriptor& datanode) {
    // What a datanode has is known only after its first reports.
    const bool reported =
        datanode.heard_since_registration &&
        std::none_of(datanode.storages.begin(), datanode.storages.end(), [&](StorageIndex index) {
          const auto& storage = t_.datanodes.storage(index);
          return storage.contents_stale && !storage.failed;
        });
    if (datanode.registered && datanode.leaving() && reported) leavers_.emplace(datanode.index, 0);
  });
}

void RedundancyMonitor::visit(BlockInfo& block) {
  replicas_.check_redundancy(block);
  if (leavers_.empty()) return;
  std::optional<ReplicaCounts> counts;
  t_.blocks.for_each_replica(block, [&](StorageIndex storage) {
    const DatanodeIndex index = t_.datanodes.storage(storage).datanode;
    const auto leaver = leavers_.find(index);
    if (leaver == leavers_.end()) return;
    if (!counts) counts = replicas_.count(block);
    leaver->second += t_.datanodes.at(index).decommissioning()
                          ? !sufficient_without_leavers(block, *counts)
                          : !sufficient_for_maintenance(block, *counts);
  });
}

// Hadoop: DatanodeAdminManager.isSufficient. Looser than `sufficient`: a file with more replicas
// than usual, or still being written, must not hold a datanode for ever.
bool RedundancyMonitor::sufficient_without_leavers(const BlockInfo& block,
                                                   const ReplicaCounts& counts) const {
  if (counts.live >= block.replication) return true;
  if (!block.committed_or_complete()) return counts.live >= t_.options.min_replication;
  return counts.live >= t_.options.default_replication;
}

bool RedundancyMonitor::sufficient_for_maintenance(const BlockInfo& block,
                                                   const ReplicaCounts& counts) const {
  return counts.live >=
         std::min<std::uint32_t>(block.replication, t_.options.maintenance_replication);
}

void RedundancyMonitor::end_walk() {
  walking_ = false;
  walk_ended_ms_ = t_.clock.monotonic_ms();
  for (const auto& [index, needed_by] : leavers_) {
    DatanodeDescriptor& datanode = t_.datanodes.at(index);
    if (needed_by > 0 || !datanode.registered || !datanode.leaving()) continue;
    const std::string address = datanode.registration.id.xfer_address();
    if (datanode.decommissioning()) {
      datanode.admin_state = AdminState::kDecommissioned;
      log::info("namenode", "Decommissioning complete for node {}", address);
    } else {
      datanode.admin_state = AdminState::kInMaintenance;
      log::info("namenode", "Node {} has entered maintenance mode.", address);
    }
    t_.datanodes.publish(datanode);
  }
}

void RedundancyMonitor::requeue_overdue() {
  for (const BlockId id : t_.pending.take_timed_out(t_.clock.monotonic_ms()))
    if (const BlockInfo* block = t_.blocks.find(id)) replicas_.update_low_redundancy(*block);
}

// Each takes its turn: who must wait on is inserted again.
void RedundancyMonitor::retry_postponed() {
  std::vector<BlockId> turn;
  for (const BlockId id : t_.postponed) {
    if (turn.size() == kPostponedPerTick) break;
    turn.push_back(id);
  }
  for (const BlockId id : turn) {
    t_.postponed.erase(id);
    BlockInfo* block = t_.blocks.find(id);
    if (!block) continue;
    replicas_.check_redundancy(*block);
    const ReplicaCounts counts = replicas_.count(*block);
    if (counts.corrupt > 0) replicas_.drop_corrupt(*block);
  }
}

// A part of the datanodes in each interval, so that a deleted tree does not keep all disks busy at
// once (Hadoop: BlockManager.computeInvalidateWork).
void RedundancyMonitor::order_deletions() {
  auto waiting = t_.invalidations.datanodes();
  auto turns = static_cast<std::size_t>(std::ceil(
      static_cast<double>(t_.datanodes.registered_count()) * t_.options.invalidate_work_pct));
  for (; turns > 0 && !waiting.empty(); --turns) {
    std::swap(waiting[t_.random.below(waiting.size())], waiting.back());
    t_.invalidations.order(waiting.back(), t_.options.invalidate_limit);
    waiting.pop_back();
  }
}

std::size_t RedundancyMonitor::scheduled() const {
  std::size_t count = 0;
  t_.datanodes.for_each(
      [&](const DatanodeDescriptor& datanode) { count += datanode.transfers.size(); });
  return count;
}

}  // namespace mammoth::namenode
