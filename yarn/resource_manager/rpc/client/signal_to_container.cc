#include "common/protocol/yarn/container.pb.h"
#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::SignalContainerResponseProto> ClientProtocol::signal_to_container(
    const wire::SignalContainerRequestProto& request, rpc::Call& call) {
  const ContainerId id = from_proto(request.container_id());
  const Caller caller = caller_of(call);
  TRY(manager_.with([&](Cluster& cluster) -> Result<void> {
    const auto application = cluster.application(id.attempt.application);
    if (application && !cluster.may_modify(**application, caller))
      return may_not_modify(caller.user, to_text(id.attempt.application));
    return cluster.signal_container(id, request.command());
  }));
  return wire::SignalContainerResponseProto();
}

}  // namespace mammoth::yarn
