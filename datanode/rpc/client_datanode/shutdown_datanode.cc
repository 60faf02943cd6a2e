#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/client_datanode_protocol.h"
#include "common/base/log.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Result<pb::ShutdownDatanodeResponseProto> ClientDatanodeProtocol::shutdown_datanode(
    const pb::ShutdownDatanodeRequestProto& request, rpc::Call& call) {
  TRY(check_superuser(call));
  log::info("datanode", "shutdownDatanode command received (upgrade={}) from {}", request.forupgrade(), call.user());
  controls_.shut_down();
  return pb::ShutdownDatanodeResponseProto();
}

}  // namespace mammoth::datanode
