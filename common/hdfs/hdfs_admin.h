// Admin over ClientProtocol.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/hdfs/admin.h"
#include "common/hdfs/namenode_proxy.h"

namespace mammoth::hdfs {

class HdfsAdmin final : public Admin {
 public:
  explicit HdfsAdmin(std::unique_ptr<NamenodeProxy> namenode) : namenode_(std::move(namenode)) {}

  Result<bool> safe_mode(SafeModeAction action) override;
  Result<std::vector<DatanodeReport>> datanode_report(DatanodeReportType type) override;
  Result<std::vector<DatanodeReport>> slow_datanode_report() override;
  Result<ClusterStats> cluster_stats() override;
  Result<BlockStats> replicated_block_stats() override;
  Result<BlockStats> erasure_coded_block_stats() override;
  Result<bool> save_namespace(std::uint64_t time_window_seconds,
                              std::uint64_t transaction_gap) override;
  Result<std::uint64_t> roll_edits() override;
  Result<void> refresh_nodes() override;
  Result<void> finalize_upgrade() override;
  Result<void> set_quota(const std::string& path, std::int64_t quota,
                         std::int64_t space_quota_bytes) override;
  Result<void> set_balancer_bandwidth(std::int64_t bytes_per_second) override;
  Result<void> list_open_files(const std::string& path, bool blocking_decommission,
                               const std::function<void(const OpenFile&)>& each) override;
  Result<std::vector<std::string>> groups_of(const std::string& user) override;
  Result<void> refresh_user_to_groups_mappings() override;
  Result<void> refresh_super_user_groups() override;
  Result<bool> upgrade_finalized() override;
  Result<bool> rolling_upgrade(RollingUpgradeAction action) override;
  Result<bool> restore_failed_storage(const std::string& what) override;
  Result<void> set_quota_by_storage_type(const std::string& path, const std::string& type,
                                         std::int64_t quota_bytes) override;
  Result<void> meta_save(const std::string& file_name) override;
  Result<void> refresh_service_acl() override;
  Result<void> refresh_call_queue() override;

 private:
  const std::unique_ptr<NamenodeProxy> namenode_;
};

}  // namespace mammoth::hdfs
