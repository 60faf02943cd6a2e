#include <fmt/format.h>

#include <utility>

#include "common/base/check.h"
#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

Node* CapacityScheduler::Core::find_node(const NodeId& id) const {
  const auto found = nodes_.find(id);
  return found == nodes_.end() ? nullptr : found->second.get();
}

bool CapacityScheduler::Core::usable(const Node& node) const {
  return node.ready && !node.decommissioning && !node.reservation &&
         calculator_.containers_in(node.available(), settings_.minimum_allocation) > 0;
}

void CapacityScheduler::Core::update_free(Node& node) {
  if (usable(node))
    free_nodes_[node.index] = &node;
  else
    free_nodes_.erase(node.index);
}

void CapacityScheduler::Core::count(Node& node) {
  const Resource counted = node.decommissioning ? node.used : node.total;
  if (counted == node.counted) return;
  cluster_ += counted - node.counted;
  node.counted = counted;
  cluster_changed_ = true;
}

void CapacityScheduler::Core::add_node(const NodeDescription& description) {
  check(!find_node(description.id), "a node is added once");
  auto made = std::make_unique<Node>();
  Node& node = *made;
  node.id = description.id;
  node.rack = description.rack;
  node.http_address = description.http_address;
  node.total = description.total;
  node.ready = description.ready;
  node.index = ++last_node_index_;
  nodes_.emplace(node.id, std::move(made));
  nodes_on_host_[node.id.host].insert(&node);
  ++nodes_in_rack_[node.rack];
  node_memory_.insert(node.total.memory_mb);
  node_vcores_.insert(node.total.vcores);
  ++nodes_version_;
  count(node);
  update_free(node);
  if (node.ready) offer_now(node);
}

std::vector<ContainerId> CapacityScheduler::Core::heartbeat(const NodeId& id,
                                                            const NodeHeartbeat& heartbeat) {
  Node* node = find_node(id);
  if (!node) return {};
  if (!std::exchange(node->ready, true)) update_free(*node);
  std::vector<ContainerId> unknown;
  std::set<ContainerId> running;
  for (const ContainerId& container : heartbeat.running) {
    const auto found = live_.find(container);
    if (found == live_.end() || found->second.node != node) {
      unknown.push_back(container);
      continue;
    }
    found->second.state = ContainerState::kRunning;
    running.insert(container);
  }
  for (const FinishedContainer& it : heartbeat.finished)
    if (node->containers.contains(it.id)) end(it.id, it.exit_status, it.diagnostics, true);
  const std::set<ContainerId> known = node->containers;
  for (const ContainerId& container : known)
    if (!running.contains(container) && live_.at(container).state == ContainerState::kRunning)
      end(container, exit_status::kAborted,
          fmt::format("Container {} was running but not reported from {}", to_text(container),
                      to_text(id)),
          true);
  offer_on_heartbeat(*node);
  return unknown;
}

void CapacityScheduler::Core::remove_node(const NodeId& id) {
  Node* node = find_node(id);
  if (!node) return;
  node->decommissioning = true;  // nothing is offered to it any more
  if (node->reservation) unreserve(*node);
  const std::set<ContainerId> containers = node->containers;
  for (const ContainerId& container : containers)
    end(container, exit_status::kAborted, "Container released on a *lost* node", true);
  cluster_ -= node->counted;
  cluster_changed_ = true;
  free_nodes_.erase(node->index);
  node_memory_.erase(node_memory_.find(node->total.memory_mb));
  node_vcores_.erase(node_vcores_.find(node->total.vcores));
  if (auto& there = nodes_on_host_[id.host]; there.erase(node), there.empty())
    nodes_on_host_.erase(id.host);
  if (--nodes_in_rack_[node->rack] == 0) nodes_in_rack_.erase(node->rack);
  ++nodes_version_;
  nodes_.erase(id);
}

void CapacityScheduler::Core::set_decommissioning(const NodeId& id, bool decommissioning) {
  Node* node = find_node(id);
  if (!node || node->decommissioning == decommissioning) return;
  node->decommissioning = decommissioning;
  if (node->reservation) unreserve(*node);
  count(*node);
  update_free(*node);
  offer_now(*node);
}

void CapacityScheduler::Core::update_node_resource(const NodeId& id, const Resource& total) {
  Node* node = find_node(id);
  if (!node) return;
  node_memory_.erase(node_memory_.find(node->total.memory_mb));
  node_vcores_.erase(node_vcores_.find(node->total.vcores));
  node->total = total;
  node_memory_.insert(total.memory_mb);
  node_vcores_.insert(total.vcores);
  if (node->reservation && !calculator_.fits(node->reservation->resource, total)) unreserve(*node);
  count(*node);
  update_free(*node);
  offer_now(*node);
}

}  // namespace mammoth::yarn
