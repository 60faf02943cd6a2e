#include "common/protocol/yarn/application_master_protocol.pb.h"
#include "common/protocol/yarn/submission.pb.h"
#include "yarn/resource_manager/rpc/convert_application.h"
#include "yarn/resource_manager/rpc/master_protocol.h"

namespace mammoth::yarn {

namespace {

void add_kept_containers(Manager& manager, const Cluster& cluster, const Application& application,
                         const AttemptId& attempt,
                         wire::RegisterApplicationMasterResponseProto& response) {
  const auto logs = log_aggregation_of(application);
  manager.node_tokens().forget_nodes_of(to_proto(attempt));
  for (const ContainerReport& it : cluster.scheduler().containers_of(application.spec.id)) {
    if (it.container.id.attempt == attempt) continue;
    const NodeId& node = it.container.node;
    *response.add_containers_from_previous_attempts() =
        granted_container(manager, application, it.container, logs);
    if (const auto token = manager.node_tokens().issue_once(
            to_proto(attempt), to_proto(node), application.spec.user, manager.address_of(node))) {
      auto& entry = *response.add_nm_tokens_from_previous_attempts();
      *entry.mutable_nodeid() = to_proto(node);
      *entry.mutable_token() = security::to_proto(*token);
    }
  }
}

}  // namespace

Result<wire::RegisterApplicationMasterResponseProto> MasterProtocol::register_application_master(
    const wire::RegisterApplicationMasterRequestProto& request, rpc::Call& call) {
  using Response = wire::RegisterApplicationMasterResponseProto;
  const AttemptId attempt = TRY(calling_attempt(call));
  return manager_.with([&](Cluster& cluster) -> Result<Response> {
    const Application& application = *TRY(cluster.register_master(
        attempt, request.host(), request.rpc_port(), request.tracking_url()));
    Response response;
    *response.mutable_maximumcapability() = to_proto(cluster.scheduler().maximum_allocation());
    response.set_queue(application.queue);
    wire::ApplicationSubmissionContextProto context;
    context.ParseFromString(application.spec.context);
    *response.mutable_application_acls() = context.am_container_spec().application_acls();
    response.add_scheduler_resource_types(wire::MEMORY);
    if (cluster.scheduler().settings().calculator == ResourceCalculator::Kind::kDominant)
      response.add_scheduler_resource_types(wire::CPU);
    for (const auto& [name, units] : {std::pair("memory-mb", "Mi"), std::pair("vcores", "")}) {
      auto& type = *response.add_resource_types();
      type.set_name(name);
      type.set_units(units);
      type.set_type(wire::COUNTABLE);
    }
    if (application.spec.keep_containers)
      add_kept_containers(manager_, cluster, application, attempt, response);
    return response;
  });
}

}  // namespace mammoth::yarn
