// The task threads of one executor, in the driver's process or in one of their own. Tasks wait in
// order when there are more of them than threads. Thread-safe; the end of a task is told on the
// thread that ran it.
#pragma once

#include <condition_variable>
#include <deque>
#include <thread>
#include <unordered_map>

#include "spark-core/executor/executor.h"

namespace mammoth::spark {

class TaskPool {
 public:
  using Started = std::function<void(std::int64_t task)>;
  using Ended = std::function<void(std::int64_t task, TaskOutcome outcome)>;
  // `started` may be null.
  TaskPool(Executor& executor, int threads, Started started, Ended ended);
  ~TaskPool();  // kills what runs, and waits for it

  // The bytes of task.h and of stage_plan.h.
  void launch(std::int64_t task, std::string bytes, std::shared_ptr<const std::string> plan);
  void kill(std::int64_t task);

 private:
  struct Order {
    std::int64_t task;
    std::string bytes;
    std::shared_ptr<const std::string> plan;
    std::shared_ptr<std::atomic<bool>> killed;
  };
  void work();

  Executor& executor_;
  const Started started_;
  const Ended ended_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<Order> orders_;
  std::unordered_map<std::int64_t, std::shared_ptr<std::atomic<bool>>> running_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mammoth::spark
