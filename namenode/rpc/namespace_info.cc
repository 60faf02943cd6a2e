#include "namenode/rpc/namespace_info.h"

#include "namenode/rpc/convert_datanode.h"

namespace mammoth::namenode {

namespace {
constexpr std::uint64_t kReportBuffersCapability = 1;  // replicas as varints, see replica_list.h
}

NamespaceStorageInfo storage_info_of(const FileSystemIdentity& identity) {
  return {.layout_version = kNamenodeLayoutVersion,
          .namespace_id = static_cast<std::int32_t>(identity.namespace_id),
          .cluster_id = identity.cluster_id,
          .creation_time_ms = static_cast<std::uint64_t>(identity.creation_time_ms)};
}

void to_proto(const NamespaceStorageInfo& storage, const std::string& block_pool_id,
              wire::NamespaceInfoProto* info) {
  info->set_buildversion("mammoth");
  info->set_unused(0);
  info->set_blockpoolid(block_pool_id);
  to_proto(storage, info->mutable_storageinfo());
  info->set_softwareversion(std::string(kNamenodeSoftwareVersion));
  info->set_capabilities(kReportBuffersCapability);
  info->set_state(wire::NNHAStatusHeartbeatProto::ACTIVE);
}

}  // namespace mammoth::namenode
