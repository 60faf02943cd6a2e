// From a stage to a running attempt (Spark: TaskSet, TaskDescription, TaskInfo): what the DAG
// scheduler hands to the task scheduler, and what that hands to the backend. Values that are not
// changed once handed over.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "spark-core/scheduler/ids.h"
#include "spark-core/scheduler/task_end.h"

namespace mammoth::spark::scheduler {

// A job's local properties. Those the scheduler reads: spark.scheduler.pool, spark.jobGroup.id,
// spark.job.tags (comma separated), spark.job.interruptOnCancel, spark.job.description.
using Properties = std::map<std::string, std::string>;

// What all tasks of one stage attempt share.
struct StageTask {
  StageId stage;
  int stage_attempt = 0;
  JobId job;  // the job that caused the attempt; the stage may serve others too
  RddId rdd;
  std::optional<ShuffleId> shuffle;  // present: tasks write this shuffle's map outputs
  int reduce_count = 0;              // of that shuffle
  int partition_count = 0;           // of the RDD
  std::uint64_t epoch = 0;           // of the map outputs, when the attempt began
  bool barrier = false;
  int priority = 0;  // FIFO order: the job's number
  Payload function;  // a result stage's, from the job's request
  Payload binary;    // from TaskBinaries::prepare
  std::shared_ptr<const Properties> properties;
};

struct TaskSpec {
  int partition = 0;
  int output_index = 0;  // a result task's place among the job's partitions; otherwise = partition
  std::vector<TaskLocation> locations;  // where it would rather run; empty: anywhere
};

struct TaskSet {
  std::shared_ptr<const StageTask> stage;
  std::vector<TaskSpec> tasks;
};
std::string to_text(
    const StageTask& stage);  // "1.0": stage and attempt, as Spark's messages say it

// One attempt, from its launch on.
struct TaskInfo {
  TaskId id;
  int index = 0;  // in its task set
  int attempt_number = 0;
  int partition = 0;
  int output_index = 0;
  std::int64_t launch_ms = 0;  // monotonic
  std::int64_t finish_ms = 0;  // 0: running
  std::string executor_id;
  std::string host;
  Locality locality = Locality::kAny;
  bool speculative = false;
  bool launching = true;  // until the executor says it runs
  bool failed = false;
  bool killed = false;
  bool running() const { return finish_ms == 0; }
  bool successful() const { return !running() && !failed && !killed; }
};

// The order to an executor: run this.
struct TaskDescription {
  TaskId id;
  std::string name;  // "task 0.0 in stage 1.0 (TID 7)"
  std::shared_ptr<const StageTask> stage;
  int index = 0;
  int partition = 0;
  int output_index = 0;
  int attempt_number = 0;
  std::string executor_id;
  std::string host;
  Locality locality = Locality::kAny;
  bool speculative = false;
  int cpus = 1;
  std::vector<std::string> barrier_addresses;  // of all tasks of a barrier stage, by partition
};

}  // namespace mammoth::spark::scheduler
