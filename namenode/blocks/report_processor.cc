#include "namenode/blocks/report_processor.h"

#include <algorithm>
#include <utility>

#include "common/base/log.h"

namespace mammoth::namenode {

BlockInfo& ReportProcessor::load(const BlockOwner& owner) {
  if (BlockInfo* block = t_.blocks.find(owner.block.id)) return *block;
  return t_.blocks.insert(owner);
}

BlockInfo* ReportProcessor::find_or_load(BlockId id) {
  if (BlockInfo* block = t_.blocks.find(id)) return block;
  BlockOwner owner;
  return t_.owners.find_owner(id, owner) ? &t_.blocks.insert(owner) : nullptr;
}

Result<bool> ReportProcessor::full(DatanodeDescriptor& datanode, DatanodeStorage& storage,
                                   FullReport& report, std::size_t max_replicas) {
  if (!std::exchange(report.in_storage, true)) {
    report.listed = storage.block_count;
    report.matched = 0;
    report.reported_ids.clear();
  }
  ReplicaCursor& replicas = *report.storages[report.current_storage].replicas;
  for (std::size_t i = 0; i < max_replicas; ++i) {
    const auto replica = TRY(replicas.next());
    if (!replica) {
      if (report.matched < report.listed)
        remove_unreported(storage, std::move(report.reported_ids));
      if (datanode.heard_since_registration) storage.contents_stale = false;
      ++storage.full_reports;
      report.in_storage = false;
      ++report.current_storage;
      return true;
    }
    BlockInfo* block = find_or_load(replica->block.id);
    if (report.listed > 0) {
      report.reported_ids.push_back(replica->block.id);
      report.matched += block && t_.blocks.has_replica(*block, storage.index);
    }
    process(block, storage, *replica, nullptr);
  }
  return false;
}

void ReportProcessor::remove_unreported(const DatanodeStorage& storage,
                                        std::vector<BlockId> reported) {
  std::sort(reported.begin(), reported.end());
  std::size_t removed = 0;
  t_.blocks.for_each([&](BlockInfo& block) {
    if (!t_.blocks.has_replica(block, storage.index) ||
        std::binary_search(reported.begin(), reported.end(), block.id))
      return;
    replicas_.remove(block, storage.index);
    ++removed;
  });
  log::info("namenode", "BLOCK* processReport: storage {} has lost {} of its replicas",
            storage.info->uuid, removed);
}

void ReportProcessor::incremental(DatanodeDescriptor& datanode, DatanodeStorage& storage,
                                  const ReplicaEvent& event) {
  switch (event.kind) {
    case ReplicaEvent::Kind::kDeleted:
      t_.invalidations.remove(datanode.index, event.block.id);
      if (BlockInfo* block = t_.blocks.find(event.block.id))
        replicas_.remove(*block, storage.index);
      return;
    case ReplicaEvent::Kind::kReceiving:
      process(find_or_load(event.block.id), storage, {event.block, ReplicaState::kBeingWritten},
              nullptr);
      return;
    case ReplicaEvent::Kind::kReceived:
      break;
  }
  datanode.scheduled.remove(storage.info->type);
  const DatanodeDescriptor* hint =
      event.delete_hint.empty() ? nullptr : t_.datanodes.find_uuid(event.delete_hint);
  process(find_or_load(event.block.id), storage, {event.block, ReplicaState::kFinalized}, hint);
}

// `block` is null when the namespace has none of that id.
void ReportProcessor::process(BlockInfo* block, DatanodeStorage& storage,
                              const ReportedReplica& replica,
                              const DatanodeDescriptor* delete_hint) {
  if (!block) {
    process_unknown(storage, replica.block);
    return;
  }
  if (t_.invalidations.contains(storage.datanode, replica.block)) return;
  if (const auto reason = contradiction(*block, replica)) {
    replicas_.mark_corrupt(*block, storage.index, {replica.block, *reason});
    return;
  }
  const bool finalized = replica.state == ReplicaState::kFinalized;
  const bool being_written =
      block->state == BlockState::kUnderConstruction || block->state == BlockState::kUnderRecovery;
  if (finalized ? being_written : !block->complete())
    t_.open_blocks[block->id].report(t_.datanodes, storage.index, replica.block, replica.state);
  if (!finalized) return;
  if (!t_.blocks.has_replica(*block, storage.index) ||
      t_.corrupt.contains(block->id, storage.index))
    replicas_.add(*block, storage.index, delete_hint);
  else if (t_.excess.contains(block->id, storage.index))
    replicas_.mark_excess(*block, storage.index);  // the order to delete it was lost
}

void ReportProcessor::process_unknown(const DatanodeStorage& storage, const Block& replica) {
  if (t_.safe_mode.in_startup() &&
      replica.generation_stamp > t_.owners.current_generation_stamp()) {
    t_.safe_mode.add_future_bytes(replica.length_bytes);
    return;
  }
  t_.invalidations.add(storage.datanode, replica);
}

// Hadoop: BlockManager.checkReplicaCorrupt.
std::optional<CorruptReason> ReportProcessor::contradiction(const BlockInfo& block,
                                                            const ReportedReplica& replica) const {
  const bool same_stamp = block.generation_stamp == replica.block.generation_stamp;
  switch (replica.state) {
    case ReplicaState::kFinalized:
      if (block.committed_or_complete()) {
        if (!same_stamp) return CorruptReason::kGenerationStamp;
        if (block.length_bytes != replica.block.length_bytes) return CorruptReason::kLength;
      } else if (block.state == BlockState::kUnderConstruction &&
                 block.generation_stamp > replica.block.generation_stamp) {
        return CorruptReason::kGenerationStamp;
      }
      return {};
    case ReplicaState::kBeingWritten:
    case ReplicaState::kWaitingRecovery:
      if (!block.complete()) return {};
      if (!same_stamp) return CorruptReason::kGenerationStamp;
      // A pipeline may have closed just after the report was taken: its end will be reported.
      if (replica.state == ReplicaState::kBeingWritten) return {};
      return CorruptReason::kState;
    case ReplicaState::kUnderRecovery:
    case ReplicaState::kTemporary:
      break;
  }
  return CorruptReason::kState;
}

}  // namespace mammoth::namenode
