#include "namenode/rpc/ha_service_protocol.h"

#include "common/protocol/rpc/ha_service.pb.h"

namespace mammoth::namenode {

Result<common_wire::TransitionToActiveResponseProto> HaServiceProtocol::transition_to_active(
    const common_wire::TransitionToActiveRequestProto&, rpc::Call& call) {
  return refuse_transition(call, "transitionToActive");
}

}  // namespace mammoth::namenode
