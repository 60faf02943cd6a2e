// Threads that run tasks from a bounded queue. When it is full the submitting thread runs the task
// itself (Java: ThreadPoolExecutor with CallerRunsPolicy).
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mammoth::cli {

class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t queue_limit);
  // Runs what is queued and waits for it.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // For one thread at a time.
  void submit(std::function<void()> task);

 private:
  void work();

  const std::size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<std::function<void()>> queue_;
  bool closed_ = false;

  std::vector<std::thread> threads_;
};

}  // namespace mammoth::cli
