#include "namenode/rpc/convert.h"

namespace mammoth::namenode {

namespace {

wire::DatanodeInfoProto::AdminState to_admin_state(AdminState state) {
  switch (state) {
    case AdminState::kNormal:
      return wire::DatanodeInfoProto::NORMAL;
    case AdminState::kDecommissionInProgress:
      return wire::DatanodeInfoProto::DECOMMISSION_INPROGRESS;
    case AdminState::kDecommissioned:
      return wire::DatanodeInfoProto::DECOMMISSIONED;
    case AdminState::kEnteringMaintenance:
      return wire::DatanodeInfoProto::ENTERING_MAINTENANCE;
    case AdminState::kInMaintenance:
      return wire::DatanodeInfoProto::IN_MAINTENANCE;
  }
  return wire::DatanodeInfoProto::NORMAL;
}

}  // namespace

Block to_block(const wire::BlockProto& proto) {
  return {BlockId(proto.blockid()), GenerationStamp(proto.genstamp()), proto.numbytes()};
}

Block to_block(const wire::ExtendedBlockProto& proto) {
  return {BlockId(proto.blockid()), GenerationStamp(proto.generationstamp()), proto.numbytes()};
}

void to_proto(const Block& block, wire::BlockProto* proto) {
  proto->set_blockid(block.id.value());
  proto->set_genstamp(block.generation_stamp.value());
  proto->set_numbytes(block.length_bytes);
}

void to_proto(const Block& block, std::string_view block_pool_id, wire::ExtendedBlockProto* proto) {
  proto->set_poolid(block_pool_id.data(), block_pool_id.size());
  proto->set_blockid(block.id.value());
  proto->set_generationstamp(block.generation_stamp.value());
  proto->set_numbytes(block.length_bytes);
}

StorageType to_storage_type(wire::StorageTypeProto proto) {
  switch (proto) {
    case wire::SSD:
      return StorageType::kSsd;
    case wire::ARCHIVE:
      return StorageType::kArchive;
    case wire::RAM_DISK:
      return StorageType::kRamDisk;
    case wire::PROVIDED:
      return StorageType::kProvided;
    case wire::NVDIMM:
      return StorageType::kNvdimm;
    default:
      return StorageType::kDisk;
  }
}

wire::StorageTypeProto to_proto(StorageType type) {
  switch (type) {
    case StorageType::kDisk:
      return wire::DISK;
    case StorageType::kSsd:
      return wire::SSD;
    case StorageType::kArchive:
      return wire::ARCHIVE;
    case StorageType::kRamDisk:
      return wire::RAM_DISK;
    case StorageType::kProvided:
      return wire::PROVIDED;
    case StorageType::kNvdimm:
      return wire::NVDIMM;
  }
  return wire::DISK;
}

StorageState to_storage_state(wire::DatanodeStorageProto::StorageState proto) {
  return proto == wire::DatanodeStorageProto::READ_ONLY_SHARED ? StorageState::kReadOnlyShared
                                                               : StorageState::kNormal;
}

wire::DatanodeStorageProto::StorageState to_proto(StorageState state) {
  return state == StorageState::kReadOnlyShared ? wire::DatanodeStorageProto::READ_ONLY_SHARED
                                                : wire::DatanodeStorageProto::NORMAL;
}

DatanodeId to_datanode_id(const wire::DatanodeIDProto& proto) {
  return {.ip_address = proto.ipaddr(),
          .host_name = proto.hostname(),
          .uuid = proto.datanodeuuid(),
          .xfer_port = proto.xferport(),
          .info_port = proto.infoport(),
          .ipc_port = proto.ipcport(),
          .info_secure_port = proto.infosecureport()};
}

void to_proto(const DatanodeId& id, wire::DatanodeIDProto* proto) {
  proto->set_ipaddr(id.ip_address);
  proto->set_hostname(id.host_name);
  proto->set_datanodeuuid(id.uuid);
  proto->set_xferport(id.xfer_port);
  proto->set_infoport(id.info_port);
  proto->set_ipcport(id.ipc_port);
  proto->set_infosecureport(id.info_secure_port);
}

void to_proto(const DatanodeInfo& info, wire::DatanodeInfoProto* proto) {
  to_proto(info.id, proto->mutable_id());
  proto->set_capacity(info.capacity_bytes);
  proto->set_dfsused(info.dfs_used_bytes);
  proto->set_nondfsused(info.non_dfs_used_bytes);
  proto->set_remaining(info.remaining_bytes);
  proto->set_blockpoolused(info.block_pool_used_bytes);
  proto->set_cachecapacity(info.cache_capacity_bytes);
  proto->set_cacheused(info.cache_used_bytes);
  proto->set_lastupdate(static_cast<std::uint64_t>(info.last_update_ms));
  proto->set_lastupdatemonotonic(static_cast<std::uint64_t>(info.last_update_monotonic_ms));
  proto->set_lastblockreporttime(static_cast<std::uint64_t>(info.last_block_report_ms));
  proto->set_lastblockreportmonotonic(
      static_cast<std::uint64_t>(info.last_block_report_monotonic_ms));
  proto->set_xceivercount(info.xceiver_count);
  proto->set_numblocks(info.block_count);
  proto->set_location(info.network_location);
  proto->set_adminstate(to_admin_state(info.admin_state));
}

StorageReport to_storage_report(const wire::StorageReportProto& proto) {
  StorageReport report;
  report.uuid = proto.has_storage() ? proto.storage().storageuuid() : proto.storageuuid();
  report.type = to_storage_type(proto.storage().storagetype());
  report.state = to_storage_state(proto.storage().state());
  report.failed = proto.failed();
  report.capacity_bytes = proto.capacity();
  report.dfs_used_bytes = proto.dfsused();
  report.remaining_bytes = proto.remaining();
  report.block_pool_used_bytes = proto.blockpoolused();
  const std::uint64_t known = proto.dfsused() + proto.remaining();
  report.non_dfs_used_bytes = proto.has_nondfsused()
                                  ? proto.nondfsused()
                                  : (proto.capacity() > known ? proto.capacity() - known : 0);
  report.mount = proto.mount();
  return report;
}

void to_proto(const StorageReport& report, wire::StorageReportProto* proto) {
  proto->set_storageuuid(report.uuid);
  proto->mutable_storage()->set_storageuuid(report.uuid);
  proto->mutable_storage()->set_storagetype(to_proto(report.type));
  proto->mutable_storage()->set_state(to_proto(report.state));
  proto->set_failed(report.failed);
  proto->set_capacity(report.capacity_bytes);
  proto->set_dfsused(report.dfs_used_bytes);
  proto->set_remaining(report.remaining_bytes);
  proto->set_blockpoolused(report.block_pool_used_bytes);
  proto->set_nondfsused(report.non_dfs_used_bytes);
  if (!report.mount.empty()) proto->set_mount(report.mount);
}

void to_proto(const LocatedBlock& block, std::string_view block_pool_id, std::uint64_t offset_bytes,
              wire::LocatedBlockProto* proto) {
  to_proto(block.block, block_pool_id, proto->mutable_b());
  proto->set_offset(offset_bytes);
  proto->set_corrupt(block.corrupt);
  for (std::size_t i = 0; i < block.locations.size(); ++i) {
    const StorageTarget& place = block.locations[i];
    to_proto(*place.datanode, proto->add_locs());
    proto->add_iscached(i < block.cached.size() && block.cached[i]);
    proto->add_storagetypes(to_proto(place.storage->type));
    proto->add_storageids(place.storage->uuid);
  }
  auto* token = proto->mutable_blocktoken();
  token->set_identifier("");
  token->set_password("");
  token->set_kind("");
  token->set_service("");
}

std::vector<std::string> datanode_uuids(
    const google::protobuf::RepeatedPtrField<wire::DatanodeInfoProto>& nodes) {
  std::vector<std::string> uuids;
  uuids.reserve(nodes.size());
  for (const auto& node : nodes) uuids.push_back(node.id().datanodeuuid());
  return uuids;
}

}  // namespace mammoth::namenode
