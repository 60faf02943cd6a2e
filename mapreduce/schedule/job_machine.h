// JobMachine: events in, actions out. Who owns it passes on what ResourceManager, NodeManagers and
// tasks say, calls tick() about once a second, and after each event carries out take_actions().
//
// Not thread-safe: its owner holds a lock around each call. `now_ms` is monotonic; times that
// reports show are taken from the wall clock given with each event.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "common/base/clock.h"
#include "mapreduce/schedule/job_plan.h"
#include "mapreduce/schedule/task_table.h"

namespace mammoth::mapreduce::schedule {

// Priorities of asks, as Hadoop's master uses them: the smaller number goes first.
inline constexpr int kFastMapPriority = 5;
inline constexpr int kReducePriority = 10;
inline constexpr int kMapPriority = 20;
inline constexpr const char* kDefaultRack = "/default-rack";

// `by` more containers are wanted, on `hosts`, else in `racks`, else anywhere.
struct Ask {
  int priority = 0;
  std::vector<std::string> hosts{};
  std::vector<std::string> racks{};
  yarn::Resources size{};
  int by = 0;
};
struct Release {
  std::string container;
};
struct LaunchAttempt {
  AttemptKey attempt;
  yarn::Container container;
};
struct StopContainer {
  std::string node;
  std::string container;
};
using Action = std::variant<Ask, Release, LaunchAttempt, StopContainer>;

enum class JobState { kRunning, kCommitting, kAborting, kSucceeded, kFailed, kKilled };

constexpr bool is_over(JobState state) {
  return state == JobState::kSucceeded || state == JobState::kFailed || state == JobState::kKilled;
}

// An entry of the list by which reduces learn of map outputs (Hadoop: TaskAttemptCompletionEvent).
struct CompletionEvent {
  enum class Status { kSucceeded, kFailed, kKilled, kObsolete, kTaskFailed };
  AttemptKey attempt;
  Status status = Status::kSucceeded;
  std::string shuffle_address{};  // http://host:port; empty while it is not known
  std::int64_t run_time_ms = 0;
};

// What a history tells, in the order in which it happened.
struct Moment {
  enum class Kind { kTaskStarted, kAttemptStarted, kAttemptEnded, kTaskEnded };
  Kind kind = Kind::kTaskStarted;
  AttemptKey attempt;
};

// What a task says of itself from time to time.
struct StatusUpdate {
  float progress = 0;
  std::string status{};
  bool shuffle_is_over = false;  // of a reduce
  bool sort_is_over = false;
  std::shared_ptr<const Counters> counters{};
};

class JobMachine {
 public:
  // `clock` must outlive it.
  JobMachine(JobPlan plan, const Clock& clock);

  // Before start(): this task has succeeded under an earlier master, which `attempt` tells of; it
  // is not run again. False where there is no such task.
  bool recover(TaskType type, int task, Attempt attempt, std::int64_t task_started_ms);
  void start();
  std::vector<Action> take_actions();
  std::vector<Moment> take_moments();

  // From the ResourceManager.
  void set_headroom(const yarn::Resources& headroom, int cluster_nodes);
  void container_allocated(const yarn::Container& container);
  void container_completed(const std::string& container, int exit_status,
                           const std::string& diagnostics);
  void node_changed(const std::string& node, bool usable);
  std::vector<std::string> blacklist() const;

  // From the NodeManagers.
  void launched(const AttemptKey& attempt, int shuffle_port);
  void launch_failed(const AttemptKey& attempt, const std::string& message);

  // From tasks. False: the attempt is none of the living, and its process should end.
  bool started(const AttemptKey& attempt);
  bool updated(const AttemptKey& attempt, const StatusUpdate& update);
  bool commit_pending(const AttemptKey& attempt);
  bool may_commit(const AttemptKey& attempt);
  bool done(const AttemptKey& attempt, const StatusUpdate& update);
  bool failed(const AttemptKey& attempt, const std::string& message);
  bool fetch_failed(const AttemptKey& reduce, const AttemptKey& map);
  // Both kinds of tasks, in the order in which they happened.
  const std::vector<CompletionEvent>& events() const { return events_; }

  // From users.
  void kill_job(const std::string& why);
  // False: there is no such attempt. A killed one does not count as failed.
  bool kill_attempt(const AttemptKey& attempt, const std::string& why);
  bool fail_attempt(const AttemptKey& attempt, const std::string& why);

  // Timeouts, slow start, speculation.
  void tick();
  // The output is committed or, where `failure` says why not, is not; or it has been aborted.
  void committed(const std::string& failure);
  void aborted();

