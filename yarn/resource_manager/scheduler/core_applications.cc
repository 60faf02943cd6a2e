// Applications and attempts come and go; the limit on masters decides who becomes active.
#include <fmt/format.h>

#include <algorithm>

#include "common/base/check.h"
#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

namespace {
Error denied(std::string message) {
  return {ErrorCode::kAccessDenied, std::move(message)};
}
}  // namespace

SchedulerApp* CapacityScheduler::Core::find_app(const ApplicationId& id) const {
  const auto found = apps_.find(id);
  return found == apps_.end() ? nullptr : found->second.get();
}

Result<void> CapacityScheduler::Core::add_application(const Submission& submission) {
  settle();
  const std::string id = to_text(submission.id);
  Queue* queue = find_queue(submission.queue);
  if (!queue && ambiguous(submission.queue))
    return Error{
        ErrorCode::kIllegalArgument,
        fmt::format("Application {} submitted by user {} to ambiguous queue: {} please use "
                    "full queue path instead.",
                    id, submission.user, submission.queue)};
  if (!queue)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Application {} submitted by user {} to unknown queue: {}", id,
                             submission.user, submission.queue)};
  if (!queue->leaf)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Application {} submitted by user : {} to non-leaf queue : {}", id,
                             submission.user, submission.queue)};
  TRY(check_submission(*queue, submission.id, submission.user));
  if (application_count_ >= settings_.maximum_applications)
    return denied(
        "Maximum system application limit reached,cannot accept submission of application: " + id);
  check(!find_app(submission.id), "an application is added once");
  auto app = std::make_unique<SchedulerApp>();
  app->id = submission.id;
  app->user = submission.user;
  app->priority = std::clamp(submission.priority, 0, settings_.maximum_priority);
  enter_queue(*app, *queue);
  ++application_count_;
  apps_.emplace(submission.id, std::move(app));
  return {};
}

Result<void> CapacityScheduler::Core::check_submission(const Queue& queue,
                                                       const ApplicationId& application,
                                                       const std::string& user) const {
  const std::string id = to_text(application);
  const std::string& path = queue.settings.path;
  if (queue.settings.state != QueueState::kRunning)
    return denied(
        fmt::format("Queue {} is STOPPED. Cannot accept submission of application: {}", path, id));
  if (queue.applications >= maximum_applications(settings_, queue))
    return denied(
        fmt::format("Queue {} already has {} applications, cannot accept submission of "
                    "application: {}",
                    path, queue.applications, id));
  const auto of_user = std::ranges::count_if(
      queue.leaf->applications, [&](const auto& it) { return it.second->user == user; });
  if (of_user >= maximum_applications_per_user(settings_, queue))
    return denied(
        fmt::format("Queue {} already has {} applications from user {} cannot accept "
                    "submission of application: {}",
                    path, of_user, user, id));
  return {};
}

void CapacityScheduler::Core::enter_queue(SchedulerApp& app, Queue& queue) {
  app.queue = &queue;
  User& record = queue.leaf->users[app.user];
  const auto weight = queue.settings.user_weights.find(app.user);
  if (weight != queue.settings.user_weights.end()) record.weight = weight->second;
  queue.leaf->applications[app.id] = &app;
  for (Queue* it = &queue; it; it = it->parent) ++it->applications;
}

void CapacityScheduler::Core::leave_queue(SchedulerApp& app) {
  app.queue->leaf->applications.erase(app.id);
  for (Queue* it = app.queue; it; it = it->parent) --it->applications;
  forget_user(*app.queue, app.user);
}

void CapacityScheduler::Core::add_attempt(const AttemptId& id, const Resource& am_resource,
                                          bool unmanaged, bool master_runs) {
  SchedulerApp* app = find_app(id.application);
  check(app && !app->attempt, "an attempt belongs to an application that has none at work");
  Attempt& attempt = app->attempt.emplace();
  attempt.id = id;
  attempt.unmanaged = unmanaged;
  attempt.am_given = master_runs;
  attempt.am_resource = unmanaged ? Resource{} : am_resource;
  attempt.place = order_of(*app);
  Leaf& leaf = *app->queue->leaf;
  leaf.pending.insert(attempt.place);
  ++leaf.users[app->user].pending;
  attempt.diagnostics =
      am_diagnostics(*app, "Skipping AM assignment as cluster resource is empty. ");
  settle();
  activate_waiting(*app->queue);
}

void CapacityScheduler::Core::activate(SchedulerApp& app) {
  Attempt& attempt = *app.attempt;
  Leaf& leaf = *app.queue->leaf;
  User& user = leaf.users[app.user];
  leaf.pending.erase(attempt.place);
  --user.pending, ++user.active, ++leaf.active;
  leaf.am_used += attempt.am_resource;
  user.am_used += attempt.am_resource;
  attempt.active = true;
  attempt.diagnostics = activated_diagnostics(app);
  demand_changed(app);
}

