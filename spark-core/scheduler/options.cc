#include "spark-core/scheduler/options.h"

#include <fmt/format.h>

namespace mammoth::spark::scheduler {

namespace {
Error illegal(std::string message) {
  return {ErrorCode::kIllegalArgument, std::move(message)};
}

Result<void> positive(const char* key, std::int64_t value) {
  if (value <= 0) return illegal(fmt::format("{} was {}, but must be > 0.", key, value));
  return {};
}
}  // namespace

Result<void> SchedulerOptions::validate() const {
  TRY(positive("spark.task.cpus", task_cpus));
  TRY(positive("spark.task.maxFailures", max_task_failures));
  TRY(positive("spark.stage.maxConsecutiveAttempts", max_consecutive_stage_attempts));
  if (speculation.enabled) TRY(positive("spark.speculation.interval", speculation.interval_ms));
  for (const PoolOptions& pool : pools)
    if (pool.weight <= 0 || pool.min_share < 0)
      return illegal(fmt::format("pool {}: weight {} must be > 0 and minShare {} >= 0", pool.name,
                                 pool.weight, pool.min_share));
  if (!exclude.task_and_stage_enabled && !exclude.application_enabled) return {};
  TRY(positive("spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor",
               exclude.task_attempts_per_executor));
  TRY(positive("spark.excludeOnFailure.task.maxTaskAttemptsPerNode",
               exclude.task_attempts_per_node));
  TRY(positive("spark.excludeOnFailure.stage.maxFailedTasksPerExecutor",
               exclude.stage_failed_tasks_per_executor));
  TRY(positive("spark.excludeOnFailure.stage.maxFailedExecutorsPerNode",
               exclude.stage_failed_executors_per_node));
  TRY(positive("spark.excludeOnFailure.application.maxFailedTasksPerExecutor",
               exclude.application_failed_tasks_per_executor));
  TRY(positive("spark.excludeOnFailure.application.maxFailedExecutorsPerNode",
               exclude.application_failed_executors_per_node));
  TRY(positive("spark.excludeOnFailure.timeout", exclude.timeout_ms));
  if (exclude.task_attempts_per_node >= max_task_failures)
    return illegal(fmt::format(
        "spark.excludeOnFailure.task.maxTaskAttemptsPerNode ( = {}) was >= spark.task.maxFailures "
        "( = {} ): one bad node would fail the job. Decrease the first, increase the second, or "
        "disable excludeOnFailure with spark.excludeOnFailure.enabled",
        exclude.task_attempts_per_node, max_task_failures));
  return {};
}

}  // namespace mammoth::spark::scheduler
