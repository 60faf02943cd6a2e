#include "common/protocol/hdfs/namenode_protocol.pb.h"
#include "namenode/rpc/handler.h"
#include "namenode/rpc/namenode_protocol.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<namenode_wire::IsUpgradeFinalizedResponseProto> NamenodeProtocol::is_upgrade_finalized(
    const namenode_wire::IsUpgradeFinalizedRequestProto&, rpc::Call& call) {
  TRY(system_.check_superuser(caller_of(call), "isUpgradeFinalized"));
  namenode_wire::IsUpgradeFinalizedResponseProto response;
  response.set_isupgradefinalized(true);
  return response;
}

}  // namespace mammoth::namenode
