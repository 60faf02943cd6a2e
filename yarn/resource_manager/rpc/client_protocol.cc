#include "yarn/resource_manager/rpc/client_protocol.h"

#include "common/protocol/yarn/container.pb.h"
#include "common/rpc/call.h"
#include "common/rpc/service.h"
#include "yarn/resource_manager/cluster/refusals.h"

namespace mammoth::yarn {

void ClientProtocol::bind_to(rpc::Service& service) {
  using enum rpc::Retry;
  service.bind("getNewApplication", kIdempotent, *this, &ClientProtocol::get_new_application);
  service.bind("submitApplication", kIdempotent, *this, &ClientProtocol::submit_application);
  service.bind("forceKillApplication", kIdempotent, *this, &ClientProtocol::force_kill_application);
  service.bind("failApplicationAttempt", kIdempotent, *this,
               &ClientProtocol::fail_application_attempt);
  service.bind("getApplicationReport", kIdempotent, *this, &ClientProtocol::get_application_report);
  service.bind("getApplications", kIdempotent, *this, &ClientProtocol::get_applications);
  service.bind("getApplicationAttemptReport", kIdempotent, *this,
               &ClientProtocol::get_application_attempt_report);
  service.bind("getApplicationAttempts", kIdempotent, *this,
               &ClientProtocol::get_application_attempts);
  service.bind("getContainerReport", kIdempotent, *this, &ClientProtocol::get_container_report);
  service.bind("getContainers", kIdempotent, *this, &ClientProtocol::get_containers);
  service.bind("signalToContainer", kIdempotent, *this, &ClientProtocol::signal_to_container);
  service.bind("updateApplicationPriority", kIdempotent, *this,
               &ClientProtocol::update_application_priority);
  service.bind("moveApplicationAcrossQueues", kIdempotent, *this,
               &ClientProtocol::move_application_across_queues);
  service.bind("updateApplicationTimeouts", kIdempotent, *this,
               &ClientProtocol::update_application_timeouts);
  service.bind("getClusterMetrics", kIdempotent, *this, &ClientProtocol::get_cluster_metrics);
  service.bind("getClusterNodes", kIdempotent, *this, &ClientProtocol::get_cluster_nodes);
  service.bind("getQueueInfo", kIdempotent, *this, &ClientProtocol::get_queue_info);
  service.bind("getQueueUserAcls", kIdempotent, *this, &ClientProtocol::get_queue_user_acls);
  service.bind("getNodeToLabels", kIdempotent, *this, &ClientProtocol::get_node_to_labels);
  service.bind("getLabelsToNodes", kIdempotent, *this, &ClientProtocol::get_labels_to_nodes);
  service.bind("getClusterNodeLabels", kIdempotent, *this,
               &ClientProtocol::get_cluster_node_labels);
  service.bind("getClusterNodeAttributes", kIdempotent, *this,
               &ClientProtocol::get_cluster_node_attributes);
  service.bind("getAttributesToNodes", kIdempotent, *this,
               &ClientProtocol::get_attributes_to_nodes);
  service.bind("getNodesToAttributes", kIdempotent, *this,
               &ClientProtocol::get_nodes_to_attributes);
  service.bind("getResourceTypeInfo", kIdempotent, *this, &ClientProtocol::get_resource_type_info);
  service.bind("getResourceProfiles", kIdempotent, *this, &ClientProtocol::get_resource_profiles);
  service.bind("getResourceProfile", kIdempotent, *this, &ClientProtocol::get_resource_profile);
  for (const char* name :
       {"getDelegationToken", "renewDelegationToken", "cancelDelegationToken", "getNewReservation",
        "submitReservation", "updateReservation", "deleteReservation", "listReservations"})
    service.bind_unsupported(name);
}

Caller ClientProtocol::caller_of(const rpc::Call& call) const {
  return manager_.caller(call.user());
}

Result<const Application*> ClientProtocol::viewable(const Cluster& cluster, const ApplicationId& id,
                                                    const Caller& caller) {
  const Application* application = TRY(cluster.application(id));
  if (cluster.may_view(*application, caller)) return application;
  return yarn_error(
      "YarnException",
      "User " + caller.user + " does not have privilege to see this application " + to_text(id));
}

}  // namespace mammoth::yarn
