#include "common/base/log.h"
#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

void Replicas::mark_corrupt(BlockInfo& block, StorageIndex storage, const CorruptReplica& replica) {
  const bool counted = block.complete() && !t_.corrupt.contains(block.id, storage) &&
                       t_.blocks.has_replica(block, storage);
  place(block, storage);
  t_.corrupt.add(block.id, storage, replica.reason);
  const ReplicaCounts counts = count(block);
  if (counted) t_.safe_mode.replica_removed(counts.live);

  // Deleting it is right when the block has all the good replicas it wants, when the bad one blocks
  // the place of a copy, or when it is left over from a write that went on without it.
  const std::uint32_t usable = counts.usable();
  const bool minimal = usable >= t_.options.min_replication;
  const bool enough = usable >= block.replication;
  const bool too_many = minimal && counts.live + counts.corrupt > block.replication;
  const bool left_over = minimal && block.generation_stamp > replica.reported.generation_stamp;
  if (enough || too_many || left_over)
    invalidate_corrupt(block, storage, replica.reported, counts);
  else
    update_low_redundancy(block);
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
    if (!t_.corrupt.contains(block.id, storage)) continue;
    if (!invalidate_corrupt(block, storage, block.block(), count(block))) return;
  }
}

}  // namespace mammoth::namenode
