#include "namenode/rpc/ha_service_protocol.h"

#include "common/protocol/rpc/ha_service.pb.h"

namespace mammoth::namenode {

Result<common_wire::GetServiceStatusResponseProto> HaServiceProtocol::get_service_status(
    const common_wire::GetServiceStatusRequestProto&, rpc::Call&) {
  return not_enabled();
}

}  // namespace mammoth::namenode
