#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/client_datanode_protocol.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Result<pb::GetReplicaVisibleLengthResponseProto> ClientDatanodeProtocol::get_replica_visible_length(
    const pb::GetReplicaVisibleLengthRequestProto& request, rpc::Call&) {
  const std::int64_t length = TRY(store_.visible_length(to_block(request.block())));
  pb::GetReplicaVisibleLengthResponseProto response;
  response.set_length(static_cast<std::uint64_t>(length));  // -1 travels as in Java
  return response;
}

}  // namespace mammoth::datanode
