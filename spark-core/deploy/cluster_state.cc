#include "spark-core/deploy/cluster_state.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <climits>

namespace mammoth::spark::deploy {

int ApplicationInfo::cores_granted() const {
  int cores = 0;
  for (const auto& [number, executor] : executors) cores += executor.cores;
  return cores;
}

std::optional<Actions> ClusterState::worker_joined(const RegisterWorker& who,
                                                   std::int64_t now_ms) {
  if (!workers_.emplace(who.id, WorkerInfo{who, 0, 0, now_ms}).second) return std::nullopt;
  Actions actions;
  schedule(actions);
  return actions;
}

void ClusterState::worker_alive(const std::string& worker, std::int64_t now_ms) {
  if (const auto known = workers_.find(worker); known != workers_.end())
    known->second.heard_ms = now_ms;
}

Actions ClusterState::worker_lost(const std::string& worker, const std::string& reason) {
  Actions actions;
  if (workers_.erase(worker) == 0) return actions;
  for (auto& [id, application] : applications_) {
    std::vector<int> gone;
    for (const auto& [number, executor] : application.executors)
      if (executor.worker == worker) gone.push_back(number);
    for (const int number : gone) {
      application.executors.erase(number);
      actions.changes.push_back({id, number, ExecutorState::kLost, reason, 0});
    }
  }
  drivers_lost(worker);
  schedule(actions);
  return actions;
}

std::vector<std::string> ClusterState::silent_workers(std::int64_t before_ms) const {
  std::vector<std::string> silent;
  for (const auto& [id, worker] : workers_)
    if (worker.heard_ms < before_ms) silent.push_back(id);
  return silent;
}

std::pair<std::string, Actions> ClusterState::application_joined(RegisterApplication who,
                                                                 std::int64_t wall_ms) {
  const auto now = static_cast<std::time_t>(wall_ms / 1000);
  std::string id =
      fmt::format("app-{:%Y%m%d%H%M%S}-{:04}", fmt::localtime(now), next_application_++);
  ApplicationInfo& application = applications_[id];
  application.id = id;
  application.who = std::move(who);
  application.started_ms = wall_ms;
  if (application.who.most_cores == 0) application.who.most_cores = options_.default_cores;
  Actions actions;
  schedule(actions);
  return {id, std::move(actions)};
}

Actions ClusterState::application_left(const std::string& application, std::int64_t wall_ms) {
  Actions actions;
  end(application, "FINISHED", wall_ms, actions);
  schedule(actions);
  return actions;
}

Actions ClusterState::executor_changed(const ExecutorChanged& change, std::int64_t wall_ms) {
  Actions actions;
  const auto known = applications_.find(change.application);
  if (known == applications_.end() || !known->second.executors.contains(change.executor))
    return actions;
  ApplicationInfo& application = known->second;
  if (change.state == ExecutorState::kRunning) {
    application.retries = 0;
    return actions;
  }
  release(application, change.executor);
  actions.changes.push_back(change);
  const bool failed = change.state == ExecutorState::kExited && change.exit_code != 0;
  if (failed && ++application.retries >= options_.most_retries && application.executors.empty()) {
    actions.removals.emplace_back(change.application,
                                  "Master removed our application: FAILED. The last executor "
                                  "said: " +
                                      change.message);
    end(change.application, "FAILED", wall_ms, actions);
  }
  schedule(actions);
  return actions;
}

Actions ClusterState::kill_executor(const ExecutorName& name) {
  Actions actions;
  const auto known = applications_.find(name.application);
  if (known == applications_.end()) return actions;
  if (const auto executor = known->second.executors.find(name.executor);
      executor != known->second.executors.end())
    actions.kills.push_back({executor->second.worker, name});
  return actions;
}

void ClusterState::release(ApplicationInfo& application, int number) {
  const auto executor = application.executors.extract(number);
  if (!executor) return;
  if (const auto worker = workers_.find(executor.mapped().worker); worker != workers_.end()) {
    worker->second.cores_used -= executor.mapped().cores;
    worker->second.memory_used -= application.who.executor_memory_bytes;
  }
}

void ClusterState::end(const std::string& id, const std::string& state, std::int64_t wall_ms,
                       Actions& actions) {
  const auto known = applications_.find(id);
  if (known == applications_.end()) return;
  ApplicationInfo& application = known->second;
  while (!application.executors.empty()) {
    const auto& [number, executor] = *application.executors.begin();
    actions.kills.push_back({executor.worker, {id, number}});
    release(application, number);
  }
  application.state = state;
  application.ended_ms = wall_ms;
  application.who.pattern = {};  // with its secret
  completed_.push_back(std::move(application));
  if (completed_.size() > options_.retained_applications) completed_.erase(completed_.begin());
  applications_.erase(known);
  actions.finished.push_back(id);
}

void ClusterState::schedule(Actions& actions) {
  schedule_drivers(actions);
  for (auto& [id, application] : applications_) {
    schedule(application, actions);
    application.state = application.executors.empty() ? "WAITING" : "RUNNING";
  }
}

// The workers that could take one more executor, those with most free cores first.
std::vector<WorkerInfo*> ClusterState::usable_workers(const ApplicationInfo& application) {
  const int least = std::max(1, application.who.executor_cores);
  std::vector<WorkerInfo*> usable;
  for (auto& [id, worker] : workers_) {
    bool has_one = false;
    for (const auto& [number, executor] : application.executors)
      has_one |= executor.worker == id;
    if (has_one && application.who.executor_cores == 0) continue;
    if (worker.cores_free() >= least &&
        worker.memory_free() >= application.who.executor_memory_bytes)
      usable.push_back(&worker);
  }
  std::sort(usable.begin(), usable.end(), [](const WorkerInfo* a, const WorkerInfo* b) {
    return std::pair(-a->cores_free(), a->who.id) < std::pair(-b->cores_free(), b->who.id);
  });
  return usable;
}

void ClusterState::schedule(ApplicationInfo& application, Actions& actions) {
  const int limit = application.who.most_cores == 0 ? INT_MAX : application.who.most_cores;
  int left = limit - application.cores_granted();
  const bool one_each = application.who.executor_cores == 0;
  const int step = std::max(1, application.who.executor_cores);
  const std::vector<WorkerInfo*> workers = usable_workers(application);
  std::vector<int> shares(workers.size());
  const auto fits = [&](std::size_t i) {
    const int executors = one_each ? 1 : shares[i] / step + 1;
    return left >= step && workers[i]->cores_free() - shares[i] >= step &&
           workers[i]->memory_free() / std::max<std::uint64_t>(
                                           1, application.who.executor_memory_bytes) >=
               static_cast<std::uint64_t>(executors);
  };
  for (bool given = true; given;) {
    given = false;
    for (std::size_t i = 0; i < workers.size(); ++i) {
      while (fits(i)) {
        shares[i] += step;
        left -= step;
        given = true;
        if (options_.spread_out) break;
      }
    }
  }
  for (std::size_t i = 0; i < workers.size(); ++i)
    for (int share = shares[i]; share > 0; share -= one_each ? share : step)
      launch(application, *workers[i], one_each ? share : step, actions);
}

void ClusterState::launch(ApplicationInfo& application, WorkerInfo& worker, int cores,
                          Actions& actions) {
  const int number = application.next_executor++;
  application.executors[number] = {worker.who.id, cores};
  worker.cores_used += cores;
  worker.memory_used += application.who.executor_memory_bytes;
  actions.launches.push_back(
      {worker.who.id,
       {application.id, number, cores, application.who.executor_memory_bytes,
        application.who.pattern}});
}

}  // namespace mammoth::spark::deploy
