#include "spark-core/driver/scheduler_options.h"

#include "spark-core/plan/code_ref.h"

namespace mammoth::spark {

scheduler::SchedulerOptions scheduler_options(const Settings& settings, int max_failures) {
  scheduler::SchedulerOptions options;
  options.task_cpus = static_cast<int>(settings.integer("spark.task.cpus", 1));
  options.max_task_failures = max_failures;
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
  options.speculation.enabled = settings.flag("spark.speculation", false);
  if (const auto refusal = options.validate(); !refusal)
    throw SparkException(refusal.error().message);
  return options;
}

}  // namespace mammoth::spark
