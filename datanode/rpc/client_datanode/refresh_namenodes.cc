#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/client_datanode_protocol.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

// There is one NameNode, and a change of it needs a restart: there is nothing to read anew.
Result<pb::RefreshNamenodesResponseProto> ClientDatanodeProtocol::refresh_namenodes(
    const pb::RefreshNamenodesRequestProto&, rpc::Call& call) {
  TRY(check_superuser(call));
  return Error{ErrorCode::kUnsupportedOperation,
               "refreshNamenodes: this datanode serves one NameNode; restart it to serve another"};
}

}  // namespace mammoth::datanode
