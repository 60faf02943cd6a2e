// What is given, taken back and reserved, and the sums that follow.
#include <algorithm>
#include <cmath>

#include "common/base/check.h"
#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

void CapacityScheduler::Core::charge(SchedulerApp& app, const Resource& resource, int containers,
                                     bool reservation) {
  Leaf& leaf = *app.queue->leaf;
  User& user = leaf.users[app.user];
  user.used += resource;
  if (user.demanding > 0) leaf.demanding_users_used += resource;
  (reservation ? app.reserved : app.used) += resource;
  for (Queue* queue = app.queue; queue; queue = queue->parent) {
    queue->used += resource;
    queue->containers += containers;
    if (reservation) queue->reserved += resource;
    queue->reposition(calculator_, settings_.minimum_allocation);
  }
  if (app.queue->settings.ordering == OrderingPolicy::kFair && app.attempt &&
      app.attempt->demanding) {
    leaf.demanding.erase(app.attempt->place);
    app.attempt->place = order_of(app);
    leaf.demanding.insert(app.attempt->place);
  }
}

void CapacityScheduler::Core::grant(SchedulerApp& app, Node& node, const SchedulerKey& key,
                                    const Resource& resource) {
  Attempt& attempt = *app.attempt;
  Container container{.id = {attempt.id, (environment_.epoch << ContainerId::kEpochShift) |
                                             ++attempt.last_container},
                      .node = node.id,
                      .node_http_address = node.http_address,
                      .resource = resource,
                      .key = key,
                      .created_ms = environment_.clock.wall_ms(),
                      .application_master = !attempt.unmanaged && !attempt.am_given};
  attempt.am_given = true;
  const std::int64_t expires = environment_.clock.monotonic_ms() + settings_.allocation_expiry_ms;
  live_.emplace(container.id,
                LiveContainer{container, ContainerState::kAllocated, &app, &node, expires});
  expiries_.emplace(expires, container.id);
  app.live.insert(container.id);
  node.containers.insert(container.id);
  node.used += resource;
  count(node);
  update_free(node);
  charge(app, resource, 1, false);
  attempt.granted.push_back(std::move(container));
  ++decisions_;
  environment_.listener.containers_granted(attempt.id);
}

void CapacityScheduler::Core::end(const ContainerId& id, int exit_status,
                                  const std::string& diagnostics, bool reported) {
  const auto found = live_.find(id);
  if (found == live_.end()) return;
  const LiveContainer ended = std::move(found->second);
  live_.erase(found);
  SchedulerApp& app = *ended.app;
  Node& node = *ended.node;
  const Resource& resource = ended.container.resource;
  app.live.erase(id);
  node.containers.erase(id);
  node.used -= resource;
  count(node);
  update_free(node);
  charge(app, Resource{} - resource, -1, false);
  const ContainerEnd status{id, exit_status, diagnostics, resource};
  if (app.attempt) {
    std::erase_if(app.attempt->granted, [&](const Container& it) { return it.id == id; });
    app.attempt->completed.push_back(status);
  }
  environment_.listener.container_ended(ended.container, status, reported);
}

void CapacityScheduler::Core::reserve(SchedulerApp& app, Node& node, const SchedulerKey& key,
                                      const Resource& resource) {
  check(!node.reservation, "a node is reserved once");
  node.reservation = Reservation{&app, key, resource};
  app.attempt->placings[key].reserved[node.index] = &node;
  update_free(node);
  charge(app, resource, 0, true);
}

void CapacityScheduler::Core::unreserve(Node& node) {
  const Reservation reservation = *node.reservation;
  node.reservation.reset();
  SchedulerApp& app = *reservation.app;
  Placing& placing = app.attempt->placings[reservation.key];
  placing.reserved.erase(node.index);
  if (placing.reserved.empty()) placing.re_reservations = 0;
  forget_placing(app, reservation.key);
  update_free(node);
  charge(app, Resource{} - reservation.resource, 0, true);
}

void CapacityScheduler::Core::forget_placing(SchedulerApp& app, const SchedulerKey& key) {
  const auto found = app.attempt->placings.find(key);
  if (found != app.attempt->placings.end() && found->second.reserved.empty() &&
      !app.attempt->asks.find(key))
    app.attempt->placings.erase(found);
}

void CapacityScheduler::Core::unreserve_all(SchedulerApp& app) {
  std::vector<Node*> nodes;
  for (const auto& [key, placing] : app.attempt->placings)
    for (const auto& [index, node] : placing.reserved) nodes.push_back(node);
  for (Node* node : nodes) unreserve(*node);
}

AppOrder CapacityScheduler::Core::order_of(const SchedulerApp& app) const {
  double share = 0;
  const QueueSettings& queue = app.queue->settings;
  if (queue.ordering == OrderingPolicy::kFair && app.attempt->active) {
    share = static_cast<double>((app.used + app.reserved).memory_mb);
    if (queue.fair_by_size) {
      const Resource demand = app.attempt->asks.outstanding_resource() + app.used;
      const double size = std::log1p(static_cast<double>(demand.memory_mb)) / std::log(2.0);
      share = size > 0 ? share / size : share;
    }
  }
  return {share, app.priority, app.id, const_cast<SchedulerApp*>(&app)};
}

void CapacityScheduler::Core::demand_changed(SchedulerApp& app) {
  Attempt* attempt = app.attempt ? &*app.attempt : nullptr;
  if (!attempt || !attempt->active) return;
  const bool demanding = attempt->asks.outstanding() > 0;
  if (demanding == attempt->demanding) return;
  attempt->demanding = demanding;
  Leaf& leaf = *app.queue->leaf;
  User& user = leaf.users[app.user];
  const bool was = user.demanding > 0;
  user.demanding += demanding ? 1 : -1;
  if (const bool is = user.demanding > 0; is != was) {
    leaf.demanding_users_used += is ? user.used : Resource{} - user.used;
    leaf.demanding_users_weight += static_cast<double>(is ? user.weight : -user.weight);
  }
  if (demanding) {
    attempt->place = order_of(app);
    leaf.demanding.insert(attempt->place);
  } else {
    leaf.demanding.erase(attempt->place);
  }
  for (Queue* queue = app.queue; queue; queue = queue->parent) {
    queue->demand += demanding ? 1 : -1;
    if (queue->demand == (demanding ? 1 : 0))
      queue->reposition(calculator_, settings_.minimum_allocation);
  }
}

}  // namespace mammoth::yarn
