// What the driver asks of the scheduler and what it lends it: the request for a job, the listener
// that hears of its results, the sink of accumulators, the maker of task binaries (Spark:
// JobSubmitted, JobListener, AccumulatorContext, the closure serializer).
//
// All callbacks come on the scheduler's thread, some perhaps before the submitting call returns (a
// job of no partitions succeeds at once). They may call the JobScheduler: what they ask for happens
// after the event at hand.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "spark-core/scheduler/ids.h"
#include "spark-core/scheduler/lineage.h"
#include "spark-core/scheduler/task.h"

namespace mammoth::spark::scheduler {

struct JobFailure {
  enum class Kind { kStageFailed, kCancelled, kRefused, kResultHandler, kStopped };
  Kind kind = Kind::kStageFailed;
  std::string message;  // Spark's: "Job aborted due to stage failure: …", "Job 3 cancelled …"
};

// One for each job. Exactly one of job_succeeded and job_failed is called, once, as the last call.
class JobListener {
 public:
  virtual ~JobListener() = default;
  // Exactly once for each requested partition of a job that succeeds, in order of completion;
  // `output_index` is the place in JobRequest::partitions. What it throws fails the job.
  virtual void task_succeeded(int output_index, const Payload& value) = 0;
  virtual void job_succeeded() = 0;
  virtual void job_failed(const JobFailure& failure) = 0;
};

struct JobRequest {
  RddId rdd;
  std::vector<int> partitions;  // only these are computed; none: the job succeeds at once
  Payload function;             // travels in StageTask::function
  std::string call_site;        // "collect at job.cc:12"
  std::shared_ptr<JobListener> listener;
  Properties properties;
};

// A job that only computes the map outputs of one shuffle (Spark: submitMapStage). When it
// succeeds, task_succeeded(0, std::vector<std::uint64_t> of bytes by reduce partition) comes first.
struct MapStageRequest {
  Dependency dependency;  // with its shuffle
  std::string call_site;
  std::shared_ptr<JobListener> listener;
  Properties properties;
};

class AccumulatorSink {
 public:
  virtual ~AccumulatorSink() = default;
  // Adds an update: once for each result partition; map tasks' updates again when their stage is
  // redone. What it throws is logged and hurts no other accumulator.
  virtual void merge(const AccumulatorUpdate& update) = 0;
};

class TaskBinaries {
 public:
  virtual ~TaskBinaries() = default;
  // The serialised form of what the stage's tasks do, made once for each attempt; becomes
  // StageTask::binary. May throw: the job fails with "Task serialization failed: …".
  virtual Payload prepare(const StageTask& stage) = 0;
};

}  // namespace mammoth::spark::scheduler
