#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/node_manager/rpc/container_protocol.h"

namespace mammoth::yarn::node {

Result<wire::GetContainerStatusesResponseProto> ContainerProtocol::get_container_statuses(
    const wire::GetContainerStatusesRequestProto& request, rpc::Call& call) {
  const wire::NMTokenIdentifierProto caller = TRY(caller_of(call));
  wire::GetContainerStatusesResponseProto response;
  for (const auto& id : request.container_id()) {
    const std::string name = yarn_tokens::id_text(id);
    const auto status = [&]() -> Result<wire::ContainerStatusProto> {
      TRY(check_owner(caller, id, "get status for"));
      return node_.with([&](Containers& containers) -> Result<wire::ContainerStatusProto> {
        if (const Container* found = containers.find(name)) return node::status_of(*found);
        if (containers.was_here(name))
          return yarn_error("Container " + name + " was recently stopped on node manager.");
        return yarn_error("Container " + name + " is not handled by this NodeManager");
      });
    }();
    if (status)
      *response.add_status() = *status;
    else
      add_failure(*response.add_failed_requests(), id, status.error());
  }
  return response;
}

}  // namespace mammoth::yarn::node