  JobState state() const { return state_; }
  const std::string& diagnostics() const { return diagnostics_; }
  float progress(TaskType type) const;
  const std::vector<TaskRecord>& tasks(TaskType type) const { return of(type); }
  const Attempt* find(const AttemptKey& key) const;
  // Sums of the job's own counters and those of succeeded attempts (of running ones too before the
  // end).
  Counters counters() const;
  // Whether containers are asked for that have not come.
  bool is_waiting() const {
    return !asked_maps_.empty() || !asked_fast_maps_.empty() || !asked_reduces_.empty();
  }
  int completed(TaskType type) const { return type == TaskType::MAP ? maps_done_ : reduces_done_; }
  const JobPlan& plan() const { return plan_; }

 private:
  std::vector<TaskRecord>& of(TaskType type) { return type == TaskType::MAP ? maps_ : reduces_; }
  const std::vector<TaskRecord>& of(TaskType type) const {
    return type == TaskType::MAP ? maps_ : reduces_;
  }
  Attempt& at(const AttemptKey& key);
  TaskAttemptID id_of(const AttemptKey& key) const {
    return {plan_.id, key.type, key.task, key.attempt};
  }
  TaskRecord& task_of(const AttemptKey& key) {
    return of(key.type)[static_cast<std::size_t>(key.task)];
  }
  const yarn::Resources& size_of(TaskType type) const;

  // attempts.cc
  AttemptKey new_attempt(TaskType type, int task, bool fast, bool speculative);
  void end_attempt(const AttemptKey& key, AttemptState state, const std::string& why);
  void try_again(const AttemptKey& key);
  void kill_others(const AttemptKey& winner);
  void attempt_failed(const AttemptKey& key);
  void task_failed(const AttemptKey& key);
  void add_event(const AttemptKey& key, CompletionEvent::Status status);
  void tell(Moment::Kind kind, const AttemptKey& key) { moments_.push_back({kind, key}); }
  void count_end(const AttemptKey& key);
  void end_if_complete();
  void fail_job(const std::string& why);
  void stop_everything();
  void stop(const Attempt& attempt);
  Counter& job_counter(std::string_view name);

  // containers.cc
  void ask_for(const AttemptKey& key, int by);
  std::optional<AttemptKey> choose(const yarn::Container& container);
  std::optional<AttemptKey> choose_map(const std::string& host);
  void assign(const AttemptKey& key, const yarn::Container& container);
  void ask_again(const yarn::Container& container);
  bool is_blacklisted(const std::string& host) const;
  void blame(const std::string& host);
  static std::string address_of(const Attempt& attempt);
  const MapPlan& plan_of(const AttemptKey& key) const {
    return plan_.maps[static_cast<std::size_t>(key.task)];
  }

  // reduces.cc, map_outputs.cc, speculation.cc
  void schedule_reduces();
  bool make_room_for_maps();
  int living(TaskType type) const;
  void lose_output(const AttemptKey& map, AttemptState state, const std::string& why);
  void speculate(TaskType type);

  const JobPlan plan_;
  const Clock& clock_;
  JobState state_ = JobState::kRunning;
  bool started_ = false;
  bool killed_ = false;  // by a user
  std::string diagnostics_;
  std::vector<TaskRecord> maps_;
  std::vector<TaskRecord> reduces_;
  int maps_done_ = 0;
  int reduces_done_ = 0;
  int maps_failed_ = 0;
  int reduces_failed_ = 0;
  std::map<std::string, AttemptKey> containers_;  // of attempts that have one, until it is over
  std::vector<Action> actions_;
  std::vector<Moment> moments_;
  std::vector<CompletionEvent> events_;
  Counters job_counters_;

  std::set<AttemptKey> asked_maps_;                            // those that wait for a container
  std::map<std::string, std::set<AttemptKey>> asked_on_host_;  // the same by host of their split
  std::set<AttemptKey> asked_fast_maps_;
  std::set<AttemptKey> asked_reduces_;
  std::set<int> waiting_reduces_;  // tasks for which nothing has been asked yet

  yarn::Resources headroom_{};
  int cluster_nodes_ = 0;
  std::map<std::string, int> failures_on_host_;
  std::set<std::string> bad_nodes_;     // unusable: host:port
  std::int64_t starving_since_ms_ = 0;  // maps wait and nothing is free; 0: not so
  std::int64_t speculated_ms_ = 0;
  std::set<std::pair<AttemptKey, AttemptKey>> fetch_reports_;  // map, reduce
};

}  // namespace mammoth::mapreduce::schedule
