#include "spark-core/scheduler/task_scheduler.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/log.h"

namespace mammoth::spark::scheduler {

TaskScheduler::TaskScheduler(const SchedulerOptions& options, TaskSchedulerEnvironment environment)
    : options_(options),
      env_(environment),
      executors_(options.rack_of_host),
      context_{options,     env_.clock,    executors_,   env_.outputs,
               env_.events, env_.listener, env_.backend, nullptr},
      root_(Pool::make_root(options.mode, options.pools)),
      random_(options.seed) {
  if (options.exclude.application_enabled) {
    health_.emplace(options, env_.clock, env_.listener, env_.backend);
    context_.health = &*health_;
  }
  next_speculation_ms_ = env_.clock.monotonic_ms() + options.speculation.interval_ms;
}

void TaskScheduler::submit(TaskSet task_set) {
  check(!task_set.tasks.empty(), "a task set has tasks");
  auto& attempts = attempts_[task_set.stage->stage];
  for (const auto& [attempt, older] : attempts) older->make_zombie();
  const int attempt = task_set.stage->stage_attempt;
  check(!attempts.contains(attempt), "a stage attempt is submitted once");
  Pool& pool = root_->pool_for(task_set.stage->properties.get());
  auto manager = std::make_shared<TaskSetManager>(std::move(task_set), context_);
  attempts[attempt] = manager;
  pool.add(std::move(manager));
  new_work_ = true;
  sweep();
}

bool TaskScheduler::kill_all_attempts(StageId stage, bool interrupt, const std::string& reason) {
  const auto attempts = attempts_.find(stage);
  if (attempts == attempts_.end()) return true;
  bool able = true;
  for (const auto& [attempt, task_set] : attempts->second) {
    for (const TaskId task : task_set->running())
      if (runs(task))
        able &= env_.backend.kill(task, task_set->attempt(task).info.executor_id, interrupt,
                                  "Stage cancelled: " + reason);
    task_set->make_zombie();
  }
  sweep();
  return able;
}

void TaskScheduler::partition_completed(StageId stage, int partition) {
  const auto attempts = attempts_.find(stage);
  if (attempts == attempts_.end()) return;
  for (const auto& [attempt, task_set] : attempts->second)
    if (!task_set->zombie()) task_set->partition_completed(partition);
  sweep();
}

std::optional<Decommission> TaskScheduler::decommission_of(const std::string& executor_id) const {
  const auto executor = executors_.find(executor_id);
  return executor ? executors_.decommission_of(*executor) : std::nullopt;
}

void TaskScheduler::task_running(TaskId task) {
  if (const auto entry = running_.find(task); entry != running_.end())
    entry->second.task_set->task_running(task);
}

void TaskScheduler::task_progress(TaskId task, std::uint64_t records_read, std::int64_t run_ms) {
  if (const auto entry = running_.find(task); entry != running_.end())
    entry->second.task_set->progress(task, records_read, run_ms);
}

bool TaskScheduler::forget_running(TaskId task) {
  const auto entry = running_.find(task);
  if (entry == running_.end()) return false;
  executors_.running(entry->second.executor).erase(task);
  running_.erase(entry);
  return true;
}

bool TaskScheduler::task_succeeded(TaskId task, TaskSuccess success) {
  const auto entry = running_.find(task);
  if (entry == running_.end()) return false;
  const auto task_set = entry->second.task_set;
  forget_running(task);
  task_set->succeeded(task, std::move(success));
  sweep();
  return true;
}

bool TaskScheduler::task_failed(TaskId task, TaskFailure failure) {
  const auto entry = running_.find(task);
  if (entry == running_.end()) return false;
  const auto task_set = entry->second.task_set;
  forget_running(task);
  task_set->failed(task, std::move(failure));
  new_work_ = true;
  sweep();
  return true;
}

bool TaskScheduler::kill_task(TaskId task, bool interrupt, const std::string& reason) {
  const auto entry = running_.find(task);
  if (entry == running_.end()) return false;
  const std::string& executor = entry->second.task_set->attempt(task).info.executor_id;
  return env_.backend.kill(task, executor, interrupt, reason);
}

void TaskScheduler::executor_lost(const std::string& executor_id, const ExecutorLoss& reason) {
  const auto index = executors_.find(executor_id);
  if (!index || !executors_.known(*index)) return;
  const bool was_present = executors_.present(*index);
  const bool leaves = executors_.decommission_of(*index).has_value();
  for (const TaskId task : executors_.running(*index)) running_.erase(task);
  executors_.remove(*index);
  if (reason.kind != ExecutorLoss::Kind::kPending) {
    executors_.forget(*index);
    ExecutorLoss effective = reason;
    if (leaves && reason.kind == ExecutorLoss::Kind::kProcessLost)
      effective.kind = ExecutorLoss::Kind::kDecommissioned;
    for (const auto& task_set : root_->all()) task_set->executor_lost(*index, effective);
  }
  new_work_ = true;
  if (health_) health_->executor_removed(executor_id);
  if (was_present) {
    env_.listener.executor_removed(executor_id, reason.message);
    env_.events.executor_lost(executor_id, reason);
  }
  sweep();
}

void TaskScheduler::decommission(const std::string& executor_id,
                                 std::optional<std::string> worker_host) {
  const auto index = executors_.find(executor_id);
  if (!index || !executors_.present(*index)) return;
  executors_.decommission(*index, {env_.clock.monotonic_ms(), std::move(worker_host)});
  for (const auto& task_set : root_->all()) task_set->recompute_locality();
}

void TaskScheduler::tick() {
  const std::int64_t now = env_.clock.monotonic_ms();
  if (options_.speculation.enabled && now >= next_speculation_ms_) {
    next_speculation_ms_ = now + options_.speculation.interval_ms;
    for (const auto& task_set : root_->all()) new_work_ |= task_set->check_speculatable();
  }
  for (const auto& task_set : root_->all()) {
    if (const auto level = task_set->next_level_ms(); level && *level <= now) new_work_ = true;
    if (task_set->unschedulable_until_ms.value_or(now + 1) > now) continue;
    task_set->unschedulable_until_ms.reset();
    if (const auto index = task_set->completely_excluded_task())
      task_set->abort_completely_excluded(*index);
  }
  if (health_) health_->expire();
  new_work_ |= health_ && has_pending();
  sweep();
}

std::optional<std::int64_t> TaskScheduler::next_wakeup_ms() const {
  std::optional<std::int64_t> next;
  const auto at_latest = [&](std::int64_t time) { next = next ? std::min(*next, time) : time; };
  const auto task_sets = root_->all();
  for (const auto& task_set : task_sets) {
    // A level that was due at the last full offer has had its chance.
    if (const auto level = task_set->next_level_ms(); level && *level > last_full_offer_ms_)
      at_latest(*level);
    if (task_set->unschedulable_until_ms) at_latest(*task_set->unschedulable_until_ms);
  }
  if (options_.speculation.enabled && !running_.empty()) at_latest(next_speculation_ms_);
  // What is excluded comes back by time alone.
  if (health_ && has_pending()) at_latest(env_.clock.monotonic_ms() + 1000);
  return next;
}

const StageTask* TaskScheduler::stage_of(TaskId task) const {
  const auto entry = running_.find(task);
  return entry == running_.end() ? nullptr : &entry->second.task_set->stage();
}

bool TaskScheduler::has_pending() const {
  return std::ranges::any_of(root_->all(), [](const auto& it) { return it->schedulable(); });
}

TaskSetManager* TaskScheduler::task_set(StageId stage, int attempt) const {
  const auto attempts = attempts_.find(stage);
  if (attempts == attempts_.end()) return nullptr;
  const auto found = attempts->second.find(attempt);
  return found == attempts->second.end() ? nullptr : found->second.get();
}

// Lets go of what is finished; the failures of sets that succeeded count for the application.
void TaskScheduler::sweep() {
  for (const auto& task_set : root_->take_finished()) {
    const StageTask& stage = task_set->stage();
    if (health_ && task_set->all_successful()) task_set->report_failures_to(*health_);
    const auto attempts = attempts_.find(stage.stage);
    attempts->second.erase(stage.stage_attempt);
    if (attempts->second.empty()) attempts_.erase(attempts);
  }
}

}  // namespace mammoth::spark::scheduler
