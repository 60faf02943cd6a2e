// Lets one attempt of each task commit its output: first come, first served; if the chosen attempt
// fails, the next that asks is chosen (Spark: OutputCommitCoordinator). An attempt that has failed
// is never chosen.
//
// An attempt is named by stage attempt and task attempt number together, since each stage attempt
// counts its tasks' attempts anew. Not thread-safe; every call is O(1).
#pragma once

#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "spark-core/scheduler/ids.h"
#include "spark-core/scheduler/task_end.h"

namespace mammoth::spark::scheduler {

class OutputCommitCoordinator {
 public:
  // Keeps what an earlier attempt of the stage decided.
  void stage_started(StageId stage, int partition_count);
  void stage_ended(StageId stage);
  // `failure` null: success. A denied commit changes nothing.
  void task_completed(StageId stage, int stage_attempt, int partition, int attempt_number,
                      const TaskFailure* failure);
  // May this attempt commit? False also for stages that have ended.
  bool can_commit(StageId stage, int stage_attempt, int partition, int attempt_number);
  bool empty() const { return stages_.empty(); }

 private:
  using Attempt = std::pair<int, int>;  // stage attempt, task attempt
  struct Stage {
    std::vector<std::optional<Attempt>> committers;  // by partition
    std::unordered_map<int, std::set<Attempt>> failures;
  };
  std::unordered_map<StageId, Stage> stages_;
};

}  // namespace mammoth::spark::scheduler
