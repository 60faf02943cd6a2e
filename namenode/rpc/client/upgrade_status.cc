#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::UpgradeStatusResponseProto> ClientProtocol::upgrade_status(
    const wire::UpgradeStatusRequestProto&, rpc::Call&) {
  wire::UpgradeStatusResponseProto response;
  response.set_upgradefinalized(true);  // no upgrade keeps an older state
  return response;
}

}  // namespace mammoth::namenode
