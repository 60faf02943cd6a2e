// Where the replicas of a block go (Hadoop: BlockPlacementPolicyDefault): the first on the writer's
// own node, the second on another rack, the third on the second's rack, the rest anywhere with a
// bounded number a rack. A node is passed over when it is out of service, excluded, full, busier
// than twice the average, stale (if so configured) or already chosen; volume types follow the
// storage policy and its fallbacks. Every rule gives way before the write is refused: a missing
// writer means its rack, a full rack means anywhere.
//
// Fewer targets than asked for is not an error here; the caller decides.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "common/base/clock.h"
#include "namenode/blocks/block_manager_options.h"
#include "namenode/blocks/datanode_registry.h"
#include "namenode/blocks/storage_policy.h"

namespace mammoth::namenode {

struct PlacementRequest {
  std::uint32_t count = 1;  // replicas wanted beside `chosen`
  std::uint64_t block_size_bytes = 0;
  StoragePolicyId storage_policy = kHotPolicy;

  // The writer: a datanode, or only its rack. Neither: anywhere.
  const DatanodeDescriptor* writer = nullptr;
  std::string writer_location;

  std::vector<StorageIndex> chosen;  // replicas that stand already; then this is no new block
  std::unordered_set<DatanodeIndex> excluded;
  std::vector<const DatanodeDescriptor*> favoured;  // tried first, in order
  bool avoid_local_node = false;
  bool avoid_local_rack = false;
};

// Stateless but for the registry it looks at; const and safe under the shared lock.
class Placement {
 public:
  Placement(const DatanodeRegistry& datanodes, const BlockManagerOptions& options,
            const Clock& clock, const RandomSource& random);

  // The new targets only, in the order of the pipeline: each the nearest to the one before.
  std::vector<StorageIndex> choose(const PlacementRequest& request) const;

  // Do these replicas stand on as many racks as they should? Always, in a cluster of one rack.
  bool satisfied(std::span<const StorageIndex> replicas, std::uint32_t replication) const;

 private:
  struct Attempt;
  std::vector<StorageIndex> choose_once(const PlacementRequest& request,
                                        std::unordered_set<DatanodeIndex> excluded) const;
  void choose_all(Attempt& attempt, const PlacementRequest& request) const;
  bool choose_in_order(Attempt& attempt) const;
  bool choose_favoured(Attempt& attempt, const DatanodeDescriptor& datanode) const;
  bool choose_local(Attempt& attempt) const;
  bool choose_near(Attempt& attempt, const std::string& location) const;
  bool choose_remote(Attempt& attempt, const std::string& location) const;
  bool choose_anywhere(Attempt& attempt) const;
  bool take(Attempt& attempt, const DatanodeDescriptor& datanode) const;
  bool acceptable(const Attempt& attempt, const DatanodeDescriptor& datanode,
                  bool consider_load) const;
  StorageIndex find_storage(const Attempt& attempt, const DatanodeDescriptor& datanode,
                            StorageType type) const;
  const std::string& location_of(StorageIndex storage) const;
  void order_pipeline(const DatanodeDescriptor* writer, std::vector<StorageIndex>& targets) const;

  const DatanodeRegistry& datanodes_;
  const BlockManagerOptions& options_;
  const Clock& clock_;
  const RandomSource& random_;
};

}  // namespace mammoth::namenode
