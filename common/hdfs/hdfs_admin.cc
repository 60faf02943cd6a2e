#include "common/hdfs/hdfs_admin.h"

#include "common/hdfs/convert.h"
#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "common/protocol/hdfs/client_namenode/datanodes.pb.h"
#include "common/protocol/hdfs/client_namenode/usage.pb.h"
#include "common/protocol/hdfs/storage_type.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

pb::SafeModeActionProto to_proto(SafeModeAction action) {
  switch (action) {
    case SafeModeAction::kLeave:
      return pb::SAFEMODE_LEAVE;
    case SafeModeAction::kEnter:
      return pb::SAFEMODE_ENTER;
    case SafeModeAction::kForceExit:
      return pb::SAFEMODE_FORCE_EXIT;
    case SafeModeAction::kGet:
      break;
  }
  return pb::SAFEMODE_GET;
}

pb::DatanodeReportTypeProto to_proto(DatanodeReportType type) {
  switch (type) {
    case DatanodeReportType::kLive:
      return pb::LIVE;
    case DatanodeReportType::kDead:
      return pb::DEAD;
    case DatanodeReportType::kDecommissioning:
      return pb::DECOMMISSIONING;
    case DatanodeReportType::kEnteringMaintenance:
      return pb::ENTERING_MAINTENANCE;
    case DatanodeReportType::kInMaintenance:
      return pb::IN_MAINTENANCE;
    case DatanodeReportType::kAll:
      break;
  }
  return pb::ALL;
}

template <class Nodes>
std::vector<DatanodeReport> to_reports(const Nodes& nodes) {
  std::vector<DatanodeReport> reports;
  for (const auto& node : nodes) reports.push_back(to_datanode_report(node));
  return reports;
}

}  // namespace

Result<bool> HdfsAdmin::safe_mode(SafeModeAction action) {
  pb::SetSafeModeRequestProto request;
  request.set_action(to_proto(action));
  request.set_checked(false);
  return TRY(namenode_->call<pb::SetSafeModeResponseProto>("setSafeMode", request)).result();
}

Result<std::vector<DatanodeReport>> HdfsAdmin::datanode_report(DatanodeReportType type) {
  pb::GetDatanodeReportRequestProto request;
  request.set_type(to_proto(type));
  return to_reports(
      TRY(namenode_->call<pb::GetDatanodeReportResponseProto>("getDatanodeReport", request)).di());
}

Result<std::vector<DatanodeReport>> HdfsAdmin::slow_datanode_report() {
  const auto answer = TRY(namenode_->call<pb::GetSlowDatanodeReportResponseProto>(
      "getSlowDatanodeReport", pb::GetSlowDatanodeReportRequestProto()));
  return to_reports(answer.datanodeinfoproto());
}

Result<ClusterStats> HdfsAdmin::cluster_stats() {
  const auto answer = TRY(
      namenode_->call<pb::GetFsStatsResponseProto>("getFsStats", pb::GetFsStatusRequestProto()));
  ClusterStats stats;
  stats.capacity_bytes = answer.capacity();
  stats.used_bytes = answer.used();
  stats.remaining_bytes = answer.remaining();
  stats.low_redundancy_blocks = static_cast<std::int64_t>(answer.under_replicated());
  stats.corrupt_blocks = static_cast<std::int64_t>(answer.corrupt_blocks());
  stats.missing_blocks = static_cast<std::int64_t>(answer.missing_blocks());
  if (answer.has_missing_repl_one_blocks())
    stats.missing_replication_one_blocks =
        static_cast<std::int64_t>(answer.missing_repl_one_blocks());
  if (answer.has_blocks_in_future())
    stats.blocks_in_future = static_cast<std::int64_t>(answer.blocks_in_future());
  if (answer.has_pending_deletion_blocks())
    stats.pending_deletion_blocks = static_cast<std::int64_t>(answer.pending_deletion_blocks());
  return stats;
}

