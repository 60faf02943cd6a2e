// Where an application's tasks run: the seam between the driver's session and threads of its own
// process (LocalBackend) or executor processes (ClusterBackend). Besides the scheduler's launch and
// kill it knows where executors are and passes on what all of them must hear.
//
// All methods but wait_until_ready and stop are called on the scheduler's thread or, for
// broadcasts, by any; none of them blocks for long.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "spark-core/driver/barrier_coordinator.h"
#include "spark-core/executor/task.h"
#include "spark-core/plan/session.h"
#include "spark-core/plan/task_context.h"
#include "spark-core/scheduler/backend.h"

namespace mammoth::spark {

using BarrierArrival = std::function<void(const TaskIdentity& task, std::uint64_t epoch,
                                          std::string message, BarrierCoordinator::Reply reply)>;

// What a backend reports, from any thread.
struct BackendEvents {
  std::function<void(const std::string& executor, const std::string& host, int cores)> joined;
  std::function<void(const std::string& executor, scheduler::ExecutorLoss loss)> lost;
  // The executor has begun it: what happens to the process now may be the task's doing.
  std::function<void(std::int64_t task)> running;
  std::function<void(const scheduler::TaskDescription& task, TaskOutcome outcome)> ended;
  // A result was lost with the executor that kept it.
  std::function<void(const scheduler::TaskDescription& task)> result_lost;
  // Nothing will ever run here: why.
  std::function<void(const std::string& reason)> failed;
  // Answers on the calling thread.
  std::function<bool(const TaskIdentity& task)> may_commit;
  BarrierArrival at_barrier;
  // The executors that keep a cached partition.
  std::function<std::vector<std::string>(int rdd, int partition)> keepers;
  // The bytes of a task (executor/task.h); called on the scheduler's thread from launch().
  std::function<std::string(const scheduler::TaskDescription& task)> encode;
};

class TaskBackend : public scheduler::ExecutorBackend {
 public:
  // Executors join from now on; throws SparkException when that is impossible.
  virtual void start() = 0;
  // Until there is something to run on, or a time set by the configuration has passed.
  virtual void wait_until_ready() {}
  // Before each job, on the thread that wants it: the first tells where executors are best.
  virtual void job_begins(const NodePtr& /*last*/) {}
  virtual void stop() = 0;  // ends tasks and executors; reports may come until it returns

  // Where an executor's map outputs are; an empty one for an executor that is not (any more).
  virtual OutputPlace place_of(const std::string& executor) const = 0;
  virtual int default_parallelism() const = 0;
  virtual std::string application_id() const { return {}; }  // empty: the driver makes one up
  virtual void remove_rdd(int rdd) = 0;
  virtual void add_broadcast(std::uint64_t /*id*/, const BroadcastOps&, const void* /*value*/) {}
  virtual void remove_broadcast(std::uint64_t /*id*/) {}
};

}  // namespace mammoth::spark
