// Who a datanode is and what it offers: the vocabulary shared by everything in blocks/ and by the
// layers above (Hadoop: DatanodeID, DatanodeRegistration, DatanodeInfo, DatanodeStorage).
//
// DatanodeInfo and StorageInfo are published as shared immutable snapshots: who received one under
// the Namesystem lock may read it after the lock is gone, and sees the values of that moment.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/base/strong_id.h"

namespace mammoth::namenode {

// Dense numbers given by DatanodeRegistry in order of first appearance; never reused while the
// process lives, never written to disk or wire.
using DatanodeIndex = StrongId<struct DatanodeIndexTag, std::uint32_t>;
using StorageIndex = StrongId<struct StorageIndexTag, std::uint32_t>;

inline constexpr StorageIndex kNoStorage{0xffff'ffff};

enum class StorageType : std::uint8_t { kDisk, kSsd, kArchive, kRamDisk, kProvided, kNvdimm };
enum class StorageState : std::uint8_t { kNormal, kReadOnlyShared };
enum class AdminState : std::uint8_t {
  kNormal,
  kDecommissionInProgress,
  kDecommissioned,
  kEnteringMaintenance,
  kInMaintenance,
};

struct DatanodeId {
  std::string ip_address;
  std::string host_name;
  std::string uuid;
  std::uint32_t xfer_port = 0;
  std::uint32_t info_port = 0;
  std::uint32_t ipc_port = 0;
  std::uint32_t info_secure_port = 0;

  // "ip:port", the name by which clients and logs know a datanode.
  std::string xfer_address() const { return ip_address + ":" + std::to_string(xfer_port); }
  bool operator==(const DatanodeId&) const = default;
};

// Which namespace a daemon belongs to (Hadoop: StorageInfo). Layout versions are negative.
struct NamespaceStorageInfo {
  std::int32_t layout_version = 0;
  std::int32_t namespace_id = 0;
  std::string cluster_id;
  std::uint64_t creation_time_ms = 0;
  bool operator==(const NamespaceStorageInfo&) const = default;
};

struct DatanodeRegistration {
  DatanodeId id;
  NamespaceStorageInfo storage_info;
  std::string software_version;

  // The text Hadoop prints for a registration in exceptions and logs.
  std::string to_string() const;
};

// Where a call came from.
struct PeerAddress {
  std::string ip;
  std::string host_name{};  // of a reverse lookup; empty or equal to `ip` when there is none
};

// What a datanode says about one of its volumes in every heartbeat. Sizes in bytes.
struct StorageReport {
  std::string uuid;
  StorageType type = StorageType::kDisk;
  StorageState state = StorageState::kNormal;
  bool failed = false;
  std::uint64_t capacity_bytes = 0;
  std::uint64_t dfs_used_bytes = 0;
  std::uint64_t remaining_bytes = 0;
  std::uint64_t block_pool_used_bytes = 0;
  std::uint64_t non_dfs_used_bytes = 0;
  std::string mount;
};

// A volume as locations name it.
struct StorageInfo {
  StorageIndex index = kNoStorage;
  std::string uuid;
  StorageType type = StorageType::kDisk;
  StorageState state = StorageState::kNormal;
};

// The volumes that a datanode has lost since it started (Hadoop: VolumeFailureSummary).
struct VolumeFailures {
  std::vector<std::string> locations;
  std::int64_t last_failure_ms = 0;  // since the epoch
  std::uint64_t capacity_lost_bytes = 0;
};

// A datanode as clients and administrators see it.
struct DatanodeInfo {
  DatanodeIndex index{};
  DatanodeId id;
  std::string network_location;  // "/default-rack"
  std::string software_version;
  AdminState admin_state = AdminState::kNormal;
  std::uint64_t capacity_bytes = 0;
  std::uint64_t dfs_used_bytes = 0;
  std::uint64_t non_dfs_used_bytes = 0;
  std::uint64_t remaining_bytes = 0;
  std::uint64_t block_pool_used_bytes = 0;
  std::uint64_t cache_capacity_bytes = 0;
  std::uint64_t cache_used_bytes = 0;
  std::uint32_t xceiver_count = 0;
  std::uint32_t block_count = 0;
  std::uint32_t failed_volumes = 0;
  std::shared_ptr<const VolumeFailures> volume_failures;  // nothing: it has not told
  std::int64_t last_update_ms = 0;  // wall clock
  std::int64_t last_update_monotonic_ms = 0;
  std::int64_t last_block_report_ms = 0;  // wall clock, 0 before the first
  std::int64_t last_block_report_monotonic_ms = 0;
};

// One replica's place: where to read, or where to write.
struct StorageTarget {
  std::shared_ptr<const DatanodeInfo> datanode;
  std::shared_ptr<const StorageInfo> storage;
};

}  // namespace mammoth::namenode