std::vector<SchedulerApp*> CapacityScheduler::Core::activate_within_limits(Queue& queue) {
  Leaf& leaf = *queue.leaf;
  if (leaf.pending.empty() || !calculator_.positive(cluster_)) return {};
  std::vector<SchedulerApp*> activated;
  const std::vector<AppOrder> waiting(leaf.pending.begin(), leaf.pending.end());
  const Resource limit = am_limit(limits(), queue);
  for (const AppOrder& it : waiting) {
    SchedulerApp& app = *it.app;
    const Resource& wanted = app.attempt->am_resource;
    const User& user = leaf.users[app.user];
    const bool first = leaf.active < 1 || !calculator_.positive(leaf.am_used);
    if (!first && !calculator_.fits(leaf.am_used + wanted, limit)) {
      app.attempt->diagnostics = am_diagnostics(app, "Queue's AM resource limit exceeded. ");
      continue;
    }
    if (!first && !calculator_.fits(user.am_used + wanted, user_am_limit(limits(), queue, user))) {
      app.attempt->diagnostics = am_diagnostics(app, "User's AM resource limit exceeded. ");
      continue;
    }
    activate(app);
    activated.push_back(&app);
  }
  return activated;
}

void CapacityScheduler::Core::activate_waiting(Queue& queue) {
  for (SchedulerApp* app : activate_within_limits(queue)) sweep(*app);
}

void CapacityScheduler::Core::reorder(SchedulerApp& app) {
  if (!app.attempt) return;
  Attempt& attempt = *app.attempt;
  Leaf& leaf = *app.queue->leaf;
  if (attempt.active && !attempt.demanding) return;
  auto& order = attempt.active ? leaf.demanding : leaf.pending;
  order.erase(attempt.place);
  attempt.place = order_of(app);
  order.insert(attempt.place);
}

void CapacityScheduler::Core::set_priority(const ApplicationId& id, int priority) {
  SchedulerApp* app = find_app(id);
  if (!app) return;
  app->priority = std::clamp(priority, 0, settings_.maximum_priority);
  reorder(*app);
}

void CapacityScheduler::Core::give_up_place(const SchedulerApp& app) {
  const Attempt& attempt = *app.attempt;
  Leaf& leaf = *app.queue->leaf;
  User& user = leaf.users[app.user];
  if (attempt.active) {
    --user.active, --leaf.active;
    leaf.am_used -= attempt.am_resource;
    user.am_used -= attempt.am_resource;
  } else {
    leaf.pending.erase(attempt.place);
    --user.pending;
  }
}

void CapacityScheduler::Core::end_attempt(SchedulerApp& app, bool keep_containers) {
  unreserve_all(app);
  app.attempt->asks = {};
  demand_changed(app);
  give_up_place(app);
  std::set<Node*> freed;
  const std::set<ContainerId> live = app.live;
  for (const ContainerId& id : live) {
    const LiveContainer& it = live_.at(id);
    if (keep_containers && it.state == ContainerState::kRunning && !it.container.application_master)
      continue;
    freed.insert(it.node);
    end(id, exit_status::kAborted, "Container of a completed application", false);
  }
  app.attempt.reset();
  settle();
  activate_waiting(*app.queue);
  for (Node* node : freed) offer_now(*node);
}

void CapacityScheduler::Core::remove_attempt(const AttemptId& id, bool keep_containers) {
  SchedulerApp* app = find_app(id.application);
  if (app && app->attempt && app->attempt->id == id) end_attempt(*app, keep_containers);
}

void CapacityScheduler::Core::forget_user(Queue& queue, const std::string& name) {
  const bool present = std::ranges::any_of(queue.leaf->applications,
                                           [&](const auto& it) { return it.second->user == name; });
  if (!present) queue.leaf->users.erase(name);
}

void CapacityScheduler::Core::remove_application(const ApplicationId& id) {
  SchedulerApp* app = find_app(id);
  if (!app) return;
  if (app->attempt) end_attempt(*app, false);
  const std::set<ContainerId> kept = app->live;
  for (const ContainerId& container : kept)
    end(container, exit_status::kAborted, "Container of a completed application", false);
  leave_queue(*app);
  --application_count_;
  apps_.erase(id);
}

void CapacityScheduler::Core::recover(const Container& container, ContainerState state) {
  SchedulerApp* app = find_app(container.id.attempt.application);
  Node* node = find_node(container.node);
  if (!app || !node || live_.contains(container.id)) return;
  const std::int64_t expires = environment_.clock.monotonic_ms() + settings_.allocation_expiry_ms;
  live_.emplace(container.id, LiveContainer{container, state, app, node, expires});
  if (state != ContainerState::kRunning) expiries_.emplace(expires, container.id);
  app->live.insert(container.id);
  node->containers.insert(container.id);
  node->used += container.resource;
  if (app->attempt && app->attempt->id == container.id.attempt) {
    app->attempt->last_container = std::max(app->attempt->last_container, container.id.number());
    if (container.application_master) app->attempt->am_given = true;
  }
  count(*node);
  update_free(*node);
  charge(*app, container.resource, 1, false);
}

}  // namespace mammoth::yarn
