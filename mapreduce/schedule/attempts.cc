// Attempts: how they begin, what they say, how they end.
#include <fmt/format.h>

#include <algorithm>

#include "mapreduce/schedule/job_machine.h"

namespace mammoth::mapreduce::schedule {

namespace {

std::string_view suffix(TaskType type) {
  return type == TaskType::MAP ? "MAPS" : "REDUCES";
}

}  // namespace

AttemptKey JobMachine::new_attempt(TaskType type, int task, bool fast, bool speculative) {
  TaskRecord& record = of(type)[static_cast<std::size_t>(task)];
  const int next = record.attempts.empty() ? 0 : record.attempts.back().number + 1;
  const AttemptKey key{type, task, std::max(next, plan_.rules.first_attempt)};
  if (record.attempts.empty()) tell(Moment::Kind::kTaskStarted, key);
  Attempt& attempt = record.attempts.emplace_back();
  attempt.number = key.attempt;
  attempt.is_fast = fast && type == TaskType::MAP;
  attempt.is_speculative = speculative;
  record.state = TaskState::kRunning;
  if (record.started_ms == 0) record.started_ms = clock_.wall_ms();
  ask_for(key, +1);
  return key;
}

bool JobMachine::started(const AttemptKey& key) {
  const Attempt* found = find(key);
  if (found == nullptr || !is_live(found->state)) return false;
  Attempt& attempt = at(key);
  attempt.state = AttemptState::kRunning;
  attempt.started_ms = attempt.heard_ms = clock_.monotonic_ms();
  return true;
}

bool JobMachine::updated(const AttemptKey& key, const StatusUpdate& update) {
  const Attempt* found = find(key);
  if (found == nullptr || !is_live(found->state)) return false;
  Attempt& attempt = at(key);
  attempt.heard_ms = clock_.monotonic_ms();
  attempt.progress = std::clamp(update.progress, 0.0F, 1.0F);
  attempt.status = update.status;
  if (update.counters != nullptr) attempt.counters = update.counters;
  if (update.shuffle_is_over && attempt.shuffle_finished_ms == 0)
    attempt.shuffle_finished_ms = clock_.wall_ms();
  if (update.sort_is_over && attempt.sort_finished_ms == 0)
    attempt.sort_finished_ms = clock_.wall_ms();
  return true;
}

bool JobMachine::commit_pending(const AttemptKey& key) {
  const Attempt* found = find(key);
  if (found == nullptr || !is_live(found->state)) return false;
  Attempt& attempt = at(key);
  attempt.state = AttemptState::kCommitting;
  attempt.heard_ms = clock_.monotonic_ms();
  if (!task_of(key).committing) task_of(key).committing = key.attempt;
  return true;
}

bool JobMachine::may_commit(const AttemptKey& key) {
  const Attempt* found = find(key);
  if (found == nullptr || !is_live(found->state)) return false;
  at(key).heard_ms = clock_.monotonic_ms();
  return state_ == JobState::kRunning && task_of(key).committing == key.attempt;
}

bool JobMachine::done(const AttemptKey& key, const StatusUpdate& update) {
  if (!updated(key, update)) return false;
  at(key).progress = 1;
  end_attempt(key, AttemptState::kSucceeded, "");
  return true;
}

bool JobMachine::failed(const AttemptKey& key, const std::string& message) {
  const Attempt* found = find(key);
  if (found == nullptr || is_final(found->state)) return false;
  end_attempt(key, AttemptState::kFailed, message);
  return true;
}

bool JobMachine::kill_attempt(const AttemptKey& key, const std::string& why) {
  const Attempt* found = find(key);
  if (found == nullptr) return false;
  if (is_final(found->state)) {
    // The output of a map goes with it.
    if (found->state == AttemptState::kSucceeded && key.type == TaskType::MAP)
      lose_output(key, AttemptState::kKilled, why);
    return true;
  }
  stop(at(key));
  end_attempt(key, AttemptState::kKilled, why);
  return true;
}

bool JobMachine::fail_attempt(const AttemptKey& key, const std::string& why) {
  const Attempt* found = find(key);
  if (found == nullptr) return false;
  if (is_final(found->state)) return true;
  stop(at(key));
  end_attempt(key, AttemptState::kFailed, why);
  return true;
}

// The one way out of the living states.
void JobMachine::end_attempt(const AttemptKey& key, AttemptState state, const std::string& why) {
  Attempt& attempt = at(key);
  if (attempt.state == AttemptState::kAsked) ask_for(key, -1);
  const bool was_live = is_live(attempt.state);
  attempt.state = state;
  attempt.finished_ms = clock_.wall_ms();
  attempt.ended_ms = clock_.monotonic_ms();
  attempt.diagnostics = why;
  if (was_live) count_end(key);
  if (was_live) tell(Moment::Kind::kAttemptEnded, key);
  TaskRecord& task = task_of(key);
  if (task.committing == key.attempt && state != AttemptState::kSucceeded) task.committing.reset();
  if (state_ != JobState::kRunning) return;

  if (state == AttemptState::kSucceeded) {
    if (task.succeeded) return;
    task.succeeded = key.attempt;
    task.state = TaskState::kSucceeded;
    task.finished_ms = attempt.finished_ms;
    ++(key.type == TaskType::MAP ? maps_done_ : reduces_done_);
    add_event(key, CompletionEvent::Status::kSucceeded);
    tell(Moment::Kind::kTaskEnded, key);
    kill_others(key);
    schedule_reduces();
    return end_if_complete();
  }
  add_event(key, state == AttemptState::kFailed ? CompletionEvent::Status::kFailed
                                                : CompletionEvent::Status::kKilled);
  if (state == AttemptState::kFailed) return attempt_failed(key);
  try_again(key);
}

void JobMachine::attempt_failed(const AttemptKey& key) {
  const Attempt& attempt = at(key);
  if (attempt.container) blame(attempt.container->host);
  const int allowed =
      key.type == TaskType::MAP ? plan_.rules.map_attempts : plan_.rules.reduce_attempts;
  if (++task_of(key).failures >= allowed) return task_failed(key);
  try_again(key);
}

// Unless the task has succeeded, or another attempt is still at it.
void JobMachine::try_again(const AttemptKey& key) {
  const TaskRecord& task = task_of(key);
  if (task.succeeded || task.state == TaskState::kFailed) return;
  if (std::ranges::any_of(task.attempts, [](const Attempt& it) { return !is_final(it.state); }))
    return;
  if (key.type == TaskType::REDUCE)
    waiting_reduces_.insert(key.task), schedule_reduces();
  else
    new_attempt(TaskType::MAP, key.task, task.failures > 0, false);
}

void JobMachine::kill_others(const AttemptKey& winner) {
  const std::size_t count = task_of(winner).attempts.size();
  for (std::size_t i = 0; i < count; ++i) {
    const AttemptKey other{winner.type, winner.task, task_of(winner).attempts[i].number};
    if (is_final(at(other).state)) continue;
    stop(at(other));
    end_attempt(other, AttemptState::kKilled,
                fmt::format("Speculation: {} succeeded first!", id_of(winner).toString()));
  }
}

void JobMachine::task_failed(const AttemptKey& key) {
  TaskRecord& task = task_of(key);
  task.state = TaskState::kFailed;
  task.finished_ms = clock_.wall_ms();
  tell(Moment::Kind::kTaskEnded, key);
  const bool is_map = key.type == TaskType::MAP;
  const int failed = ++(is_map ? maps_failed_ : reduces_failed_);
  events_.back().status = CompletionEvent::Status::kTaskFailed;
  for (std::size_t i = 0; i < task.attempts.size(); ++i)
    if (const AttemptKey other{key.type, key.task, task.attempts[i].number};
        !is_final(at(other).state)) {
      stop(at(other));
      end_attempt(other, AttemptState::kKilled, "another attempt failed the task");
    }
  const int limit = is_map ? plan_.rules.map_failures_percent : plan_.rules.reduce_failures_percent;
  if (failed * 100 > limit * static_cast<int>(of(key.type).size()))
    return fail_job(
        fmt::format("Task failed {}\nJob failed as tasks failed. "
                    "failedMaps:{} failedReduces:{} killedMaps:0 killedReduces: 0",
                    id_of(key).taskToString(), maps_failed_, reduces_failed_));
  schedule_reduces();
  end_if_complete();
}

void JobMachine::add_event(const AttemptKey& key, CompletionEvent::Status status) {
  const Attempt& attempt = at(key);
  CompletionEvent event{key, status, "", 0};
  if (attempt.container) {
    event.shuffle_address = address_of(attempt);
    event.run_time_ms = attempt.finished_ms - attempt.launched_ms;
  }
  events_.push_back(std::move(event));
}

void JobMachine::count_end(const AttemptKey& key) {
  const Attempt& attempt = at(key);
  const auto name = [&](std::string_view begin) {
    return fmt::format("{}{}", begin, suffix(key.type));
  };
  const std::int64_t ms = std::max<std::int64_t>(attempt.finished_ms - attempt.launched_ms, 0);
  const yarn::Resources& size = size_of(key.type);
  const std::int64_t slot = std::max<std::int64_t>(plan_.rules.slot_memory_mb, 1);
  job_counter(name("SLOTS_MILLIS_")).increment(ms * ((size.memory_mb + slot - 1) / slot));
  job_counter(name("MILLIS_")).increment(ms);
  job_counter(name("VCORES_MILLIS_")).increment(ms * size.vcores);
  job_counter(name("MB_MILLIS_")).increment(ms * size.memory_mb);
  if (attempt.state == AttemptState::kFailed) job_counter(name("NUM_FAILED_")).increment(1);
  if (attempt.state == AttemptState::kKilled) job_counter(name("NUM_KILLED_")).increment(1);
}

}  // namespace mammoth::mapreduce::schedule
