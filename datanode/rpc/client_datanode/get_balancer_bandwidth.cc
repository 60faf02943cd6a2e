#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/client_datanode_protocol.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Result<pb::GetBalancerBandwidthResponseProto> ClientDatanodeProtocol::get_balancer_bandwidth(
    const pb::GetBalancerBandwidthRequestProto&, rpc::Call& call) {
  TRY(check_superuser(call));
  pb::GetBalancerBandwidthResponseProto response;
  response.set_bandwidth(balancer_bandwidth_);
  return response;
}

}  // namespace mammoth::datanode
