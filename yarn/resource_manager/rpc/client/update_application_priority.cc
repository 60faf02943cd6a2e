#include <fmt/format.h>

#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::UpdateApplicationPriorityResponseProto> ClientProtocol::update_application_priority(
    const wire::UpdateApplicationPriorityRequestProto& request, rpc::Call& call) {
  const ApplicationId id = from_proto(request.applicationid());
  const int priority = request.applicationpriority().priority();
  const Caller caller = caller_of(call);
  wire::UpdateApplicationPriorityResponseProto response;
  response.mutable_applicationpriority()->set_priority(
      TRY(manager_.with(call, [&](Cluster& cluster) -> Result<int> {
        const Application& application = *TRY(cluster.application(id));
        if (!cluster.may_modify(application, caller))
          return may_not_modify(caller.user, to_text(id));
        if (!application.current() || is_over(application.state))
          return yarn_error("YarnException",
                            fmt::format("Application in {} state cannot update priority.",
                                        to_text(application.state)));
        return cluster.set_priority(id, priority);
      })));
  return response;
}

}  // namespace mammoth::yarn
