#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/iso_time.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::UpdateApplicationTimeoutsResponseProto> ClientProtocol::update_application_timeouts(
    const wire::UpdateApplicationTimeoutsRequestProto& request, rpc::Call& call) {
  using Response = wire::UpdateApplicationTimeoutsResponseProto;
  const ApplicationId id = from_proto(request.applicationid());
  const Caller caller = caller_of(call);
  return manager_.with(call, [&](Cluster& cluster) -> Result<Response> {
    const Application& application = *TRY(cluster.application(id));
    if (!cluster.may_modify(application, caller)) return may_not_modify(caller.user, to_text(id));
    if (request.application_timeouts().empty())
      return yarn_error("YarnException",
                        "At least one ApplicationTimeoutType should be configured for updating "
                        "timeouts.");
    Response response;
    for (const auto& wanted : request.application_timeouts()) {
      auto& now = *response.add_application_timeouts();
      now = wanted;
      if (is_over(application.state)) continue;
      const std::int64_t expires_ms = TRY(parse_iso_time(wanted.expire_time()));
      const std::int64_t given = TRY(cluster.set_expiry(id, expires_ms));
      if (given != expires_ms) now.set_expire_time(iso_time(given));
    }
    return response;
  });
}

}  // namespace mammoth::yarn
