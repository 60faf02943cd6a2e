#include "namenode/system/namesystem_options.h"

#include <algorithm>

#include "common/config/configuration.h"
#include "common/config/keys.h"
#include "common/config/keys/datanode_admin.h"

namespace mammoth::namenode {

namespace {

SafeModeOptions read_safe_mode(const Configuration& conf) {
  SafeModeOptions options;
  options.threshold = conf.get_double(keys::kDfsNamenodeSafemodeThresholdPct);
  options.min_datanodes = conf.get_int(keys::kDfsNamenodeSafemodeMinDatanodes);
  options.extension_ms = conf.get_duration(keys::kDfsNamenodeSafemodeExtension).count();
  options.safe_replication = conf.get_int(keys::kDfsNamenodeReplicationMin);
  return options;
}

PlacementOptions read_placement(const Configuration& conf) {
  PlacementOptions options;
  options.consider_load = conf.get_bool(keys::kDfsNamenodeRedundancyConsiderLoad);
  options.load_factor = conf.get_double(keys::kDfsNamenodeRedundancyConsiderLoadFactor);
  options.avoid_stale_for_write = conf.get_bool(keys::kDfsNamenodeAvoidWriteStaleDatanode);
  return options;
}

BlockManagerOptions read_blocks(const Configuration& conf) {
  BlockManagerOptions options;
  options.min_replication = conf.get_int(keys::kDfsNamenodeReplicationMin);
  options.max_replication = conf.get_int(keys::kDfsReplicationMax);
  options.default_replication = conf.get_int(keys::kDfsReplication);
  options.heartbeat_interval_ms = conf.get_duration(keys::kDfsHeartbeatInterval).count();
  options.heartbeat_recheck_ms =
      conf.get_duration(keys::kDfsNamenodeHeartbeatRecheckInterval).count();
  options.stale_interval_ms = conf.get_duration(keys::kDfsNamenodeStaleDatanodeInterval).count();
  options.avoid_stale_for_read = conf.get_bool(keys::kDfsNamenodeAvoidReadStaleDatanode);
  options.check_registration_hostname =
      conf.get_bool(keys::kDfsNamenodeDatanodeRegistrationIpHostnameCheck);
  options.redundancy_interval_ms =
      conf.get_duration(keys::kDfsNamenodeRedundancyIntervalSeconds).count();
  options.decommission_interval_ms = conf.get_duration(keys::kDfsNamenodeDecommissionInterval).count();
  options.maintenance_replication = conf.get_int(keys::kDfsNamenodeMaintenanceReplicationMin);
  options.pending_reconstruction_timeout_ms =
      conf.get_duration(keys::kDfsNamenodeReconstructionPendingTimeoutSec).count();
  options.max_replication_streams = conf.get_int(keys::kDfsNamenodeReplicationMaxStreams);
  options.max_replication_streams_hard =
      conf.get_int(keys::kDfsNamenodeReplicationMaxStreamsHardLimit);
  options.work_multiplier = conf.get_int(keys::kDfsNamenodeReplicationWorkMultiplierPerIteration);
  options.invalidate_limit = static_cast<std::uint32_t>(std::max<std::int64_t>(
      conf.get_int(keys::kDfsBlockInvalidateLimit), 20 * options.heartbeat_interval_ms / 1'000));
  options.invalidate_work_pct = conf.get_double(keys::kDfsNamenodeInvalidateWorkPctPerIteration);
  options.max_full_report_leases = conf.get_int(keys::kDfsNamenodeMaxFullBlockReportLeases);
  options.cache_retry_ms =
      conf.get_duration(keys::kDfsNamenodePathBasedCacheRetryIntervalMs).count();
  options.full_report_lease_ms =
      conf.get_duration(keys::kDfsNamenodeFullBlockReportLeaseLengthMs).count();
  options.safe_mode = read_safe_mode(conf);
  options.placement = read_placement(conf);
  return options;
}

ServerDefaults read_server_defaults(const Configuration& conf) {
  ServerDefaults defaults;
  defaults.block_size_bytes = conf.get_size(keys::kDfsBlocksize);
  defaults.bytes_per_checksum = conf.get_int(keys::kDfsBytesPerChecksum);
  defaults.write_packet_size_bytes = conf.get_size(keys::kDfsClientWritePacketSize);
  defaults.replication = conf.get_int(keys::kDfsReplication);
  defaults.file_buffer_size_bytes = conf.get_size(keys::kIoFileBufferSize);
  defaults.encrypt_data_transfer = conf.get_bool(keys::kDfsEncryptDataTransfer);
  defaults.trash_interval_minutes =
      std::chrono::duration_cast<std::chrono::minutes>(conf.get_duration(keys::kFsTrashInterval))
          .count();
  defaults.checksum_type = conf.get(keys::kDfsChecksumType);
  defaults.snapshot_trash_roots = conf.get_bool(keys::kDfsNamenodeSnapshotTrashrootEnabled);
  return defaults;
}

// Hadoop switches its audit log with the logger's name: "INFO,RFAAUDIT" is on, "INFO,NullAppender"
// off.
bool audit_enabled(const Configuration& conf) {
  const auto logger = conf.find("hdfs.audit.logger");
  return logger && !logger->empty() && logger->find("NullAppender") == std::string::npos;
}

}  // namespace

NamesystemOptions read_namesystem_options(const Configuration& conf) {
  NamesystemOptions options;
  options.supergroup = conf.get(keys::kDfsPermissionsSuperusergroup);
  options.permissions_enabled = conf.get_bool(keys::kDfsPermissionsEnabled);
  options.owner_may_set_quota = conf.get_bool(keys::kDfsPermissionsAllowOwnerSetQuota);
  options.acls_enabled = conf.get_bool(keys::kDfsNamenodeAclsEnabled);
  options.xattrs_enabled = conf.get_bool(keys::kDfsNamenodeXattrsEnabled);
  options.posix_acl_inheritance = conf.get_bool(keys::kDfsNamenodePosixAclInheritanceEnabled);
  options.max_xattrs = conf.get_int(keys::kDfsNamenodeFsLimitsMaxXattrsPerInode);
  options.max_xattr_size_bytes = conf.get_size(keys::kDfsNamenodeFsLimitsMaxXattrSize);
  options.protect_subdirectories = conf.get_bool(keys::kDfsProtectedSubdirectoriesEnable);
  options.symlinks_enabled = conf.get_bool(keys::kDfsNamenodeSymlinksEnabled);
  options.quota_by_storage_type = conf.get_bool(keys::kDfsQuotaByStorageTypeEnabled);
  options.cache_pools_limit = conf.get_int(keys::kDfsNamenodeListCachePoolsNumResponses);
  options.cache_directives_limit = conf.get_int(keys::kDfsNamenodeListCacheDirectivesNumResponses);
  options.cache_refresh_ms =
      conf.get_duration(keys::kDfsNamenodePathBasedCacheRefreshIntervalMs).count();
  options.events_limit = conf.get_int(keys::kDfsNamenodeInotifyMaxEventsPerRpc);
  options.events_retained = conf.get_int(keys::kMammothNamenodeInotifyRetainedTransactions);
  options.max_snapshots = conf.get_int(keys::kDfsNamenodeSnapshotMaxLimit);
  options.max_all_snapshots = conf.get_int(keys::kDfsNamenodeSnapshotFilesystemLimit);
  options.capture_open_files = conf.get_bool(keys::kDfsNamenodeSnapshotCaptureOpenfiles);
  options.skip_access_time_versions =
      conf.get_bool(keys::kDfsNamenodeSnapshotSkipCaptureAccesstimeOnlyChange);
  if (options.max_snapshots > options.max_all_snapshots) {
    throw ErrorException({ErrorCode::kSnapshot,
                          "dfs.namenode.snapshot.max.limit cannot be greater than "
                          "dfs.namenode.snapshot.filesystem.limit"});
  }
  options.protected_directories = conf.get_list(keys::kFsProtectedDirectories);
  options.max_component_length_bytes = conf.get_int(keys::kDfsNamenodeFsLimitsMaxComponentLength);
  options.max_directory_items = conf.get_int(keys::kDfsNamenodeFsLimitsMaxDirectoryItems);
  options.min_block_size_bytes = conf.get_size(keys::kDfsNamenodeFsLimitsMinBlockSize);
  options.max_blocks_per_file = conf.get_int(keys::kDfsNamenodeFsLimitsMaxBlocksPerFile);
  options.listing_limit = conf.get_int(keys::kDfsLsLimit);
  options.batched_listing_limit = conf.get_int(keys::kDfsBatchedLsLimit);
  options.content_summary_limit = conf.get_int(keys::kDfsContentSummaryLimit);
  options.open_files_limit = conf.get_int(keys::kDfsNamenodeListOpenfilesNumResponses);
  options.corrupt_files_limit = conf.get_int(keys::kDfsNamenodeMaxCorruptFileBlocksReturned);
  options.access_time_precision_ms =
      conf.get_duration(keys::kDfsNamenodeAccesstimePrecision).count();
  options.lease_hard_limit_ms = conf.get_duration(keys::kDfsNamenodeLeaseHardLimitSec).count();
  options.lease_recheck_ms = conf.get_duration(keys::kDfsNamenodeLeaseRecheckIntervalMs).count();
  options.replace_datanode_on_failure =
      conf.get_bool(keys::kDfsClientBlockWriteReplaceDatanodeOnFailureEnable);
  options.hosts_file = conf.get(keys::kDfsHosts);
  options.excluded_hosts_file = conf.get(keys::kDfsHostsExclude);
  options.audit = audit_enabled(conf);
  options.server_defaults = read_server_defaults(conf);
  options.blocks = read_blocks(conf);
  return options;
}

}  // namespace mammoth::namenode
