// ClientNamenodeProtocol: what clients and administrators ask of the NameNode (Hadoop:
// ClientNamenodeProtocolServerSideTranslatorPB and NameNodeRpcServer). This header is the table of
// contents; each method lives in client/<method>.cc and does three things: unpack the request, ask
// the Namesystem, pack the answer.
#pragma once

#include "common/async/task.h"
#include "common/base/result.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/client_protocol_messages.h"

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace mammoth::namenode {

namespace wire = ::hadoop::hdfs;

class Namesystem;

// Thread-safe: the methods run on every io thread at once, and hold no state but the Namesystem.
class ClientProtocol {
 public:
  // `system` must outlive this.
  explicit ClientProtocol(Namesystem& system) : system_(system) {}

  // Enters every method of the protocol into `service`, those that are not done yet as unsupported.
  // `service` keeps a reference to this.
  void bind_to(rpc::Service& service);

  // Files
  Result<wire::GetBlockLocationsResponseProto> get_block_locations(
      const wire::GetBlockLocationsRequestProto& request, rpc::Call& call);
  Result<wire::GetServerDefaultsResponseProto> get_server_defaults(
      const wire::GetServerDefaultsRequestProto& request, rpc::Call& call);
  Result<wire::CreateResponseProto> create(const wire::CreateRequestProto& request,
                                           rpc::Call& call);
  Result<wire::AppendResponseProto> append(const wire::AppendRequestProto& request,
                                           rpc::Call& call);
  Result<wire::CompleteResponseProto> complete(const wire::CompleteRequestProto& request,
                                               rpc::Call& call);
  Result<wire::ConcatResponseProto> concat(const wire::ConcatRequestProto& request,
                                           rpc::Call& call);
  Result<wire::TruncateResponseProto> truncate(const wire::TruncateRequestProto& request,
                                               rpc::Call& call);
  Result<wire::GetPreferredBlockSizeResponseProto> get_preferred_block_size(
      const wire::GetPreferredBlockSizeRequestProto& request, rpc::Call& call);
  Result<wire::FsyncResponseProto> fsync(const wire::FsyncRequestProto& request, rpc::Call& call);
  Result<wire::IsFileClosedResponseProto> is_file_closed(
      const wire::IsFileClosedRequestProto& request, rpc::Call& call);

  // Blocks
  Result<wire::AbandonBlockResponseProto> abandon_block(
      const wire::AbandonBlockRequestProto& request, rpc::Call& call);
  Result<wire::AddBlockResponseProto> add_block(const wire::AddBlockRequestProto& request,
                                                rpc::Call& call);
  Result<wire::GetAdditionalDatanodeResponseProto> get_additional_datanode(
      const wire::GetAdditionalDatanodeRequestProto& request, rpc::Call& call);
  Result<wire::ReportBadBlocksResponseProto> report_bad_blocks(
      const wire::ReportBadBlocksRequestProto& request, rpc::Call& call);
  Result<wire::UpdateBlockForPipelineResponseProto> update_block_for_pipeline(
      const wire::UpdateBlockForPipelineRequestProto& request, rpc::Call& call);
  Result<wire::UpdatePipelineResponseProto> update_pipeline(
      const wire::UpdatePipelineRequestProto& request, rpc::Call& call);

  // Namespace
  Result<wire::RenameResponseProto> rename(const wire::RenameRequestProto& request,
                                           rpc::Call& call);
  Result<wire::Rename2ResponseProto> rename2(const wire::Rename2RequestProto& request,
                                             rpc::Call& call);
  Result<wire::DeleteResponseProto> delete_path(const wire::DeleteRequestProto& request,
                                                rpc::Call& call);
  Result<wire::MkdirsResponseProto> mkdirs(const wire::MkdirsRequestProto& request,
                                           rpc::Call& call);
  Result<wire::CreateSymlinkResponseProto> create_symlink(
      const wire::CreateSymlinkRequestProto& request, rpc::Call& call);
  Result<wire::GetLinkTargetResponseProto> get_link_target(
      const wire::GetLinkTargetRequestProto& request, rpc::Call& call);
  Result<wire::MsyncResponseProto> msync(const wire::MsyncRequestProto& request, rpc::Call& call);
  Result<wire::GetEnclosingRootResponseProto> get_enclosing_root(
      const wire::GetEnclosingRootRequestProto& request, rpc::Call& call);

  // Lookup
  Result<wire::GetListingResponseProto> get_listing(const wire::GetListingRequestProto& request,
                                                    rpc::Call& call);
  Result<wire::GetBatchedListingResponseProto> get_batched_listing(
      const wire::GetBatchedListingRequestProto& request, rpc::Call& call);
  Result<wire::GetFileInfoResponseProto> get_file_info(const wire::GetFileInfoRequestProto& request,
                                                       rpc::Call& call);
  Result<wire::GetLocatedFileInfoResponseProto> get_located_file_info(
      const wire::GetLocatedFileInfoRequestProto& request, rpc::Call& call);
  Result<wire::GetFileLinkInfoResponseProto> get_file_link_info(
      const wire::GetFileLinkInfoRequestProto& request, rpc::Call& call);
  Result<wire::CheckAccessResponseProto> check_access(const wire::CheckAccessRequestProto& request,
                                                      rpc::Call& call);

  // Attributes
  Result<wire::SetReplicationResponseProto> set_replication(
      const wire::SetReplicationRequestProto& request, rpc::Call& call);
  Result<wire::SetPermissionResponseProto> set_permission(
      const wire::SetPermissionRequestProto& request, rpc::Call& call);
  Result<wire::SetOwnerResponseProto> set_owner(const wire::SetOwnerRequestProto& request,
                                                rpc::Call& call);
  Result<wire::SetTimesResponseProto> set_times(const wire::SetTimesRequestProto& request,
                                                rpc::Call& call);

  // Leases
  Result<wire::RenewLeaseResponseProto> renew_lease(const wire::RenewLeaseRequestProto& request,
                                                    rpc::Call& call);
  Result<wire::RecoverLeaseResponseProto> recover_lease(
      const wire::RecoverLeaseRequestProto& request, rpc::Call& call);
  Result<wire::ListOpenFilesResponseProto> list_open_files(
      const wire::ListOpenFilesRequestProto& request, rpc::Call& call);

  // Usage
  Result<wire::GetFsStatsResponseProto> get_fs_stats(const wire::GetFsStatusRequestProto& request,
                                                     rpc::Call& call);
  Result<wire::GetFsReplicatedBlockStatsResponseProto> get_fs_replicated_block_stats(
      const wire::GetFsReplicatedBlockStatsRequestProto& request, rpc::Call& call);
  Result<wire::GetFsECBlockGroupStatsResponseProto> get_fs_ec_block_group_stats(
      const wire::GetFsECBlockGroupStatsRequestProto& request, rpc::Call& call);
  Task<Result<wire::GetContentSummaryResponseProto>> get_content_summary(
      const wire::GetContentSummaryRequestProto& request, rpc::Call& call);
  Task<Result<wire::GetQuotaUsageResponseProto>> get_quota_usage(
      const wire::GetQuotaUsageRequestProto& request, rpc::Call& call);
  Result<wire::SetQuotaResponseProto> set_quota(const wire::SetQuotaRequestProto& request,
                                                rpc::Call& call);

  // Snapshots
  Result<wire::GetSnapshottableDirListingResponseProto> get_snapshottable_dir_listing(
      const wire::GetSnapshottableDirListingRequestProto& request, rpc::Call& call);
  Result<wire::AllowSnapshotResponseProto> allow_snapshot(
      const wire::AllowSnapshotRequestProto& request, rpc::Call& call);
  Result<wire::DisallowSnapshotResponseProto> disallow_snapshot(
      const wire::DisallowSnapshotRequestProto& request, rpc::Call& call);
  Result<wire::CreateSnapshotResponseProto> create_snapshot(
      const wire::CreateSnapshotRequestProto& request, rpc::Call& call);
  Result<wire::DeleteSnapshotResponseProto> delete_snapshot(
      const wire::DeleteSnapshotRequestProto& request, rpc::Call& call);
  Result<wire::RenameSnapshotResponseProto> rename_snapshot(
      const wire::RenameSnapshotRequestProto& request, rpc::Call& call);
  Result<wire::GetSnapshotListingResponseProto> get_snapshot_listing(
      const wire::GetSnapshotListingRequestProto& request, rpc::Call& call);
  Result<wire::GetSnapshotDiffReportResponseProto> get_snapshot_diff_report(
      const wire::GetSnapshotDiffReportRequestProto& request, rpc::Call& call);
  Result<wire::GetSnapshotDiffReportListingResponseProto> get_snapshot_diff_report_listing(
      const wire::GetSnapshotDiffReportListingRequestProto& request, rpc::Call& call);

  // Storage policy
  Result<wire::GetStoragePolicyResponseProto> get_storage_policy(
      const wire::GetStoragePolicyRequestProto& request, rpc::Call& call);
  Result<wire::GetStoragePoliciesResponseProto> get_storage_policies(
      const wire::GetStoragePoliciesRequestProto& request, rpc::Call& call);
  Result<wire::SetStoragePolicyResponseProto> set_storage_policy(
      const wire::SetStoragePolicyRequestProto& request, rpc::Call& call);
  Result<wire::UnsetStoragePolicyResponseProto> unset_storage_policy(
      const wire::UnsetStoragePolicyRequestProto& request, rpc::Call& call);
  Result<wire::SatisfyStoragePolicyResponseProto> satisfy_storage_policy(
      const wire::SatisfyStoragePolicyRequestProto& request, rpc::Call& call);

  // Acls
  Result<wire::GetAclStatusResponseProto> get_acl_status(
      const wire::GetAclStatusRequestProto& request, rpc::Call& call);
  Result<wire::ModifyAclEntriesResponseProto> modify_acl_entries(
      const wire::ModifyAclEntriesRequestProto& request, rpc::Call& call);
  Result<wire::RemoveAclEntriesResponseProto> remove_acl_entries(
      const wire::RemoveAclEntriesRequestProto& request, rpc::Call& call);
  Result<wire::RemoveDefaultAclResponseProto> remove_default_acl(
      const wire::RemoveDefaultAclRequestProto& request, rpc::Call& call);
  Result<wire::RemoveAclResponseProto> remove_acl(const wire::RemoveAclRequestProto& request,
                                                  rpc::Call& call);
  Result<wire::SetAclResponseProto> set_acl(const wire::SetAclRequestProto& request,
                                            rpc::Call& call);

  // Xattrs
  Result<wire::GetXAttrsResponseProto> get_x_attrs(const wire::GetXAttrsRequestProto& request,
                                                   rpc::Call& call);
  Result<wire::ListXAttrsResponseProto> list_x_attrs(const wire::ListXAttrsRequestProto& request,
                                                     rpc::Call& call);
  Result<wire::SetXAttrResponseProto> set_x_attr(const wire::SetXAttrRequestProto& request,
                                                 rpc::Call& call);
  Result<wire::RemoveXAttrResponseProto> remove_x_attr(const wire::RemoveXAttrRequestProto& request,
                                                       rpc::Call& call);

  // Admin
  Result<wire::SetSafeModeResponseProto> set_safe_mode(const wire::SetSafeModeRequestProto& request,
                                                       rpc::Call& call);
  Result<wire::SaveNamespaceResponseProto> save_namespace(
      const wire::SaveNamespaceRequestProto& request, rpc::Call& call);
  Result<wire::RefreshNodesResponseProto> refresh_nodes(
      const wire::RefreshNodesRequestProto& request, rpc::Call& call);
  Result<wire::FinalizeUpgradeResponseProto> finalize_upgrade(
      const wire::FinalizeUpgradeRequestProto& request, rpc::Call& call);
  Result<wire::UpgradeStatusResponseProto> upgrade_status(
      const wire::UpgradeStatusRequestProto& request, rpc::Call& call);
  Result<wire::RollingUpgradeResponseProto> rolling_upgrade(
      const wire::RollingUpgradeRequestProto& request, rpc::Call& call);
  Result<wire::ListCorruptFileBlocksResponseProto> list_corrupt_file_blocks(
      const wire::ListCorruptFileBlocksRequestProto& request, rpc::Call& call);
  Result<wire::MetaSaveResponseProto> meta_save(const wire::MetaSaveRequestProto& request,
                                                rpc::Call& call);
  Result<wire::HAServiceStateResponseProto> get_ha_service_state(
      const wire::HAServiceStateRequestProto& request, rpc::Call& call);
  Result<wire::RollEditsResponseProto> roll_edits(const wire::RollEditsRequestProto& request,
                                                  rpc::Call& call);
  Result<wire::RestoreFailedStorageResponseProto> restore_failed_storage(
      const wire::RestoreFailedStorageRequestProto& request, rpc::Call& call);

  // Datanodes
  Result<wire::GetDatanodeReportResponseProto> get_datanode_report(
      const wire::GetDatanodeReportRequestProto& request, rpc::Call& call);
  Result<wire::GetDatanodeStorageReportResponseProto> get_datanode_storage_report(
      const wire::GetDatanodeStorageReportRequestProto& request, rpc::Call& call);
  Result<wire::SetBalancerBandwidthResponseProto> set_balancer_bandwidth(
      const wire::SetBalancerBandwidthRequestProto& request, rpc::Call& call);
  Result<wire::GetSlowDatanodeReportResponseProto> get_slow_datanode_report(
      const wire::GetSlowDatanodeReportRequestProto& request, rpc::Call& call);

 private:
  void bind_files(rpc::Service& service);  // files, blocks, namespace, attributes, leases
  void bind_administration(rpc::Service& service);
  void bind_snapshots(rpc::Service& service);  // the rest

  Namesystem& system_;
  ClientFeatures features_{system_};
};

}  // namespace mammoth::namenode
