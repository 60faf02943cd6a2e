#include "common/rpc/call.h"
#include "yarn/resource_manager/rpc/client_protocol.h"
#include "yarn/resource_manager/rpc/convert_application.h"

namespace mammoth::yarn {

Result<wire::GetApplicationAttemptReportResponseProto>
ClientProtocol::get_application_attempt_report(
    const wire::GetApplicationAttemptReportRequestProto& request, rpc::Call& call) {
  using Response = wire::GetApplicationAttemptReportResponseProto;
  const AttemptId id = from_proto(request.application_attempt_id());
  const Caller caller = caller_of(call);
  return manager_.with(call, [&](Cluster& cluster) -> Result<Response> {
    TRY(viewable(cluster, id.application, caller));
    Response response;
    *response.mutable_application_attempt_report() =
        attempt_report(cluster, *TRY(cluster.attempt(id)));
    return response;
  });
}

}  // namespace mammoth::yarn
