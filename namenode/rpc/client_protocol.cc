#include "namenode/rpc/client_protocol.h"

#include "common/protocol/hdfs/client_namenode_protocol.pb.h"
#include "common/rpc/service.h"

namespace mammoth::namenode {

using enum rpc::Retry;

void ClientProtocol::bind_to(rpc::Service& service) {
  bind_files(service);
  bind_administration(service);
  features_.bind_to(service);
  bind_snapshots(service);
}

void ClientProtocol::bind_files(rpc::Service& service) {
  // files
  service.bind("getBlockLocations", kIdempotent, *this, &ClientProtocol::get_block_locations);
  service.bind("getServerDefaults", kIdempotent, *this, &ClientProtocol::get_server_defaults);
  service.bind("create", kAtMostOnce, *this, &ClientProtocol::create);
  service.bind("append", kAtMostOnce, *this, &ClientProtocol::append);
  service.bind("complete", kIdempotent, *this, &ClientProtocol::complete);
  service.bind("concat", kAtMostOnce, *this, &ClientProtocol::concat);
  service.bind("truncate", kIdempotent, *this, &ClientProtocol::truncate);
  service.bind("getPreferredBlockSize", kIdempotent, *this,
               &ClientProtocol::get_preferred_block_size);
  service.bind("fsync", kIdempotent, *this, &ClientProtocol::fsync);
  service.bind("isFileClosed", kIdempotent, *this, &ClientProtocol::is_file_closed);
  // blocks
  service.bind("abandonBlock", kIdempotent, *this, &ClientProtocol::abandon_block);
  service.bind("addBlock", kIdempotent, *this, &ClientProtocol::add_block);
  service.bind("getAdditionalDatanode", kIdempotent, *this,
               &ClientProtocol::get_additional_datanode);
  service.bind("reportBadBlocks", kIdempotent, *this, &ClientProtocol::report_bad_blocks);
  service.bind("updateBlockForPipeline", kIdempotent, *this,
               &ClientProtocol::update_block_for_pipeline);
  service.bind("updatePipeline", kAtMostOnce, *this, &ClientProtocol::update_pipeline);
  // namespace
  service.bind("rename", kAtMostOnce, *this, &ClientProtocol::rename);
  service.bind("rename2", kAtMostOnce, *this, &ClientProtocol::rename2);
  service.bind("delete", kAtMostOnce, *this, &ClientProtocol::delete_path);
  service.bind("mkdirs", kIdempotent, *this, &ClientProtocol::mkdirs);
  service.bind("createSymlink", kAtMostOnce, *this, &ClientProtocol::create_symlink);
  service.bind("getLinkTarget", kIdempotent, *this, &ClientProtocol::get_link_target);
  service.bind("msync", kIdempotent, *this, &ClientProtocol::msync);
  service.bind("getEnclosingRoot", kIdempotent, *this, &ClientProtocol::get_enclosing_root);
  // lookup
  service.bind("getListing", kIdempotent, *this, &ClientProtocol::get_listing);
  service.bind("getBatchedListing", kIdempotent, *this, &ClientProtocol::get_batched_listing);
  service.bind("getFileInfo", kIdempotent, *this, &ClientProtocol::get_file_info);
  service.bind("getLocatedFileInfo", kIdempotent, *this, &ClientProtocol::get_located_file_info);
  service.bind("getFileLinkInfo", kIdempotent, *this, &ClientProtocol::get_file_link_info);
  service.bind("checkAccess", kIdempotent, *this, &ClientProtocol::check_access);
  // attributes
  service.bind("setReplication", kIdempotent, *this, &ClientProtocol::set_replication);
  service.bind("setPermission", kIdempotent, *this, &ClientProtocol::set_permission);
  service.bind("setOwner", kIdempotent, *this, &ClientProtocol::set_owner);
  service.bind("setTimes", kIdempotent, *this, &ClientProtocol::set_times);
  // leases
  service.bind("renewLease", kIdempotent, *this, &ClientProtocol::renew_lease);
  service.bind("recoverLease", kIdempotent, *this, &ClientProtocol::recover_lease);
  service.bind("listOpenFiles", kIdempotent, *this, &ClientProtocol::list_open_files);
}

void ClientProtocol::bind_administration(rpc::Service& service) {
  // usage
  service.bind("getFsStats", kIdempotent, *this, &ClientProtocol::get_fs_stats);
  service.bind("getFsReplicatedBlockStats", kIdempotent, *this,
               &ClientProtocol::get_fs_replicated_block_stats);
  service.bind("getFsECBlockGroupStats", kIdempotent, *this,
               &ClientProtocol::get_fs_ec_block_group_stats);
  service.bind("getContentSummary", kIdempotent, *this, &ClientProtocol::get_content_summary);
  service.bind("getQuotaUsage", kIdempotent, *this, &ClientProtocol::get_quota_usage);
  service.bind("setQuota", kIdempotent, *this, &ClientProtocol::set_quota);
  // storage policy
  service.bind("satisfyStoragePolicy", kAtMostOnce, *this, &ClientProtocol::satisfy_storage_policy);
  service.bind("getStoragePolicy", kIdempotent, *this, &ClientProtocol::get_storage_policy);
  service.bind("getStoragePolicies", kIdempotent, *this, &ClientProtocol::get_storage_policies);
  service.bind("setStoragePolicy", kIdempotent, *this, &ClientProtocol::set_storage_policy);
  service.bind("unsetStoragePolicy", kIdempotent, *this, &ClientProtocol::unset_storage_policy);
  // acls
  service.bind("modifyAclEntries", kIdempotent, *this, &ClientProtocol::modify_acl_entries);
  service.bind("removeAclEntries", kIdempotent, *this, &ClientProtocol::remove_acl_entries);
  service.bind("removeDefaultAcl", kIdempotent, *this, &ClientProtocol::remove_default_acl);
  service.bind("removeAcl", kIdempotent, *this, &ClientProtocol::remove_acl);
  service.bind("setAcl", kIdempotent, *this, &ClientProtocol::set_acl);
  service.bind("getAclStatus", kIdempotent, *this, &ClientProtocol::get_acl_status);
  // xattrs
  service.bind("setXAttr", kAtMostOnce, *this, &ClientProtocol::set_x_attr);
  service.bind("removeXAttr", kAtMostOnce, *this, &ClientProtocol::remove_x_attr);
  service.bind("getXAttrs", kIdempotent, *this, &ClientProtocol::get_x_attrs);
  service.bind("listXAttrs", kIdempotent, *this, &ClientProtocol::list_x_attrs);
  // admin
  service.bind("rollEdits", kIdempotent, *this, &ClientProtocol::roll_edits);
  service.bind("restoreFailedStorage", kIdempotent, *this, &ClientProtocol::restore_failed_storage);
  service.bind("metaSave", kIdempotent, *this, &ClientProtocol::meta_save);
  service.bind("setSafeMode", kIdempotent, *this, &ClientProtocol::set_safe_mode);
  service.bind("saveNamespace", kAtMostOnce, *this, &ClientProtocol::save_namespace);
  service.bind("refreshNodes", kIdempotent, *this, &ClientProtocol::refresh_nodes);
  service.bind("finalizeUpgrade", kIdempotent, *this, &ClientProtocol::finalize_upgrade);
  service.bind("upgradeStatus", kIdempotent, *this, &ClientProtocol::upgrade_status);
  service.bind("rollingUpgrade", kIdempotent, *this, &ClientProtocol::rolling_upgrade);
  service.bind("listCorruptFileBlocks", kIdempotent, *this,
               &ClientProtocol::list_corrupt_file_blocks);
  service.bind("getHAServiceState", kIdempotent, *this, &ClientProtocol::get_ha_service_state);
  // datanodes
  service.bind("getDatanodeReport", kIdempotent, *this, &ClientProtocol::get_datanode_report);
  service.bind("getDatanodeStorageReport", kIdempotent, *this,
               &ClientProtocol::get_datanode_storage_report);
  service.bind("setBalancerBandwidth", kIdempotent, *this, &ClientProtocol::set_balancer_bandwidth);
  service.bind("getSlowDatanodeReport", kIdempotent, *this,
               &ClientProtocol::get_slow_datanode_report);
}

void ClientProtocol::bind_snapshots(rpc::Service& service) {
  service.bind("getSnapshottableDirListing", kIdempotent, *this,
               &ClientProtocol::get_snapshottable_dir_listing);
  service.bind("allowSnapshot", kAtMostOnce, *this, &ClientProtocol::allow_snapshot);
  service.bind("disallowSnapshot", kAtMostOnce, *this, &ClientProtocol::disallow_snapshot);
  service.bind("createSnapshot", kAtMostOnce, *this, &ClientProtocol::create_snapshot);
  service.bind("deleteSnapshot", kAtMostOnce, *this, &ClientProtocol::delete_snapshot);
  service.bind("renameSnapshot", kAtMostOnce, *this, &ClientProtocol::rename_snapshot);
  service.bind("getSnapshotListing", kIdempotent, *this, &ClientProtocol::get_snapshot_listing);
  service.bind("getSnapshotDiffReport", kIdempotent, *this,
               &ClientProtocol::get_snapshot_diff_report);
  service.bind("getSnapshotDiffReportListing", kIdempotent, *this,
               &ClientProtocol::get_snapshot_diff_report_listing);
}

}  // namespace mammoth::namenode
