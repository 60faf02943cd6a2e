#include "yarn/resource_manager/rpc/admin_protocol.h"

#include <fmt/format.h>

#include "common/protocol/yarn/administration.pb.h"
#include "common/rpc/call.h"
#include "common/rpc/service.h"
#include "yarn/resource_manager/cluster/refusals.h"

namespace mammoth::yarn {

void AdminProtocol::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("refreshQueues", kIdempotent, *this, &AdminProtocol::refresh_queues);
  service.bind("refreshNodes", kIdempotent, *this, &AdminProtocol::refresh_nodes);
  service.bind("checkForDecommissioningNodes", kIdempotent, *this,
               &AdminProtocol::check_for_decommissioning_nodes);
  service.bind("refreshUserToGroupsMappings", kIdempotent, *this,
               &AdminProtocol::refresh_user_to_groups_mappings);
  service.bind("getGroupsForUser", kIdempotent, *this, &AdminProtocol::get_groups_for_user);
  service.bind("updateNodeResource", kIdempotent, *this, &AdminProtocol::update_node_resource);
  for (const char* name :
       {"refreshSuperUserGroupsConfiguration", "refreshAdminAcls", "refreshServiceAcls",
        "refreshNodesResources", "addToClusterNodeLabels", "removeFromClusterNodeLabels",
        "replaceLabelsOnNodes", "refreshClusterMaxPriority", "mapAttributesToNodes",
        "deregisterSubCluster", "saveFederationQueuePolicy", "batchSaveFederationQueuePolicies",
        "listFederationQueuePolicies", "deleteFederationApplication", "getFederationSubClusters",
        "deleteFederationPoliciesByQueues"})
    service.bind_unsupported(name);
}

Result<void> AdminProtocol::check_admin(const rpc::Call& call) const {
  const Caller caller{.user = call.user(), .groups = groups_of(call.user())};
  if (manager_.with([&](Cluster& cluster) { return cluster.is_admin(caller); })) return {};
  return access_denied(
      fmt::format("User {} doesn't have permission to call '{}'", caller.user, call.method_name()));
}

}  // namespace mammoth::yarn
