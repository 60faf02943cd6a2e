// From "it serves" to "it stops": the main thread of a daemon between start() and stop(). It waits
// for SIGTERM, SIGINT or SIGHUP, and meanwhile tells the service manager that the daemon is alive.
#pragma once

#include <signal.h>

#include <functional>
#include <string>
#include <string_view>

#include "common/daemon/service_manager.h"

namespace mammoth {

// Constructed by the main thread before any other thread exists, since it blocks the signals for
// all of them; SIGPIPE is ignored from then on.
class DaemonLifetime {
 public:
  enum class Health { kGood, kHangs, kFailed };

  // `name` heads the log lines.
  explicit DaemonLifetime(std::string name);

  // Announces readiness and waits. Asks `health` about every second: kHangs withholds the sign of
  // life, so that a watching service manager restarts the daemon; kFailed ends the wait. Returns
  // whether a signal, and not a failure, ended it; the service manager knows then.
  bool wait(std::string_view status, const std::function<Health()>& health);

 private:
  const std::string name_;
  sigset_t signals_;
  ServiceManager manager_ = ServiceManager::of_environment();
};

}  // namespace mammoth
