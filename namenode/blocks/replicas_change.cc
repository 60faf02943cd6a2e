#include "common/base/check.h"
#include "common/base/log.h"
#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

// Lists the replica; false when it was listed. A datanode has at most one of a block: a volume of
// the same datanode that lists it gives it up.
bool Replicas::place(BlockInfo& block, StorageIndex storage) {
  if (t_.blocks.has_replica(block, storage)) return false;
  DatanodeStorage& volume = t_.datanodes.storage(storage);
  bool moved = false;
  for (const StorageIndex other : t_.blocks.replicas(block)) {
    if (t_.datanodes.storage(other).datanode != volume.datanode) continue;
    t_.blocks.remove_replica(block, other);
    --t_.datanodes.storage(other).block_count;
    t_.corrupt.remove(block.id, other);
    t_.excess.remove(block.id, other);
    moved = true;
  }
  t_.blocks.add_replica(block, storage);
  ++volume.block_count;
  return !moved;
}

void Replicas::add(BlockInfo& block, StorageIndex storage, const DatanodeDescriptor* delete_hint) {
  bool added = place(block, storage);
  // Reported with the right generation stamp: no longer corrupt if that was the reason.
  const CorruptReplica* corrupt = t_.corrupt.find(block.id, storage);
  if (corrupt && corrupt->reason == CorruptReason::kGenerationStamp)
    added = t_.corrupt.remove(block.id, storage);
  const DatanodeIndex datanode = t_.datanodes.storage(storage).datanode;
  t_.pending.arrived(block.id, [&](StorageIndex target) {
    return t_.datanodes.storage(target).datanode == datanode;
  });
  const ReplicaCounts counts = count(block);
  if (block.state == BlockState::kCommitted && counts.usable() >= t_.options.min_replication)
    complete(block);
  else if (block.complete() && added)
    t_.safe_mode.replica_added(counts.live);

  if (!block.committed_or_complete() || !t_.queues_on) return;
  check_redundancy(block, &t_.datanodes.datanode_of(storage), delete_hint);
  if (counts.corrupt > 0 && counts.usable() >= block.replication) drop_corrupt(block);
}

void Replicas::remove(BlockInfo& block, StorageIndex storage) {
  if (!t_.blocks.remove_replica(block, storage)) return;
  --t_.datanodes.storage(storage).block_count;
  t_.excess.remove(block.id, storage);
  const bool was_corrupt = t_.corrupt.remove(block.id, storage);
  if (block.complete() && !was_corrupt) t_.safe_mode.replica_removed(count(block).live);
  update_low_redundancy(block);
}

void Replicas::complete(BlockInfo& block) {
  if (block.complete()) return;
  // What the pipeline still owes counts as on the way, or every close would order copies.
  if (const UnderConstruction* open = t_.open_blocks.find(block.id)) {
    std::vector<StorageIndex> missing;
    for (const ExpectedReplica& replica : open->replicas)
      if (!t_.blocks.has_replica(block, replica.storage) &&
          t_.datanodes.datanode_of(replica.storage).registered)
        missing.push_back(replica.storage);
    t_.pending.add(block.id, missing, t_.clock.monotonic_ms());
  }
  block.state = BlockState::kComplete;
  t_.open_blocks.erase(block.id);
  t_.safe_mode.block_completed(count(block).live >= t_.safe_mode.safe_replication());
}

void Replicas::forget(BlockInfo& block) {
  if (block.complete())
    t_.safe_mode.block_gone(count(block).live >= t_.safe_mode.safe_replication());
  // A corrupt replica of another generation stamp is not deleted by this, but reported as unknown
  // sooner or later.
  for (const StorageIndex storage : t_.blocks.replicas(block)) {
    t_.invalidations.add(t_.datanodes.storage(storage).datanode, block.block());
    --t_.datanodes.storage(storage).block_count;
  }
  for (const StorageIndex target : t_.pending.remove(block.id))
    t_.datanodes.datanode_of(target).scheduled.remove(t_.datanodes.storage(target).info->type);
  t_.low_redundancy.remove(block.id);
  t_.corrupt.remove(block.id);
  t_.excess.remove(block.id);
  t_.postponed.erase(block.id);
  t_.open_blocks.erase(block.id);
  t_.blocks.erase(block);
}

}  // namespace mammoth::namenode
