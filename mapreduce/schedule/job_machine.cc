#include "mapreduce/schedule/job_machine.h"

#include <fmt/format.h>

#include <algorithm>

namespace mammoth::mapreduce::schedule {

JobMachine::JobMachine(JobPlan plan, const Clock& clock)
    : plan_(std::move(plan)),
      clock_(clock),
      maps_(plan_.maps.size()),
      reduces_(static_cast<std::size_t>(plan_.reduces)) {}

void JobMachine::start() {
  if (std::exchange(started_, true)) return;
  for (std::size_t i = 0; i < maps_.size(); ++i)
    if (!maps_[i].succeeded) new_attempt(TaskType::MAP, static_cast<int>(i), false, false);
  for (std::size_t i = 0; i < reduces_.size(); ++i)
    if (!reduces_[i].succeeded) waiting_reduces_.insert(static_cast<int>(i));
  schedule_reduces();
  end_if_complete();
}

bool JobMachine::recover(TaskType type, int task, Attempt attempt, std::int64_t task_started_ms) {
  if (started_ || task < 0 || static_cast<std::size_t>(task) >= of(type).size()) return false;
  TaskRecord& record = of(type)[static_cast<std::size_t>(task)];
  if (record.succeeded) return false;
  const AttemptKey key{type, task, attempt.number};
  attempt.state = AttemptState::kSucceeded;
  attempt.container_is_over = true;
  attempt.progress = 1;
  record.state = TaskState::kSucceeded;
  record.succeeded = attempt.number;
  record.started_ms = task_started_ms;
  record.finished_ms = attempt.finished_ms;
  record.attempts.push_back(std::move(attempt));
  ++(type == TaskType::MAP ? maps_done_ : reduces_done_);
  tell(Moment::Kind::kTaskStarted, key);
  tell(Moment::Kind::kAttemptStarted, key);
  tell(Moment::Kind::kAttemptEnded, key);
  add_event(key, CompletionEvent::Status::kSucceeded);
  tell(Moment::Kind::kTaskEnded, key);
  return true;
}

std::vector<Moment> JobMachine::take_moments() {
  return std::exchange(moments_, {});
}

std::vector<Action> JobMachine::take_actions() {
  return std::exchange(actions_, {});
}

Attempt& JobMachine::at(const AttemptKey& key) {
  return const_cast<Attempt&>(*task_of(key).find(key.attempt));
}

const Attempt* JobMachine::find(const AttemptKey& key) const {
  const auto& tasks = of(key.type);
  if (key.task < 0 || static_cast<std::size_t>(key.task) >= tasks.size()) return nullptr;
  return tasks[static_cast<std::size_t>(key.task)].find(key.attempt);
}

const yarn::Resources& JobMachine::size_of(TaskType type) const {
  return type == TaskType::MAP ? plan_.rules.map_size : plan_.rules.reduce_size;
}

void JobMachine::set_headroom(const yarn::Resources& headroom, int cluster_nodes) {
  headroom_ = headroom;
  cluster_nodes_ = cluster_nodes;
}

void JobMachine::tick() {
  if (state_ == JobState::kRunning) schedule_reduces();
  const std::int64_t now = clock_.monotonic_ms();
  const JobRules& rules = plan_.rules;
  const auto is_timed_out = [&](const Attempt& attempt) {
    return rules.task_timeout_ms > 0 && now - attempt.heard_ms > rules.task_timeout_ms;
  };
  const auto is_stuck = [&](const Attempt& attempt) {
    return rules.stuck_timeout_ms > 0 && attempt.state == AttemptState::kLaunching &&
           now - attempt.heard_ms > rules.stuck_timeout_ms;
  };
  // What is found late is ended after the walk: ending changes the table of containers.
  std::vector<AttemptKey> silent;
  for (const auto& [id, key] : containers_) {
    Attempt& attempt = at(key);
    if (is_live(attempt.state) && (is_timed_out(attempt) || is_stuck(attempt)))
      silent.push_back(key);
    if (is_final(attempt.state) && now - attempt.ended_ms > rules.exit_timeout_ms) {
      stop(attempt);
      attempt.ended_ms = now;  // and once more when that does not help
    }
  }
  for (const AttemptKey& key : silent) {
    const std::string why = fmt::format(
        "AttemptID:{} task timeout set: {}s, taskTimedOut: {}; task stuck timeout set: {}s, "
        "taskStuck: {}",
        id_of(key).toString(), rules.task_timeout_ms / 1000, is_timed_out(at(key)),
        rules.stuck_timeout_ms / 1000, is_stuck(at(key)));
    stop(at(key));
    end_attempt(key, AttemptState::kFailed, why);
  }
  if (state_ != JobState::kRunning) return;
  if (rules.speculates_maps) speculate(TaskType::MAP);
  if (rules.speculates_reduces) speculate(TaskType::REDUCE);
}

void JobMachine::end_if_complete() {
  if (state_ != JobState::kRunning || !started_) return;
  const bool maps_over = maps_done_ + maps_failed_ == static_cast<int>(maps_.size());
  const bool reduces_over = reduces_done_ + reduces_failed_ == static_cast<int>(reduces_.size());
  // A job whose reduces are through does not wait for a map that runs again.
  const bool complete = reduces_.empty() ? maps_over : reduces_over;
  if (!complete) return;
  state_ = JobState::kCommitting;
  stop_everything();
}

void JobMachine::fail_job(const std::string& why) {
  if (state_ != JobState::kRunning && state_ != JobState::kCommitting) return;
  diagnostics_ += (diagnostics_.empty() ? "" : "\n") + why;
  state_ = JobState::kAborting;
  stop_everything();
}

void JobMachine::kill_job(const std::string& why) {
  if (state_ != JobState::kRunning) return;  // what is being committed is let through
  killed_ = true;
  fail_job(why);
}

// Asks are taken back and what runs is stopped; the job is on its way out.
void JobMachine::stop_everything() {
  for (const TaskType type : {TaskType::MAP, TaskType::REDUCE}) {
    auto& tasks = of(type);
    for (std::size_t task = 0; task < tasks.size(); ++task) {
      for (std::size_t i = 0; i < tasks[task].attempts.size(); ++i) {
        if (is_final(tasks[task].attempts[i].state)) continue;
        const AttemptKey key{type, static_cast<int>(task), tasks[task].attempts[i].number};
        stop(at(key));
        end_attempt(key, AttemptState::kKilled, "");
      }
      if (tasks[task].state == TaskState::kWaiting || tasks[task].state == TaskState::kRunning)
        tasks[task].state = TaskState::kKilled;
    }
  }
  waiting_reduces_.clear();
}

void JobMachine::stop(const Attempt& attempt) {
  if (attempt.container && !attempt.container_is_over)
    actions_.push_back(StopContainer{attempt.container->node, attempt.container->id});
}

void JobMachine::committed(const std::string& failure) {
  if (state_ != JobState::kCommitting) return;
  if (failure.empty()) {
    state_ = JobState::kSucceeded;
    return;
  }
  diagnostics_ += "Job commit failed: " + failure;
  state_ = JobState::kAborting;
}

void JobMachine::aborted() {
  if (state_ == JobState::kAborting) state_ = killed_ ? JobState::kKilled : JobState::kFailed;
}

float JobMachine::progress(TaskType type) const {
  const auto& tasks = of(type);
  if (tasks.empty()) return state_ == JobState::kSucceeded ? 1.0F : 0.0F;
  double sum = 0;
  for (const TaskRecord& task : tasks) {
    float best = task.succeeded ? 1.0F : 0.0F;
    if (!task.succeeded)
      for (const Attempt& attempt : task.attempts)
        if (is_live(attempt.state)) best = std::max(best, attempt.progress);
    if (task.state == TaskState::kFailed) best = 1;
    sum += static_cast<double>(best);
  }
  return static_cast<float>(sum / static_cast<double>(tasks.size()));
}

Counter& JobMachine::job_counter(std::string_view name) {
  return job_counters_.findCounter(kJobCounterGroup, name);
}

Counters JobMachine::counters() const {
  Counters sum(job_counters_);
  for (const TaskType type : {TaskType::MAP, TaskType::REDUCE})
    for (const TaskRecord& task : of(type)) {
      const Attempt* best = task.winner();
      if (best == nullptr)
        for (const Attempt& attempt : task.attempts)
          if (is_live(attempt.state) && (best == nullptr || attempt.progress > best->progress))
            best = &attempt;
      if (best != nullptr && best->counters != nullptr) sum.incrAllCounters(*best->counters);
    }
  return sum;
}

}  // namespace mammoth::mapreduce::schedule
