// What clients ask for.
#include <fmt/format.h>

#include <algorithm>

#include "yarn/resource_manager/cluster/cluster.h"
#include "yarn/resource_manager/cluster/refusals.h"

namespace mammoth::yarn {

namespace {

constexpr std::size_t kLongestType = 20;
constexpr std::size_t kMostTags = 10;
constexpr std::size_t kLongestTag = 100;

Result<void> check_tags(const std::set<std::string>& tags) {
  if (tags.size() > kMostTags)
    return Error{
        ErrorCode::kIllegalArgument,
        fmt::format("Too many applicationTags, a maximum of only {} are allowed!", kMostTags)};
  for (const std::string& tag : tags) {
    if (tag.size() > kLongestTag)
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("Tag {} is too long, maximum allowed length of a tag is {}", tag,
                               kLongestTag)};
    if (std::ranges::any_of(tag, [](unsigned char c) { return c >= 0x80; }))
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("A tag can only have ASCII characters! Invalid tag - {}", tag)};
  }
  return {};
}

}  // namespace

ApplicationId Cluster::new_application_id() {
  return {settings_.started_ms, ++last_application_};
}

Result<void> Cluster::check_spec(ApplicationSpec& spec, const Caller& caller) const {
  const std::string id = to_text(spec.id);
  spec.type.resize(std::min(spec.type.size(), kLongestType));
  TRY(check_tags(spec.tags));
  if (spec.max_attempts <= 0 || spec.max_attempts > settings_.max_attempts)
    spec.max_attempts = settings_.max_attempts;
  spec.priority = std::clamp(spec.priority, 0, scheduler_.settings().maximum_priority);
  if (!scheduler_.has_access(spec.queue, QueueAccess::kSubmit, caller) &&
      !scheduler_.has_access(spec.queue, QueueAccess::kAdminister, caller))
    return access_denied(fmt::format("User {} does not have permission to submit {} to queue {}",
                                     spec.user, id, spec.queue));
  if (!spec.unmanaged)
    spec.master_resource = TRY(scheduler_.normalize(spec.queue, spec.master_resource));
  return {};
}

Result<void> Cluster::submit(ApplicationSpec spec, const Caller& caller) {
  if (applications_.contains(spec.id)) return {};
  TRY(check_spec(spec, caller));
  if (spec.id.cluster_timestamp == settings_.started_ms)
    last_application_ = std::max(last_application_, spec.id.id);
  const ApplicationId id = spec.id;
  Application& application = applications_[id];
  application.queue = spec.queue;
  application.priority = spec.priority;
  application.submitted_ms = clock_.wall_ms();
  application.spec = std::move(spec);
  ++totals_.submitted;
  move(application, ApplicationState::kSubmitted);
  const ApplicationSpec& kept = application.spec;
  const Result<void> added = scheduler_.add_application(
      {.id = id, .user = kept.user, .queue = kept.queue, .priority = kept.priority});
  if (!added) {
    application.diagnostics = added.error().message;
    end_application(application, ApplicationState::kFailed);
    return {};
  }
  application.queue = scheduler_.application(id)->queue;
  if (const std::int64_t s = scheduler_.lifetime_s(application.queue, kept.lifetime_s); s > 0)
    application.expires_ms = application.submitted_ms + s * 1000;
  move(application, ApplicationState::kAccepted);
  begin_attempt(application);
  settle();
  return {};
}

Result<bool> Cluster::kill(const ApplicationId& id, const std::string& message) {
  Application* application = find(id);
  if (!application)
    return yarn_error("ApplicationNotFoundException",
                      "Trying to kill an absent application " + to_text(id));
  // One that is finishing has its end on record.
  if (is_over(application->state) || application->state == ApplicationState::kFinishing)
    return true;
  application->diagnostics = message;
  if (application->current()) {
    application->current()->diagnostics = message;
    end_attempt(*application, AttemptState::kKilled);
  }
  const bool unmanaged = application->spec.unmanaged;
  end_application(*application, ApplicationState::kKilled);
  settle();
  return unmanaged;
}

