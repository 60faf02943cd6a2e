#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/client_datanode_protocol.h"
#include "datanode/transfer/datanode_identity.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Result<pb::GetDatanodeInfoResponseProto> ClientDatanodeProtocol::get_datanode_info(
    const pb::GetDatanodeInfoRequestProto&, rpc::Call&) {
  pb::GetDatanodeInfoResponseProto response;
  auto& info = *response.mutable_localinfo();
  info.set_softwareversion(kSoftwareVersion);
  info.set_configversion("core-3.0.0,hdfs-1");
  info.set_uptime(static_cast<std::uint64_t>(clock_.monotonic_ms() - started_ms_) / 1000);
  return response;
}

}  // namespace mammoth::datanode
