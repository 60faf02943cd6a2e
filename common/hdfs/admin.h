// Admin: what an administrator asks of a NameNode beyond files (Hadoop: DistributedFileSystem's and
// HAUtil's calls behind `hdfs dfsadmin`).
//
// All calls block the calling thread; an Admin is thread-safe. Refusals (not a superuser, standby
// ...) come back as Error values with Hadoop's messages, a lost cluster after the client's retries
// as kConnect, kSocketTimeout or kIo. Nothing here is retried against a second NameNode unless the
// call says so.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::hdfs {

enum class SafeModeAction { kLeave, kEnter, kGet, kForceExit };

enum class DatanodeReportType {
  kAll,
  kLive,
  kDead,
  kDecommissioning,
  kEnteringMaintenance,
  kInMaintenance,
};

enum class DatanodeAdminState {
  kNormal,
  kDecommissionInProgress,
  kDecommissioned,
  kEnteringMaintenance,
  kInMaintenance,
};

// One DataNode as the NameNode knows it (Hadoop: DatanodeInfo).
struct DatanodeReport {
  std::string ip_address;
  std::string host_name;
  std::string uuid;
  std::uint32_t transfer_port = 0;
  std::uint32_t info_port = 0;
  std::uint32_t info_secure_port = 0;  // 0: none
  std::uint32_t ipc_port = 0;
  std::uint64_t capacity_bytes = 0;
  std::uint64_t dfs_used_bytes = 0;
  std::uint64_t non_dfs_used_bytes = 0;
  std::uint64_t remaining_bytes = 0;
  std::uint64_t block_pool_used_bytes = 0;
  std::uint64_t cache_capacity_bytes = 0;
  std::uint64_t cache_used_bytes = 0;
  std::int64_t last_update_ms = 0;            // since the epoch, of the last heartbeat
  std::int64_t last_update_monotonic_ms = 0;  // on the NameNode's clock
  std::int64_t last_block_report_ms = 0;      // since the epoch; 0: none yet
  std::int64_t last_block_report_monotonic_ms = 0;
  std::uint32_t xceiver_count = 0;
  std::uint32_t block_count = 0;
  std::string topology_path;  // of its rack: "/default-rack"; "" when the NameNode sent none
  std::string upgrade_domain;
  DatanodeAdminState admin_state = DatanodeAdminState::kNormal;
};

// getFsStats: sizes, and block counts that are -1 when the NameNode did not send them.
struct ClusterStats {
  std::uint64_t capacity_bytes = 0;
  std::uint64_t used_bytes = 0;
  std::uint64_t remaining_bytes = 0;
  std::int64_t low_redundancy_blocks = -1;
  std::int64_t corrupt_blocks = -1;
  std::int64_t missing_blocks = -1;
  std::int64_t missing_replication_one_blocks = -1;
  std::int64_t blocks_in_future = -1;
  std::int64_t pending_deletion_blocks = -1;
};

// getFsReplicatedBlockStats and getFsECBlockGroupStats; for the latter
// missing_replication_one_blocks stays 0 and the counts are of block groups.
struct BlockStats {
  std::uint64_t low_redundancy = 0;
  std::uint64_t corrupt = 0;
  std::uint64_t missing = 0;
  std::uint64_t missing_replication_one = 0;
  std::uint64_t blocks_in_future = 0;
  std::uint64_t pending_deletion = 0;
  std::int64_t highest_priority_low_redundancy = -1;  // -1: not sent
};

// A file that somebody writes (Hadoop: OpenFileEntry).
struct OpenFile {
  std::string path;
  std::string client_name;
  std::string client_machine;
};

enum class RollingUpgradeAction { kQuery, kPrepare, kFinalize };

class Admin {
 public:
  virtual ~Admin() = default;

  // Performs `action` and answers whether safe mode is on now. kGet changes nothing.
  virtual Result<bool> safe_mode(SafeModeAction action) = 0;
  // In the order of the NameNode.
  virtual Result<std::vector<DatanodeReport>> datanode_report(DatanodeReportType type) = 0;
  // DataNodes that their peers call slow (getSlowDatanodeReport).
  virtual Result<std::vector<DatanodeReport>> slow_datanode_report() = 0;
  virtual Result<ClusterStats> cluster_stats() = 0;
  virtual Result<BlockStats> replicated_block_stats() = 0;
  virtual Result<BlockStats> erasure_coded_block_stats() = 0;

  // Writes an image; refused outside safe mode. Durable in every name directory when it answers ok.
  // Skips, and answers false, when an image exists that is younger than `time_window_seconds` and
  // within `transaction_gap` transactions (both 0: never skips).
  virtual Result<bool> save_namespace(std::uint64_t time_window_seconds,
                                      std::uint64_t transaction_gap) = 0;
  // The first transaction id of the new edit log segment.
  virtual Result<std::uint64_t> roll_edits() = 0;
  // Reads the NameNode's include and exclude files again.
  virtual Result<void> refresh_nodes() = 0;
  virtual Result<void> finalize_upgrade() = 0;
  // Sets the quotas of a directory; kQuotaUnchanged leaves one, kQuotaReset clears it.
  virtual Result<void> set_quota(const std::string& path, std::int64_t quota,
                                 std::int64_t space_quota_bytes) = 0;
  virtual Result<void> set_balancer_bandwidth(std::int64_t bytes_per_second) = 0;
  // Calls `each` for every file below `path` that is being written, page by page; of those alone that
  // keep a DataNode from being decommissioned if `blocking_decommission`.
  virtual Result<void> list_open_files(const std::string& path, bool blocking_decommission,
                                       const std::function<void(const OpenFile&)>& each) = 0;
  // As the NameNode sees them.
  virtual Result<std::vector<std::string>> groups_of(const std::string& user) = 0;
  // Makes the NameNode look again who belongs to which group, and who may act for others.
  virtual Result<void> refresh_user_to_groups_mappings() = 0;
  virtual Result<void> refresh_super_user_groups() = 0;

  // Upgrades, failed directories and what is written or read on demand (hdfs_admin_upgrade.cc).
  virtual Result<bool> upgrade_finalized() { return unsupported(); }
  // Whether a rolling upgrade goes on.
  virtual Result<bool> rolling_upgrade(RollingUpgradeAction) { return unsupported(); }
  // `what`: true, false, check. Whether failed directories are tried again.
  virtual Result<bool> restore_failed_storage(const std::string& /*what*/) { return unsupported(); }
  // Limits what replicas on one kind of storage take: SSD, DISK, ARCHIVE, PROVIDED or NVDIMM.
  virtual Result<void> set_quota_by_storage_type(const std::string& /*path*/,
                                                 const std::string& /*type*/,
                                                 std::int64_t /*quota_bytes*/) {
    return unsupported();
  }
  // Writes the state of the blocks to a file in the NameNode's log directory.
  virtual Result<void> meta_save(const std::string& /*file_name*/) { return unsupported(); }
  virtual Result<void> refresh_service_acl() { return unsupported(); }
  virtual Result<void> refresh_call_queue() { return unsupported(); }

 private:
  static Error unsupported() { return {ErrorCode::kUnsupportedOperation, "not supported"}; }
};

inline constexpr std::int64_t kQuotaUnchanged = INT64_MAX;  // Hadoop: QUOTA_DONT_SET
inline constexpr std::int64_t kQuotaReset = -1;             // Hadoop: QUOTA_RESET

// Administers the cluster of `uri` (scheme hdfs; others: kIllegalArgument). `configuration` is
// copied.
Result<std::unique_ptr<Admin>> open_admin(std::string_view uri, const Configuration& configuration);

}  // namespace mammoth::hdfs
