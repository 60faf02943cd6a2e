// Turns jobs into stages and stages into task sets, and losses into retries (Spark: DAGScheduler).
//
// Stages. A job is cut at its shuffles. A stage runs when all its parents' map outputs are there;
// what is there already (from another job, or because a cached RDD makes it unnecessary) is not run
// again. A stage is shared by all jobs that need its shuffle.
//
// Losses. A failed fetch tells that map outputs are gone: they are forgotten, both stages are
// marked failed and submitted again a little later (many fetches fail at once), when only missing
// partitions run. At most four attempts in a row may fail so. If the map stage might compute other
// records the second time, everything computed from it is redone; a result that the job's listener
// has seen cannot be, so the job fails. A barrier stage is retried as a whole.
//
// Counting. A result partition is reported, and its accumulator updates added, the first time only.
//
// Every method only notes its event; run() handles all events, also those that handling brings.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "spark-core/scheduler/map_output_tracker.h"
#include "spark-core/scheduler/options.h"
#include "spark-core/scheduler/output_commit_coordinator.h"
#include "spark-core/scheduler/stage.h"
#include "spark-core/scheduler/task_set_runner.h"

namespace mammoth::spark::scheduler {

inline constexpr const char* kDagLog = "dag-scheduler";

struct DagEnvironment {
  const Clock& clock;
  Lineage& lineage;
  BlockLocations& blocks;
  TaskBinaries& binaries;
  AccumulatorSink& accumulators;
  SchedulerListener& listener;
  MapOutputTracker& outputs;
  OutputCommitCoordinator& commits;
  TaskSetRunner& tasks;
};

class DagScheduler final : public TaskSetEvents {
 public:
  DagScheduler(const SchedulerOptions& options, DagEnvironment environment)
      : options_(options), env_(environment) {}

  // As in JobScheduler.
  Result<JobId> submit(JobRequest request);
  Result<JobId> submit_map_stage(MapStageRequest request);
  void cancel_job(JobId job, std::string reason);
  void cancel_stage(StageId stage, std::optional<std::string> reason);
  void cancel_job_group(std::string group, bool future_jobs, std::optional<std::string> reason);
  void cancel_jobs_with_tag(std::string tag, std::optional<std::string> reason);
  void cancel_all_jobs();
  void stop();
  void worker_removed(std::string host);

  void task_started(std::shared_ptr<const StageTask> stage, const TaskInfo& info) override;
  void task_ended(std::shared_ptr<const StageTask> stage, const TaskInfo& info,
                  TaskOutcome outcome) override;
  void task_set_failed(StageId stage, std::string message) override;
  void executor_added(const std::string& executor_id, const std::string& host) override;
  void executor_lost(const std::string& executor_id, const ExecutorLoss& reason) override;

  // Any other work, in its turn.
  void post(std::function<void()> event) { events_.push_back(std::move(event)); }
  bool has_events() const { return !events_.empty(); }
  // Handles what was noted, and timers that are due. Not to be called from a callback.
  void run();
  std::optional<std::int64_t> next_timer_ms() const;

  int active_job_count() const { return static_cast<int>(jobs_.size()); }
  std::vector<JobId> active_jobs_of_group(const std::string& group) const;
  bool idle() const { return jobs_.empty() && events_.empty(); }
  // Nothing is remembered of ended jobs (what a leak test asks for).
  bool empty() const;

 private:
  using StagePtr = std::shared_ptr<Stage>;
  struct Completion {
    std::shared_ptr<const StageTask> task;
    TaskInfo info;
    TaskOutcome outcome;
    const TaskFailure* failure() const { return std::get_if<TaskFailure>(&outcome); }
  };

  // dag_stages.cc: from lineage to stages
  std::vector<Dependency> shuffle_dependencies(RddId rdd);
  StagePtr map_stage_for(const Dependency& dependency, JobId job);
  StagePtr create_map_stage(const Dependency& dependency, JobId job);
  StagePtr create_result_stage(const JobRequest& request, JobId job);
  StagePtr new_stage(RddId rdd, JobId job, std::vector<StagePtr> parents);
  void assign_to_job(JobId job, const StagePtr& stage);
  void check_barrier_chain(RddId rdd, int task_count);
  void check_barrier_slots(RddId rdd);
  std::vector<StagePtr> missing_parents(const StagePtr& stage, JobId job);
  bool available(const Stage& stage) const {
    return env_.outputs.complete(stage.shuffle->shuffle_id);
  }
  std::vector<int> missing_partitions(const Stage& stage) const;
  bool indeterminate(const Stage& stage);
  const std::vector<std::vector<TaskLocation>>& cached_locations(RddId rdd);
  std::vector<TaskLocation> preferred_locations(RddId rdd, int partition);
  std::vector<TaskLocation> preferred_locations(RddId rdd, int partition,
                                                std::set<std::pair<RddId, int>>& visited);

