// Why an application master still waits, in the words that Hadoop's reports show
// (FiCaSchedulerApp.updateAMContainerDiagnostics).
#include <fmt/format.h>

#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

std::string CapacityScheduler::Core::am_diagnostics(const SchedulerApp& app,
                                                    const std::string& limit) const {
  const Queue& queue = *app.queue;
  const User& user = queue.leaf->users.at(app.user);
  return fmt::format(
      "Application is added to the scheduler and is not yet activated. {} Details : AM Partition = "
      "<DEFAULT_PARTITION>; AM Resource Request = {}; Queue Resource Limit for AM = {}; User AM "
      "Resource Limit of the queue = {}; Queue AM Resource Usage = {}; ",
      limit, to_text(app.attempt->am_resource), to_text(am_limit(limits(), queue)),
      to_text(user_am_limit(limits(), queue, user)), to_text(queue.leaf->am_used));
}

std::string CapacityScheduler::Core::activated_diagnostics(const SchedulerApp& app) const {
  const Queue& queue = *app.queue;
  const auto percent = [](double share) { return java_float(static_cast<float>(share * 100)); };
  return fmt::format(
      "Application is Activated, waiting for resources to be assigned for AM.  Details : AM "
      "Partition "
      "= <DEFAULT_PARTITION> ; Partition Resource = {} ; Queue's Absolute capacity = {} % ; "
      "Queue's "
      "Absolute used capacity = {} % ; Queue's Absolute max capacity = {} % ; Queue's capacity "
      "(absolute resource) = {} ; Queue's used capacity (absolute resource) = {} ; Queue's max "
      "capacity (absolute resource) = {} ; ",
      to_text(cluster_), percent(static_cast<double>(queue.absolute_capacity)),
      percent(calculator_.share(queue.used, cluster_)),
      percent(static_cast<double>(queue.absolute_maximum)), to_text(queue.guaranteed),
      to_text(queue.used), to_text(queue.maximum));
}

}  // namespace mammoth::yarn
