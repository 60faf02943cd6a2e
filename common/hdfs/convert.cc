#include "common/hdfs/convert.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/protocol/hdfs/datanode_info.pb.h"
#include "common/protocol/hdfs/file_status.pb.h"
#include "common/protocol/hdfs/located_block.pb.h"
#include "common/protocol/hdfs/quota.pb.h"
#include "common/protocol/hdfs/server_defaults.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

FileStatus to_file_status(const pb::HdfsFileStatusProto& proto, std::string_view parent) {
  FileStatus status;
  status.path = parent;
  if (!proto.path().empty()) {
    if (status.path.empty() || status.path.back() != '/') status.path += '/';
    status.path += proto.path();
  }
  status.is_directory = proto.filetype() == pb::HdfsFileStatusProto::IS_DIR;
  status.is_symlink = proto.filetype() == pb::HdfsFileStatusProto::IS_SYMLINK;
  status.length_bytes = proto.length();
  status.replication = static_cast<std::uint16_t>(proto.block_replication());
  status.block_size_bytes = proto.blocksize();
  status.modification_time_ms = static_cast<std::int64_t>(proto.modification_time());
  status.access_time_ms = static_cast<std::int64_t>(proto.access_time());
  status.permission = static_cast<std::uint16_t>(proto.permission().perm() & kPermissionBits);
  status.owner = proto.owner();
  status.group = proto.group();
  status.file_id = proto.fileid();
  status.storage_policy = static_cast<std::uint8_t>(proto.storagepolicy());
  status.has_acl = (proto.flags() & pb::HdfsFileStatusProto::HAS_ACL) != 0;
  status.is_encrypted = (proto.flags() & pb::HdfsFileStatusProto::HAS_CRYPT) != 0;
  status.is_erasure_coded = (proto.flags() & pb::HdfsFileStatusProto::HAS_EC) != 0;
  status.has_snapshots_enabled =
      (proto.flags() & pb::HdfsFileStatusProto::SNAPSHOT_ENABLED) != 0;
  status.symlink_target = proto.symlink();
  status.child_count = proto.has_childrennum() && proto.childrennum() > 0
                           ? static_cast<std::uint64_t>(proto.childrennum())
                           : 0;
  return status;
}

namespace {

std::vector<ContentSummary::TypeQuota> type_quotas(const pb::StorageTypeQuotaInfosProto& infos) {
  std::vector<ContentSummary::TypeQuota> quotas;
  for (const auto& info : infos.typequotainfo())
    quotas.push_back({pb::StorageTypeProto_Name(info.type()),
                      static_cast<std::int64_t>(info.quota()), info.consumed()});
  return quotas;
}

}  // namespace

ContentSummary to_content_summary(const pb::ContentSummaryProto& proto) {
  ContentSummary summary;
  summary.length_bytes = proto.length();
  summary.file_count = proto.filecount();
  summary.directory_count = proto.directorycount();
  summary.space_consumed_bytes = proto.spaceconsumed();
  summary.quota = static_cast<std::int64_t>(proto.quota());
  summary.space_quota_bytes = static_cast<std::int64_t>(proto.spacequota());
  summary.snapshot_length_bytes = proto.snapshotlength();
  summary.snapshot_file_count = proto.snapshotfilecount();
  summary.snapshot_directory_count = proto.snapshotdirectorycount();
  summary.snapshot_space_consumed_bytes = proto.snapshotspaceconsumed();
  summary.erasure_coding_policy = proto.erasurecodingpolicy();
  summary.type_quotas = type_quotas(proto.typequotainfos());
  return summary;
}

ContentSummary to_content_summary(const pb::QuotaUsageProto& proto) {
  ContentSummary summary;
  summary.file_count = proto.fileanddirectorycount();
  summary.space_consumed_bytes = proto.spaceconsumed();
  summary.quota = static_cast<std::int64_t>(proto.quota());
  summary.space_quota_bytes = static_cast<std::int64_t>(proto.spacequota());
  summary.type_quotas = type_quotas(proto.typequotainfos());
  return summary;
}

ServerDefaults to_server_defaults(const pb::FsServerDefaultsProto& proto) {
  ServerDefaults defaults;
  defaults.block_size_bytes = proto.blocksize();
  defaults.bytes_per_checksum = proto.bytesperchecksum();
  defaults.write_packet_size_bytes = proto.writepacketsize();
  defaults.replication = static_cast<std::uint16_t>(proto.replication());
  defaults.trash_interval_minutes = proto.trashinterval();
  defaults.snapshot_trash_roots = proto.snapshottrashrootenabled();
  return defaults;
}

std::vector<BlockLocation> to_block_locations(const pb::LocatedBlocksProto& proto,
                                              std::uint64_t offset_bytes,
                                              std::uint64_t length_bytes) {
  std::vector<BlockLocation> locations;
  for (const auto& block : proto.blocks()) {
    const std::uint64_t begin = block.offset();
    const std::uint64_t end = begin + block.b().numbytes();
    if (end <= offset_bytes || begin - std::min(begin, offset_bytes) >= length_bytes) continue;
    BlockLocation location;
    location.offset_bytes = begin;
    location.length_bytes = block.b().numbytes();
    location.corrupt = block.corrupt();
    for (const auto& node : block.locs()) {
      const std::string name = fmt::format("{}:{}", node.id().ipaddr(), node.id().xferport());
      location.hosts.push_back(node.id().hostname());
      location.topology_paths.push_back(fmt::format("{}/{}", node.location(), name));
      location.names.push_back(name);
    }
    for (const int type : block.storagetypes())
      location.storage_types.push_back(
          pb::StorageTypeProto_Name(static_cast<pb::StorageTypeProto>(type)));
    locations.push_back(std::move(location));
  }
  return locations;
}

DatanodeReport to_datanode_report(const pb::DatanodeInfoProto& info) {
  DatanodeReport report;
  report.ip_address = info.id().ipaddr();
  report.host_name = info.id().hostname();
  report.uuid = info.id().datanodeuuid();
  report.transfer_port = info.id().xferport();
  report.info_port = info.id().infoport();
  report.info_secure_port = info.id().infosecureport();
  report.ipc_port = info.id().ipcport();
  report.capacity_bytes = info.capacity();
  report.dfs_used_bytes = info.dfsused();
  // older DataNodes do not send it: what is neither used nor free
  report.non_dfs_used_bytes = info.has_nondfsused() ? info.nondfsused()
                              : info.capacity() > info.dfsused() + info.remaining()
                                  ? info.capacity() - info.dfsused() - info.remaining()
                                  : 0;
  report.remaining_bytes = info.remaining();
  report.block_pool_used_bytes = info.blockpoolused();
  report.cache_capacity_bytes = info.cachecapacity();
  report.cache_used_bytes = info.cacheused();
  report.last_update_ms = static_cast<std::int64_t>(info.lastupdate());
  report.last_update_monotonic_ms = static_cast<std::int64_t>(info.lastupdatemonotonic());
  report.last_block_report_ms = static_cast<std::int64_t>(info.lastblockreporttime());
  report.last_block_report_monotonic_ms =
      static_cast<std::int64_t>(info.lastblockreportmonotonic());
  report.xceiver_count = info.xceivercount();
  report.block_count = info.numblocks();
  report.topology_path = info.location();
  report.upgrade_domain = info.upgradedomain();
  report.admin_state = static_cast<DatanodeAdminState>(info.adminstate());
  return report;
}

}  // namespace mammoth::hdfs