  // dag_submit.cc: from stages to task sets
  void handle_submit(JobId id, JobRequest request);
  void handle_submit_map_stage(JobId id, MapStageRequest request);
  void start_job(ActiveJob job);
  bool retry_barrier_later(JobId id, const JobRequest& request, const std::string& message);
  void submit_stage(const StagePtr& stage);
  void submit_missing_tasks(const StagePtr& stage, const ActiveJob& job);
  bool roll_back_before_retry(const StagePtr& stage);
  bool make_task_set(const StagePtr& stage, const ActiveJob& job, const std::vector<int>& missing,
                     TaskSet& task_set);
  void submit_waiting_children(const StagePtr& parent);
  void resubmit_failed_stages();
  void finish_empty_stage(const StagePtr& stage);

  // dag_completion.cc, dag_failures.cc: what tasks report
  void handle_completion(const Completion& completion);
  void update_accumulators(const Completion& completion, const Stage& stage);
  void result_task_succeeded(const Completion& completion, const StagePtr& stage);
  void map_task_succeeded(const Completion& completion, const StagePtr& stage);
  void map_stage_tasks_done(const StagePtr& stage);
  void finish_map_stage_jobs(const StagePtr& stage);
  void finish_map_stage_job(JobId job);
  void fetch_failed(const Completion& completion, const StagePtr& stage,
                    const FetchFailed& failure);
  void forget_fetched_output(const StagePtr& map_stage, const FetchFailed& failure);
  void retry_after_fetch_failure(const StagePtr& stage, const StagePtr& map_stage);
  void lose_fetch_source(const BlockManagerId& address, std::uint64_t epoch);
  void barrier_task_failed(const Completion& completion, const StagePtr& stage);
  void barrier_stage_broken(const StagePtr& stage, const std::string& message);
  void resubmitted(const Completion& completion, const StagePtr& stage);
  std::set<StageId> succeeding_stages(const StagePtr& map_stage) const;
  void abort_what_cannot_roll_back(const std::set<StageId>& stages);
  void resubmit_later();

  // dag_cleanup.cc: ends
  void cancel(JobId job, const std::string& reason);
  void abort_stage(const StagePtr& stage, const std::string& reason);
  void fail_job(JobId job, JobFailure failure);
  void stop_stages_only_of(const ActiveJob& job, const std::string& reason);
  void forget_job(JobId job);
  void mark_finished(const StagePtr& stage, std::optional<std::string> error = {},
                     bool will_retry = false);
  bool depends_on(const StagePtr& stage, const StagePtr& target) const;
  bool interrupts(const ActiveJob& job) const;
  const ActiveJob* job_for(const Stage& stage) const;
  StagePtr find_stage(StageId id) const;
  void remove_executor(const std::string& executor_id, bool files_lost,
                       const std::optional<std::string>& host_lost,
                       std::optional<std::uint64_t> at_epoch, bool files_lost_for_sure = false);
  void at(std::int64_t delay_ms, std::function<void()> action);
  bool handle_one(const std::function<void()>& event);

  const SchedulerOptions& options_;
  DagEnvironment env_;
  std::deque<std::function<void()>> events_;
  std::multimap<std::int64_t, std::function<void()>> timers_;
  std::map<StageId, StagePtr> stages_;
  std::unordered_map<ShuffleId, StagePtr> map_stages_;
  std::map<JobId, ActiveJob> jobs_;
  std::map<JobId, std::set<StageId>> stages_of_job_;
  // Stages wait for parents, run a task set, or wait for the next attempt; at most one of the
  // three.
  std::set<StageId> waiting_, running_, failed_;
  std::unordered_map<RddId, std::vector<std::vector<TaskLocation>>> cached_;
  // Reports that began before the executor's loss are not believed.
  std::unordered_map<std::string, std::uint64_t> executor_lost_epoch_, files_lost_epoch_;
  std::unordered_set<std::string> cancelled_groups_;
  std::map<JobId, int> barrier_checks_;
  int next_job_ = 0;
  int next_stage_ = 0;
  bool stopped_ = false;
};

}  // namespace mammoth::spark::scheduler
