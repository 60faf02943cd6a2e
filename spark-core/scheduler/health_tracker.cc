#include "spark-core/scheduler/health_tracker.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"

namespace mammoth::spark::scheduler {

void TaskSetExcludeList::task_failed(const std::string& host, const std::string& executor,
                                     int index, const std::string& reason) {
  latest_reason_ = reason;
  ExecutorFailures& mine = failures_[executor];
  mine.host = host;
  auto& [count, last_ms] = mine.by_task[index];
  ++count, last_ms = clock_.monotonic_ms();

  auto& failing = failing_executors_of_[host];
  failing.insert(executor);
  int on_host = 0;
  for (const std::string& other : failing)
    if (const auto task = failures_[other].by_task.find(index);
        task != failures_[other].by_task.end())
      on_host += task->second.first;
  if (on_host >= options_.task_attempts_per_node) tasks_excluded_on_[host].insert(index);

  const int failed_tasks = static_cast<int>(mine.by_task.size());
  if (failed_tasks < options_.stage_failed_tasks_per_executor ||
      !executors_.insert(executor).second)
    return;
  if (!dry_run_) listener_.executor_excluded(executor, failed_tasks, stage_);
  const auto excluded =
      std::ranges::count_if(failing, [&](const auto& it) { return executors_.contains(it); });
  if (excluded >= options_.stage_failed_executors_per_node && hosts_.insert(host).second &&
      !dry_run_)
    listener_.node_excluded(host, static_cast<int>(excluded), stage_);
}

bool TaskSetExcludeList::node_excluded_for_task(const std::string& host, int index) const {
  const auto tasks = tasks_excluded_on_.find(host);
  return !dry_run_ && tasks != tasks_excluded_on_.end() && tasks->second.contains(index);
}

bool TaskSetExcludeList::excluded_for_task(const std::string& host, const std::string& executor,
                                           int index) const {
  if (!has_failures()) return false;
  if (node_excluded_for_task(host, index)) return true;
  const auto mine = failures_.find(executor);
  if (mine == failures_.end()) return false;
  const auto task = mine->second.by_task.find(index);
  return task != mine->second.by_task.end() &&
         task->second.first >= options_.task_attempts_per_executor;
}

bool TaskSetExcludeList::node_excluded_for_set(const std::string& host) const {
  return !dry_run_ && hosts_.contains(host);
}

bool TaskSetExcludeList::excluded_for_set(const std::string& host,
                                          const std::string& executor) const {
  return has_failures() && (hosts_.contains(host) || executors_.contains(executor));
}

void HealthTracker::exclude_executor(const std::string& executor, const std::string& host,
                                     int failures) {
  executors_[executor] = {host, clock_.monotonic_ms() + options_.exclude.timeout_ms};
  excluded_executors_of_[host].insert(executor);
  listener_.executor_excluded(executor, failures, {});
  if (options_.exclude.kill_excluded_executors)
    backend_.kill_executor(executor,
                           fmt::format("Killing excluded executor id {} since "
                                       "spark.excludeOnFailure.killExcludedExecutors is set.",
                                       executor));
}

void HealthTracker::exclude_node(const std::string& host, int executors) {
  hosts_[host] = clock_.monotonic_ms() + options_.exclude.timeout_ms;
  listener_.node_excluded(host, executors, {});
}

void HealthTracker::task_set_succeeded(
    StageId stage, int stage_attempt,
    const std::unordered_map<std::string, ExecutorFailures>& failures) {
  const std::int64_t now = clock_.monotonic_ms();
  for (const auto& [executor, in_set] : failures) {
    auto& known = failures_[executor];
    for (const auto& [index, count_and_time] : in_set.by_task)
      known.push_back(
          {stage, stage_attempt, index, count_and_time.second + options_.exclude.timeout_ms});
    std::erase_if(known, [&](const Failure& it) { return it.expires_ms < now; });
    const int total = static_cast<int>(known.size());
    if (total < options_.exclude.application_failed_tasks_per_executor ||
        executors_.contains(executor))
      continue;
    exclude_executor(executor, in_set.host, total);
    const int on_host = static_cast<int>(excluded_executors_of_[in_set.host].size());
    if (on_host >= options_.exclude.application_failed_executors_per_node &&
        !hosts_.contains(in_set.host))
      exclude_node(in_set.host, on_host);
  }
}

void HealthTracker::fetch_failed(const std::string& host, const std::string& executor) {
  if (!options_.exclude.fetch_failure_enabled) return;
  if (options_.shuffle_service) {
    if (!hosts_.contains(host)) exclude_node(host, 1);
  } else if (!executors_.contains(executor)) {
    exclude_executor(executor, host, 1);
  }
}

void HealthTracker::expire() {
  const std::int64_t now = clock_.monotonic_ms();
  for (auto entry = executors_.begin(); entry != executors_.end();) {
    if (entry->second.expires_ms >= now) {
      ++entry;
      continue;
    }
    if (const auto of_host = excluded_executors_of_.find(entry->second.host);
        of_host != excluded_executors_of_.end()) {
      of_host->second.erase(entry->first);
      if (of_host->second.empty()) excluded_executors_of_.erase(of_host);
    }
    listener_.executor_unexcluded(entry->first);
    entry = executors_.erase(entry);
  }
  for (auto entry = hosts_.begin(); entry != hosts_.end();) {
    if (entry->second >= now) {
      ++entry;
      continue;
    }
    listener_.node_unexcluded(entry->first);
    entry = hosts_.erase(entry);
  }
}

void HealthTracker::kill_idle_executor(const std::string& executor) {
  if (!backend_.kill_executor(executor,
                              fmt::format("Killing excluded idle executor id {} because of task "
                                          "unschedulability and trying to acquire a new executor.",
                                          executor)))
    log::info("health-tracker", "excluded idle executor {} cannot be replaced here", executor);
}

}  // namespace mammoth::spark::scheduler
