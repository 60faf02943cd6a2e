#include <fmt/format.h>

#include "common/base/log.h"
#include "common/protocol/yarn/resource_tracker.pb.h"
#include "yarn/resource_manager/rpc/tracker_protocol.h"
#include "yarn/resource_manager/rpc/version.h"

namespace mammoth::yarn {

namespace {

NodeRegistration registration_of(const wire::RegisterNodeManagerRequestProto& request) {
  NodeRegistration it{.id = from_proto(request.node_id()),
                      .http_port = request.http_port(),
                      .version = request.nm_version(),
                      .total = from_proto(request.resource()),
                      .physical = from_proto(request.physicalresource())};
  if (request.nodestatus().has_nodehealthstatus())
    it.health = from_proto(request.nodestatus().nodehealthstatus());
  for (const auto& status : request.container_statuses()) {
    const ContainerId id = from_proto(status.container_id());
    Container container{.id = id,
                        .node = it.id,
                        .node_http_address = fmt::format("{}:{}", it.id.host, it.http_port),
                        .resource = from_proto(status.resource()),
                        .key = {status.priority().priority(), status.allocation_request_id()},
                        .created_ms = status.creation_time()};
    if (status.container_state() == wire::C_COMPLETE)
      it.finished.push_back(
          {std::move(container), status.container_exit_status(), status.diagnostics()});
    else
      it.running.push_back(std::move(container));
  }
  for (const auto& id : request.runningapplications()) it.applications.push_back(from_proto(id));
  return it;
}

}  // namespace

Result<wire::RegisterNodeManagerResponseProto> TrackerProtocol::register_node_manager(
    const wire::RegisterNodeManagerRequestProto& request, rpc::Call&) {
  if (!request.has_node_id() || request.node_id().host().empty() || !request.has_resource())
    return Error{ErrorCode::kIllegalArgument,
                 "registerNodeManager: node_id with a host, and resource, are required"};
  NodeRegistration registration = registration_of(request);
  registration.rack = manager_.rack_of(registration.id.host);
  manager_.learn_address(registration.id);
  const auto refusal =
      manager_.with([&](Cluster& cluster) { return cluster.register_node(registration); });
  wire::RegisterNodeManagerResponseProto response;
  response.set_rm_version(std::string(kVersion));
  response.set_rm_identifier(manager_.started_ms());
  if (refusal) {
    log::info("resourcemanager", "{}", *refusal);
    response.set_nodeaction(wire::SHUTDOWN);
    response.set_diagnostics_message(*refusal);
    return response;
  }
  response.set_nodeaction(wire::NORMAL);
  *response.mutable_container_token_master_key() =
      yarn_tokens::to_proto(manager_.container_tokens().current_key());
  *response.mutable_nm_token_master_key() =
      yarn_tokens::to_proto(manager_.node_tokens().current_key());
  log::info("resourcemanager",
            "NodeManager from node {}(cmPort: {} httpPort: {}) registered with capability: {}",
            registration.id.host, registration.id.port, registration.http_port,
            to_text(registration.total));
  return response;
}

}  // namespace mammoth::yarn
