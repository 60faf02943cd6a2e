#include "common/daemon/lifetime.h"

#include <pthread.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "common/base/log.h"

namespace mammoth {

using std::chrono::milliseconds;

DaemonLifetime::DaemonLifetime(std::string name) : name_(std::move(name)) {
  sigemptyset(&signals_);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals_, signal);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

bool DaemonLifetime::wait(std::string_view status, const std::function<Health()>& health) {
  manager_.ready(status);
  const milliseconds pause =
      std::min(milliseconds(1'000), manager_.watchdog_interval().value_or(milliseconds(1'000)));
  const timespec step{.tv_sec = pause.count() / 1'000,
                      .tv_nsec = pause.count() % 1'000 * 1'000'000};
  for (;;) {
    const int signal = ::sigtimedwait(&signals_, nullptr, &step);
    const Health now = health();
    if (signal > 0) {
      log::info(name_, "RECEIVED SIGNAL {}: SIG{}", signal, ::sigabbrev_np(signal));
      manager_.stopping();
      return now != Health::kFailed;
    }
    if (now == Health::kFailed) {
      manager_.stopping();
      return false;
    }
    if (now == Health::kGood && manager_.watchdog_interval()) manager_.alive();
  }
}

}  // namespace mammoth
