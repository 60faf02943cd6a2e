// Tasks on threads of this process: the hands of the scheduler for the masters local, local[n] and
// local[*] (Spark: LocalSchedulerBackend). Called on the scheduler's thread; what the tasks come to
// is posted back there.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "spark-core/executor/executor.h"
#include "spark-core/scheduler/backend.h"

namespace mammoth::spark {

class LocalBackend final : public scheduler::ExecutorBackend {
 public:
  // Makes the bytes of a task (task.h); called on the scheduler's thread.
  using Encode = std::function<std::string(const scheduler::TaskDescription& task)>;
  // Called on the pool's threads.
  using Ended = std::function<void(const scheduler::TaskDescription& task, TaskOutcome outcome)>;

  LocalBackend(Executor& executor, int cores, Encode encode, Ended ended);
  ~LocalBackend() override;  // kills what runs, and waits for it

  void launch(const scheduler::TaskDescription& task) override;
  bool kill(scheduler::TaskId task, const std::string& executor_id, bool interrupt,
            const std::string& reason) override;

 private:
  struct Order {
    scheduler::TaskDescription task;
    std::string bytes;
    std::shared_ptr<std::atomic<bool>> killed;
  };
  void work();

  Executor& executor_;
  const Encode encode_;
  const Ended ended_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<Order> orders_;
  std::unordered_map<scheduler::TaskId, std::shared_ptr<std::atomic<bool>>> running_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mammoth::spark
