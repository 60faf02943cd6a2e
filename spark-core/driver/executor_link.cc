#include "spark-core/driver/executor_link.h"

namespace mammoth::spark {

ExecutorLink::ExecutorLink(RegisterExecutor who, net::Socket& socket)
    : who_(std::move(who)), outbox_(socket) {}

void ExecutorLink::launch(const scheduler::TaskDescription& task, std::string bytes) {
  const std::pair stage(task.stage->stage.value(), task.stage->stage_attempt);
  bool plan_is_new = false;
  {
    const std::lock_guard lock(mutex_);
    running_.emplace(task.id.value(), task);
    plan_is_new = plans_.insert(stage).second;
  }
  if (plan_is_new)
    post(Message::kPlan,
         to_bytes(SendPlan{stage.first, stage.second,
                           *static_cast<const std::string*>(task.stage->binary.get())}));
  post(Message::kLaunch,
       to_bytes(LaunchTask{task.id.value(), stage.first, stage.second, std::move(bytes)}));
}

std::optional<scheduler::TaskDescription> ExecutorLink::ended(std::int64_t task) {
  const std::lock_guard lock(mutex_);
  auto found = running_.extract(task);
  if (!found) return std::nullopt;
  return std::move(found.mapped());
}

std::chrono::milliseconds ExecutorLink::silent_for() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               heard_.load());
}

void ExecutorLink::give_up(const std::string& reason) {
  {
    const std::lock_guard lock(mutex_);
    if (!given_up_) given_up_ = reason;
  }
  outbox_.interrupt();
}
std::optional<std::string> ExecutorLink::given_up() const {
  const std::lock_guard lock(mutex_);
  return given_up_;
}

}  // namespace mammoth::spark
