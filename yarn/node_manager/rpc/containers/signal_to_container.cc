#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/node_manager/rpc/container_protocol.h"

namespace mammoth::yarn::node {

Result<wire::SignalContainerResponseProto> ContainerProtocol::signal_to_container(
    const wire::SignalContainerRequestProto& request, rpc::Call& call) {
  const wire::NMTokenIdentifierProto caller = TRY(caller_of(call));
  TRY(check_owner(caller, request.container_id(), "signal"));
  const std::string name = yarn_tokens::id_text(request.container_id());
  // A container without a process is signalled as well as can be: not at all.
  node_.signal(name, signal_number(request.command()));
  return wire::SignalContainerResponseProto();
}

}  // namespace mammoth::yarn::node
