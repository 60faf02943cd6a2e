#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::FailApplicationAttemptResponseProto> ClientProtocol::fail_application_attempt(
    const wire::FailApplicationAttemptRequestProto& request, rpc::Call& call) {
  const AttemptId id = from_proto(request.application_attempt_id());
  const Caller caller = caller_of(call);
  TRY(manager_.with(call, [&](Cluster& cluster) -> Result<void> {
    const Result<const Application*> application = cluster.application(id.application);
    if (application && !cluster.may_modify(**application, caller))
      return may_not_modify(caller.user, to_text(id.application));
    return cluster.fail_attempt(id);
  }));
  return wire::FailApplicationAttemptResponseProto();
}

}  // namespace mammoth::yarn
