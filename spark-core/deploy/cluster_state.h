// What the master of a standalone cluster knows, and how it shares out cores (Spark: Master,
// WorkerInfo, ApplicationInfo): synchronous, no thread, no socket, the clock's time comes with each
// call. Every method answers what is to be done because of it.
//
// Sharing. Applications take turns in the order in which they came. An application's cores are spread
// over as many workers as have room (spark.deploy.spreadOut), or packed on few; where it does not say
// how many cores an executor has, it gets one executor a worker with all of its share.
//
// Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spark-core/deploy/messages.h"

namespace mammoth::spark::deploy {

struct WorkerInfo {
  RegisterWorker who{};
  int cores_used = 0;
  std::uint64_t memory_used = 0;
  std::int64_t heard_ms = 0;
  int cores_free() const { return who.cores - cores_used; }
  std::uint64_t memory_free() const { return who.memory_bytes - memory_used; }
};
struct ExecutorInfo {
  std::string worker{};
  int cores = 0;
};
struct ApplicationInfo {
  std::string id{};
  RegisterApplication who{};
  std::int64_t started_ms = 0;  // wall clock
  std::int64_t ended_ms = 0;
  std::string state = "RUNNING";  // or FINISHED, FAILED, WAITING
  std::map<int, ExecutorInfo> executors{};
  int next_executor = 0;
  int retries = 0;  // executors that failed since one ran
  int cores_granted() const;
};

struct DriverInfo {
  std::string id{};
  DriverDescription who{};
  DriverState state = DriverState::kSubmitted;
  std::string worker{};
  std::string message{};  // of its end
  std::int64_t submitted_ms = 0;  // wall clock
};

struct Actions {
  struct Launch {
    std::string worker{};
    LaunchExecutor order{};
  };
  struct Kill {
    std::string worker{};
    ExecutorName executor{};
  };
  struct DriverLaunch {
    std::string worker{};
    LaunchDriver order{};
  };
  std::vector<Launch> launches{};
  std::vector<DriverLaunch> driver_launches{};
  std::vector<std::pair<std::string, std::string>> driver_kills{};  // worker and driver
  std::vector<Kill> kills{};
  std::vector<ExecutorChanged> changes{};                        // for the application's driver
  std::vector<std::pair<std::string, std::string>> removals{};   // application and why
  std::vector<std::string> finished{};                           // applications; for all workers
};

struct ClusterOptions {
  bool spread_out = true;              // spark.deploy.spreadOut
  int default_cores = 0;               // spark.deploy.defaultCores; 0: no limit
  int most_retries = 10;               // spark.deploy.maxExecutorRetries
  std::size_t retained_applications = 200;  // spark.deploy.retainedApplications
  std::size_t retained_drivers = 200;       // spark.deploy.retainedDrivers
};

class ClusterState {
 public:
  explicit ClusterState(ClusterOptions options = {}) : options_(options) {}

  // Absent: a worker of that id is there.
  std::optional<Actions> worker_joined(const RegisterWorker& who, std::int64_t now_ms);
  void worker_alive(const std::string& worker, std::int64_t now_ms);
  Actions worker_lost(const std::string& worker, const std::string& reason);
  std::vector<std::string> silent_workers(std::int64_t before_ms) const;

  // "app-20261122174731-0000", of `wall_ms`.
  std::pair<std::string, Actions> application_joined(RegisterApplication who, std::int64_t wall_ms);
  Actions application_left(const std::string& application, std::int64_t wall_ms);
  Actions executor_changed(const ExecutorChanged& change, std::int64_t wall_ms);
  Actions kill_executor(const ExecutorName& executor);

  // Drivers that run on workers; they take their cores before applications do.
  std::pair<std::string, Actions> driver_submitted(DriverDescription who, std::int64_t wall_ms);
  Actions driver_changed(const DriverChanged& change);
  // The answer, in Spark's words, and what follows.
  std::pair<DriverAnswer, Actions> kill_driver(const std::string& id);
  DriverAnswer driver_status(const std::string& id) const;
  const std::map<std::string, DriverInfo>& drivers() const { return drivers_; }
  const std::vector<DriverInfo>& completed_drivers() const { return completed_drivers_; }

  const std::map<std::string, WorkerInfo>& workers() const { return workers_; }
  const std::map<std::string, ApplicationInfo>& applications() const { return applications_; }
  const std::vector<ApplicationInfo>& completed() const { return completed_; }

 private:
  void schedule(Actions& actions);
  void schedule(ApplicationInfo& application, Actions& actions);
  std::vector<WorkerInfo*> usable_workers(const ApplicationInfo& application);
  void schedule_drivers(Actions& actions);
  void release_driver(const DriverInfo& driver);
  void end_driver(const std::string& id, DriverState state, const std::string& message);
  void drivers_lost(const std::string& worker);
  void launch(ApplicationInfo& application, WorkerInfo& worker, int cores, Actions& actions);
  void release(ApplicationInfo& application, int executor);
  void end(const std::string& application, const std::string& state, std::int64_t wall_ms,
           Actions& actions);

  const ClusterOptions options_;
  std::map<std::string, WorkerInfo> workers_;
  std::map<std::string, ApplicationInfo> applications_;  // ids sort as they came
  std::vector<ApplicationInfo> completed_;
  std::map<std::string, DriverInfo> drivers_;  // ids sort as they came
  std::vector<DriverInfo> completed_drivers_;
  int next_driver_ = 0;
  int next_application_ = 0;
};

}  // namespace mammoth::spark::deploy
