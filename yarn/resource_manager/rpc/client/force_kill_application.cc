#include <fmt/format.h>

#include "common/config/values.h"
#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::KillApplicationResponseProto> ClientProtocol::force_kill_application(
    const wire::KillApplicationRequestProto& request, rpc::Call& call) {
  const ApplicationId id = from_proto(request.application_id());
  const Caller caller = caller_of(call);
  std::string message = fmt::format("Application {} was killed by user {} at {}", to_text(id),
                                    caller.user, call.remote_address());
  const std::string_view words = trimmed(request.diagnostics());
  if (!words.empty()) message += fmt::format(" with diagnostic message: {}", words);
  wire::KillApplicationResponseProto response;
  response.set_is_kill_completed(TRY(manager_.with(call, [&](Cluster& cluster) -> Result<bool> {
    const Result<const Application*> application = cluster.application(id);
    if (application && !cluster.may_modify(**application, caller))
      return may_not_modify(caller.user, to_text(id));
    return cluster.kill(id, message);
  })));
  return response;
}

}  // namespace mammoth::yarn
