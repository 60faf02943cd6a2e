// Which replicas of a block may go (Hadoop: BlockPlacementPolicyDefault.chooseReplicasToDelete):
// such that the block stays on two racks, from the datanode that was not heard of for longest, or
// else from the fullest volume; the hint of the balancer first, if that does not cost a rack.
#pragma once

#include <vector>

#include "namenode/blocks/datanode_registry.h"

namespace mammoth::namenode {

struct ExcessQuestion {
  std::vector<StorageIndex> live;  // all that count
  std::size_t keep = 1;
  const DatanodeDescriptor* added = nullptr;        // has the newest replica
  const DatanodeDescriptor* delete_hint = nullptr;  // may drop its replica for it
  std::int64_t silent_before_monotonic_ms = 0;      // a last heartbeat before this is suspicious
};

std::vector<StorageIndex> choose_excess(const DatanodeRegistry& datanodes,
                                        const ExcessQuestion& question);

}  // namespace mammoth::namenode
