// Gives the tasks of all task sets to the executors' free cores (Spark: TaskSchedulerImpl).
//
// An offer round goes through the task sets in the order of their pools, and for each through its
// locality levels from near to far, offering every executor that has a core left, in random order
// so that load spreads. A barrier set takes all its places in one round or none.
//
// What becomes of tasks is told to TaskSetEvents. Reports for attempts that do not run (any more)
// are ignored. Not thread-safe. A round costs O(offers × levels) plus O(1) for each task launched.
#pragma once

#include <map>
#include <memory>
#include <random>
#include <unordered_map>
#include <utility>

#include "spark-core/scheduler/pool.h"

namespace mammoth::spark::scheduler {

// Free cores of one executor.
struct Offer {
  std::string executor_id;
  std::string host;
  int cores = 0;
  std::string address{};  // for barrier tasks; empty: the host
};

struct TaskSchedulerEnvironment {
  const Clock& clock;
  const MapOutputTracker& outputs;
  TaskSetEvents& events;
  SchedulerListener& listener;
  ExecutorBackend& backend;
};

class TaskScheduler final : public TaskSetRunner {
 public:
  TaskScheduler(const SchedulerOptions& options, TaskSchedulerEnvironment environment);

  void submit(TaskSet task_set) override;
  bool kill_all_attempts(StageId stage, bool interrupt, const std::string& reason) override;
  void partition_completed(StageId stage, int partition) override;
  int max_concurrent_tasks() const override { return max_concurrent_tasks_; }
  std::optional<Decommission> decommission_of(const std::string& executor_id) const override;

  // The tasks to launch, in no particular order. `all_free`: the offers are all that is free
  // anywhere, so that a refusal means waiting for locality. Unknown executors are met here for the
  // first time.
  std::vector<TaskDescription> offer(const std::vector<Offer>& offers, bool all_free = true);

  void task_running(TaskId task);
  void task_progress(TaskId task, std::uint64_t records_read, std::int64_t run_ms);
  // True: the attempt ran until now (its cores are free again).
  bool task_succeeded(TaskId task, TaskSuccess success);
  bool task_failed(TaskId task, TaskFailure failure);
  bool kill_task(TaskId task, bool interrupt, const std::string& reason);
  void executor_lost(const std::string& executor_id, const ExecutorLoss& reason);
  void decommission(const std::string& executor_id, std::optional<std::string> worker_host);
  void set_max_concurrent_tasks(int tasks) { max_concurrent_tasks_ = tasks; }

  // Slow tasks, sets that cannot be scheduled, levels that are due.
  void tick();
  std::optional<std::int64_t> next_wakeup_ms() const;
  // Something waits that was not offered anything yet: a full offer is worth while. Answers once.
  bool take_new_work() { return std::exchange(new_work_, false); }
  // A full offer would be empty now.
  void nothing_free() { last_full_offer_ms_ = env_.clock.monotonic_ms(); }

  bool has_pending() const;
  int running_count() const { return static_cast<int>(running_.size()); }
  // Null when it does not run.
  const StageTask* stage_of(TaskId task) const;
  bool runs(TaskId task) const { return running_.contains(task); }
  bool idle() const { return root_->all().empty(); }
  // The newest attempt of the stage, as long as something of it is left (for tests).
  TaskSetManager* task_set(StageId stage, int attempt) const;
  Pool& root() { return *root_; }

 private:
  struct Running {
    std::shared_ptr<TaskSetManager> task_set;
    ExecutorIndex executor = -1;
  };
  struct Slot {  // an offer inside a round
    ExecutorIndex executor = -1;
    HostIndex host = -1;
    int cores = 0;
    const std::string* address = nullptr;
  };
  struct Round;

  bool meet_executors(const std::vector<Offer>& offers);
  std::vector<Slot> usable_slots(const std::vector<Offer>& offers);
  void offer_to(TaskSetManager& task_set, Round& round);
  void offer_at_level(TaskSetManager& task_set, Locality level, Round& round);
  void update_delay_timer(TaskSetManager& task_set, const Round& round);
  void launch_barrier(TaskSetManager& task_set, Round& round);
  void note_running(TaskSetManager& task_set, const TaskDescription& task, ExecutorIndex executor);
  void consider_unschedulable(TaskSetManager& task_set, bool launched);
  bool forget_running(TaskId task);
  void sweep();

  const SchedulerOptions& options_;
  TaskSchedulerEnvironment env_;
  ExecutorTable executors_;
  std::optional<HealthTracker> health_;
  TaskSetContext context_;
  std::unique_ptr<Pool> root_;
  std::map<StageId, std::map<int, std::shared_ptr<TaskSetManager>>> attempts_;
  std::unordered_map<TaskId, Running> running_;
  std::mt19937_64 random_;
  std::int64_t next_speculation_ms_ = 0;
  int max_concurrent_tasks_ = 0;
  bool new_work_ = false;
  std::int64_t last_full_offer_ms_ = 0;
};

}  // namespace mammoth::spark::scheduler
