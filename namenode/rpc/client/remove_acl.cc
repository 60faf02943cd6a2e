#include "common/protocol/hdfs/client_namenode/acls.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RemoveAclResponseProto> ClientProtocol::remove_acl(
    const wire::RemoveAclRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.change_acl(caller_of(call), request.src(), AclChange::kRemove, {})));
  return wire::RemoveAclResponseProto();
}

}  // namespace mammoth::namenode
