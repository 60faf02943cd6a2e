// How the attempts of a task set end, and what that means for the task and for the set.
#include <fmt/format.h>

#include <algorithm>

#include "common/base/check.h"
#include "common/base/log.h"
#include "spark-core/scheduler/task_set_manager.h"

namespace mammoth::spark::scheduler {

namespace {
constexpr const char* kLog = "task-set-manager";

std::string bytes_text(std::uint64_t bytes) {
  static constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  double size = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (size >= 2048 && unit + 1 < std::size(kUnits)) size /= 1024, ++unit;
  return fmt::format("{:.1f} {}", size, kUnits[unit]);
}
}  // namespace

std::string TaskSetManager::task_name(const TaskInfo& info) const {
  return fmt::format("task {}.{} in stage {} (TID {})", info.index, info.attempt_number,
                     to_text(stage()), info.id.value());
}

void TaskSetManager::end_attempt(Attempt& attempt, bool failed, bool killed) {
  attempt.info.finish_ms = std::max<std::int64_t>(context_.clock.monotonic_ms(), 1);
  attempt.info.failed = failed;
  attempt.info.killed = killed;
  attempt.info.launching = false;
  running_.erase(attempt.info.id);
  rate_of_running_.erase(attempt.info.id);
}

void TaskSetManager::report(const Attempt& attempt, TaskOutcome outcome) {
  context_.events.task_ended(set_.stage, attempt.info, std::move(outcome));
}

bool TaskSetManager::count_result_bytes(const TaskSuccess& success) {
  result_bytes_ += success.result_bytes;
  ++results_counted_;
  const std::uint64_t most = context_.options.max_result_bytes;
  if (stage().shuffle || most == 0 || result_bytes_ <= most) return true;
  abort(
      fmt::format("Total size of serialized results of {} tasks ({}) is bigger than "
                  "spark.driver.maxResultSize ({})",
                  results_counted_, bytes_text(result_bytes_), bytes_text(most)));
  return false;
}

void TaskSetManager::succeeded(TaskId id, TaskSuccess success) {
  Attempt& attempt = attempts_.at(id);
  if (!attempt.info.running()) return;
  if (!count_result_bytes(success))
    return failed(id, TaskKilled{"Tasks result size has exceeded maxResultSize", {}});
  const int index = attempt.info.index;
  if (successful_[at(index)] && killed_by_winner_.contains(id)) {
    --results_counted_;
    result_bytes_ -= success.result_bytes;
    return failed(id, TaskKilled{"Finish but did not commit due to another attempt succeeded", {}});
  }
  end_attempt(attempt, false, false);
  if (context_.options.speculation.enabled) {
    durations_ms_.insert(static_cast<double>(attempt.info.finish_ms - attempt.info.launch_ms));
    records_read_ += success.records_read;
    run_ms_ += success.run_ms;
  }
  kill_other_attempts(index, id);
  if (!successful_[at(index)]) {
    successful_[at(index)] = true;
    ++successful_count_;
    failure_count_[at(index)] = 0;
    if (all_successful()) zombie_ = true;
  }
  report(attempt, std::move(success));
}

void TaskSetManager::kill_other_attempts(int index, TaskId winner) {
  for (const TaskId other : attempts_of_[at(index)]) {
    const TaskInfo& info = attempts_.at(other).info;
    if (other == winner || !info.running()) continue;
    killed_by_winner_.insert(other);
    context_.backend.kill(other, info.executor_id, true, "another attempt succeeded");
  }
}

void TaskSetManager::partition_completed(int partition) {
  const auto entry = index_of_partition_.find(partition);
  if (entry == index_of_partition_.end() || successful_[at(entry->second)]) return;
  successful_[at(entry->second)] = true;
  failure_count_[at(entry->second)] = 0;
  ++successful_count_;
  if (all_successful()) zombie_ = true;
}

void TaskSetManager::failed(TaskId id, TaskFailure failure) {
  Attempt& attempt = attempts_.at(id);
  if (!attempt.info.running()) return;
  const int index = attempt.info.index;
  const bool killed = std::holds_alternative<TaskKilled>(failure);
  end_attempt(attempt, !killed, killed);
  --copies_running_[at(index)];
  log::debug(kLog, "Lost {} ({} executor {}): {}", task_name(attempt.info), attempt.info.host,
             attempt.info.executor_id, to_text(failure));
  if (const auto* fetch = std::get_if<FetchFailed>(&failure)) {
    // The stage has to run again: this task is as good as done here.
    if (!successful_[at(index)]) successful_[at(index)] = true, ++successful_count_;
    zombie_ = true;
    if (context_.health && fetch->address)
      context_.health->fetch_failed(fetch->address->host, fetch->address->executor_id);
  }
  if (stage().barrier) zombie_ = true;
  report(attempt, failure);
  if (!retriable(attempt, failure) || gives_up_after(attempt, failure)) return;
  if (!successful_[at(index)]) add_pending(index, pending_);
}

bool TaskSetManager::retriable(const Attempt& attempt, const TaskFailure& failure) {
  const auto* exception = std::get_if<ExceptionFailure>(&failure);
  if (!exception || exception->kind == ExceptionFailure::Kind::kOther) return true;
  const TaskInfo& info = attempt.info;
  if (exception->kind == ExceptionFailure::Kind::kResultNotSerializable)
    abort(fmt::format("{} had a not serializable result: {}", task_name(info),
                      exception->description));
  else
    abort(fmt::format("Task {}.{} in stage {} (TID {}) can not write to output file: {}",
                      info.index, info.attempt_number, to_text(stage()), info.id.value(),
                      exception->description));
  return false;
}

bool TaskSetManager::gives_up_after(const Attempt& attempt, const TaskFailure& failure) {
  if (zombie_ || !counts_towards_max_failures(failure)) return false;
  const TaskInfo& info = attempt.info;
  const std::string reason = fmt::format("Lost {} ({} executor {}): {}", task_name(info), info.host,
                                         info.executor_id, to_text(failure));
  if (excluded_) excluded_->task_failed(info.host, info.executor_id, info.index, reason);
  const int most = context_.options.max_task_failures;
  if (++failure_count_[at(info.index)] < most) return false;
  abort(fmt::format(
      "Task {} in stage {} failed {} times, most recent failure: {}\nDriver stacktrace:",
      info.index, to_text(stage()), most, reason));
  return true;
}

void TaskSetManager::abort(const std::string& message) {
  context_.events.task_set_failed(stage().stage, message);
  zombie_ = true;
}

// A finished map task's files went down with its executor: the task is to run again, unless they
// were moved elsewhere in time.
void TaskSetManager::lose_map_outputs(ExecutorIndex executor, const ExecutorLoss& reason) {
  const bool leaves = reason.kind == ExecutorLoss::Kind::kDecommissioned;
  if (zombie_ || !stage().shuffle || (context_.options.shuffle_service && !leaves)) return;
  for (const auto& [id, attempt] : attempts_) {
    const int index = attempt.info.index;
    // The attempt that won, not one that was only in the way.
    if (attempt.executor != executor || !attempt.info.successful() || !successful_[at(index)] ||
        killed_by_winner_.contains(id))
      continue;
    if (leaves)
      if (const MapStatus* moved = context_.outputs.map_status_by_id(*stage().shuffle, id.value());
          moved && moved->location().host != attempt.info.host)
        continue;
    successful_[at(index)] = false;
    --successful_count_;
    --copies_running_[at(index)];
    add_pending(index, pending_);
    report(attempt, TaskFailure{Resubmitted{}});
  }
}

void TaskSetManager::executor_lost(ExecutorIndex executor, const ExecutorLoss& reason) {
  lose_map_outputs(executor, reason);
  std::vector<TaskId> lost;
  for (const TaskId id : running_)
    if (attempts_.at(id).executor == executor) lost.push_back(id);
  std::ranges::sort(lost);
  for (const TaskId id : lost) {
    const TaskInfo& info = attempts_.at(id).info;
    const bool blameless = reason.kind == ExecutorLoss::Kind::kKilledByDriver ||
                           reason.kind == ExecutorLoss::Kind::kDecommissioned ||
                           !reason.caused_by_app;
    failed(id,
           ExecutorLostFailure{info.executor_id, !blameless && !info.launching, reason.message});
  }
  recompute_locality();
}

}  // namespace mammoth::spark::scheduler
