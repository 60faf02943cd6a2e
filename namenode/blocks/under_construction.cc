#include "namenode/blocks/under_construction.h"

#include <algorithm>

namespace mammoth::namenode {

void UnderConstruction::expect(std::span<const StorageIndex> storages,
                               GenerationStamp generation_stamp) {
  replicas.clear();
  for (const StorageIndex storage : storages) replicas.push_back({storage, generation_stamp});
}

void UnderConstruction::report(const DatanodeRegistry& datanodes, StorageIndex storage,
                               const Block& reported, ReplicaState state) {
  for (ExpectedReplica& replica : replicas) {
    if (replica.storage == storage) {
      replica.generation_stamp = reported.generation_stamp;
      replica.state = state;
      return;
    }
    // Datanodes may choose another of their volumes than the one they were given.
    if (datanodes.storage(replica.storage).datanode == datanodes.storage(storage).datanode) {
      replica = {storage, reported.generation_stamp, state};
      return;
    }
  }
  replicas.push_back({storage, reported.generation_stamp, state});
}

std::vector<StorageIndex> UnderConstruction::stale_replicas(
    GenerationStamp generation_stamp) const {
  std::vector<StorageIndex> stale;
  for (const ExpectedReplica& replica : replicas)
    if (replica.generation_stamp != generation_stamp) stale.push_back(replica.storage);
  return stale;
}

std::vector<ExpectedReplica> UnderConstruction::take_left_behind(GenerationStamp generation_stamp) {
  std::vector<ExpectedReplica> left_behind;
  std::erase_if(replicas, [&](const ExpectedReplica& replica) {
    if (replica.state != ReplicaState::kWaitingRecovery ||
        replica.generation_stamp >= generation_stamp)
      return false;
    left_behind.push_back(replica);
    return true;
  });
  return left_behind;
}

std::vector<StorageIndex> UnderConstruction::storages() const {
  std::vector<StorageIndex> result;
  for (const ExpectedReplica& replica : replicas) result.push_back(replica.storage);
  return result;
}

ExpectedReplica* UnderConstruction::choose_primary(const DatanodeRegistry& datanodes) {
  const auto alive = [&](const ExpectedReplica& replica) {
    return datanodes.datanode_of(replica.storage).registered;
  };
  const bool all_tried = std::all_of(replicas.begin(), replicas.end(), [&](const auto& replica) {
    return !alive(replica) || replica.was_primary;
  });
  if (all_tried)
    for (ExpectedReplica& replica : replicas) replica.was_primary = false;
  ExpectedReplica* primary = nullptr;
  std::int64_t heard_ms = 0;
  for (ExpectedReplica& replica : replicas) {
    if (!alive(replica) || replica.was_primary) continue;
    const std::int64_t last_ms = datanodes.datanode_of(replica.storage).last_update_monotonic_ms;
    if (primary && last_ms <= heard_ms) continue;
    primary = &replica;
    heard_ms = last_ms;
  }
  if (primary) primary->was_primary = true;
  return primary;
}

}  // namespace mammoth::namenode
