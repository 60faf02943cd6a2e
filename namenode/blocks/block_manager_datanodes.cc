// Datanodes' calls.

#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "namenode/blocks/block_manager_parts.h"

namespace mammoth::namenode {

Result<DatanodeRegistration> BlockManager::register_datanode(
    const DatanodeRegistration& registration, const PeerAddress& peer) {
  return parts_->datanodes.register_datanode(registration, peer);
}

Result<HeartbeatReply> BlockManager::heartbeat(const DatanodeRegistration& registration,
                                               const Heartbeat& heartbeat) {
  return parts_->datanodes.heartbeat(registration, heartbeat);
}

Result<bool> BlockManager::continue_full_report(const DatanodeRegistration& registration,
                                                FullReport& report, std::size_t max_replicas) {
  BlockTables& t = parts_->tables;
  DatanodeDescriptor& datanode = *TRY(parts_->datanodes.registered(registration));
  if (!report.accepted && !t.leases.valid(datanode.index, report.context.lease_id)) {
    log::warn("namenode", "BR lease 0x{:x} is not valid for DN {} ({})", report.context.lease_id,
              registration.id.uuid, registration.id.xfer_address());
    return true;
  }
  report.accepted = true;
  if (report.current_storage < report.storages.size()) {
    const StorageBlockReport& part = report.storages[report.current_storage];
    DatanodeStorage& storage = *TRY(parts_->datanodes.admit_storage(datanode, part.storage));
    // While starting up one report each is enough; more would only delay the others'.
    const bool repeated = !report.in_storage && t.safe_mode.in_startup() &&
                          storage.full_reports > 0 && !storage.contents_stale;
    if (repeated)
      ++report.current_storage;
    else
      TRY(parts_->reports.full(datanode, storage, report, max_replicas));
    if (report.current_storage < report.storages.size()) return false;
  }
  if (report.context.current_message + 1 >= report.context.total_messages) {
    t.leases.release(datanode.index);
    datanode.last_block_report_ms = t.clock.wall_ms();
    datanode.last_block_report_monotonic_ms = t.clock.monotonic_ms();
  }
  report.all_storages_reported =
      std::none_of(datanode.storages.begin(), datanode.storages.end(),
                   [&](StorageIndex index) { return t.datanodes.storage(index).contents_stale; });
  t.safe_mode.tick();
  return true;
}

Result<void> BlockManager::incremental_report(const DatanodeRegistration& registration,
                                              std::span<const StorageReplicaEvents> storages) {
  auto found = parts_->datanodes.registered(registration);
  if (!found)
    return Error{ErrorCode::kIo, "Got incremental block report from unregistered or dead node"};
  DatanodeDescriptor& datanode = **found;
  for (const StorageReplicaEvents& report : storages) {
    DatanodeStorage& storage = *TRY(parts_->datanodes.admit_storage(datanode, report.storage));
    for (const ReplicaEvent& event : report.events)
      parts_->reports.incremental(datanode, storage, event);
  }
  return {};
}

Result<void> BlockManager::cache_report(const DatanodeRegistration& registration,
                                        std::span<const BlockId> blocks) {
  const auto found = parts_->datanodes.registered(registration);
  if (!found)
    return Error{ErrorCode::kIo, "processCacheReport from dead or unregistered datanode: " +
                                     registration.id.xfer_address()};
  parts_->tables.cache.report((*found)->index, blocks);
  return {};
}

void BlockManager::plan_cache(const CacheWishes& replicas_wanted) {
  if (replicas_wanted.empty() && parts_->tables.cache.empty()) return;
  CachePlanner(parts_->tables).plan(replicas_wanted);
}

std::size_t BlockManager::cached_replicas(BlockId block) const {
  return parts_->tables.cache.cached_count(block);
}

Result<void> BlockManager::remove_datanode(const DatanodeRegistration& registration) {
  parts_->datanodes.remove(*TRY(parts_->datanodes.registered(registration)));
  return {};
}

void BlockManager::report_bad_replica(const Block& reported, std::string_view datanode_uuid,
                                      std::string_view storage_uuid, std::string_view reason) {
  BlockTables& t = parts_->tables;
  BlockInfo* block = parts_->reports.find_or_load(reported.id);
  const DatanodeDescriptor* datanode = t.datanodes.find_uuid(datanode_uuid);
  if (!block || !datanode) return;
  const DatanodeStorage* storage = t.datanodes.find_storage(*datanode, storage_uuid);
  StorageIndex index = storage ? storage->index : kNoStorage;
  if (index == kNoStorage)
    t.blocks.for_each_replica(*block, [&](StorageIndex replica) {
      if (t.datanodes.storage(replica).datanode == datanode->index) index = replica;
    });
  if (index == kNoStorage) return;
  log::info("namenode", "blk_{}_{} is reported corrupt on {} ({})", reported.id.value(),
            reported.generation_stamp.value(), datanode->registration.id.xfer_address(), reason);
  parts_->replicas.mark_corrupt(*block, index, {reported, CorruptReason::kReported});
}

void BlockManager::set_balancer_bandwidth(std::uint64_t bytes_per_second) {
  parts_->datanodes.set_balancer_bandwidth(bytes_per_second);
}

void BlockManager::refresh_nodes(HostLists lists) {
  parts_->datanodes.refresh_nodes(std::move(lists));
}

}  // namespace mammoth::namenode
