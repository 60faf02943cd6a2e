#include "common/protocol/hdfs/inter_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/inter_datanode_protocol.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Result<pb::UpdateReplicaUnderRecoveryResponseProto> InterDatanodeProtocol::update_replica_under_recovery(
    const pb::UpdateReplicaUnderRecoveryRequestProto& request, rpc::Call&) {
  // old primaries do not say a new id: the block keeps its own
  const std::uint64_t new_id = request.newblockid() != 0 ? request.newblockid() : request.block().blockid();
  pb::UpdateReplicaUnderRecoveryResponseProto response;
  response.set_storageuuid(TRY(store_.update_under_recovery(
      to_block(request.block()), GenerationStamp(request.recoveryid()), BlockId(new_id), request.newlength())));
  return response;
}

}  // namespace mammoth::datanode
