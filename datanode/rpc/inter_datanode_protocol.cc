#include "datanode/rpc/inter_datanode_protocol.h"

#include "common/protocol/hdfs/inter_datanode_protocol.pb.h"

namespace mammoth::datanode {

void InterDatanodeProtocol::bind(rpc::Service& service) {
  using enum rpc::Retry;
  using Self = InterDatanodeProtocol;
  service.bind("initReplicaRecovery", kIdempotent, *this, &Self::init_replica_recovery);
  service.bind("updateReplicaUnderRecovery", kIdempotent, *this,
               &Self::update_replica_under_recovery);
}

}  // namespace mammoth::datanode
