// The application's heartbeat: checked whole, then carried out.
#include <fmt/format.h>

#include <algorithm>

#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

namespace {

const std::string kExceptions = "org.apache.hadoop.yarn.exceptions.";

Error refusal(const std::string& exception, std::string message) {
  return {ErrorCode::kRemote, std::move(message), kExceptions + exception};
}

Error too_large(const char* type, const Resource& asked, const Resource& allowed,
                const Resource& configured) {
  return refusal(
      "InvalidResourceRequestException",
      fmt::format(
          "Invalid resource request! Cannot allocate containers as requested resource is "
          "greater than maximum allowed allocation. Requested resource type=[{}], Requested "
          "resource={}, maximum allowed allocation={}, please note that maximum allowed "
          "allocation is calculated by scheduler based on maximum resource of registered "
          "NodeManagers, which might be less than configured maximum allocation={}",
          type, to_text(asked), to_text(allowed), to_text(configured)));
}

Error below_zero(const char* type, const Resource& asked) {
  return refusal("InvalidResourceRequestException",
                 fmt::format("Invalid resource request! Cannot allocate containers as requested "
                             "resource is less than 0! Requested resource type=[{}], Requested "
                             "resource={}",
                             type, to_text(asked)));
}

}  // namespace

Resource CapacityScheduler::Core::maximum_allocation(const Queue* queue) const {
  Resource most = settings_.maximum_allocation;
  if (queue && queue->settings.maximum_allocation_mb)
    most.memory_mb = std::min(most.memory_mb, *queue->settings.maximum_allocation_mb);
  if (queue && queue->settings.maximum_allocation_vcores)
    most.vcores = std::min(most.vcores, *queue->settings.maximum_allocation_vcores);
  if (node_memory_.empty()) return most;
  return at_most(most, {*node_memory_.rbegin(), *node_vcores_.rbegin()});
}

Result<Resource> CapacityScheduler::Core::normalize(const Queue* queue,
                                                    const Resource& asked) const {
  const Resource most = maximum_allocation(queue);
  if (asked.memory_mb < 0) return below_zero("memory-mb", asked);
  if (asked.memory_mb > most.memory_mb)
    return too_large("memory-mb", asked, most, settings_.maximum_allocation);
  if (asked.vcores < 0) return below_zero("vcores", asked);
  if (asked.vcores > most.vcores)
    return too_large("vcores", asked, most, settings_.maximum_allocation);
  return calculator_.normalize(asked, settings_.minimum_allocation, most,
                               settings_.minimum_allocation);
}

Result<std::vector<ResourceRequest>> CapacityScheduler::Core::checked(
    const SchedulerApp& app, const std::vector<ResourceRequest>& asks) const {
  std::vector<ResourceRequest> result = asks;
  for (ResourceRequest& it : result) {
    if (it.node_label_expression.find_first_not_of(' ') != std::string::npos)
      return refusal(
          "InvalidLabelResourceRequestException",
          "Invalid resource request, node label not enabled but request contains label expression");
    it.capability = TRY(normalize(app.queue, it.capability));
  }
  return result;
}

Resource CapacityScheduler::Core::headroom(const SchedulerApp& app) const {
  const Queue& queue = *app.queue;
  const User& user = queue.leaf->users.at(app.user);
  const Resource limit = user_limit(limits(), queue, user, true);
  Resource room =
      calculator_.smaller(cluster_, limit - user.used, queue.current_limit(cluster_) - queue.used);
  room = calculator_.round_down(room, settings_.minimum_allocation);
  return at_least(at_most(room, cluster_ - root_->used), Resource{});
}

Result<Allocation> CapacityScheduler::Core::allocate(const AttemptId& id,
                                                     const AllocateCall& call) {
  SchedulerApp* app = find_app(id.application);
  if (!app || !app->attempt || app->attempt->id != id)
    return refusal("ApplicationAttemptNotFoundException",
                   fmt::format("Application attempt {} doesn't exist in ApplicationMasterService "
                               "cache.",
                               to_text(id)));
  settle();
  Attempt& attempt = *app->attempt;
  const std::vector<ResourceRequest> asks = TRY(checked(*app, call.asks));
  for (const ContainerId& it : call.releases)
    if (it.attempt.application != id.application)
      return refusal("InvalidContainerReleaseException",
                     fmt::format("Cannot release container : {} not belonging to this application "
                                 "attempt : {}",
                                 to_text(it), to_text(id)));
  std::set<Node*> freed;
  for (const ContainerId& it : call.releases) {
    const auto found = live_.find(it);
    if (found == live_.end()) continue;
    freed.insert(found->second.node);
    end(it, exit_status::kAborted, "Container released by application", false);
  }
  for (const std::string& it : call.exclude) attempt.excluded.insert(it);
  for (const std::string& it : call.include) attempt.excluded.erase(it);
  for (const ResourceRequest& it : asks) {
    attempt.asks.update(it);
    const SchedulerKey key{it.priority, it.allocation_request_id};
    if (attempt.asks.find(key)) continue;
    if (const auto placing = attempt.placings.find(key); placing != attempt.placings.end()) {
      const std::map<std::uint32_t, Node*> reserved = placing->second.reserved;
      for (const auto& [index, node] : reserved) unreserve(*node);
      attempt.placings.erase(key);
    }
  }
  demand_changed(*app);
  if (!freed.empty()) activate_waiting(*app->queue);
  for (Node* node : freed) offer_now(*node);
  if (!asks.empty() || !call.include.empty()) sweep(*app);

  Allocation result;
  for (const Container& it : attempt.granted) live_.at(it.id).state = ContainerState::kAcquired;
  result.granted = std::exchange(attempt.granted, {});
  result.completed = std::exchange(attempt.completed, {});
  result.headroom = headroom(*app);
  result.cluster_nodes = static_cast<int>(nodes_.size());
  for (const ContainerId& it : app->live)
    if (live_.at(it).preempt_since_ms > 0) result.preemption.push_back(it);
  return result;
}

}  // namespace mammoth::yarn
