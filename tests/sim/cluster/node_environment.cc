// RocksDB keeps one environment for the whole process, with the threads that flush and compact.
// Here every process of a node needs its own, since its threads die with it: this program defines
// Env::Default() anew.
#include <dlfcn.h>
#include <rocksdb/env.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "tests/sim/world/world.h"

namespace mammoth::sim {
namespace {

// One thread that does a node's background work of one priority.
class Worker {
 public:
  using Function = void (*)(void*);

  void add(Function work, void* argument, void* tag, Function unscheduled) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back({work, argument, tag, unscheduled});
    if (!started_) {
      started_ = true;
      std::thread([this] { run(); }).detach();
    }
    changed_.notify_one();
  }

  int remove(void* tag) {
    std::deque<Job> removed;
    {
      const std::lock_guard lock(mutex_);
      for (auto job = jobs_.begin(); job != jobs_.end();) {
        if (job->tag == tag) {
          removed.push_back(*job);
          job = jobs_.erase(job);
        } else {
          ++job;
        }
      }
    }
    for (const Job& job : removed)
      if (job.unscheduled) job.unscheduled(job.argument);
    return static_cast<int>(removed.size());
  }

  unsigned waiting() const {
    const std::lock_guard lock(mutex_);
    return static_cast<unsigned>(jobs_.size());
  }

 private:
  struct Job {
    Function work;
    void* argument;
    void* tag;
    Function unscheduled;
  };

  void run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !jobs_.empty(); });
      const Job job = jobs_.front();
      jobs_.pop_front();
      lock.unlock();
      job.work(job.argument);
    }
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool started_ = false;
};

class NodeEnvironment final : public rocksdb::EnvWrapper {
 public:
  using EnvWrapper::EnvWrapper;

  void Schedule(void (*work)(void*), void* argument, Priority priority, void* tag,
                void (*unscheduled)(void*)) override {
    workers_[priority].add(work, argument, tag, unscheduled);
  }
  int UnSchedule(void* tag, Priority priority) override { return workers_[priority].remove(tag); }
  unsigned int GetThreadPoolQueueLen(Priority priority) const override {
    return workers_[priority].waiting();
  }
  void SetBackgroundThreads(int, Priority) override {}
  int GetBackgroundThreads(Priority) override { return 1; }
  void IncBackgroundThreadsIfNeeded(int, Priority) override {}
  int ReserveThreads(int, Priority) override { return 0; }
  int ReleaseThreads(int, Priority) override { return 0; }

 private:
  std::array<Worker, Priority::TOTAL> workers_;
};

rocksdb::Env* of_process() {
  using Default = rocksdb::Env* (*)();
  static const auto real =
      reinterpret_cast<Default>(::dlsym(RTLD_NEXT, "_ZN7rocksdb3Env7DefaultEv"));
  return real();
}

}  // namespace
}  // namespace mammoth::sim

rocksdb::Env* rocksdb::Env::Default() {
  using namespace mammoth::sim;
  if (!World::here()) return of_process();
  static auto* const all = new std::map<std::pair<int, int>, std::unique_ptr<NodeEnvironment>>;
  const Node& node = *World::current().node;
  auto& environment = (*all)[{node.number, node.incarnation}];
  if (!environment) environment = std::make_unique<NodeEnvironment>(of_process());
  return environment.get();
}