Result<void> Cluster::fail_attempt(const AttemptId& id) {
  Application* application = find(id.application);
  if (!application)
    return yarn_error("ApplicationNotFoundException",
                      fmt::format("Trying to fail an attempt {} of an absent application {}",
                                  to_text(id), to_text(id.application)));
  const ApplicationAttempt* attempt = application->find(id);
  if (!attempt)
    return yarn_error("ApplicationAttemptNotFoundException",
                      "ApplicationAttempt with id '" + to_text(id) + "' doesn't exist in RM.");
  if (attempt == application->current() && attempt->state <= AttemptState::kRunning)
    attempt_failed(*application, "Attempt failed by user.");
  settle();
  return {};
}

Result<void> Cluster::signal_container(const ContainerId& id, int command) {
  if (!find(id.attempt.application))
    return yarn_error(
        "ApplicationNotFoundException",
        fmt::format("Trying to signal an absent application {}", to_text(id.attempt.application)));
  const auto container = scheduler_.container(id);
  const auto node = container ? nodes_.find(container->container.node) : nodes_.end();
  if (node == nodes_.end())
    return yarn_error("YarnException", "Trying to signal an absent container " + to_text(id));
  node->second.signals[id] = command;
  return {};
}

Result<int> Cluster::set_priority(const ApplicationId& id, int priority) {
  Application* application = find(id);
  if (!application) return (TRY(this->application(id)))->priority;
  if (is_over(application->state) || application->state == ApplicationState::kFinishing)
    return application->priority;
  application->priority = std::clamp(priority, 0, scheduler_.settings().maximum_priority);
  scheduler_.set_priority(id, application->priority);
  changes_.applications.insert(id);
  return application->priority;
}

Result<const Application*> Cluster::application(const ApplicationId& id) const {
  const auto found = applications_.find(id);
  if (found != applications_.end()) return &found->second;
  return yarn_error("ApplicationNotFoundException",
                    fmt::format("Application with id '{}' doesn't exist in RM. Please check that "
                                "the job submission was successful.",
                                to_text(id)));
}

Result<const ApplicationAttempt*> Cluster::attempt(const AttemptId& id) const {
  const Application* application = TRY(this->application(id.application));
  if (const ApplicationAttempt* found = application->find(id)) return found;
  return yarn_error("ApplicationAttemptNotFoundException",
                    "ApplicationAttempt with id '" + to_text(id) + "' doesn't exist in RM.");
}

bool Cluster::may_view(const Application& application, const Caller& caller) const {
  return !settings_.acl_enabled || is_admin(caller) || caller.user == application.spec.user ||
         application.spec.viewers.allows(caller) ||
         scheduler_.has_access(application.queue, QueueAccess::kAdminister, caller);
}

bool Cluster::may_modify(const Application& application, const Caller& caller) const {
  return !settings_.acl_enabled || is_admin(caller) || caller.user == application.spec.user ||
         application.spec.modifiers.allows(caller) ||
         scheduler_.has_access(application.queue, QueueAccess::kAdminister, caller);
}

std::string Cluster::tracking_url(const ApplicationAttempt& attempt) const {
  const std::string id = to_text(attempt.id.application);
  if (attempt.state == AttemptState::kFailed || attempt.state == AttemptState::kKilled)
    return fmt::format("http://{}/cluster/app/{}", settings_.web_address, id);
  return fmt::format("http://{}/proxy/{}/", settings_.web_address, id);
}

ContainerSeconds Cluster::container_seconds(const Application& application) const {
  ContainerSeconds sum = application.used;
  const std::int64_t now = clock_.wall_ms();
  for (const ContainerReport& it : scheduler_.containers_of(application.spec.id)) {
    const std::int64_t ms = now - it.container.created_ms;
    sum.memory += it.container.resource.memory_mb * ms / 1000;
    sum.vcores += it.container.resource.vcores * ms / 1000;
  }
  return sum;
}

}  // namespace mammoth::yarn
