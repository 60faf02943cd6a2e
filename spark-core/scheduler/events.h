// What happens, told to whoever watches: the event log, the progress bar, the status pages (Spark:
// SparkListener). Every method has an empty body; override what you need. Called on the scheduler's
// thread in the order of the events; a listener may read but must not call the scheduler.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spark-core/scheduler/job.h"
#include "spark-core/scheduler/task.h"

namespace mammoth::spark::scheduler {

struct StageInfo {
  StageId id;
  int attempt = 0;
  std::string name;  // the call site
  RddId rdd;
  std::optional<ShuffleId> shuffle;
  std::vector<StageId> parents;
  int task_count = 0;                         // of this attempt
  std::optional<std::int64_t> submission_ms;  // wall clock; absent: nothing had to run
  std::optional<std::int64_t> completion_ms;
  std::optional<std::string> failure_reason;
};

struct TaskEnd {
  const StageTask& stage;
  const TaskInfo& info;
  const TaskSuccess* success = nullptr;  // exactly one of the two
  const TaskFailure* failure = nullptr;
};

class SchedulerListener {
 public:
  virtual ~SchedulerListener() = default;
  virtual void job_started(JobId, const std::vector<StageInfo>&, const Properties&) {}
  virtual void job_ended(JobId, const JobFailure* /*null: succeeded*/) {}
  virtual void stage_submitted(const StageInfo&, const Properties&) {}
  virtual void stage_completed(const StageInfo&) {}  // also when it failed
  virtual void task_started(const StageTask&, const TaskInfo&) {}
  virtual void task_ended(const TaskEnd&) {
  }  // for every attempt that started, whatever became of its stage
  virtual void speculative_task_submitted(const StageTask&, int /*index*/, int /*partition*/) {}
  virtual void executor_added(const std::string& /*executor*/, const std::string& /*host*/,
                              int /*cores*/) {}
  virtual void executor_removed(const std::string& /*executor*/, const std::string& /*reason*/) {}
  virtual void executor_excluded(const std::string& /*executor*/, int /*failures*/,
                                 std::optional<StageId> /*absent: for the application*/) {}
  virtual void node_excluded(const std::string& /*host*/, int /*failed executors*/,
                             std::optional<StageId>) {}
  virtual void executor_unexcluded(const std::string&) {}
  virtual void node_unexcluded(const std::string&) {}
  // Nothing can run this task set now / something can again (a reason to ask for more executors).
  virtual void task_set_unschedulable(StageId, int /*attempt*/) {}
  virtual void task_set_schedulable(StageId, int /*attempt*/) {}
};

}  // namespace mammoth::spark::scheduler
