// What NodeManagers say, and what they are told.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/base/log.h"
#include "yarn/resource_manager/cluster/cluster.h"

namespace mammoth::yarn {

namespace {

constexpr std::size_t kMostNodes = 100'000;

std::vector<ContainerId> take_all(std::set<ContainerId>& from) {
  std::vector<ContainerId> all(from.begin(), from.end());
  from.clear();
  return all;
}

}  // namespace

std::string_view to_text(NodeState state) {
  static constexpr std::array<std::string_view, 9> kNames{
      "",     "NEW",      "RUNNING",         "UNHEALTHY", "DECOMMISSIONED",
      "LOST", "REBOOTED", "DECOMMISSIONING", "SHUTDOWN"};
  return kNames.at(static_cast<std::size_t>(state));
}

void Cluster::node_changed(const ClusterNode& node, NodeUpdate update) {
  for (auto& [id, application] : applications_)
    if (application.state == ApplicationState::kAccepted ||
        application.state == ApplicationState::kRunning)
      application.updated_nodes[node.id] = update;
}

void Cluster::enter_scheduler(ClusterNode& node, bool ready) {
  node.state = NodeState::kRunning;
  log::info("resourcemanager", "{} Node Transitioned to RUNNING, {}", to_text(node.id),
            to_text(node.total));
  node_changed(node, NodeUpdate::kUsable);
  scheduler_.add_node({.id = node.id,
                       .rack = node.rack,
                       .http_address = node.http_address(),
                       .total = node.total,
                       .ready = ready});
}

void Cluster::leave_scheduler(ClusterNode& node, NodeState to) {
  const bool was_usable = is_schedulable(node.state);
  log::info("resourcemanager", "{} Node Transitioned from {} to {}", to_text(node.id),
            to_text(node.state), to_text(to));
  node.state = to;
  if (!was_usable) return;
  node_changed(node, NodeUpdate::kUnusable);
  scheduler_.remove_node(node.id);
}

void Cluster::set_hosts(HostLists hosts, Leave leave, std::int64_t timeout_ms) {
  hosts_ = std::move(hosts);
  for (auto& [id, node] : nodes_) {
    const bool allowed = hosts_.allows(id.host);
    if (allowed && node.state == NodeState::kDecommissioning) {
      node.state = NodeState::kRunning;
      scheduler_.set_decommissioning(id, false);
      node_changed(node, NodeUpdate::kUsable);
    } else if (!allowed && is_active(node.state) &&
               (leave == Leave::kAtOnce || node.state == NodeState::kUnhealthy)) {
      leave_scheduler(node, NodeState::kDecommissioned);
    } else if (!allowed && node.state == NodeState::kRunning) {
      log::info("resourcemanager", "{} Node Transitioned from RUNNING to DECOMMISSIONING",
                to_text(id));
      node.state = NodeState::kDecommissioning;
      node.leave_by_ms = clock_.monotonic_ms() + timeout_ms;
      scheduler_.set_decommissioning(id, true);
      node_changed(node, NodeUpdate::kDecommissioning);
    }
  }
  settle();
}

// Of one that is leaving, once nobody needs it any more.
void Cluster::let_go(ClusterNode& node) {
  const bool needed = std::ranges::any_of(applications_, [&](const auto& it) {
    return !is_over(it.second.state) && it.second.nodes.contains(node.id);
  });
  if (!needed || clock_.monotonic_ms() >= node.leave_by_ms)
    leave_scheduler(node, NodeState::kDecommissioned);
}

std::optional<std::string> Cluster::register_node(const NodeRegistration& registration) {
  const NodeId& id = registration.id;
  if (!hosts_.allows(id.host))
    return fmt::format(
        "Disallowed NodeManager from  {}, Sending SHUTDOWN signal to the NodeManager.", id.host);
  const Resource& least = scheduler_.settings().minimum_allocation;
  if (registration.total.memory_mb < least.memory_mb || registration.total.vcores < least.vcores)
    return fmt::format(
        "NodeManager from  {} doesn't satisfy minimum allocations, Sending SHUTDOWN signal to the "
        "NodeManager. Node capabilities are {}; minimums are {}mb and {} vcores",
        id.host, to_text(registration.total), least.memory_mb, least.vcores);
  if (!nodes_.contains(id) && nodes_.size() >= kMostNodes)
    return fmt::format(
        "Disallowed NodeManager from  {}, Sending SHUTDOWN signal to the "
        "NodeManager. {} nodes are known, and more are not taken.",
        id.host, kMostNodes);
  ClusterNode& node = nodes_[id];
  const bool stays = is_schedulable(node.state) && registration.health.healthy &&
                     node.http_port == registration.http_port && node.total == registration.total &&
                     !registration.applications.empty();
  if (!stays && is_active(node.state)) leave_scheduler(node, NodeState::kRebooted);
  node.id = id;
  node.http_port = registration.http_port;
  node.version = registration.version;
  node.total = registration.total;
  node.physical = registration.physical;
  node.rack = registration.rack;
  node.health = registration.health;
  node.heard_ms = clock_.monotonic_ms();
  node.response_id = 0;
  node.last_response.clear();
  node.containers_to_clean.clear();
  node.containers_to_forget.clear();
  node.applications_to_clean.clear();
  listener_.node_registered(id);
  // With the answer to this it learns the keys of the tokens that containers are begun with.
  if (!stays && node.health.healthy)
    enter_scheduler(node, false);
  else if (!stays)
    node.state = NodeState::kUnhealthy;
  take_running(registration, node);
  settle();
  return std::nullopt;
}

NodeAnswer Cluster::refuse_node(NodeAnswer::Action action, std::string diagnostics) const {
  log::info("resourcemanager", "{}", diagnostics);
  return {.action = action, .diagnostics = std::move(diagnostics)};
}

NodeAnswer Cluster::node_heartbeat(const NodeCall& call) {
  const auto found = nodes_.find(call.id);
  if (!hosts_.allows(call.id.host) &&
      (found == nodes_.end() || found->second.state != NodeState::kDecommissioning))
    return refuse_node(NodeAnswer::Action::kShutdown,
                       fmt::format("Disallowed NodeManager nodeId: {} hostname: {}",
                                   to_text(call.id), call.id.host));
  if (found == nodes_.end() || !is_active(found->second.state))
    return refuse_node(NodeAnswer::Action::kResync, "Node not found resyncing " + to_text(call.id));
  ClusterNode& node = found->second;
  node.heard_ms = clock_.monotonic_ms();
  const auto next = [](std::int32_t id) { return id == INT32_MAX ? 0 : id + 1; };
  if (call.response_id >= 0 && next(call.response_id) == node.response_id &&
      !node.last_response.empty())
    return {.repeated = true};
  if (call.response_id != node.response_id) {
    leave_scheduler(node, NodeState::kRebooted);
    settle();
    return refuse_node(NodeAnswer::Action::kResync,
                       fmt::format("Too far behind rm response id:{} nm response id:{}",
                                   node.response_id, call.response_id));
  }
  node.health = call.health;
  node.containers = call.container_use;
  node.machine = call.machine_use;
  if (!node.health.healthy && is_schedulable(node.state))
    leave_scheduler(node, NodeState::kUnhealthy);
  else if (node.health.healthy && node.state == NodeState::kUnhealthy)
    enter_scheduler(node);
  // One that is to be killed is no news until it has ended.
  for (const ContainerId& unknown : scheduler_.node_heartbeat(node.id, call.containers))
    node.containers_to_clean.insert(unknown);
  settle();
  if (node.state == NodeState::kDecommissioning) let_go(node);
  settle();
  NodeAnswer answer;
  answer.clean = take_all(node.containers_to_clean);
  answer.forget = take_all(node.containers_to_forget);
  answer.clean_applications.assign(node.applications_to_clean.begin(),
                                   node.applications_to_clean.end());
  node.applications_to_clean.clear();
  answer.signals = std::exchange(node.signals, {});
  node.response_id = next(node.response_id);
  answer.response_id = node.response_id;
  return answer;
}

void Cluster::keep_response(const NodeId& id, std::string response) {
  if (const auto node = nodes_.find(id); node != nodes_.end())
    node->second.last_response = std::move(response);
}

void Cluster::unregister_node(const NodeId& id) {
  const auto node = nodes_.find(id);
  if (node == nodes_.end() || !is_active(node->second.state)) return;
  leave_scheduler(node->second, NodeState::kShutdown);
  settle();
}

Result<void> Cluster::set_node_resource(const NodeId& id, const Resource& total) {
  const auto node = nodes_.find(id);
  if (node == nodes_.end() || !is_active(node->second.state))
    return Error{ErrorCode::kIllegalArgument,
                 "Resource update get failed on all nodes due to change resource request on an "
                 "unrecognized node: " +
                     to_text(id)};
  node->second.total = total;
  if (is_schedulable(node->second.state)) scheduler_.update_node_resource(id, total);
  settle();
  return {};
}

void Cluster::expire_nodes() {
  const std::int64_t oldest = clock_.monotonic_ms() - settings_.node_expiry_ms;
  for (auto& [id, node] : nodes_) {
    if (!is_active(node.state) || node.heard_ms >= oldest) continue;
    log::info("resourcemanager", "Expired:{} Timed out after {} secs", to_text(id),
              settings_.node_expiry_ms / 1000);
    leave_scheduler(node, NodeState::kLost);
  }
}

}  // namespace mammoth::yarn
