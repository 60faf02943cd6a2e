#include <fmt/format.h>

#include <algorithm>

#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

CapacityScheduler::Core::Core(SchedulerSettings settings, SchedulerEnvironment environment)
    : settings_(std::move(settings)), environment_(environment), calculator_(settings_.calculator) {
  build_queues(settings_.root, nullptr);
  index_queues(*root_);
  next_preemption_ms_ = environment_.clock.monotonic_ms() + settings_.preemption.interval_ms;
}

void CapacityScheduler::Core::build_queues(const QueueSettings& settings, Queue* parent) {
  auto queue = std::make_unique<Queue>();
  queue->settings = settings;
  queue->settings.children.clear();
  queue->parent = parent;
  if (settings.leaf()) queue->leaf = std::make_unique<Leaf>();
  Queue* made = queue.get();
  if (parent)
    parent->children.push_back(std::move(queue));
  else
    root_ = std::move(queue);
  for (const QueueSettings& child : settings.children) build_queues(child, made);
}

void CapacityScheduler::Core::index_queues(Queue& queue) {
  queues_by_path_[queue.settings.path] = &queue;
  leaves_by_name_.emplace(queue.settings.name, &queue);
  for (const auto& child : queue.children) index_queues(*child);
}

Queue* CapacityScheduler::Core::find_queue(const std::string& name) const {
  if (const auto found = queues_by_path_.find(name); found != queues_by_path_.end())
    return found->second;
  const auto [begin, end] = leaves_by_name_.equal_range(name);
  return begin != end && std::next(begin) == end ? begin->second : nullptr;
}

bool CapacityScheduler::Core::ambiguous(const std::string& name) const {
  return leaves_by_name_.count(name) > 1;
}

// Queues that stay keep their applications and what they use; the tree around them is made anew.
void CapacityScheduler::Core::merge_queue(Queue& queue, const QueueSettings& wanted) {
  queue.settings = wanted;
  queue.settings.children.clear();
  if (wanted.leaf() != (queue.leaf != nullptr)) {
    queue.leaf = wanted.leaf() ? std::make_unique<Leaf>() : nullptr;
    queue.children.clear();
  }
  if (queue.leaf) queue.leaf->demanding_users_weight = 0;
  if (queue.leaf)
    for (auto& [name, user] : queue.leaf->users) {
      const auto weight = wanted.user_weights.find(name);
      user.weight = weight == wanted.user_weights.end() ? 1 : weight->second;
      if (user.demanding > 0)
        queue.leaf->demanding_users_weight += static_cast<double>(user.weight);
    }
  std::vector<std::unique_ptr<Queue>> old = std::move(queue.children);
  queue.children.clear();
  queue.demanding.clear();
  for (const QueueSettings& child : wanted.children) {
    const auto found = std::ranges::find_if(
        old, [&](const auto& it) { return it && it->settings.path == child.path; });
    if (found == old.end()) {
      build_queues(child, &queue);
    } else {
      queue.children.push_back(std::move(*found));
      queue.children.back()->place = {};
      merge_queue(*queue.children.back(), child);
    }
  }
}

Result<void> CapacityScheduler::Core::refresh(SchedulerSettings settings) {
  std::vector<RunningQueue> running;
  for (const auto& [path, queue] : queues_by_path_)
    running.push_back({path, queue->leaf != nullptr, queue->state()});
  if (auto allowed = check_refresh(running, settings.root); !allowed) {
    Error error = allowed.error();
    error.message = "Failed to re-init queues : " + error.message;
    return error;
  }
  merge_queue(*root_, settings.root);
  settings_ = std::move(settings);
  calculator_ = ResourceCalculator(settings_.calculator);
  queues_by_path_.clear();
  leaves_by_name_.clear();
  index_queues(*root_);
  for (const auto& [id, app] : apps_) reorder(*app);
  cluster_changed_ = true;
  settle();
  return {};
}

void CapacityScheduler::Core::settle() {
  if (!cluster_changed_) return;
  cluster_changed_ = false;
  root_->update_limits(calculator_, cluster_);
  for (const auto& [path, queue] : queues_by_path_)
    queue->reposition(calculator_, settings_.minimum_allocation);
  std::vector<SchedulerApp*> activated;  // all of them, before the first is served
  for (const auto& [path, queue] : queues_by_path_)
    if (queue->leaf)
      for (SchedulerApp* app : activate_within_limits(*queue)) activated.push_back(app);
  for (SchedulerApp* app : activated) sweep(*app);
}

}  // namespace mammoth::yarn
