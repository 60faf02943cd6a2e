#include "namenode/rpc/ha_service_protocol.h"

#include "common/protocol/rpc/ha_service.pb.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<common_wire::MonitorHealthResponseProto> HaServiceProtocol::monitor_health(
    const common_wire::MonitorHealthRequestProto&, rpc::Call& call) {
  TRY(system_.check_superuser(caller_of(call), "monitorHealth"));
  return common_wire::MonitorHealthResponseProto();
}

}  // namespace mammoth::namenode
