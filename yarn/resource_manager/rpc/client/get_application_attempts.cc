#include "common/rpc/call.h"
#include "yarn/resource_manager/rpc/client_protocol.h"
#include "yarn/resource_manager/rpc/convert_application.h"

namespace mammoth::yarn {

Result<wire::GetApplicationAttemptsResponseProto> ClientProtocol::get_application_attempts(
    const wire::GetApplicationAttemptsRequestProto& request, rpc::Call& call) {
  using Response = wire::GetApplicationAttemptsResponseProto;
  const Caller caller = caller_of(call);
  return manager_.with(call, [&](Cluster& cluster) -> Result<Response> {
    const Application& application =
        *TRY(viewable(cluster, from_proto(request.application_id()), caller));
    Response response;
    for (const ApplicationAttempt& attempt : application.attempts)
      *response.add_application_attempts() = attempt_report(cluster, attempt);
    return response;
  });
}

}  // namespace mammoth::yarn
