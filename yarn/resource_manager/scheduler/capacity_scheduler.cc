#include "yarn/resource_manager/scheduler/capacity_scheduler.h"

#include <algorithm>

#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

CapacityScheduler::CapacityScheduler(SchedulerSettings settings, SchedulerEnvironment environment)
    : core_(std::make_unique<Core>(std::move(settings), environment)) {}

CapacityScheduler::~CapacityScheduler() = default;

Result<void> CapacityScheduler::refresh(SchedulerSettings settings) {
  return core_->refresh(std::move(settings));
}

void CapacityScheduler::add_node(const NodeDescription& node) {
  core_->add_node(node);
}

std::vector<ContainerId> CapacityScheduler::node_heartbeat(const NodeId& node,
                                                           const NodeHeartbeat& heartbeat) {
  return core_->heartbeat(node, heartbeat);
}

void CapacityScheduler::remove_node(const NodeId& node) {
  core_->remove_node(node);
}

void CapacityScheduler::set_decommissioning(const NodeId& node, bool decommissioning) {
  core_->set_decommissioning(node, decommissioning);
}

void CapacityScheduler::update_node_resource(const NodeId& node, const Resource& total) {
  core_->update_node_resource(node, total);
}

bool CapacityScheduler::has_access(const std::string& queue, QueueAccess access,
                                   const Caller& caller) const {
  if (!core_->settings_.acl_enabled) return true;
  const Queue* it = core_->find_queue(queue);
  if (!it) return true;
  for (; it; it = it->parent)
    if ((access == QueueAccess::kSubmit ? it->settings.submit : it->settings.administer)
            .allows(caller))
      return true;
  return false;
}

Result<void> CapacityScheduler::add_application(const Submission& submission) {
  return core_->add_application(submission);
}

Result<Resource> CapacityScheduler::normalize(const std::string& queue,
                                              const Resource& asked) const {
  return core_->normalize(core_->find_queue(queue), asked);
}

void CapacityScheduler::add_attempt(const AttemptId& attempt, const Resource& am_resource,
                                    bool unmanaged) {
  core_->add_attempt(attempt, am_resource, unmanaged);
}

void CapacityScheduler::recover_attempt(const AttemptId& attempt, const Resource& am_resource,
                                        bool unmanaged) {
  core_->add_attempt(attempt, am_resource, unmanaged, true);
}

void CapacityScheduler::container_finished(const FinishedContainer& container) {
  const auto found = core_->live_.find(container.id);
  if (found == core_->live_.end()) return;
  Node& node = *found->second.node;
  core_->end(container.id, container.exit_status, container.diagnostics, true);
  core_->offer_now(node);
}

void CapacityScheduler::hold_until(std::int64_t monotonic_ms) {
  core_->hold_until_ms_ = monotonic_ms;
}

void CapacityScheduler::remove_attempt(const AttemptId& attempt, bool keep_containers) {
  core_->remove_attempt(attempt, keep_containers);
}

void CapacityScheduler::remove_application(const ApplicationId& application) {
  core_->remove_application(application);
}

void CapacityScheduler::set_priority(const ApplicationId& application, int priority) {
  core_->set_priority(application, priority);
}

Result<std::string> CapacityScheduler::move_application(const ApplicationId& application,
                                                        const std::string& queue) {
  return core_->move_application(application, queue);
}

std::int64_t CapacityScheduler::lifetime_s(const std::string& name, std::int64_t asked) const {
  const Queue* queue = core_->find_queue(name);
  if (!queue || !queue->leaf) return asked;
  if (asked <= 0) return queue->settings.default_lifetime_s;
  const std::int64_t most = queue->settings.maximum_lifetime_s;
  return most > 0 ? std::min(asked, most) : asked;
}

std::int64_t CapacityScheduler::maximum_lifetime_s(const std::string& name) const {
  const Queue* queue = core_->find_queue(name);
  return queue && queue->leaf ? queue->settings.maximum_lifetime_s : -1;
}

void CapacityScheduler::recover_container(const Container& container, ContainerState state) {
  core_->recover(container, state);
}

Result<Allocation> CapacityScheduler::allocate(const AttemptId& attempt, const AllocateCall& call) {
  return core_->allocate(attempt, call);
}

void CapacityScheduler::end_container(const ContainerId& container, int exit_status,
                                      const std::string& diagnostics) {
  const auto found = core_->live_.find(container);
  if (found == core_->live_.end()) return;
  Node& node = *found->second.node;
  core_->end(container, exit_status, diagnostics, false);
  core_->offer_now(node);
}

void CapacityScheduler::tick() {
  core_->tick();
}

std::optional<std::int64_t> CapacityScheduler::next_wakeup_ms() const {
  return core_->next_wakeup_ms();
}

const SchedulerSettings& CapacityScheduler::settings() const {
  return core_->settings_;
}

Resource CapacityScheduler::cluster_resource() const {
  return core_->cluster_;
}

int CapacityScheduler::node_count() const {
  return static_cast<int>(core_->nodes_.size());
}

Resource CapacityScheduler::maximum_allocation() const {
  return core_->maximum_allocation(nullptr);
}

std::uint64_t CapacityScheduler::decisions() const {
  return core_->decisions_;
}

}  // namespace mammoth::yarn
