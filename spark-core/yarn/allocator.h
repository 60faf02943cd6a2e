// An application's master where it deals with YARN (Spark: YarnAllocator, ExecutorRunnable): asks the
// ResourceManager for as many containers as executors are wanted, on the hosts where their data is
// first, starts executors in them, and tells who ended.
//
// A thread of its own does all of it; the methods may be called by any thread, events come from that
// thread. When more executors fail than spark.yarn.max.executor.failures (twice as many as are wanted,
// three at least), or the ResourceManager gives the attempt up, it gives up too.
#pragma once

#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <set>
#include <thread>

#include "common/yarn/application_master.h"
#include "common/yarn/node_managers.h"
#include "spark-core/executor/settings.h"
#include "spark-core/yarn/messages.h"

namespace mammoth::spark::on_yarn {

struct AllocatorEvents {
  std::function<void(const ExecutorExited& executor)> exited;
  std::function<void(const std::string& reason)> gave_up;
};

class Allocator {
 public:
  // Throws ErrorException or SparkException where YARN does not take this process as a master.
  Allocator(const yarn::ContainerEnvironment& self, const MasterSpec& spec, AllocatorEvents events);
  ~Allocator();  // without finish() YARN sees a master that failed

  // Known from now on; before the first want().
  void set_pattern(ExecutorSpec pattern);
  void want(WantedExecutors wanted);
  void kill(const std::string& executor);
  // Stops, and tells YARN how the application ended. Idempotent.
  void finish(yarn::FinalStatus status, const std::string& diagnostics);

 private:
  struct Running {
    std::string executor;
    yarn::Container container;
    bool killed = false;
  };

  // A node that stands still holds up nobody else's start.
  struct Start {
    std::atomic<bool> done{false};
    std::thread thread;
    ~Start() { thread.join(); }
  };

  void run(const std::stop_token& stop);
  void ask();                                         // with mutex_ held
  void take(const yarn::Container& container);        // the same
  void ended(const yarn::CompletedContainer& container);
  void start(const yarn::Container& container, const std::string& executor);
  yarn::Launch launch_of(const std::string& executor) const;
  void give_up(const std::string& reason);
  int most_failures() const;

  const yarn::ContainerEnvironment self_;
  const MasterSpec spec_;
  const Settings settings_;
  const AllocatorEvents events_;
  const yarn::Resources size_;
  const int cores_;
  yarn::NodeManagers nodes_;
  yarn::ApplicationMaster master_;  // the thread's alone while that runs
  std::mutex mutex_;
  std::condition_variable_any changed_;
  // Guarded by mutex_.
  std::string pattern_;  // an ExecutorSpec's bytes
  WantedExecutors wanted_;
  std::map<std::string, Running> running_;  // by container
  std::list<Start> starts_;
  std::set<std::string> failed_to_start_;   // containers
  int asked_ = 0;  // containers that the ResourceManager knows of and has not given
  int failures_ = 0;
  int next_executor_ = 1;
  bool gave_up_ = false;
  bool finished_ = false;
  std::jthread thread_;
};

}  // namespace mammoth::spark::on_yarn
