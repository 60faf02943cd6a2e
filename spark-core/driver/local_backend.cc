#include "spark-core/driver/local_backend.h"

#include "common/job_library/crash_reporter.h"

namespace mammoth::spark {

LocalBackend::LocalBackend(Executor& executor, int cores, Encode encode, Ended ended)
    : executor_(executor), encode_(std::move(encode)), ended_(std::move(ended)) {
  for (int i = 0; i < cores; ++i) threads_.emplace_back([this] { work(); });
}

LocalBackend::~LocalBackend() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    orders_.clear();
    for (auto& [id, killed] : running_) *killed = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void LocalBackend::launch(const scheduler::TaskDescription& task) {
  Order order{task, {}, std::make_shared<std::atomic<bool>>(false)};
  try {
    order.bytes = encode_(task);
  } catch (const std::exception& error) {
    TaskOutcome outcome;
    outcome.message = error.what();
    return ended_(task, std::move(outcome));
  }
  {
    const std::lock_guard lock(mutex_);
    running_[task.id] = order.killed;
    orders_.push_back(std::move(order));
  }
  changed_.notify_one();
}

bool LocalBackend::kill(scheduler::TaskId task, const std::string&, bool, const std::string&) {
  const std::lock_guard lock(mutex_);
  const auto found = running_.find(task);
  if (found != running_.end()) *found->second = true;
  return true;
}

void LocalBackend::work() {
  const CrashStack crash_stack;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !orders_.empty(); });
    if (stopping_) return;
    const Order order = std::move(orders_.front());
    orders_.pop_front();
    lock.unlock();
    const auto& plan = *static_cast<const std::string*>(order.task.stage->binary.get());
    TaskOutcome outcome = executor_.run(order.bytes, plan, *order.killed);
    lock.lock();
    running_.erase(order.task.id);
    lock.unlock();
    ended_(order.task, std::move(outcome));
    lock.lock();
  }
}

}  // namespace mammoth::spark
