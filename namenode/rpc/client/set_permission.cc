#include "common/protocol/hdfs/client_namenode/attributes.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SetPermissionResponseProto> ClientProtocol::set_permission(
    const wire::SetPermissionRequestProto& request, rpc::Call& call) {
  TRY(held(call,
           system_.set_permission(caller_of(call), request.src(), to_mode(request.permission()))));
  return wire::SetPermissionResponseProto();
}

}  // namespace mammoth::namenode
