// What happens when the scheduler has given or taken, and the life of an attempt.
#include "yarn/resource_manager/cluster/cluster.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "common/base/check.h"
#include "common/base/log.h"

namespace mammoth::yarn {

namespace {

constexpr const char* kLog = "resourcemanager";
constexpr const char* kWaitsForLaunch =
    "Scheduler has assigned a container for AM, waiting for AM container to be launched";

bool counts_as_failure(int exit_status) {
  constexpr int kDisksFailed = -101;
  return exit_status != exit_status::kPreempted && exit_status != exit_status::kAborted &&
         exit_status != kDisksFailed && exit_status != exit_status::kKilledByResourceManager;
}

ContainerSeconds seconds_of(const Resource& resource, std::int64_t ms) {
  return {resource.memory_mb * ms / 1000, resource.vcores * ms / 1000};
}

}  // namespace

Cluster::Cluster(ClusterSettings settings, const Clock& clock, ClusterListener& listener)
    : settings_(std::move(settings)),
      hosts_(settings_.hosts),
      clock_(clock),
      listener_(listener),
      scheduler_(settings_.scheduler,
                 {.clock = clock, .listener = *this, .epoch = settings_.epoch}) {}

void Cluster::containers_granted(const AttemptId& attempt) {
  news_.push_back(Granted{attempt});
}

void Cluster::container_ended(const Container& container, const ContainerEnd& end, bool reported) {
  news_.push_back(Ended{container, end, reported});
}

void Cluster::settle() {
  while (!news_.empty()) {
    const auto news = std::exchange(news_, {});
    for (const auto& it : news) {
      if (const auto* granted = std::get_if<Granted>(&it))
        on_granted(granted->attempt);
      else
        on_ended(std::get<Ended>(it));
    }
  }
}

void Cluster::on_granted(const AttemptId& id) {
  ApplicationAttempt* attempt = find_attempt(id);
  if (!attempt || attempt->state != AttemptState::kScheduled) return;  // its master will fetch it
  Result<Allocation> allocation = scheduler_.allocate(id, {});
  if (!allocation || allocation->granted.empty()) return;
  give_master(*find(id.application), allocation->granted.front());
}

void Cluster::give_master(Application& application, const Container& container) {
  ApplicationAttempt& attempt = *application.current();
  attempt.master = container;
  application.nodes.insert(container.node);
  move(attempt, AttemptState::kAllocated);
  attempt.waiting = waiting_text(kWaitsForLaunch);
  listener_.launch(application, attempt.id, container);
}

void Cluster::on_ended(const Ended& ended) {
  const auto& [container, end, reported] = ended;
  if (const auto node = nodes_.find(container.node); node != nodes_.end()) {
    if (!reported) node->second.containers_to_clean.insert(container.id);
    if (reported && container.application_master)
      node->second.containers_to_forget.insert(container.id);
  }
  Application* application = find(container.id.attempt.application);
  if (!application) return;
  const ContainerSeconds used =
      seconds_of(container.resource, clock_.wall_ms() - container.created_ms);
  application->used.memory += used.memory, application->used.vcores += used.vcores;
  if (end.exit_status == exit_status::kPreempted) {
    application->preempted.memory += used.memory, application->preempted.vcores += used.vcores;
    application->preempted_resource += container.resource;
    ++(container.application_master ? application->preempted_masters
                                    : application->preempted_containers);
  }
  if (reported && !container.application_master && !is_over(application->state))
    application->ended_on.emplace(container.id, container.node);
  const ApplicationAttempt* attempt = application->current();
  if (attempt && attempt->master && attempt->master->id == container.id)
    master_container_ended(*application, end);
}

void Cluster::master_container_ended(Application& application, const ContainerEnd& end) {
  ApplicationAttempt& attempt = *application.current();
  if (is_over(attempt.state)) return;
  attempt.exit_status = end.exit_status;
  if (attempt.state == AttemptState::kFinishing) {
    end_attempt(application, AttemptState::kFinished);
    return end_application(application, ApplicationState::kFinished);
  }
  attempt_failed(application,
                 fmt::format("AM Container for {} exited with  exitCode: {}\nFailing this attempt."
                             "Diagnostics: {}For more detailed output, check the application "
                             "tracking page: http://{}/cluster/app/{} Then click on links to logs "
                             "of each attempt.\n",
                             to_text(attempt.id), end.exit_status, end.diagnostics,
                             settings_.web_address, to_text(application.spec.id)));
}

std::string Cluster::waiting_text(const std::string& text) const {
  const std::time_t now = clock_.wall_ms() / 1000;
  std::tm parts{};
  ::localtime_r(&now, &parts);
  char date[64];
  std::strftime(date, sizeof date, "%a %b %d %H:%M:%S %z %Y", &parts);
  return fmt::format("[{}] {}", date, text);
}

Application* Cluster::find(const ApplicationId& id) {
  const auto found = applications_.find(id);
  return found == applications_.end() ? nullptr : &found->second;
}

ApplicationAttempt* Cluster::find_attempt(const AttemptId& id) {
  Application* application = find(id.application);
  return application ? application->find(id) : nullptr;
}

void Cluster::move(Application& application, ApplicationState to) {
  if (application.state == to) return;
  check(may_follow(application.state, to), "an application moves as application.h draws it");
  log::info(kLog, "{} State change from {} to {}", to_text(application.spec.id),
            to_text(application.state), to_text(to));
  application.state = to;
  changes_.applications.insert(application.spec.id);
}

void Cluster::move(ApplicationAttempt& attempt, AttemptState to) {
  check(may_follow(attempt.state, to), "an attempt moves as application.h draws it");
  log::info(kLog, "{} State change from {} to {}", to_text(attempt.id), to_text(attempt.state),
            to_text(to));
  attempt.state = to;
  changes_.attempts.insert(attempt.id);
}

void Cluster::begin_attempt(Application& application) {
  ApplicationAttempt& attempt = application.attempts.emplace_back();
  attempt.id = {application.spec.id, static_cast<std::int32_t>(application.attempts.size())};
  attempt.started_ms = clock_.wall_ms();
  attempt.heard_ms = clock_.monotonic_ms();
  const AttemptId id = attempt.id;
  changes_.attempts.insert(id);
  listener_.attempt_begun(id);
  scheduler_.add_attempt(id, application.spec.master_resource, application.spec.unmanaged);
  if (application.spec.unmanaged) {
    move(attempt, AttemptState::kLaunched);
    return;
  }
  attempt.waiting_for = scheduler_.application(application.spec.id)->diagnostics;
  attempt.waiting = waiting_text(attempt.waiting_for);
  AllocateCall ask;
  ask.asks.push_back({.capability = application.spec.master_resource, .containers = 1});
  const Result<Allocation> allocation = scheduler_.allocate(id, ask);
  if (!allocation) return attempt_failed(application, allocation.error().message);
  if (!allocation->granted.empty()) give_master(application, allocation->granted.front());
}

void Cluster::end_attempt(Application& application, AttemptState as) {
  ApplicationAttempt& attempt = *application.current();
  move(attempt, as);
  if (attempt.finished_ms == 0) attempt.finished_ms = clock_.wall_ms();
  attempt.last_response.clear();
  const bool keep = as == AttemptState::kFailed && application.spec.keep_containers &&
                    counted_failures(application) < application.spec.max_attempts;
  scheduler_.remove_attempt(attempt.id, keep);
  if (!keep) {
    std::vector<ContainerId> all;
    for (const auto& [container, node] : application.ended_on) all.push_back(container);
    confirm_ended(application, all);
  }
  listener_.attempt_over(attempt.id);
}

int Cluster::counted_failures(const Application& application) const {
  const std::int64_t since = application.spec.failures_validity_ms > 0
                                 ? clock_.wall_ms() - application.spec.failures_validity_ms
                                 : 0;
  return static_cast<int>(std::ranges::count_if(application.attempts, [&](const auto& attempt) {
    return attempt.state == AttemptState::kFailed && counts_as_failure(attempt.exit_status) &&
           attempt.finished_ms >= since;
  }));
}

void Cluster::attempt_failed(Application& application, const std::string& diagnostics) {
  ApplicationAttempt& attempt = *application.current();
  attempt.diagnostics += diagnostics;
  const std::string told = attempt.diagnostics;
  end_attempt(application, AttemptState::kFailed);
  const ApplicationSpec& spec = application.spec;
  if (!spec.unmanaged && counted_failures(application) < spec.max_attempts) {
    move(application, ApplicationState::kAccepted);
    return begin_attempt(application);
  }
  if (spec.unmanaged) {
    application.diagnostics =
        fmt::format("Unmanaged application {} failed due to {}. Failing the application.",
                    to_text(spec.id), told);
  } else {
    const std::string window =
        spec.failures_validity_ms > 0
            ? fmt::format(" in previous {} milliseconds", spec.failures_validity_ms)
            : "";
    const std::string limits = spec.max_attempts == settings_.max_attempts
                                   ? ""
                                   : fmt::format(" (global limit ={}; local limit is ={})",
                                                 settings_.max_attempts, spec.max_attempts);
    application.diagnostics =
        fmt::format("Application {} failed {} times{}{} due to {}. Failing the application.",
                    to_text(spec.id), spec.max_attempts, window, limits, told);
  }
  end_application(application, ApplicationState::kFailed);
}

void Cluster::end_application(Application& application, ApplicationState as) {
  const ApplicationId id = application.spec.id;
  move(application, as);
  if (application.finished_ms == 0) application.finished_ms = clock_.wall_ms();
  ++(as == ApplicationState::kFinished ? totals_.finished
     : as == ApplicationState::kFailed ? totals_.failed
                                       : totals_.killed);
  scheduler_.remove_application(id);
  for (const NodeId& node : application.nodes)
    if (const auto found = nodes_.find(node); found != nodes_.end())
      found->second.applications_to_clean.insert(id);
  application.updated_nodes.clear();
  application.ended_on.clear();
  completed_.push_back(id);
}

// Not inside end_application(): its callers still look at the application.
void Cluster::forget_old_applications() {
  while (completed_.size() > settings_.max_completed) {
    const ApplicationId id = completed_.front();
    changes_.forgotten[id] = static_cast<int>(applications_.at(id).attempts.size());
    applications_.erase(id);
    completed_.erase(completed_.begin());
  }
}

void Cluster::confirm_ended(Application& application, const std::vector<ContainerId>& containers) {
  for (const ContainerId& container : containers) {
    const auto where = application.ended_on.find(container);
    if (where == application.ended_on.end()) continue;
    if (const auto node = nodes_.find(where->second); node != nodes_.end())
      node->second.containers_to_forget.insert(container);
    application.ended_on.erase(where);
  }
}

void Cluster::tick() {
  expire_nodes();
  expire_masters();
  expire_applications();
  scheduler_.tick();
  settle();
  for (auto& [id, application] : applications_) {
    ApplicationAttempt* attempt = application.current();
    if (!attempt || attempt->state != AttemptState::kScheduled) continue;
    const auto use = scheduler_.application(id);
    if (!use || use->diagnostics == attempt->waiting_for) continue;
    attempt->waiting_for = use->diagnostics;
    attempt->waiting = waiting_text(attempt->waiting_for);
  }
  forget_old_applications();
  last_second_ = scheduler_.decisions() - std::exchange(decisions_before_, scheduler_.decisions());
}

}  // namespace mammoth::yarn
