// What a job consists of, and by which rules its tasks are scheduled.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/yarn/types.h"
#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce::schedule {

struct MapPlan {
  std::vector<std::string> hosts;  // that hold its split
  std::uint64_t length = 0;        // bytes of it
};

struct JobRules {
  int first_attempt = 0;         // number of each task's first attempt: 1000 a master that has died
  int map_attempts = 4;          // mapreduce.map.maxattempts
  int reduce_attempts = 4;       // mapreduce.reduce.maxattempts
  int map_failures_percent = 0;  // mapreduce.map.failures.maxpercent
  int reduce_failures_percent = 0;  // mapreduce.reduce.failures.maxpercent
  yarn::Resources map_size{1024, 1};
  yarn::Resources reduce_size{1024, 1};
  std::int64_t slot_memory_mb = 1024;      // yarn.scheduler.minimum-allocation-mb, for SLOTS_MILLIS
  double slow_start = 0.05;                // mapreduce.job.reduce.slowstart.completedmaps
  double reduce_ramp_limit = 0.5;          // yarn.app.mapreduce.am.job.reduce.rampup.limit
  std::int64_t task_timeout_ms = 600'000;  // mapreduce.task.timeout; 0: none
  std::int64_t stuck_timeout_ms = 600'000;  // mapreduce.task.stuck.timeout-ms: to the first word
  std::int64_t exit_timeout_ms = 60'000;    // mapreduce.task.exit.timeout
  std::int64_t starvation_ms = 3'000;       // before reduces make room for maps
  int failures_per_host = 3;                // mapreduce.job.maxtaskfailures.per.tracker
  bool blacklists = true;                   // yarn.app.mapreduce.am.job.node-blacklisting.enable
  int blacklist_limit_percent = 33;         // …node-blacklisting.ignore-threshold-node-percent
  bool speculates_maps = true;              // mapreduce.map.speculative
  bool speculates_reduces = true;           // mapreduce.reduce.speculative
  double speculative_cap = 0.1;         // mapreduce.job.speculative.speculative-cap-running-tasks
  int fetch_failures_to_rerun = 3;      // reports of reduces before a map runs again
  double fetch_failure_fraction = 0.5;  // mapreduce.job.maxfetchfailures…: of running reduces
};

struct JobPlan {
  JobID id{};
  std::vector<MapPlan> maps;
  int reduces = 0;
  JobRules rules{};
};

}  // namespace mammoth::mapreduce::schedule
