#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

ReplicaWorth Replicas::worth(const BlockInfo& block, StorageIndex storage) const {
  using enum ReplicaWorth;
  const DatanodeDescriptor& datanode = t_.datanodes.datanode_of(storage);
  if (t_.datanodes.storage(storage).info->state == StorageState::kReadOnlyShared) return kReadOnly;
  if (t_.corrupt.contains(block.id, storage)) return kCorrupt;
  switch (datanode.admin_state) {
    case AdminState::kDecommissionInProgress:
      return kDecommissioning;
    case AdminState::kDecommissioned:
      return kDecommissioned;
    case AdminState::kEnteringMaintenance:
      return datanode.registered ? kEnteringMaintenance : kInMaintenance;
    case AdminState::kInMaintenance:
      return kInMaintenance;
    case AdminState::kNormal:
      break;
  }
  return t_.excess.contains(block.id, storage) ? kExcess : kLive;
}

ReplicaCounts Replicas::count(const BlockInfo& block) const {
  ReplicaCounts counts;
  t_.blocks.for_each_replica(block, [&](StorageIndex storage) {
    switch (worth(block, storage)) {
      case ReplicaWorth::kLive:
        ++counts.live;
        break;
      case ReplicaWorth::kDecommissioning:
        ++counts.decommissioning;
        break;
      case ReplicaWorth::kDecommissioned:
        ++counts.decommissioned;
        break;
      case ReplicaWorth::kEnteringMaintenance:
        ++counts.entering_maintenance;
        break;
      case ReplicaWorth::kInMaintenance:
        ++counts.in_maintenance;
        break;
      case ReplicaWorth::kCorrupt:
        ++counts.corrupt;
        break;
      case ReplicaWorth::kExcess:
        ++counts.excess;
        break;
      case ReplicaWorth::kReadOnly:
        ++counts.read_only;
        break;
    }
    if (t_.datanodes.storage(storage).contents_stale) ++counts.on_stale_storage;
  });
  return counts;
}

bool Replicas::minimally_replicated(const BlockInfo& block) const {
  return count(block).usable() >= t_.options.min_replication;
}

std::uint32_t Replicas::required_live(const BlockInfo& block, const ReplicaCounts& counts) const {
  const std::uint32_t resting = counts.entering_maintenance + counts.in_maintenance;
  const std::uint32_t wanted = block.replication;
  if (resting == 0) return wanted;
  return std::max(wanted > resting ? wanted - resting : 0,
                  std::min(wanted, t_.options.maintenance_replication));
}

bool Replicas::sufficient(const BlockInfo& block, const ReplicaCounts& counts) const {
  const std::uint32_t pending = t_.pending.count(block.id);
  if (counts.live + pending < required_live(block, counts)) return false;
  if (pending > 0) return true;
  return t_.placement.satisfied(lasting_storages(block), block.replication);
}

std::vector<StorageIndex> Replicas::lasting_storages(const BlockInfo& block) const {
  using enum ReplicaWorth;
  std::vector<StorageIndex> lasting;
  t_.blocks.for_each_replica(block, [&](StorageIndex storage) {
    const ReplicaWorth found = worth(block, storage);
    if (found == kLive || found == kEnteringMaintenance || found == kInMaintenance)
      lasting.push_back(storage);
  });
  return lasting;
}

std::vector<StorageIndex> Replicas::live_storages(const BlockInfo& block) const {
  std::vector<StorageIndex> live;
  t_.blocks.for_each_replica(block, [&](StorageIndex storage) {
    if (worth(block, storage) == ReplicaWorth::kLive) live.push_back(storage);
  });
  return live;
}

}  // namespace mammoth::namenode
