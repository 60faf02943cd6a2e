// An application changes its queue and takes along what it has.
#include <fmt/format.h>

#include "yarn/resource_manager/scheduler/core.h"

namespace mammoth::yarn {

namespace {

// As Hadoop tells them: YarnException, around the other's name where one denies.
Error cannot_move(const std::string& message) {
  return {ErrorCode::kRemote, message, "org.apache.hadoop.yarn.exceptions.YarnException"};
}

}  // namespace

Result<std::string> CapacityScheduler::Core::move_application(const ApplicationId& id,
                                                              const std::string& name) {
  settle();
  SchedulerApp* app = find_app(id);
  if (!app) return cannot_move(fmt::format("App to be moved {} not found.", to_text(id)));
  Queue* to = find_queue(name);
  if (!to) return cannot_move(fmt::format("The specified Queue: {} doesn't exist", name));
  if (!to->leaf)
    return cannot_move(fmt::format("The specified Queue: {} is not a Leaf Queue.", name));
  if (const auto allowed = check_submission(*to, id, app->user); !allowed)
    return cannot_move("org.apache.hadoop.security.AccessControlException: " +
                       allowed.error().message);
  Queue& from = *app->queue;
  if (to == &from) return to->settings.path;

  Asks asks;
  if (app->attempt) {
    asks = std::exchange(app->attempt->asks, {});
    demand_changed(*app);
    give_up_place(*app);
    app->attempt->active = false;
  }
  const Resource used = app->used;
  const Resource reserved = app->reserved;
  const int containers = static_cast<int>(app->live.size());
  charge(*app, Resource{} - used, -containers, false);
  charge(*app, Resource{} - reserved, 0, true);
  leave_queue(*app);
  enter_queue(*app, *to);
  charge(*app, used, containers, false);
  charge(*app, reserved, 0, true);
  if (app->attempt) {
    Attempt& attempt = *app->attempt;
    attempt.asks = std::move(asks);
    attempt.place = order_of(*app);
    to->leaf->pending.insert(attempt.place);
    ++to->leaf->users[app->user].pending;
    attempt.diagnostics =
        am_diagnostics(*app, "Skipping AM assignment as cluster resource is empty. ");
  }
  activate_waiting(from);
  activate_waiting(*to);
  return to->settings.path;
}

}  // namespace mammoth::yarn
