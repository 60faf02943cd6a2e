// One attempt of a stage: which of its tasks runs where, again when it fails, twice when it is slow
// (Spark: TaskSetManager).
//
// Delay scheduling. The set has a current locality level and offers worse than it are refused; it
// moves one level on when that level has no tasks left or nothing was launched for that level's
// wait. The timer starts anew only when the set had use for everything it was offered
// (TaskScheduler decides that).
//
// A set is a zombie when it launches nothing any more: all succeeded, a newer attempt took over, a
// fetch failed, it was killed or gave up. It is finished when nothing of it runs either.
//
// Made and called by TaskScheduler only. Offers cost O(1) amortised.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "spark-core/scheduler/executor_table.h"
#include "spark-core/scheduler/health_tracker.h"
#include "spark-core/scheduler/map_output_tracker.h"
#include "spark-core/scheduler/median_heap.h"
#include "spark-core/scheduler/options.h"
#include "spark-core/scheduler/pending_tasks.h"
#include "spark-core/scheduler/task_set_runner.h"

namespace mammoth::spark::scheduler {

// What all task sets share; owned by TaskScheduler.
struct TaskSetContext {
  const SchedulerOptions& options;
  const Clock& clock;
  ExecutorTable& executors;
  const MapOutputTracker& outputs;
  TaskSetEvents& events;
  SchedulerListener& listener;
  ExecutorBackend& backend;
  HealthTracker* health;  // null: no exclusion for the application
  std::int64_t next_task_id = 0;
};

class TaskSetManager {
 public:
  // A task chosen for an offer.
  struct Choice {
    int index = 0;
    Locality locality = Locality::kAny;
    bool speculative = false;
  };
  struct Attempt {
    TaskInfo info;
    ExecutorIndex executor = -1;
    HostIndex host = -1;
  };

  TaskSetManager(TaskSet task_set, TaskSetContext& context);

  const StageTask& stage() const { return *set_.stage; }
  int task_count() const { return static_cast<int>(set_.tasks.size()); }
  int running_count() const { return static_cast<int>(running_.size()); }
  bool zombie() const { return zombie_; }
  void make_zombie() { zombie_ = true; }
  bool finished() const { return zombie_ && running_.empty(); }
  bool all_successful() const { return successful_count_ == task_count(); }
  bool schedulable() const {
    return !zombie_ && !(pending_.empty() && speculative_pending_.empty());
  }

  // task_set_offers.cc
  const std::vector<Locality>& levels() const { return levels_; }
  // A task for this executor at `max` or better. `delayed` is set when there are tasks, but none
  // for here yet. A barrier task is only reserved: launch() or release_reserved() follows.
  std::optional<Choice> choose(ExecutorIndex executor, HostIndex host, Locality max, bool& delayed);
  TaskDescription launch(const Choice& choice, ExecutorIndex executor, HostIndex host);
  std::size_t reserved_count() const { return reserved_.size(); }
  void release_reserved(const std::vector<Choice>& choices, bool back_to_pending);
  void reset_delay_timer(std::optional<Locality> reached);
  void recompute_locality();
  // When a worse level may be used; absent: no reason to wait for time.
  std::optional<std::int64_t> next_level_ms() const;
  // A task that no executor may run.
  std::optional<int> completely_excluded_task() const;
  void abort_completely_excluded(int index);

  // task_set_ends.cc
  void task_running(TaskId task) { attempts_.at(task).info.launching = false; }
  void succeeded(TaskId task, TaskSuccess success);
  void failed(TaskId task, TaskFailure failure);
  void partition_completed(int partition);
  void executor_lost(ExecutorIndex executor, const ExecutorLoss& reason);
  void abort(const std::string& message);
  bool attempt_succeeded(TaskId task) const {
    return successful_[at(attempts_.at(task).info.index)];
  }
  const Attempt& attempt(TaskId task) const { return attempts_.at(task); }
  const std::unordered_set<TaskId>& running() const { return running_; }
  void report_failures_to(HealthTracker& health) const {
    if (excluded_)
      health.task_set_succeeded(stage().stage, stage().stage_attempt, excluded_->failures());
  }

  // speculation.cc
  bool check_speculatable();
  void progress(TaskId task, std::uint64_t records_read, std::int64_t run_ms);

  bool no_rejects_since_reset = true;                  // TaskScheduler's: since the last full offer
  std::optional<std::int64_t> unschedulable_until_ms;  // TaskScheduler's: aborted then

 private:
  static std::size_t at(int index) { return static_cast<std::size_t>(index); }
  void add_pending(int index, PendingTasks& to);
  std::optional<Choice> take(PendingTasks& from, ExecutorIndex executor, HostIndex host,
                             Locality max, bool speculative);
  std::optional<int> take_from(PendingTasks::List& list, ExecutorIndex executor, HostIndex host,
                               bool speculative);
  bool has_attempt_on(int index, HostIndex host) const;
  bool waiting(int index) const {
    return copies_running_[at(index)] == 0 && !successful_[at(index)];
  }
  bool any_waiting(PendingTasks::List& list) const;
  template <class Lists>
  bool any_list_waiting(Lists& lists) const;
  Locality allowed_level(std::int64_t now_ms);
  std::vector<Locality> valid_levels() const;
  std::int64_t wait_of(Locality level) const;
  std::size_t level_index(Locality level) const;

  std::string task_name(const TaskInfo& info) const;
  void end_attempt(Attempt& attempt, bool failed, bool killed);
  void kill_other_attempts(int index, TaskId winner);
  bool count_result_bytes(const TaskSuccess& success);
  void report(const Attempt& attempt, TaskOutcome outcome);
  bool retriable(const Attempt& attempt, const TaskFailure& failure);
  bool gives_up_after(const Attempt& attempt, const TaskFailure& failure);
  void lose_map_outputs(ExecutorIndex executor, const ExecutorLoss& reason);

  bool speculate_slower_than(double threshold_ms, bool by_custom_threshold);
  bool inefficient(TaskId task, std::int64_t run_ms, double threshold_ms) const;
  bool will_outlive_executor(const Attempt& attempt) const;

  TaskSet set_;
  TaskSetContext& context_;
  std::unordered_map<int, int> index_of_partition_;

  std::vector<int> copies_running_, failure_count_;
  std::vector<bool> successful_;
  std::vector<std::vector<TaskId>> attempts_of_;  // by index, oldest first
  std::unordered_map<TaskId, Attempt> attempts_;
  std::unordered_set<TaskId> running_, killed_by_winner_;
  int successful_count_ = 0;
  bool zombie_ = false;
  std::uint64_t result_bytes_ = 0;
  int results_counted_ = 0;

  PendingTasks pending_, speculative_pending_;
  std::unordered_set<int> speculatable_, reserved_;
  std::vector<Locality> levels_;
  std::size_t level_ = 0;  // current, in levels_
  std::int64_t level_since_ms_ = 0;

  std::optional<TaskSetExcludeList> excluded_;
  MedianHeap durations_ms_;
  std::uint64_t records_read_ = 0;
  std::int64_t run_ms_ = 0;
  std::unordered_map<TaskId, double> rate_of_running_;  // records a second
};

}  // namespace mammoth::spark::scheduler
