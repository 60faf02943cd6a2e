// The seam between the DAG scheduler and the task scheduler (Spark: TaskScheduler and the
// DAGScheduler's taskEnded, taskSetFailed … methods). Both sides are synchronous and on one thread;
// events are only noted where they arrive and handled after the caller is done.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "spark-core/scheduler/task.h"

namespace mammoth::spark::scheduler {

struct Decommission {
  std::int64_t start_ms = 0;               // monotonic
  std::optional<std::string> worker_host;  // the whole worker is going
};

// Runs task sets; implemented by TaskScheduler.
class TaskSetRunner {
 public:
  virtual ~TaskSetRunner() = default;
  // The newest attempt of a stage is the only one that launches tasks; older ones just finish.
  virtual void submit(TaskSet task_set) = 0;
  // Of every attempt of the stage; no more are launched. False: the backend cannot kill.
  virtual bool kill_all_attempts(StageId stage, bool interrupt, const std::string& reason) = 0;
  // An older attempt computed the partition: the newest one need not.
  virtual void partition_completed(StageId stage, int partition) = 0;
  virtual int max_concurrent_tasks() const = 0;
  // Also for executors that were lost by it.
  virtual std::optional<Decommission> decommission_of(const std::string& executor_id) const = 0;
};

using TaskOutcome = std::variant<TaskSuccess, TaskFailure>;

// What becomes of them; implemented by DagScheduler.
class TaskSetEvents {
 public:
  virtual ~TaskSetEvents() = default;
  virtual void task_started(std::shared_ptr<const StageTask> stage, const TaskInfo& info) = 0;
  virtual void task_ended(std::shared_ptr<const StageTask> stage, const TaskInfo& info,
                          TaskOutcome outcome) = 0;
  // The task set gave up: its stage and the jobs that need it fail.
  virtual void task_set_failed(StageId stage, std::string message) = 0;
  virtual void executor_added(const std::string& executor_id, const std::string& host) = 0;
  virtual void executor_lost(const std::string& executor_id, const ExecutorLoss& reason) = 0;
};

}  // namespace mammoth::spark::scheduler
