#include "common/rpc/call.h"
#include "yarn/resource_manager/rpc/client_protocol.h"
#include "yarn/resource_manager/rpc/convert_application.h"

namespace mammoth::yarn {

Result<wire::GetApplicationReportResponseProto> ClientProtocol::get_application_report(
    const wire::GetApplicationReportRequestProto& request, rpc::Call& call) {
  using Response = wire::GetApplicationReportResponseProto;
  const Caller caller = caller_of(call);
  return manager_.with(call, [&](Cluster& cluster) -> Result<Response> {
    const Application& application =
        *TRY(cluster.application(from_proto(request.application_id())));
    Response response;
    auto& report = *response.mutable_application_report();
    report = application_report(cluster, application, caller);
    // An unmanaged master, started by its owner, finds its token here.
    const ApplicationAttempt* attempt = application.current();
    if (application.spec.unmanaged && attempt && attempt->state == AttemptState::kLaunched &&
        caller.user == application.spec.user)
      *report.mutable_am_rm_token() =
          security::to_proto(manager_.master_tokens().issue(to_proto(attempt->id)));
    return response;
  });
}

}  // namespace mammoth::yarn
