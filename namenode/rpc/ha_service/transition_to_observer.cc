#include "namenode/rpc/ha_service_protocol.h"

#include "common/protocol/rpc/ha_service.pb.h"

namespace mammoth::namenode {

Result<common_wire::TransitionToObserverResponseProto> HaServiceProtocol::transition_to_observer(
    const common_wire::TransitionToObserverRequestProto&, rpc::Call& call) {
  return refuse_transition(call, "transitionToObserver");
}

}  // namespace mammoth::namenode
