// InterDatanodeProtocol: what the primary of a block recovery asks of the other datanodes (Hadoop:
// DataNode's implementation of the interface of that name). One method, one file in
// inter_datanode/.
#pragma once

#include "common/base/result.h"
#include "common/rpc/call.h"
#include "common/rpc/service.h"

namespace hadoop::hdfs {
class InitReplicaRecoveryRequestProto;
class InitReplicaRecoveryResponseProto;
class UpdateReplicaUnderRecoveryRequestProto;
class UpdateReplicaUnderRecoveryResponseProto;
}  // namespace hadoop::hdfs

namespace mammoth::datanode {

class ReplicaStore;

// Methods run on all threads of the ipc server at once, and may wait there for a writer to stop.
class InterDatanodeProtocol {
 public:
  explicit InterDatanodeProtocol(ReplicaStore& store) : store_(store) {}

  void bind(rpc::Service& service);

  Result<::hadoop::hdfs::InitReplicaRecoveryResponseProto> init_replica_recovery(
      const ::hadoop::hdfs::InitReplicaRecoveryRequestProto&, rpc::Call&);
  Result<::hadoop::hdfs::UpdateReplicaUnderRecoveryResponseProto> update_replica_under_recovery(
      const ::hadoop::hdfs::UpdateReplicaUnderRecoveryRequestProto&, rpc::Call&);

 private:
  ReplicaStore& store_;
};

}  // namespace mammoth::datanode