namespace {
template <class Answer>
BlockStats common_stats(const Answer& answer) {
  BlockStats stats;
  stats.low_redundancy = answer.low_redundancy();
  stats.corrupt = answer.corrupt_blocks();
  stats.missing = answer.missing_blocks();
  stats.blocks_in_future = answer.blocks_in_future();
  stats.pending_deletion = answer.pending_deletion_blocks();
  if (answer.has_highest_prio_low_redundancy_blocks())
    stats.highest_priority_low_redundancy =
        static_cast<std::int64_t>(answer.highest_prio_low_redundancy_blocks());
  return stats;
}
}  // namespace

Result<BlockStats> HdfsAdmin::replicated_block_stats() {
  const auto answer = TRY(namenode_->call<pb::GetFsReplicatedBlockStatsResponseProto>(
      "getFsReplicatedBlockStats", pb::GetFsReplicatedBlockStatsRequestProto()));
  BlockStats stats = common_stats(answer);
  stats.missing_replication_one = answer.missing_repl_one_blocks();
  return stats;
}

Result<BlockStats> HdfsAdmin::erasure_coded_block_stats() {
  return common_stats(TRY(namenode_->call<pb::GetFsECBlockGroupStatsResponseProto>(
      "getFsECBlockGroupStats", pb::GetFsECBlockGroupStatsRequestProto())));
}

Result<bool> HdfsAdmin::save_namespace(std::uint64_t time_window_seconds,
                                       std::uint64_t transaction_gap) {
  pb::SaveNamespaceRequestProto request;
  request.set_timewindow(time_window_seconds);
  request.set_txgap(transaction_gap);
  return TRY(namenode_->call<pb::SaveNamespaceResponseProto>("saveNamespace", request)).saved();
}

Result<std::uint64_t> HdfsAdmin::roll_edits() {
  return std::uint64_t{
      TRY(namenode_->call<pb::RollEditsResponseProto>("rollEdits", pb::RollEditsRequestProto()))
          .newsegmenttxid()};
}

Result<void> HdfsAdmin::refresh_nodes() {
  TRY(namenode_->call<pb::RefreshNodesResponseProto>("refreshNodes",
                                                     pb::RefreshNodesRequestProto()));
  return {};
}

Result<void> HdfsAdmin::finalize_upgrade() {
  TRY(namenode_->call<pb::FinalizeUpgradeResponseProto>("finalizeUpgrade",
                                                        pb::FinalizeUpgradeRequestProto()));
  return {};
}

Result<void> HdfsAdmin::set_quota(const std::string& path, std::int64_t quota,
                                  std::int64_t space_quota_bytes) {
  pb::SetQuotaRequestProto request;
  request.set_path(path);
  request.set_namespacequota(static_cast<std::uint64_t>(quota));
  request.set_storagespacequota(static_cast<std::uint64_t>(space_quota_bytes));
  TRY(namenode_->call<pb::SetQuotaResponseProto>("setQuota", request));
  return {};
}

Result<void> HdfsAdmin::set_quota_by_storage_type(const std::string& path, const std::string& type,
                                                  std::int64_t quota_bytes) {
  pb::SetQuotaRequestProto request;
  request.set_path(path);
  request.set_namespacequota(static_cast<std::uint64_t>(kQuotaUnchanged));
  request.set_storagespacequota(static_cast<std::uint64_t>(quota_bytes));
  pb::StorageTypeProto proto = pb::DISK;
  if (!pb::StorageTypeProto_Parse(type, &proto) || proto == pb::RAM_DISK)
    return Error{ErrorCode::kIllegalArgument, "Don't support Quota for storage type : " + type};
  request.set_storagetype(proto);
  TRY(namenode_->call<pb::SetQuotaResponseProto>("setQuota", request));
  return {};
}

Result<void> HdfsAdmin::meta_save(const std::string& file_name) {
  pb::MetaSaveRequestProto request;
  request.set_filename(file_name);
  TRY(namenode_->call<pb::MetaSaveResponseProto>("metaSave", request));
  return {};
}

Result<void> HdfsAdmin::set_balancer_bandwidth(std::int64_t bytes_per_second) {
  pb::SetBalancerBandwidthRequestProto request;
  request.set_bandwidth(bytes_per_second);
  TRY(namenode_->call<pb::SetBalancerBandwidthResponseProto>("setBalancerBandwidth", request));
  return {};
}

}  // namespace mammoth::hdfs
