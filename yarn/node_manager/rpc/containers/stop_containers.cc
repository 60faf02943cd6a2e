#include "common/base/log.h"
#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/node_manager/rpc/container_protocol.h"

namespace mammoth::yarn::node {

Result<wire::StopContainersResponseProto> ContainerProtocol::stop_containers(
    const wire::StopContainersRequestProto& request, rpc::Call& call) {
  const wire::NMTokenIdentifierProto caller = TRY(caller_of(call));
  wire::StopContainersResponseProto response;
  for (const auto& id : request.container_id()) {
    const std::string name = yarn_tokens::id_text(id);
    log::info("nodemanager", "Stopping container with container Id: {}", name);
    Result<void> stopped = check_owner(caller, id, "stop");
    if (stopped) {
      const bool known = node_.with([&](Containers& containers) {
        return containers.kill(name, kExitKilledByMaster,
                               "Container killed by the ApplicationMaster.") ||
               containers.was_here(name);
      });
      if (!known) stopped = yarn_error("Container " + name + " is not handled by this NodeManager");
    }
    if (stopped)
      *response.add_succeeded_requests() = id;
    else
      add_failure(*response.add_failed_requests(), id, stopped.error());
  }
  return response;
}

}  // namespace mammoth::yarn::node
