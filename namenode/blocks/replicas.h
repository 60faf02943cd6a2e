// The rules by which replicas come, go and count (the heart of Hadoop's BlockManager). Each change
// of a replica leaves all tables consistent: safe mode's count, the queues of low redundancy, the
// excess and corrupt marks, and the deletions that follow.
#pragma once

#include <cstdint>
#include <string_view>

#include "namenode/blocks/block_tables.h"

namespace mammoth::namenode {

// The replicas of one block by their worth (Hadoop: NumberReplicas).
struct ReplicaCounts {
  std::uint32_t live = 0;
  std::uint32_t decommissioning = 0;
  std::uint32_t decommissioned = 0;
  std::uint32_t entering_maintenance = 0;
  std::uint32_t in_maintenance = 0;
  std::uint32_t corrupt = 0;
  std::uint32_t excess = 0;
  std::uint32_t read_only = 0;
  std::uint32_t on_stale_storage = 0;  // of all the above

  std::uint32_t usable() const { return live + decommissioning + entering_maintenance; }
  std::uint32_t out_of_service() const {
    return decommissioning + decommissioned + entering_maintenance + in_maintenance;
  }
};

enum class ReplicaWorth : std::uint8_t {
  kLive,
  kDecommissioning,
  kDecommissioned,
  kEnteringMaintenance,
  kInMaintenance,
  kCorrupt,
  kExcess,
  kReadOnly,
};

class Replicas {
 public:
  explicit Replicas(BlockTables& tables) : t_(tables) {}

  // ---- Counting (replicas_count.cc) -------------------------------------------------------------
  ReplicaWorth worth(const BlockInfo& block, StorageIndex storage) const;
  ReplicaCounts count(const BlockInfo& block) const;
  bool minimally_replicated(const BlockInfo& block) const;
  // The replicas wanted beside those on nodes in maintenance.
  std::uint32_t required_live(const BlockInfo& block, const ReplicaCounts& counts) const;
  // Enough replicas, those on the way included, on enough racks.
  bool sufficient(const BlockInfo& block, const ReplicaCounts& counts) const;
  // The storages whose replica counts as live.
  std::vector<StorageIndex> live_storages(const BlockInfo& block) const;
  // The same and those on nodes in maintenance: where replicas will be when that is over.
  std::vector<StorageIndex> lasting_storages(const BlockInfo& block) const;

  // ---- Coming and going (replicas_change.cc) ----------------------------------------------------
  // A finished replica of the right generation stamp is there. `delete_hint`: the datanode that may
  // drop its own for it. May complete a committed block.
  void add(BlockInfo& block, StorageIndex storage, const DatanodeDescriptor* delete_hint = nullptr);
  void remove(BlockInfo& block, StorageIndex storage);
  // Committed and minimally replicated, or forced after a recovery.
  void complete(BlockInfo& block);
  // The namespace dropped the block: all its replicas are to be deleted. `block` is gone
  // afterwards.
  void forget(BlockInfo& block);

  // ---- Corruption (replicas_corrupt.cc) ---------------------------------------------------------
  // Hides the replica from readers, and deletes it once there are enough good ones.
  void mark_corrupt(BlockInfo& block, StorageIndex storage, const CorruptReplica& replica);
  // Deletes those for which it is time by now.
  void drop_corrupt(BlockInfo& block);

  // ---- Too few, too many (replicas_redundancy.cc) -----------------------------------------------
  // Enters the block into the queue of low redundancy where it belongs, or takes it out.
  void update_low_redundancy(const BlockInfo& block);
  // Like the above and also deletes superfluous replicas. `added`: the newest one.
  void check_redundancy(BlockInfo& block, const DatanodeDescriptor* added = nullptr,
                        const DatanodeDescriptor* delete_hint = nullptr);
  // Deletion of a replica that stays listed until the datanode confirms.
  void mark_excess(BlockInfo& block, StorageIndex storage);

 private:
  bool place(BlockInfo& block, StorageIndex storage);
  void process_excess(BlockInfo& block, const DatanodeDescriptor* added,
                      const DatanodeDescriptor* delete_hint);
  bool may_delete_corrupt(const BlockInfo& block, const Block& reported,
                          const ReplicaCounts& counts) const;
  bool invalidate_corrupt(BlockInfo& block, StorageIndex storage, const Block& reported,
                          const ReplicaCounts& counts);

  BlockTables& t_;
};

}  // namespace mammoth::namenode
