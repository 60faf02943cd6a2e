#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::MoveApplicationAcrossQueuesResponseProto>
ClientProtocol::move_application_across_queues(
    const wire::MoveApplicationAcrossQueuesRequestProto& request, rpc::Call& call) {
  const ApplicationId id = from_proto(request.application_id());
  const Caller caller = caller_of(call);
  TRY(manager_.with(call, [&](Cluster& cluster) -> Result<void> {
    const Application& application = *TRY(cluster.application(id));
    if (!cluster.may_modify(application, caller)) return may_not_modify(caller.user, to_text(id));
    return cluster.move_to_queue(id, request.target_queue(), caller);
  }));
  return wire::MoveApplicationAcrossQueuesResponseProto();
}

}  // namespace mammoth::yarn
