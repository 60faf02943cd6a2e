// Replicas that the NameNode does not want any more.
#include "common/base/log.h"
#include "datanode/replicas/replica_store.h"

namespace mammoth::datanode {

void ReplicaStore::invalidate(std::span<const Block> blocks) {
  for (const auto& block : blocks) {
    const auto change = map_.change(block.id);
    auto entry = map_.find(block.id);
    if (!entry || entry->replica.deleting) {
      log::info("datanode", "Failed to delete replica {}: ReplicaInfo not found.", to_text(block));
      continue;
    }
    if (entry->replica.block.generation_stamp != block.generation_stamp) {
      log::warn("datanode", "Failed to delete replica {}: GenerationStamp not matched, existing "
                "replica is {}", to_text(block), to_text(entry->replica.block));
      continue;
    }
    entry->replica.deleting = true;
    const auto replica = entry->replica;
    map_.put(std::move(*entry));
    events_.hidden(replica.block);
    deletions_.add(replica);
  }
}

void ReplicaStore::delete_in_background(const Replica& replica) noexcept {
  const auto& volume = *volumes_.at(replica.volume);
  try {
    const auto change = map_.change(replica.block.id);
    const auto entry = map_.find(replica.block.id);
    // Gone already when the same block was created anew meanwhile.
    if (!entry || !entry->replica.deleting ||
        entry->replica.block.generation_stamp != replica.block.generation_stamp)
      return;
    remove_files(entry->replica);
  } catch (const DiskError& e) {
    log::warn("datanode", "Unexpected error trying to delete block {} at {}: {}",
              to_text(pool_id(), replica.block), volume.block_file(replica), e.what());
    suspect(e);
    return;
  }
  events_.deleted(replica.block, volume);
}

void ReplicaStore::remove_files(const Replica& replica) {
  auto& volume = *volumes_.at(replica.volume);
  disk_.unlink(volume.block_file(replica));
  disk_.unlink(volume.meta_file(replica));
  const auto entry = map_.find(replica.block.id);
  if (entry && entry->replica.volume == replica.volume) map_.erase(replica.block.id);
  volume.add_used(-static_cast<std::int64_t>(replica_footprint(replica.block.length_bytes)));
  volume.add_blocks(-1);
}

}  // namespace mammoth::datanode
