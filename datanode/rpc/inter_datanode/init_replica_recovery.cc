#include "common/protocol/hdfs/inter_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/inter_datanode_protocol.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Result<pb::InitReplicaRecoveryResponseProto> InterDatanodeProtocol::init_replica_recovery(
    const pb::InitReplicaRecoveryRequestProto& request, rpc::Call&) {
  const auto info = TRY(store_.init_recovery(to_block(request.block().block().b()),
                                             GenerationStamp(request.block().newgenstamp())));
  pb::InitReplicaRecoveryResponseProto response;
  response.set_replicafound(info.has_value());
  if (!info) return response;
  *response.mutable_block() = to_proto(info->block);
  response.set_state(to_proto(info->original));
  return response;
}

}  // namespace mammoth::datanode
