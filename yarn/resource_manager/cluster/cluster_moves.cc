// Where an application may run, and how long: its queue and its lifetime.
#include <fmt/format.h>

#include <algorithm>

#include "yarn/resource_manager/cluster/cluster.h"
#include "yarn/resource_manager/cluster/iso_time.h"
#include "yarn/resource_manager/cluster/refusals.h"

namespace mammoth::yarn {

Result<void> Cluster::move_to_queue(const ApplicationId& id, const std::string& queue,
                                    const Caller& who) {
  Application* application = find(id);
  if (!application) return (TRY(this->application(id)), Result<void>());
  const bool known = scheduler_.queue(queue).has_value();
  if (settings_.acl_enabled &&
      (!known || (!scheduler_.has_access(queue, QueueAccess::kSubmit, who) &&
                  !scheduler_.has_access(queue, QueueAccess::kAdminister, who))))
    return yarn_error(
        "YarnException",
        fmt::format("java.security.AccessControlException: User {} cannot submit applications to "
                    "target queue or the target queue doesn't exist: {} while moving {}",
                    who.user, queue, to_text(id)));
  if (application->state != ApplicationState::kAccepted &&
      application->state != ApplicationState::kRunning)
    return yarn_error("YarnException",
                      fmt::format("App in {} state cannot be moved.", to_text(application->state)));
  application->queue = TRY(scheduler_.move_application(id, queue));
  application->spec.queue = application->queue;
  changes_.applications.insert(id);
  settle();
  return {};
}

Result<std::int64_t> Cluster::set_expiry(const ApplicationId& id, std::int64_t expires_ms) {
  Application* application = find(id);
  if (!application) return (TRY(this->application(id)))->expires_ms;
  if (is_over(application->state) || application->state == ApplicationState::kFinishing)
    return expires_ms;
  if (const std::int64_t now = clock_.wall_ms(); expires_ms < now)
    return yarn_error("YarnException",
                      fmt::format("Expire time is less than current time, current-time={} "
                                  "expire-time={}",
                                  iso_time(now), iso_time(expires_ms)));
  if (const std::int64_t most = scheduler_.maximum_lifetime_s(application->queue); most > 0)
    expires_ms = std::min(expires_ms, application->submitted_ms + most * 1000);
  application->expires_ms = expires_ms;
  changes_.applications.insert(id);
  return expires_ms;
}

Lifetime Cluster::lifetime_of(const Application& application) const {
  if (application.expires_ms == 0) return {};
  const std::int64_t left = (application.expires_ms - clock_.wall_ms()) / 1000;
  return {iso_time(application.expires_ms),
          is_over(application.state) ? 0 : std::max<std::int64_t>(left, 0)};
}

void Cluster::expire_applications() {
  const std::int64_t now = clock_.wall_ms();
  std::vector<ApplicationId> expired;
  for (const auto& [id, application] : applications_)
    if (application.expires_ms > 0 && application.expires_ms < now && !is_over(application.state))
      expired.push_back(id);
  for (const ApplicationId& id : expired)
    (void)kill(id,
               "Application is killed by ResourceManager as it has exceeded the lifetime period.");
}

}  // namespace mammoth::yarn
