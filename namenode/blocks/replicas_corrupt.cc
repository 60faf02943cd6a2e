#include "common/base/log.h"
#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

void Replicas::mark_corrupt(BlockInfo& block, StorageIndex storage, const CorruptReplica& replica) {
  const bool counted = block.complete() && !t_.corrupt.contains(block.id, storage) &&
                       t_.blocks.has_replica(block, storage);
  place(block, storage);
  t_.corrupt.add(block.id, storage, replica);
  const ReplicaCounts counts = count(block);
  if (counted) t_.safe_mode.replica_removed(counts.live);

  if (may_delete_corrupt(block, replica.reported, counts))
    invalidate_corrupt(block, storage, replica.reported, counts);
  else
    update_low_redundancy(block);
}

// Right when the block has all the good replicas it wants, when the bad one blocks the place of a
// copy, or when it is left over from a write that went on without it.
bool Replicas::may_delete_corrupt(const BlockInfo& block, const Block& reported,
                                  const ReplicaCounts& counts) const {
  const std::uint32_t usable = counts.usable();
  if (usable >= block.replication) return true;
  if (usable < t_.options.min_replication) return false;
  return counts.live + counts.corrupt > block.replication ||
         block.generation_stamp > reported.generation_stamp;
}

bool Replicas::invalidate_corrupt(BlockInfo& block, StorageIndex storage, const Block& reported,
                                  const ReplicaCounts& counts) {
  if (counts.on_stale_storage > 0) {
    t_.postponed.insert(block.id);
    return false;
  }
  t_.invalidations.add(t_.datanodes.storage(storage).datanode, reported);
  remove(block, storage);
  return true;
}

void Replicas::drop_corrupt(BlockInfo& block) {
  for (const StorageIndex storage : t_.blocks.replicas(block)) {
    const CorruptReplica* found = t_.corrupt.find(block.id, storage);
    if (!found) continue;
    const Block reported = found->reported;  // the mark goes with the replica
    const ReplicaCounts counts = count(block);
    if (may_delete_corrupt(block, reported, counts) &&
        !invalidate_corrupt(block, storage, reported, counts))
      return;
  }
}

}  // namespace mammoth::namenode
