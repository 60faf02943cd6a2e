// The scheduler as the driver sees it: jobs go in, tasks come out to the backend, reports of
// executors go in, results come out to the jobs' listeners.
//
//     driver ── submit, cancel ──▶ JobScheduler ── launch, kill ──▶ ExecutorBackend
//        ▲                        │  DagScheduler    jobs into stages, stages into task sets,
//        losses into retries └── JobListener ◀────────┤  TaskScheduler   task sets to free cores,
//        by pools and locality
//     executors ── reports ──────▶│  MapOutputTracker, OutputCommitCoordinator
//
// A synchronous state machine: no thread, no socket, no clock of its own. Every method does all
// that follows from it before it returns, listener calls included; calls made from inside a
// callback are carried out after the event at hand. Time is looked at only in those calls, so the
// owner must call tick() no later than next_wakeup_ms() (a backoff, a delay for locality, a look
// for slow tasks).
//
// Thread-safety: none; the owner keeps it on one thread or behind one lock. What is lent (lineage,
// blocks, backend, …) must outlive it. Ids of jobs, stages and tasks count from 0.
//
// A typical driver with a pool of local threads: add_executor("driver", "localhost", cores) once;
// launch() puts the description into the pool's queue; a pool thread runs it and posts its end to
// the scheduler's thread, which calls task_succeeded or task_failed; between events that thread
// sleeps until next_wakeup_ms().
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "spark-core/scheduler/backend.h"
#include "spark-core/scheduler/events.h"
#include "spark-core/scheduler/job.h"
#include "spark-core/scheduler/lineage.h"
#include "spark-core/scheduler/map_output_tracker.h"
#include "spark-core/scheduler/options.h"
#include "spark-core/scheduler/output_commit_coordinator.h"

namespace mammoth::spark::scheduler {

// Everything the scheduler stands on; `listener` may be null.
struct SchedulerEnvironment {
  const Clock& clock;
  Lineage& lineage;
  BlockLocations& blocks;
  TaskBinaries& binaries;
  AccumulatorSink& accumulators;
  ExecutorBackend& backend;
  SchedulerListener* listener = nullptr;
};

class JobScheduler {
 public:
  // The options must be valid (checked).
  JobScheduler(SchedulerOptions options, SchedulerEnvironment environment);
  ~JobScheduler();
  JobScheduler(const JobScheduler&) = delete;
  JobScheduler& operator=(const JobScheduler&) = delete;

  // --- jobs ---
  // IllegalArgument for a partition that does not exist ("Attempting to access a non-existent
  // partition:
  // 5. Total number of partitions: 4") and for lineage that cannot be read; nothing is started
  // then.
  Result<JobId> submit(JobRequest request);
  Result<JobId> submit_map_stage(MapStageRequest request);
  // The listener hears job_failed(kCancelled, "Job 3 cancelled <reason>"). Unknown or ended:
  // nothing.
  void cancel_job(JobId job, const std::string& reason);
  // Every job that needs the stage.
  void cancel_stage(StageId stage, std::optional<std::string> reason = {});
  // With `future_jobs`, later jobs of the group are refused too.
  void cancel_job_group(const std::string& group, bool future_jobs = false,
                        std::optional<std::string> reason = {});
  void cancel_jobs_with_tag(const std::string& tag, std::optional<std::string> reason = {});
  void cancel_all_jobs();
  // Asks the backend to end one attempt; it is retried elsewhere. False: no such attempt runs.
  bool kill_task(TaskId task, bool interrupt, const std::string& reason);
  // Fails every job with "Job 0 cancelled because SparkContext was shut down"; after it only
  // queries.
  void stop();

  // --- executors ---
  // Its free cores are offered to waiting task sets at once. An id is never used twice.
  void add_executor(const std::string& executor_id, const std::string& host, int cores,
                    std::optional<std::string> address = {} /* for barrier tasks; default: host */);
  // Its running tasks fail, its cached blocks and (without shuffle service) its map outputs are
  // gone.
  void executor_lost(const std::string& executor_id, const ExecutorLoss& reason);
  // It takes no more tasks and does not count for locality; it will be lost later.
  void decommission_executor(const std::string& executor_id,
                             std::optional<std::string> worker_host = {});
  // The machine is gone with all shuffle files on it.
  void worker_removed(const std::string& host);

  // --- reports of tasks; for an attempt that is not running (any more) they are ignored ---
  void task_running(TaskId task);  // the executor has begun it
  void task_progress(TaskId task, std::uint64_t records_read,
                     std::int64_t run_ms);  // with heartbeats
  void task_succeeded(TaskId task, TaskSuccess success);
  void task_failed(TaskId task, TaskFailure failure);
  // A task asks before it commits its output files.
  bool can_commit(StageId stage, int stage_attempt, int partition, int attempt_number);

  // --- time ---
  void tick();
  // Of Clock::monotonic_ms. Absent: nothing waits for time.
  std::optional<std::int64_t> next_wakeup_ms() const;

  // --- queries ---
  MapOutputTracker& map_outputs();
  // Executors that may be used times their cores, in units of spark.task.cpus.
  int max_concurrent_tasks() const;
  int active_job_count() const;
  int running_task_count() const;
  std::vector<JobId> active_jobs_of_group(const std::string& group) const;
  bool idle() const;  // no job and no task set is left

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mammoth::spark::scheduler
