// What time alone brings: grants that nobody used, and preemption between queues after
// ProportionalCapacityPreemptionPolicy. Each round computes what every queue should have (its
// guarantee as far as it wants it, then shares of what others leave), and asks back a part of what
// some have beyond it: the newest applications first, of each the least important and newest
// containers first, masters last. What is still asked back after the wait is killed.
#include <algorithm>

#include "yarn/resource_manager/scheduler/core.h"
#include "yarn/resource_manager/scheduler/ideal_shares.h"

namespace mammoth::yarn {

void CapacityScheduler::Core::expire_grants(std::int64_t now) {
  while (!expiries_.empty() && expiries_.begin()->first <= now) {
    const ContainerId id = expiries_.begin()->second;
    expiries_.erase(expiries_.begin());
    const auto found = live_.find(id);
    if (found == live_.end() || found->second.state == ContainerState::kRunning) continue;
    Node& node = *found->second.node;
    end(id, exit_status::kAborted, "Container expired since it was unused", false);
    offer_now(node);
  }
}

void CapacityScheduler::Core::ask_back(Queue& leaf, Resource excess, std::set<ContainerId>& asked,
                                       std::int64_t now) {
  std::vector<const LiveContainer*> candidates;
  std::vector<Node*> reserved;
  std::vector<SchedulerApp*> apps;
  for (const auto& [id, app] : leaf.leaf->applications) apps.push_back(app);
  std::ranges::sort(apps, [](const SchedulerApp* a, const SchedulerApp* b) {
    return std::tie(a->priority, b->id) < std::tie(b->priority, a->id);
  });
  std::vector<const LiveContainer*> masters;
  for (const SchedulerApp* app : apps) {
    std::vector<const LiveContainer*> own;
    for (const ContainerId& id : app->live) {
      const LiveContainer& it = live_.at(id);
      (it.container.application_master ? masters : own).push_back(&it);
    }
    std::ranges::sort(own, [](const LiveContainer* a, const LiveContainer* b) {
      return std::tie(b->container.key.priority, b->container.id) <
             std::tie(a->container.key.priority, a->container.id);
    });
    candidates.insert(candidates.end(), own.begin(), own.end());
    if (app->attempt)
      for (const auto& [key, placing] : app->attempt->placings)
        for (const auto& [index, node] : placing.reserved) reserved.push_back(node);
  }
  candidates.insert(candidates.end(), masters.begin(), masters.end());
  for (Node* node : reserved) {
    if (!calculator_.positive(excess)) return;
    excess -= node->reservation->resource;
    unreserve(*node);
  }
  for (const LiveContainer* it : candidates) {
    if (!calculator_.positive(excess)) break;
    excess -= it->container.resource;
    asked.insert(it->container.id);
    LiveContainer& live = live_.at(it->container.id);
    if (live.preempt_since_ms == 0) live.preempt_since_ms = std::max<std::int64_t>(now, 1);
  }
}

void CapacityScheduler::Core::preemption_round(std::int64_t now) {
  settle();
  std::set<ContainerId> asked;
  for (const auto& [leaf, excess] : excess_of_leaves(limits(), *root_, settings_.preemption))
    if (!settings_.preemption.observe_only) ask_back(*leaf, excess, asked, now);
  std::vector<ContainerId> overdue;
  for (auto& [id, live] : live_) {
    if (live.preempt_since_ms == 0) continue;
    if (!asked.contains(id))
      live.preempt_since_ms = 0;
    else if (now - live.preempt_since_ms >= settings_.preemption.maximum_wait_before_kill_ms)
      overdue.push_back(id);
  }
  std::ranges::sort(overdue);
  std::set<Node*> freed;
  for (const ContainerId& id : overdue) {
    freed.insert(live_.at(id).node);
    end(id, exit_status::kPreempted, "Container preempted by scheduler", false);
  }
  for (Node* node : freed) offer_now(*node);
}

void CapacityScheduler::Core::tick() {
  const std::int64_t now = environment_.clock.monotonic_ms();
  if (hold_until_ms_ != 0 && now >= hold_until_ms_) {
    hold_until_ms_ = 0;
    for (const auto& [id, node] : nodes_) offer_now(*node);
  }
  expire_grants(now);
  if (!settings_.preemption.enabled || now < next_preemption_ms_) return;
  next_preemption_ms_ = now + settings_.preemption.interval_ms;
  preemption_round(now);
}

std::optional<std::int64_t> CapacityScheduler::Core::next_wakeup_ms() const {
  std::optional<std::int64_t> next;
  if (!expiries_.empty()) next = expiries_.begin()->first;
  if (hold_until_ms_ != 0) next = next ? std::min(*next, hold_until_ms_) : hold_until_ms_;
  if (settings_.preemption.enabled)
    next = next ? std::min(*next, next_preemption_ms_) : next_preemption_ms_;
  return next;
}

}  // namespace mammoth::yarn
