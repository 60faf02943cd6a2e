#include "common/protocol/hdfs/client_namenode/attributes.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SetReplicationResponseProto> ClientProtocol::set_replication(
    const wire::SetReplicationRequestProto& request, rpc::Call& call) {
  wire::SetReplicationResponseProto response;
  response.set_result(TRY(
      held(call, system_.set_replication(caller_of(call), request.src(), request.replication()))));
  return response;
}

}  // namespace mammoth::namenode
