// Slow tasks get a second attempt elsewhere.
#include <algorithm>
#include <cmath>
#include <limits>

#include "spark-core/scheduler/task_set_manager.h"

namespace mammoth::spark::scheduler {

void TaskSetManager::progress(TaskId task, std::uint64_t records_read, std::int64_t run_ms) {
  if (run_ms > 0 && records_read > 0)
    rate_of_running_[task] = static_cast<double>(records_read) * 1000 / static_cast<double>(run_ms);
}

bool TaskSetManager::check_speculatable() {
  const SpeculationOptions& options = context_.options.speculation;
  const bool has_threshold = options.duration_threshold_ms.value_or(0) > 0;
  if (zombie_ || stage().barrier || (task_count() == 1 && !has_threshold)) return false;
  const auto enough = static_cast<std::size_t>(
      std::max(std::floor(options.quantile * static_cast<double>(task_count())), 1.0));
  if (durations_ms_.size() >= enough)
    return speculate_slower_than(std::max(options.multiplier * durations_ms_.median(),
                                          static_cast<double>(options.min_task_runtime_ms)),
                                 false);
  // Too few have finished to compare with. A set that fits into one executor may never have enough.
  if (has_threshold && task_count() <= context_.options.slots_per_executor)
    return speculate_slower_than(static_cast<double>(*options.duration_threshold_ms), true);
  return false;
}

bool TaskSetManager::speculate_slower_than(double threshold_ms, bool by_custom_threshold) {
  const std::int64_t now = context_.clock.monotonic_ms();
  std::vector<TaskId> slow;
  for (const TaskId id : running_) {
    const Attempt& attempt = attempts_.at(id);
    const int index = attempt.info.index;
    if (successful_[at(index)] || copies_running_[at(index)] != 1 || speculatable_.contains(index))
      continue;
    const std::int64_t run_ms = now - attempt.info.launch_ms;
    const bool is_slow = static_cast<double>(run_ms) > threshold_ms &&
                         (by_custom_threshold || inefficient(id, run_ms, threshold_ms));
    if (is_slow || (!by_custom_threshold && will_outlive_executor(attempt))) slow.push_back(id);
  }
  std::ranges::sort(slow);
  for (const TaskId id : slow) {
    const int index = attempts_.at(id).info.index;
    add_pending(index, speculative_pending_);
    speculatable_.insert(index);
    context_.listener.speculative_task_submitted(stage(), index, set_.tasks[at(index)].partition);
  }
  return !slow.empty();
}

// Slow, and slower than the others at their records, or slow beyond doubt.
bool TaskSetManager::inefficient(TaskId task, std::int64_t run_ms, double threshold_ms) const {
  const SpeculationOptions& options = context_.options.speculation;
  if (!options.efficiency_enabled) return true;
  if (static_cast<double>(run_ms) > options.long_run_task_factor * threshold_ms) return true;
  const double average = records_read_ > 0 && run_ms_ > 0 ? static_cast<double>(records_read_) *
                                                                1000 / static_cast<double>(run_ms_)
                                                          : std::numeric_limits<double>::max();
  const auto rate = rate_of_running_.find(task);
  return (rate == rate_of_running_.end() ? 0 : rate->second) <
         average * options.process_rate_multiplier;
}

bool TaskSetManager::will_outlive_executor(const Attempt& attempt) const {
  const auto& kill_interval_ms = context_.options.speculation.decommission_kill_interval_ms;
  const auto& leaving = context_.executors.decommission_of(attempt.executor);
  if (!kill_interval_ms || !leaving || durations_ms_.empty()) return false;
  return static_cast<double>(leaving->start_ms + *kill_interval_ms) <
         static_cast<double>(attempt.info.launch_ms) + durations_ms_.median();
}

}  // namespace mammoth::spark::scheduler
