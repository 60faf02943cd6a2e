#include "namenode/rpc/ha_service_protocol.h"

#include "common/protocol/rpc/ha_service.pb.h"

namespace mammoth::namenode {

Result<common_wire::TransitionToStandbyResponseProto> HaServiceProtocol::transition_to_standby(
    const common_wire::TransitionToStandbyRequestProto&, rpc::Call& call) {
  return refuse_transition(call, "transitionToStandby");
}

}  // namespace mammoth::namenode
