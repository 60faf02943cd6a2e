// A stage: the part of a job between shuffles, all of whose tasks can run at once (Spark: Stage,
// ShuffleMapStage, ResultStage), and the job that waits for one. Plain records that DagScheduler
// keeps.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "spark-core/scheduler/events.h"
#include "spark-core/scheduler/job.h"
#include "spark-core/scheduler/lineage.h"

namespace mammoth::spark::scheduler {

struct Stage {
  StageId id;
  RddId rdd;  // the last one of the stage
  std::string name;
  int partition_count = 0;  // of the RDD
  bool barrier = false;
  std::vector<std::shared_ptr<Stage>> parents;
  std::set<JobId> jobs;  // that need it
  int next_attempt = 0;
  StageInfo latest;               // of the newest attempt
  std::set<int> failed_attempts;  // consecutive: cleared when the stage succeeds

  // A map stage; lives as long as a job needs it, its outputs live in the MapOutputTracker.
  std::optional<ShuffleDependency> shuffle;
  std::unordered_set<int>
      pending_partitions;          // whose task of the newest attempt has not succeeded yet
  std::set<JobId> map_stage_jobs;  // that wait for just this stage

  // A result stage; belongs to one job.
  std::vector<int> partitions;  // by output index
  Payload function;

  bool is_map_stage() const { return shuffle.has_value(); }
};

std::string to_text(const Stage& stage);  // "ShuffleMapStage 3", "ResultStage 4"

struct ActiveJob {
  JobId id;
  std::shared_ptr<Stage> final_stage;
  std::string call_site;
  std::shared_ptr<JobListener> listener;
  std::shared_ptr<const Properties> properties;
  std::vector<bool> finished;  // by output index; a map stage's job has one
  int finished_count = 0;
};

}  // namespace mammoth::spark::scheduler
