// What the namenode remembers of one datanode and of each of its volumes (Hadoop:
// DatanodeDescriptor, DatanodeStorageInfo). Plain records; DatanodeRegistry owns them and the rest
// of blocks/ keeps them true.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

struct DatanodeStorage {
  StorageIndex index = kNoStorage;
  DatanodeIndex datanode{};
  std::shared_ptr<const StorageInfo> info;
  StorageReport report;            // of the last heartbeat
  std::uint32_t block_count = 0;   // replicas in the block map
  std::uint32_t full_reports = 0;  // since the datanode registered
  // Until the first full report after registration nobody knows which deletions were carried out,
  // so no other replica may be deleted on the strength of one here.
  bool contents_stale = true;
  bool failed = false;
};

// Replicas on their way to a datanode whose space is not yet visible in its reports. Forgotten
// after one to two periods, in case they never arrive.
class ScheduledBlocks {
 public:
  void add(StorageType type, std::int64_t now_ms);
  void remove(StorageType type);
  std::uint32_t count(StorageType type) const;
  std::uint32_t count() const;

 private:
  static constexpr std::int64_t kPeriodMs = 600'000;
  static constexpr std::size_t kTypes = 6;
  std::array<std::uint32_t, kTypes> current_{};
  std::array<std::uint32_t, kTypes> previous_{};
  std::int64_t rolled_ms_ = 0;
};

struct PendingTransfer {
  Block block;
  std::vector<StorageIndex> targets;
};

struct DatanodeDescriptor {
  DatanodeIndex index{};
  DatanodeRegistration registration;
  std::string peer_host_name;
  std::string location;
  std::vector<StorageIndex> storages;

  bool registered = false;  // false: dead or replaced; must register before anything else
  bool disallowed = false;  // not in the include list
  bool heard_since_registration = false;
  AdminState admin_state = AdminState::kNormal;
  std::int64_t maintenance_until_ms = 0;      // since the epoch; past: not wanted
  std::int64_t last_update_monotonic_ms = 0;  // 0: dead
  std::int64_t last_update_ms = 0;
  std::int64_t last_block_report_ms = 0;
  std::int64_t last_block_report_monotonic_ms = 0;

  std::uint32_t xceiver_count = 0;
  std::uint32_t failed_volumes = 0;
  std::shared_ptr<const VolumeFailures> volume_failures;
  std::uint64_t cache_capacity_bytes = 0;
  std::uint64_t cache_used_bytes = 0;
  std::uint64_t balancer_bandwidth = 0;  // to be sent with the next heartbeat; 0: nothing

  ScheduledBlocks scheduled;
  std::deque<PendingTransfer> transfers;  // handed out with heartbeats
  std::deque<BlockId> recoveries;         // as primary

  // Renewed with every heartbeat and registration.
  std::shared_ptr<const DatanodeInfo> info;

  bool in_service() const { return registered && admin_state == AdminState::kNormal; }
  bool decommissioning() const { return admin_state == AdminState::kDecommissionInProgress; }
  bool decommissioned() const { return admin_state == AdminState::kDecommissioned; }
  // Some of its blocks may have to be copied first.
  bool leaving() const {
    return decommissioning() || admin_state == AdminState::kEnteringMaintenance;
  }
  bool maintenance() const {
    return admin_state == AdminState::kEnteringMaintenance ||
           admin_state == AdminState::kInMaintenance;
  }
  bool stale(std::int64_t now_monotonic_ms, std::int64_t interval_ms) const {
    return now_monotonic_ms - last_update_monotonic_ms >= interval_ms;
  }
};

}  // namespace mammoth::namenode
