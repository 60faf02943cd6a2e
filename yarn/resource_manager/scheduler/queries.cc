// The reports of reports.h.
#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

namespace {

void depth_first(const Queue& queue, std::vector<std::string>& paths) {
  paths.push_back(queue.settings.path);
  for (const auto& child : queue.children) depth_first(*child, paths);
}

void count_applications(const Queue& queue, QueueReport& report) {
  if (queue.leaf) {
    report.active_applications += queue.leaf->active;
    report.pending_applications += static_cast<int>(queue.leaf->pending.size());
  }
  for (const auto& child : queue.children) count_applications(*child, report);
}

void add_leaf(const LimitContext& context, const SchedulerSettings& settings, const Queue& queue,
              QueueReport& report) {
  report.am_used = queue.leaf->am_used;
  report.am_limit = am_limit(context, queue);
  report.maximum_applications = maximum_applications(settings, queue);
  report.maximum_applications_per_user = maximum_applications_per_user(settings, queue);
  for (const auto& [name, user] : queue.leaf->users)
    report.users.push_back({name, user.used, user.am_used, user_limit(context, queue, user, true),
                            user.active, user.pending});
}

}  // namespace

std::optional<QueueReport> CapacityScheduler::queue(const std::string& name_or_path) const {
  core_->settle();
  const Queue* queue = core_->find_queue(name_or_path);
  if (!queue) return {};
  QueueReport report{.path = queue->settings.path,
                     .name = queue->settings.name,
                     .leaf = queue->leaf != nullptr,
                     .state = queue->state(),
                     .capacity = queue->capacity,
                     .absolute_capacity = queue->absolute_capacity,
                     .absolute_maximum_capacity = queue->absolute_maximum,
                     .guaranteed = queue->guaranteed,
                     .maximum = queue->maximum,
                     .used = queue->used,
                     .reserved = queue->reserved,
                     .containers = queue->containers,
                     .preemption_disabled = queue->settings.preemption_disabled};
  for (const auto& child : queue->children) report.children.push_back(child->settings.name);
  const float parent_maximum = queue->parent ? queue->parent->absolute_maximum : 1;
  report.maximum_capacity = parent_maximum > 0 ? queue->absolute_maximum / parent_maximum : 0;
  const LimitContext context = core_->limits();
  const Resource whole =
      context.calculator.larger(context.cluster, queue->guaranteed, context.minimum_allocation);
  report.used_capacity = static_cast<float>(context.calculator.share(queue->used, whole));
  report.absolute_used_capacity =
      static_cast<float>(context.calculator.share(queue->used, context.cluster));
  count_applications(*queue, report);
  if (queue->leaf) add_leaf(context, core_->settings_, *queue, report);
  return report;
}

std::vector<std::string> CapacityScheduler::queue_paths() const {
  std::vector<std::string> paths;
  depth_first(*core_->root_, paths);
  return paths;
}

std::optional<NodeUse> CapacityScheduler::node(const NodeId& id) const {
  const Node* node = core_->find_node(id);
  if (!node) return {};
  NodeUse use{node->total, node->used, node->available(),
              static_cast<int>(node->containers.size())};
  if (node->reservation) use.reserved_by = node->reservation->app->attempt->id;
  return use;
}

std::optional<ApplicationUse> CapacityScheduler::application(const ApplicationId& id) const {
  const SchedulerApp* app = core_->find_app(id);
  if (!app) return {};
  ApplicationUse use{.queue = app->queue->settings.path,
                     .priority = app->priority,
                     .used = app->used,
                     .reserved = app->reserved,
                     .containers = static_cast<int>(app->live.size())};
  if (app->attempt) {
    use.pending = app->attempt->asks.outstanding_resource();
    use.pending_containers = app->attempt->asks.outstanding();
    use.active = app->attempt->active;
    use.diagnostics = app->attempt->diagnostics;
    for (const auto& [key, placing] : app->attempt->placings)
      use.reservations += static_cast<int>(placing.reserved.size());
  }
  return use;
}

std::optional<ContainerReport> CapacityScheduler::container(const ContainerId& id) const {
  const auto found = core_->live_.find(id);
  if (found == core_->live_.end()) return {};
  return ContainerReport{found->second.container, found->second.state};
}

std::vector<ContainerReport> CapacityScheduler::containers_of(const ApplicationId& id) const {
  std::vector<ContainerReport> reports;
  if (const SchedulerApp* app = core_->find_app(id))
    for (const ContainerId& it : app->live) reports.push_back(*container(it));
  return reports;
}

}  // namespace mammoth::yarn
