// After a restart: applications as they were written down, and the containers that nodes bring
// with them when they register (Hadoop: RMAppManager.recover, RMAppAttemptImpl,
// AbstractYarnScheduler.recoverContainersOnNode).
#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "yarn/resource_manager/cluster/cluster.h"

namespace mammoth::yarn {

namespace {

constexpr const char* kRecovered = "Attempt recovered after RM restart";

}  // namespace

void Cluster::recover(std::vector<Application> applications) {
  const bool any = !applications.empty();
  if (any && settings_.work_preserving && settings_.scheduling_wait_ms > 0)
    scheduler_.hold_until(clock_.monotonic_ms() + settings_.scheduling_wait_ms);
  for (Application& it : applications) {
    const ApplicationId id = it.spec.id;
    recover(applications_[id] = std::move(it));
  }
  std::ranges::sort(completed_, {},
                    [&](const ApplicationId& id) { return applications_.at(id).finished_ms; });
  settle();
  if (any) log::info("resourcemanager", "{} applications recovered", applications_.size());
}

void Cluster::recover(Application& application) {
  const ApplicationId& id = application.spec.id;
  ++totals_.submitted;
  if (is_over(application.state)) {
    ++(application.state == ApplicationState::kFinished ? totals_.finished
       : application.state == ApplicationState::kFailed ? totals_.failed
                                                        : totals_.killed);
    completed_.push_back(id);
    return;
  }
  application.state = ApplicationState::kSubmitted;
  const auto queue = scheduler_.queue(application.queue);
  if (!queue || !queue->leaf) {
    application.diagnostics = fmt::format(
        "Application killed on recovery as it was submitted to queue {} which {} after restart.",
        application.queue, queue ? "is no longer a leaf queue" : "no longer exists");
    return end_application(application, ApplicationState::kKilled);
  }
  const Result<void> added = scheduler_.add_application({.id = id,
                                                         .user = application.spec.user,
                                                         .queue = application.queue,
                                                         .priority = application.priority});
  if (!added) {
    application.diagnostics = added.error().message;
    return end_application(application, ApplicationState::kFailed);
  }
  move(application, ApplicationState::kAccepted);
  // One whose master never got a container begins again under its number.
  if (application.current() && application.current()->state == AttemptState::kScheduled)
    application.attempts.pop_back();
  const ApplicationAttempt* attempt = application.current();
  if (!attempt || is_over(attempt->state)) return begin_attempt(application);
  readmit(application);
}

void Cluster::readmit(Application& application) {
  ApplicationAttempt& attempt = *application.current();
  attempt.state = AttemptState::kLaunched;
  attempt.heard_ms = clock_.monotonic_ms();
  if (attempt.diagnostics.find(kRecovered) == std::string::npos) attempt.diagnostics += kRecovered;
  if (attempt.master) application.nodes.insert(attempt.master->node);
  listener_.attempt_begun(attempt.id);
  scheduler_.recover_attempt(attempt.id, application.spec.master_resource,
                             application.spec.unmanaged);
  if (settings_.work_preserving) return;
  attempt.exit_status = exit_status::kAborted;
  attempt_failed(application, "The ResourceManager has restarted and keeps no work.");
}

void Cluster::take_container(const Container& container, ClusterNode& node) {
  const Application* application = find(container.id.attempt.application);
  const ApplicationAttempt* attempt = application ? application->current() : nullptr;
  const bool wanted = attempt && !is_over(application->state) && !is_over(attempt->state) &&
                      is_schedulable(node.state) &&
                      (container.id.attempt == attempt->id || application->spec.keep_containers);
  if (!wanted) {
    node.containers_to_clean.insert(container.id);
    return;
  }
  if (scheduler_.container(container.id)) return;
  Container known = container;
  known.application_master = attempt->master && attempt->master->id == container.id;
  scheduler_.recover_container(known, ContainerState::kRunning);
}

// Masters that were to run on a node which does not know them: their start was never carried out,
// or their end was lost.
void Cluster::miss_masters(const ClusterNode& node) {
  for (auto& [id, application] : applications_) {
    const ApplicationAttempt* attempt = application.current();
    if (!attempt || is_over(attempt->state) || !attempt->master ||
        attempt->master->node != node.id || scheduler_.container(attempt->master->id))
      continue;
    master_container_ended(application, {.id = attempt->master->id,
                                         .exit_status = exit_status::kAborted,
                                         .diagnostics = fmt::format(
                                             "Container {} was running but not reported from {}",
                                             to_text(attempt->master->id), to_text(node.id))});
  }
}

void Cluster::take_running(const NodeRegistration& registration, ClusterNode& node) {
  for (const ApplicationId& id : registration.applications) {
    Application* application = find(id);
    if (!application || is_over(application->state))
      node.applications_to_clean.insert(id);
    else
      application->nodes.insert(node.id);
  }
  for (const Container& container : registration.running) take_container(container, node);
  for (const EndedContainer& it : registration.finished) {
    const auto known = scheduler_.container(it.container.id);
    if (known && known->container.node != node.id) continue;
    if (!known) {
      take_container(it.container, node);
      // Of one that nobody asks after, the node need not tell again.
      if (node.containers_to_clean.erase(it.container.id) > 0)
        node.containers_to_forget.insert(it.container.id);
    }
    scheduler_.container_finished({it.container.id, it.exit_status, it.diagnostics});
  }
  settle();
  if (is_schedulable(node.state)) miss_masters(node);
}

}  // namespace mammoth::yarn
