// The settings of the scheduler, each with its key and Spark's default. The driver reads them from
// its configuration; times are milliseconds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace mammoth::spark::scheduler {

enum class SchedulingMode { kFifo, kFair };

struct PoolOptions {
  std::string name;
  SchedulingMode mode = SchedulingMode::kFifo;
  int min_share = 0;
  int weight = 1;
};

struct SpeculationOptions {
  bool enabled = false;                               // spark.speculation
  std::int64_t interval_ms = 100;                     // spark.speculation.interval
  double quantile = 0.9;                              // spark.speculation.quantile
  double multiplier = 3;                              // spark.speculation.multiplier
  std::int64_t min_task_runtime_ms = 100;             // spark.speculation.minTaskRuntime
  std::optional<std::int64_t> duration_threshold_ms;  // spark.speculation.task.duration.threshold
  bool efficiency_enabled = true;                     // spark.speculation.efficiency.enabled
  double process_rate_multiplier = 0.75;  // spark.speculation.efficiency.processRateMultiplier
  double long_run_task_factor = 2;        // spark.speculation.efficiency.longRunTaskFactor
  std::optional<std::int64_t>
      decommission_kill_interval_ms;  // spark.executor.decommission.killInterval
};

struct ExcludeOptions {
  bool task_and_stage_enabled = false;  // spark.excludeOnFailure.taskAndStage.enabled
  bool application_enabled = false;     // spark.excludeOnFailure.application.enabled
  bool fetch_failure_enabled = false;   // spark.excludeOnFailure.application.fetchFailure.enabled
  int task_attempts_per_executor = 1;   // spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor
  int task_attempts_per_node = 2;       // spark.excludeOnFailure.task.maxTaskAttemptsPerNode
  int stage_failed_tasks_per_executor =
      2;  // spark.excludeOnFailure.stage.maxFailedTasksPerExecutor
  int stage_failed_executors_per_node =
      2;  // spark.excludeOnFailure.stage.maxFailedExecutorsPerNode
  int application_failed_tasks_per_executor =
      2;  // spark.excludeOnFailure.application.maxFailedTasksPerExecutor
  int application_failed_executors_per_node =
      2;  // spark.excludeOnFailure.application.maxFailedExecutorsPerNode
  std::int64_t timeout_ms = 3'600'000;   // spark.excludeOnFailure.timeout
  bool kill_excluded_executors = false;  // spark.excludeOnFailure.killExcludedExecutors
  std::int64_t unschedulable_timeout_ms =
      120'000;  // spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout
};

struct SchedulerOptions {
  int task_cpus = 1;           // spark.task.cpus
  int slots_per_executor = 1;  // spark.executor.cores / spark.task.cpus, 1 where that is not known
  int max_task_failures = 4;   // spark.task.maxFailures; local[n,m]: m; local[n]: 1
  std::int64_t locality_wait_process_ms = 3000;  // spark.locality.wait.process
  std::int64_t locality_wait_node_ms = 3000;     // spark.locality.wait.node
  std::int64_t locality_wait_rack_ms = 3000;     // spark.locality.wait.rack
  std::uint64_t max_result_bytes = std::uint64_t{1}
                                   << 30;       // spark.driver.maxResultSize; 0: no limit
  SchedulingMode mode = SchedulingMode::kFifo;  // spark.scheduler.mode
  std::vector<PoolOptions> pools;               // of spark.scheduler.allocation.file

  int max_consecutive_stage_attempts = 4;         // spark.stage.maxConsecutiveAttempts
  int max_stage_attempts = INT32_MAX;             // spark.stage.maxAttempts
  bool ignore_decommission_fetch_failure = true;  // spark.stage.ignoreDecommissionFetchFailure
  bool unregister_output_on_host = false;         // spark.files.fetchFailure.unRegisterOutputOnHost
  bool shuffle_service = false;                   // spark.shuffle.service.enabled
  bool reduce_locality = true;                    // spark.shuffle.reduceLocality.enabled
  bool dynamic_allocation = false;                // spark.dynamicAllocation.enabled
  std::int64_t resubmit_delay_ms = 200;  // between a fetch failure and the stages' next attempts
  std::int64_t barrier_check_interval_ms =
      15'000;  // spark.scheduler.barrier.maxConcurrentTasksCheck.interval
  int barrier_check_max_failures =
      40;  // spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures

  SpeculationOptions speculation;
  ExcludeOptions exclude;
  std::map<std::string, std::string> rack_of_host;  // empty: no racks known
  std::uint64_t seed = 0;                           // of the order in which executors are offered

  // IllegalArgument, naming the key, for what cannot work (Spark's own checks).
  Result<void> validate() const;
};

}  // namespace mammoth::spark::scheduler
