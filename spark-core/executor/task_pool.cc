#include "spark-core/executor/task_pool.h"

#include "common/job_library/crash_reporter.h"

namespace mammoth::spark {

TaskPool::TaskPool(Executor& executor, int threads, Started started, Ended ended)
    : executor_(executor), started_(std::move(started)), ended_(std::move(ended)) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

TaskPool::~TaskPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    orders_.clear();
    for (auto& [id, killed] : running_) *killed = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void TaskPool::launch(std::int64_t task, std::string bytes,
                      std::shared_ptr<const std::string> plan) {
  Order order{task, std::move(bytes), std::move(plan), std::make_shared<std::atomic<bool>>(false)};
  {
    const std::lock_guard lock(mutex_);
    running_[task] = order.killed;
    orders_.push_back(std::move(order));
  }
  changed_.notify_one();
}

void TaskPool::kill(std::int64_t task) {
  const std::lock_guard lock(mutex_);
  const auto found = running_.find(task);
  if (found != running_.end()) *found->second = true;
}

void TaskPool::work() {
  const CrashStack crash_stack;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !orders_.empty(); });
    if (stopping_) return;
    const Order order = std::move(orders_.front());
    orders_.pop_front();
    lock.unlock();
    if (started_) started_(order.task);
    TaskOutcome outcome = executor_.run(order.bytes, *order.plan, *order.killed);
    lock.lock();
    running_.erase(order.task);
    lock.unlock();
    ended_(order.task, std::move(outcome));
    lock.lock();
  }
}

}  // namespace mammoth::spark
