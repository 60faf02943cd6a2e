// ApplicationClientProtocol: what clients ask of the ResourceManager (Hadoop: ClientRMService). One
// method a file in client/. Thread-safe.
#pragma once

#include "common/base/result.h"
#include "common/protocol/yarn/client_application.pb.h"
#include "common/protocol/yarn/client_cluster.pb.h"
#include "common/protocol/yarn/client_container.pb.h"
#include "yarn/resource_manager/rpc/convert.h"
#include "yarn/resource_manager/rpc/manager.h"

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace hadoop::yarn {
class SignalContainerRequestProto;
class SignalContainerResponseProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

class ClientProtocol {
 public:
  // `manager` must outlive this.
  explicit ClientProtocol(Manager& manager) : manager_(manager) {}

  // Enters every method of the protocol into `service`, those that are not done as unsupported.
  void bind_to(rpc::Service& service);

  Result<wire::GetNewApplicationResponseProto> get_new_application(
      const wire::GetNewApplicationRequestProto& request, rpc::Call& call);
  Result<wire::SubmitApplicationResponseProto> submit_application(
      const wire::SubmitApplicationRequestProto& request, rpc::Call& call);
  Result<wire::KillApplicationResponseProto> force_kill_application(
      const wire::KillApplicationRequestProto& request, rpc::Call& call);
  Result<wire::SignalContainerResponseProto> signal_to_container(
      const wire::SignalContainerRequestProto& request, rpc::Call& call);
  Result<wire::FailApplicationAttemptResponseProto> fail_application_attempt(
      const wire::FailApplicationAttemptRequestProto& request, rpc::Call& call);
  Result<wire::GetApplicationReportResponseProto> get_application_report(
      const wire::GetApplicationReportRequestProto& request, rpc::Call& call);
  Result<wire::GetApplicationsResponseProto> get_applications(
      const wire::GetApplicationsRequestProto& request, rpc::Call& call);
  Result<wire::GetApplicationAttemptReportResponseProto> get_application_attempt_report(
      const wire::GetApplicationAttemptReportRequestProto& request, rpc::Call& call);
  Result<wire::GetApplicationAttemptsResponseProto> get_application_attempts(
      const wire::GetApplicationAttemptsRequestProto& request, rpc::Call& call);
  Result<wire::GetContainerReportResponseProto> get_container_report(
      const wire::GetContainerReportRequestProto& request, rpc::Call& call);
  Result<wire::GetContainersResponseProto> get_containers(
      const wire::GetContainersRequestProto& request, rpc::Call& call);
  Result<wire::UpdateApplicationPriorityResponseProto> update_application_priority(
      const wire::UpdateApplicationPriorityRequestProto& request, rpc::Call& call);
  Result<wire::MoveApplicationAcrossQueuesResponseProto> move_application_across_queues(
      const wire::MoveApplicationAcrossQueuesRequestProto& request, rpc::Call& call);
  Result<wire::UpdateApplicationTimeoutsResponseProto> update_application_timeouts(
      const wire::UpdateApplicationTimeoutsRequestProto& request, rpc::Call& call);
  Result<wire::GetClusterMetricsResponseProto> get_cluster_metrics(
      const wire::GetClusterMetricsRequestProto& request, rpc::Call& call);
  Result<wire::GetClusterNodesResponseProto> get_cluster_nodes(
      const wire::GetClusterNodesRequestProto& request, rpc::Call& call);
  Result<wire::GetQueueInfoResponseProto> get_queue_info(
      const wire::GetQueueInfoRequestProto& request, rpc::Call& call);
  Result<wire::GetQueueUserAclsInfoResponseProto> get_queue_user_acls(
      const wire::GetQueueUserAclsInfoRequestProto& request, rpc::Call& call);
  Result<wire::GetNodesToLabelsResponseProto> get_node_to_labels(
      const wire::GetNodesToLabelsRequestProto& request, rpc::Call& call);
  Result<wire::GetLabelsToNodesResponseProto> get_labels_to_nodes(
      const wire::GetLabelsToNodesRequestProto& request, rpc::Call& call);
  Result<wire::GetClusterNodeLabelsResponseProto> get_cluster_node_labels(
      const wire::GetClusterNodeLabelsRequestProto& request, rpc::Call& call);
  Result<wire::GetClusterNodeAttributesResponseProto> get_cluster_node_attributes(
      const wire::GetClusterNodeAttributesRequestProto& request, rpc::Call& call);
  Result<wire::GetAttributesToNodesResponseProto> get_attributes_to_nodes(
      const wire::GetAttributesToNodesRequestProto& request, rpc::Call& call);
  Result<wire::GetNodesToAttributesResponseProto> get_nodes_to_attributes(
      const wire::GetNodesToAttributesRequestProto& request, rpc::Call& call);
  Result<wire::GetAllResourceTypeInfoResponseProto> get_resource_type_info(
      const wire::GetAllResourceTypeInfoRequestProto& request, rpc::Call& call);
  Result<wire::GetAllResourceProfilesResponseProto> get_resource_profiles(
      const wire::GetAllResourceProfilesRequestProto& request, rpc::Call& call);
  Result<wire::GetResourceProfileResponseProto> get_resource_profile(
      const wire::GetResourceProfileRequestProto& request, rpc::Call& call);

 private:
  Caller caller_of(const rpc::Call& call) const;
  // The application, if the caller may see it: what reports of its parts ask first.
  static Result<const Application*> viewable(const Cluster& cluster, const ApplicationId& id,
                                             const Caller& caller);

  Manager& manager_;
};

}  // namespace mammoth::yarn
