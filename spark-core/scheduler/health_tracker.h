// Executors and hosts that failed too often to be used (Spark: HealthTracker for the application,
// TaskSetExcludelist for one stage attempt).
//
// Within a task set a task that failed is not tried again on the same executor, nor after two
// failures on the same host; an executor with two failed tasks, a host with two such executors is
// out for the whole set. When a task set has succeeded after all, its failures count for the
// application: the executor, not the data, was to blame. Application-wide exclusion ends after a
// timeout. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "spark-core/scheduler/backend.h"
#include "spark-core/scheduler/events.h"
#include "spark-core/scheduler/options.h"

namespace mammoth::spark::scheduler {

// Failures of one executor within a task set, by task index.
struct ExecutorFailures {
  std::string host;
  std::map<int, std::pair<int, std::int64_t>> by_task;  // how many, when last (monotonic ms)
};

class TaskSetExcludeList {
 public:
  // `dry_run` notes failures for the HealthTracker and excludes nothing itself.
  TaskSetExcludeList(const ExcludeOptions& options, const Clock& clock, SchedulerListener& listener,
                     StageId stage, bool dry_run)
      : options_(options), clock_(clock), listener_(listener), stage_(stage), dry_run_(dry_run) {}

  void task_failed(const std::string& host, const std::string& executor, int index,
                   const std::string& reason);
  bool excluded_for_task(const std::string& host, const std::string& executor, int index) const;
  bool node_excluded_for_task(const std::string& host, int index) const;
  bool excluded_for_set(const std::string& host, const std::string& executor) const;
  bool node_excluded_for_set(const std::string& host) const;
  // Quick answer to the usual case.
  bool has_failures() const { return !dry_run_ && !failures_.empty(); }
  const std::unordered_map<std::string, ExecutorFailures>& failures() const { return failures_; }
  const std::string& latest_reason() const { return latest_reason_; }

 private:
  const ExcludeOptions& options_;
  const Clock& clock_;
  SchedulerListener& listener_;
  StageId stage_;
  bool dry_run_;
  std::unordered_map<std::string, ExecutorFailures> failures_;                   // by executor
  std::unordered_map<std::string, std::set<std::string>> failing_executors_of_;  // by host
  std::unordered_map<std::string, std::set<int>> tasks_excluded_on_;             // by host
  std::unordered_set<std::string> executors_, hosts_;
  std::string latest_reason_;
};

class HealthTracker {
 public:
  HealthTracker(const SchedulerOptions& options, const Clock& clock, SchedulerListener& listener,
                ExecutorBackend& backend)
      : options_(options), clock_(clock), listener_(listener), backend_(backend) {}

  void task_set_succeeded(StageId stage, int stage_attempt,
                          const std::unordered_map<std::string, ExecutorFailures>& failures);
  void fetch_failed(const std::string& host, const std::string& executor);
  void executor_removed(const std::string& executor) { failures_.erase(executor); }
  void expire();  // lets back in what has been out long enough
  bool executor_excluded(const std::string& executor) const {
    return executors_.contains(executor);
  }
  bool node_excluded(const std::string& host) const { return hosts_.contains(host); }
  // An executor that does nothing makes room for one that could.
  void kill_idle_executor(const std::string& executor);

 private:
  struct Failure {
    StageId stage;
    int stage_attempt = 0;
    int index = 0;
    std::int64_t expires_ms = 0;
  };
  struct Excluded {
    std::string host;
    std::int64_t expires_ms = 0;
  };
  void exclude_executor(const std::string& executor, const std::string& host, int failures);
  void exclude_node(const std::string& host, int executors);

  const SchedulerOptions& options_;
  const Clock& clock_;
  SchedulerListener& listener_;
  ExecutorBackend& backend_;
  std::unordered_map<std::string, std::vector<Failure>> failures_;  // by executor
  std::unordered_map<std::string, Excluded> executors_;
  std::unordered_map<std::string, std::int64_t> hosts_;                           // when it expires
  std::unordered_map<std::string, std::set<std::string>> excluded_executors_of_;  // by host
};

}  // namespace mammoth::spark::scheduler
