#include "mapreduce/app_master/job_rules.h"

namespace mammoth::mapreduce::app_master {

namespace {

constexpr int kDefaultTaskMemory_mb = 1024;
constexpr int kAttemptsPerMaster = 1000;

// mapreduce.map.memory.mb and mapreduce.map.cpu.vcores; -1 stands for the default.
yarn::Resources size_of_tasks(const Configuration& configuration, const std::string& kind) {
  const int memory = configuration.getInt("mapreduce." + kind + ".memory.mb", -1);
  return {memory > 0 ? memory : kDefaultTaskMemory_mb,
          configuration.getInt("mapreduce." + kind + ".cpu.vcores", 1)};
}

}  // namespace

schedule::JobPlan plan_of(const Configuration& configuration, const JobID& id,
                          const std::vector<engine::PlannedSplit>& splits) {
  schedule::JobPlan plan;
  plan.id = id;
  for (const engine::PlannedSplit& split : splits) plan.maps.push_back({split.hosts, split.length});
  plan.reduces = configuration.getInt("mapreduce.job.reduces", 1);
  schedule::JobRules& rules = plan.rules;
  // As Hadoop numbers them, so that no attempt of an earlier master has the same name.
  rules.first_attempt =
      (configuration.getInt("mapreduce.job.application.attempt.id", 1) - 1) * kAttemptsPerMaster;
  rules.map_attempts = configuration.getInt("mapreduce.map.maxattempts", rules.map_attempts);
  rules.reduce_attempts =
      configuration.getInt("mapreduce.reduce.maxattempts", rules.reduce_attempts);
  rules.map_failures_percent = configuration.getInt("mapreduce.map.failures.maxpercent", 0);
  rules.reduce_failures_percent = configuration.getInt("mapreduce.reduce.failures.maxpercent", 0);
  rules.map_size = size_of_tasks(configuration, "map");
  rules.reduce_size = size_of_tasks(configuration, "reduce");
  rules.slot_memory_mb = configuration.getLong("yarn.scheduler.minimum-allocation-mb", 1024);
  rules.slow_start =
      configuration.getDouble("mapreduce.job.reduce.slowstart.completedmaps", rules.slow_start);
  rules.reduce_ramp_limit = configuration.getDouble("yarn.app.mapreduce.am.job.reduce.rampup.limit",
                                                    rules.reduce_ramp_limit);
  rules.task_timeout_ms = configuration.getLong("mapreduce.task.timeout", rules.task_timeout_ms);
  rules.stuck_timeout_ms =
      configuration.getLong("mapreduce.task.stuck.timeout-ms", rules.stuck_timeout_ms);
  rules.exit_timeout_ms =
      configuration.getLong("mapreduce.task.exit.timeout", rules.exit_timeout_ms);
  rules.failures_per_host =
      configuration.getInt("mapreduce.job.maxtaskfailures.per.tracker", rules.failures_per_host);
  rules.blacklists =
      configuration.getBoolean("yarn.app.mapreduce.am.job.node-blacklisting.enable", true);
  rules.blacklist_limit_percent = configuration.getInt(
      "yarn.app.mapreduce.am.job.node-blacklisting.ignore-threshold-node-percent",
      rules.blacklist_limit_percent);
  rules.speculates_maps = configuration.getBoolean("mapreduce.map.speculative", true);
  rules.speculates_reduces = configuration.getBoolean("mapreduce.reduce.speculative", true);
  rules.speculative_cap = configuration.getDouble(
      "mapreduce.job.speculative.speculative-cap-running-tasks", rules.speculative_cap);
  return plan;
}

}  // namespace mammoth::mapreduce::app_master
