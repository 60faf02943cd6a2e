#include "common/protocol/yarn/application_master_protocol.pb.h"
#include "common/rpc/call.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/convert_application.h"
#include "yarn/resource_manager/rpc/master_protocol.h"

namespace mammoth::yarn {

namespace {

Result<MasterCall> master_call(const wire::AllocateRequestProto& request) {
  if (request.scheduling_requests_size() > 0)
    return yarn_error("YarnException",
                      "Scheduling requests with placement constraints are not supported");
  MasterCall call{.response_id = request.response_id(),
                  .progress = request.progress(),
                  .tracking_url = request.tracking_url()};
  for (const auto& ask : request.ask()) {
    if (ask.num_containers() < 0)
      return yarn_error("InvalidResourceRequestException",
                        "Invalid resource request, number of containers is less than 0");
    if (ask.execution_type_request().execution_type() != wire::GUARANTEED)
      return yarn_error("YarnException", "Opportunistic containers are not supported");
    call.allocate.asks.push_back(from_proto(ask));
  }
  for (const auto& id : request.release()) call.allocate.releases.push_back(from_proto(id));
  for (const std::string& name : request.blacklist_request().blacklist_additions()) {
    if (name == kAnywhere)
      return yarn_error("InvalidResourceBlacklistRequestException",
                        "Cannot add * to the blacklist!");
    call.allocate.exclude.push_back(name);
  }
  for (const std::string& name : request.blacklist_request().blacklist_removals())
    call.allocate.include.push_back(name);
  return call;
}

void add_granted(Manager& manager, const Application& application, const AttemptId& attempt,
                 const std::vector<Container>& granted, wire::AllocateResponseProto& response) {
  if (granted.empty()) return;
  const auto logs = log_aggregation_of(application);
  for (const Container& container : granted) {
    *response.add_allocated_containers() = granted_container(manager, application, container, logs);
    const auto token =
        manager.node_tokens().issue_once(to_proto(attempt), to_proto(container.node),
                                         application.spec.user, manager.address_of(container.node));
    if (!token) continue;
    auto& entry = *response.add_nm_tokens();
    *entry.mutable_nodeid() = to_proto(container.node);
    *entry.mutable_token() = security::to_proto(*token);
  }
}

void add_nodes(const Cluster& cluster, const std::map<NodeId, NodeUpdate>& updates,
               wire::AllocateResponseProto& response) {
  for (const auto& [id, update] : updates) {
    const auto node = cluster.nodes().find(id);
    if (node == cluster.nodes().end()) continue;
    auto& report = *response.add_updated_nodes();
    report = node_report(cluster, node->second);
    report.set_node_update_type(static_cast<wire::NodeUpdateTypeProto>(update));
  }
}

// What else would do as well: containers of the least size, as many as the sum has.
void add_preemption(const Cluster& cluster, const std::vector<ContainerId>& containers,
                    wire::AllocateResponseProto& response) {
  auto& contract = *response.mutable_preempt()->mutable_contract();
  Resource sum;
  for (const ContainerId& id : containers) {
    *contract.add_container()->mutable_id() = to_proto(id);
    if (const auto it = cluster.scheduler().container(id)) sum += it->container.resource;
  }
  const Resource least = cluster.scheduler().settings().minimum_allocation;
  auto& ask = *contract.add_resource()->mutable_resource();
  ask.mutable_priority()->set_priority(0);
  ask.set_resource_name(kAnywhere);
  *ask.mutable_capability() = to_proto(least);
  ask.set_num_containers(
      static_cast<std::int32_t>((sum.memory_mb + least.memory_mb - 1) / least.memory_mb));
}

void refuse_updates(const wire::AllocateRequestProto& request,
                    wire::AllocateResponseProto& response) {
  for (const auto& update : request.update_requests()) {
    auto& error = *response.add_update_errors();
    error.set_reason("UPDATES_OF_CONTAINERS_ARE_NOT_SUPPORTED");
    *error.mutable_update_request() = update;
  }
}

}  // namespace

Result<wire::AllocateResponseProto> MasterProtocol::allocate(
    const wire::AllocateRequestProto& request, rpc::Call& call) {
  using Response = wire::AllocateResponseProto;
  const AttemptId attempt = TRY(calling_attempt(call));
  const MasterCall wanted = TRY(master_call(request));
  return manager_.with([&](Cluster& cluster) -> Result<Response> {
    const MasterAnswer answer = TRY(cluster.master_heartbeat(attempt, wanted));
    const Application& application = *TRY(cluster.application(attempt.application));
    Response response;
    if (answer.repeated) {
      response.ParseFromString(application.find(attempt)->last_response);
      return response;
    }
    const Allocation& allocation = answer.allocation;
    response.set_response_id(answer.response_id);
    add_granted(manager_, application, attempt, allocation.granted, response);
    for (const ContainerEnd& end : allocation.completed)
      *response.add_completed_container_statuses() = to_proto(end);
    *response.mutable_limit() = to_proto(allocation.headroom);
    add_nodes(cluster, answer.updated_nodes, response);
    response.set_num_cluster_nodes(cluster.scheduler().node_count());
    if (!allocation.preemption.empty()) add_preemption(cluster, allocation.preemption, response);
    if (const auto token = manager_.master_tokens().renewal(call.token_identifier()))
      *response.mutable_am_rm_token() = security::to_proto(*token);
    response.mutable_application_priority()->set_priority(answer.priority);
    refuse_updates(request, response);
    cluster.keep_response(attempt, response.SerializeAsString());
    return response;
  });
}

}  // namespace mammoth::yarn
