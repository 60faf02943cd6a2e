// The hands of the scheduler, implemented by the driver: local threads or executor processes
// (Spark: SchedulerBackend). Called on the scheduler's thread; must neither block nor call the
// scheduler back from inside: what an executor answers is reported later through JobScheduler.
#pragma once

#include <string>

#include "spark-core/scheduler/task.h"

namespace mammoth::spark::scheduler {

class ExecutorBackend {
 public:
  virtual ~ExecutorBackend() = default;
  // Every launched task must end in exactly one of JobScheduler's task_succeeded, task_failed and
  // executor_lost; a second report is ignored.
  virtual void launch(const TaskDescription& task) = 0;
  // Asks for an end. The task still reports: TaskKilled{reason}, or whatever came first. False:
  // this backend cannot kill; the task runs on and its end is ignored where it no longer matters.
  virtual bool kill(TaskId task, const std::string& executor_id, bool interrupt,
                    const std::string& reason) = 0;
  // Exclusion (spark.excludeOnFailure.killExcludedExecutors) wants the executor replaced; where
  // that works, executor_lost(kKilledByDriver) follows. False: not here.
  virtual bool kill_executor(const std::string& /*executor_id*/, const std::string& /*reason*/) {
    return false;
  }
};

}  // namespace mammoth::spark::scheduler
