#include "spark-core/driver/scheduler_options.h"

#include "spark-core/plan/code_ref.h"

namespace mammoth::spark {

namespace {

scheduler::SpeculationOptions speculation(const Settings& settings) {
  scheduler::SpeculationOptions options;
  options.enabled = settings.flag("spark.speculation", false);
  options.interval_ms = settings.time_ms("spark.speculation.interval", options.interval_ms);
  options.quantile = settings.number("spark.speculation.quantile", options.quantile);
  options.multiplier = settings.number("spark.speculation.multiplier", options.multiplier);
  options.min_task_runtime_ms =
      settings.time_ms("spark.speculation.minTaskRuntime", options.min_task_runtime_ms);
  if (settings.find("spark.speculation.task.duration.threshold"))
    options.duration_threshold_ms =
        settings.time_ms("spark.speculation.task.duration.threshold", 0);
  return options;
}

scheduler::ExcludeOptions exclusion(const Settings& settings) {
  scheduler::ExcludeOptions options;
  const bool enabled = settings.flag("spark.excludeOnFailure.enabled", false);
  options.task_and_stage_enabled =
      settings.flag("spark.excludeOnFailure.taskAndStage.enabled", enabled);
  options.application_enabled =
      settings.flag("spark.excludeOnFailure.application.enabled", enabled);
  options.timeout_ms = settings.time_ms("spark.excludeOnFailure.timeout", options.timeout_ms);
  options.kill_excluded_executors =
      settings.flag("spark.excludeOnFailure.killExcludedExecutors", false);
  return options;
}

}  // namespace

scheduler::SchedulerOptions scheduler_options(const Settings& settings, const Master& master) {
  scheduler::SchedulerOptions options;
  options.task_cpus = static_cast<int>(settings.integer("spark.task.cpus", 1));
  // In local mode the master's own word decides.
  const bool local = master.kind == Master::Kind::kLocal;
  options.max_task_failures =
      local ? master.max_failures
            : static_cast<int>(settings.integer("spark.task.maxFailures", master.max_failures));
  options.slots_per_executor = std::max(1, master.cores / std::max(1, options.task_cpus));
  const std::int64_t wait = settings.time_ms("spark.locality.wait", 3000);
  options.locality_wait_process_ms = settings.time_ms("spark.locality.wait.process", wait);
  options.locality_wait_node_ms = settings.time_ms("spark.locality.wait.node", wait);
  options.locality_wait_rack_ms = settings.time_ms("spark.locality.wait.rack", wait);
  options.max_result_bytes =
      settings.size_bytes("spark.driver.maxResultSize", std::uint64_t{1} << 30);
  const std::string mode = settings.text("spark.scheduler.mode", "FIFO");
  if (mode != "FIFO" && mode != "FAIR")
    throw SparkException("Unrecognized spark.scheduler.mode: " + mode);
  options.mode =
      mode == "FAIR" ? scheduler::SchedulingMode::kFair : scheduler::SchedulingMode::kFifo;
  options.max_consecutive_stage_attempts = static_cast<int>(settings.integer(
      "spark.stage.maxConsecutiveAttempts", options.max_consecutive_stage_attempts));
  options.barrier_check_interval_ms =
      settings.time_ms("spark.scheduler.barrier.maxConcurrentTasksCheck.interval",
                       options.barrier_check_interval_ms);
  options.barrier_check_max_failures = static_cast<int>(
      settings.integer("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures",
                       options.barrier_check_max_failures));
  options.speculation = speculation(settings);
  options.exclude = exclusion(settings);
  if (const auto refusal = options.validate(); !refusal)
    throw SparkException(refusal.error().message);
  return options;
}

}  // namespace mammoth::spark
