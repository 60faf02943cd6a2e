#include "common/base/log.h"
#include "common/protocol/yarn/submission.pb.h"
#include "common/rpc/call.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::SubmitApplicationResponseProto> ClientProtocol::submit_application(
    const wire::SubmitApplicationRequestProto& request, rpc::Call& call) {
  ApplicationSpec spec = TRY(from_proto(request.application_submission_context(), call.user()));
  const Caller caller = manager_.caller(call.user());
  const std::string id = to_text(spec.id);
  const Result<void> submitted = manager_.with(
      call, [&](Cluster& cluster) { return cluster.submit(std::move(spec), caller); });
  if (!submitted) {
    log::info("resourcemanager", "Exception in submitting {}: {}", id, submitted.error().message);
    return submitted.error();
  }
  log::info("resourcemanager", "Application with id {} submitted by user {}", id, caller.user);
  return wire::SubmitApplicationResponseProto();
}

}  // namespace mammoth::yarn
