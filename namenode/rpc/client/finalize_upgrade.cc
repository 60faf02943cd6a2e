#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::FinalizeUpgradeResponseProto> ClientProtocol::finalize_upgrade(
    const wire::FinalizeUpgradeRequestProto&, rpc::Call& call) {
  // No upgrade keeps an older state that could be dropped.
  const Caller caller = caller_of(call);
  TRY(system_.check_superuser(caller, "finalizeUpgrade"));
  system_.audit_admin(caller, "finalizeUpgrade");
  return wire::FinalizeUpgradeResponseProto();
}

}  // namespace mammoth::namenode
