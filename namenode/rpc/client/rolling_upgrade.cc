#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RollingUpgradeResponseProto> ClientProtocol::rolling_upgrade(
    const wire::RollingUpgradeRequestProto& request, rpc::Call& call) {
  if (request.action() != wire::QUERY)
    return Error{ErrorCode::kUnsupportedOperation, "rollingUpgrade: only the query is supported"};
  const Caller caller = caller_of(call);
  TRY(system_.check_superuser(caller, "queryRollingUpgrade"));
  system_.audit_admin(caller, "queryRollingUpgrade");
  return wire::RollingUpgradeResponseProto();  // absent: none is going on
}

}  // namespace mammoth::namenode
