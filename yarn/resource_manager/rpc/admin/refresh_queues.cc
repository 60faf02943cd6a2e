#include "common/base/log.h"
#include "common/protocol/yarn/administration.pb.h"
#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/admin_protocol.h"

namespace mammoth::yarn {

Result<wire::RefreshQueuesResponseProto> AdminProtocol::refresh_queues(
    const wire::RefreshQueuesRequestProto&, rpc::Call& call) {
  TRY(check_admin(call));
  const Configuration configuration = TRY(reload_());
  Result<SchedulerSettings> settings = parse_settings(configuration);
  const Result<void> refreshed = settings ? manager_.with([&](Cluster& cluster) {
    return cluster.refresh_queues(std::move(*settings));
  })
                                          : Result<void>(settings.error());
  if (!refreshed)
    return yarn_error("YarnException", "java.io.IOException: " + refreshed.error().message);
  log::info("resourcemanager", "Queues refreshed by {}", call.user());
  return wire::RefreshQueuesResponseProto();
}

}  // namespace mammoth::yarn
