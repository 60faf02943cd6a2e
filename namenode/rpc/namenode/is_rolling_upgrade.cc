#include "common/protocol/hdfs/namenode_protocol.pb.h"
#include "namenode/rpc/handler.h"
#include "namenode/rpc/namenode_protocol.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<namenode_wire::IsRollingUpgradeResponseProto> NamenodeProtocol::is_rolling_upgrade(
    const namenode_wire::IsRollingUpgradeRequestProto&, rpc::Call& call) {
  TRY(system_.check_superuser(caller_of(call), "isRollingUpgrade"));
  namenode_wire::IsRollingUpgradeResponseProto response;
  response.set_isrollingupgrade(false);
  return response;
}

}  // namespace mammoth::namenode
