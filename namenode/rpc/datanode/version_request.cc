#include "common/protocol/hdfs/server_common.pb.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/datanode_protocol.h"

namespace mammoth::namenode {

namespace {
constexpr std::uint64_t kReportBuffersCapability = 1;  // replicas as varints, see replica_list.h
}

Result<wire::VersionResponseProto> DatanodeProtocol::version_request(
    const wire::VersionRequestProto&, rpc::Call&) {
  wire::VersionResponseProto response;
  auto* info = response.mutable_info();
  info->set_buildversion("mammoth");
  info->set_unused(0);
  info->set_blockpoolid(block_pool_id_);
  to_proto(storage_info_, info->mutable_storageinfo());
  info->set_softwareversion(std::string(kNamenodeSoftwareVersion));
  info->set_capabilities(kReportBuffersCapability);
  info->set_state(wire::NNHAStatusHeartbeatProto::ACTIVE);
  return response;
}

}  // namespace mammoth::namenode
