#include "common/protocol/yarn/resource_tracker.pb.h"
#include "yarn/resource_manager/rpc/tracker_protocol.h"

namespace mammoth::yarn {

namespace {

NodeCall call_of(const wire::NodeStatusProto& status) {
  NodeCall call{.id = from_proto(status.node_id()), .response_id = status.response_id()};
  for (const auto& container : status.containersstatuses()) {
    const ContainerId id = from_proto(container.container_id());
    if (container.state() == wire::C_COMPLETE)
      call.containers.finished.push_back({id, container.exit_status(), container.diagnostics()});
    else
      call.containers.running.push_back(id);
  }
  call.health = from_proto(status.nodehealthstatus());
  if (status.has_containers_utilization())
    call.container_use = from_proto(status.containers_utilization());
  if (status.has_node_utilization()) call.machine_use = from_proto(status.node_utilization());
  return call;
}

wire::NodeActionProto action_of(NodeAnswer::Action action) {
  switch (action) {
    case NodeAnswer::Action::kNormal:
      return wire::NORMAL;
    case NodeAnswer::Action::kResync:
      return wire::RESYNC;
    case NodeAnswer::Action::kShutdown:
      return wire::SHUTDOWN;
  }
  return wire::NORMAL;
}

wire::NodeHeartbeatResponseProto response_of(const NodeAnswer& answer) {
  wire::NodeHeartbeatResponseProto response;
  response.set_nodeaction(action_of(answer.action));
  if (!answer.diagnostics.empty()) response.set_diagnostics_message(answer.diagnostics);
  response.set_response_id(answer.response_id);
  for (const ContainerId& id : answer.clean) *response.add_containers_to_cleanup() = to_proto(id);
  for (const ContainerId& id : answer.forget)
    *response.add_containers_to_be_removed_from_nm() = to_proto(id);
  for (const ApplicationId& id : answer.clean_applications)
    *response.add_applications_to_cleanup() = to_proto(id);
  for (const auto& [id, command] : answer.signals) {
    auto& order = *response.add_containers_to_signal();
    *order.mutable_container_id() = to_proto(id);
    order.set_command(static_cast<wire::SignalContainerCommandProto>(command));
  }
  return response;
}

}  // namespace

Result<wire::NodeHeartbeatResponseProto> TrackerProtocol::node_heartbeat(
    const wire::NodeHeartbeatRequestProto& request, rpc::Call&) {
  const wire::NodeStatusProto& status = request.node_status();
  if (!status.has_node_id() || !status.has_nodehealthstatus())
    return Error{ErrorCode::kIllegalArgument,
                 "nodeHeartbeat: node_status with node_id and nodeHealthStatus is required"};
  const NodeCall call = call_of(status);
  return manager_.with([&](Cluster& cluster) {
    const NodeAnswer answer = cluster.node_heartbeat(call);
    wire::NodeHeartbeatResponseProto response;
    if (answer.repeated) {
      response.ParseFromString(cluster.nodes().at(call.id).last_response);
      return response;
    }
    response = response_of(answer);
    response.set_nextheartbeatinterval(heartbeat_ms_);
    if (answer.action != NodeAnswer::Action::kNormal) return response;
    // Whoever knows another key than the one that comes next is told.
    const auto container_key = manager_.container_tokens().newest_key();
    if (request.last_known_container_token_master_key().key_id() != container_key.id)
      *response.mutable_container_token_master_key() = yarn_tokens::to_proto(container_key);
    const auto node_key = manager_.node_tokens().newest_key();
    if (request.last_known_nm_token_master_key().key_id() != node_key.id)
      *response.mutable_nm_token_master_key() = yarn_tokens::to_proto(node_key);
    cluster.keep_response(call.id, response.SerializeAsString());
    return response;
  });
}

}  // namespace mammoth::yarn
