#include "common/base/log.h"
#include "common/config/host_list.h"
#include "common/config/keys/yarn.h"
#include "common/protocol/yarn/administration.pb.h"
#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/admin_protocol.h"

namespace mammoth::yarn {

Result<HostLists> AdminProtocol::read_lists(const Configuration& configuration) {
  return HostLists{
      .include = TRY(read_hosts(configuration.get(keys::kYarnResourcemanagerNodesIncludePath))),
      .exclude = TRY(read_hosts(configuration.get(keys::kYarnResourcemanagerNodesExcludePath)))};
}

Result<wire::RefreshNodesResponseProto> AdminProtocol::refresh_nodes(
    const wire::RefreshNodesRequestProto& request, rpc::Call& call) {
  TRY(check_admin(call));
  const Configuration configuration = TRY(reload_());
  Result<HostLists> lists = read_lists(configuration);
  if (!lists) return yarn_error("YarnException", "java.io.IOException: " + lists.error().message);
  const auto timeout =
      request.has_decommissiontimeout()
          ? std::chrono::milliseconds(std::chrono::seconds(request.decommissiontimeout()))
          : configuration.get_duration(
                keys::kYarnResourcemanagerNodemanagerGracefulDecommissionTimeoutSecs);
  const auto leave = request.decommissiontype() == wire::GRACEFUL ? Cluster::Leave::kGracefully
                                                                  : Cluster::Leave::kAtOnce;
  manager_.with(
      [&](Cluster& cluster) { cluster.set_hosts(std::move(*lists), leave, timeout.count()); });
  log::info("resourcemanager", "Lists of hosts refreshed by {}", call.user());
  return wire::RefreshNodesResponseProto();
}

}  // namespace mammoth::yarn
