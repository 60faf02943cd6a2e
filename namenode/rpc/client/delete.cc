#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::DeleteResponseProto> ClientProtocol::delete_path(
    const wire::DeleteRequestProto& request, rpc::Call& call) {
  wire::DeleteResponseProto response;
  response.set_result(
      TRY(held(call, system_.remove(caller_of(call), request.src(), request.recursive()))));
  return response;
}

}  // namespace mammoth::namenode
