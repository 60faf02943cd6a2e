#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RefreshNodesResponseProto> ClientProtocol::refresh_nodes(
    const wire::RefreshNodesRequestProto&, rpc::Call& call) {
  TRY(system_.refresh_nodes(caller_of(call)));
  return wire::RefreshNodesResponseProto();
}

}  // namespace mammoth::namenode
