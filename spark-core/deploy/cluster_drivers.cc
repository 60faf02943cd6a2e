// The drivers that run on workers (Spark: Master.schedule, DriverInfo).
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "spark-core/deploy/cluster_state.h"

namespace mammoth::spark::deploy {

const char* to_text(DriverState state) {
  static constexpr const char* kNames[] = {"SUBMITTED", "RUNNING", "FINISHED", "RELAUNCHING",
                                           "KILLED",    "FAILED",  "ERROR"};
  return static_cast<std::size_t>(state) < std::size(kNames)
             ? kNames[static_cast<std::size_t>(state)]
             : "UNKNOWN";
}

std::pair<std::string, Actions> ClusterState::driver_submitted(DriverDescription who,
                                                               std::int64_t wall_ms) {
  const auto now = static_cast<std::time_t>(wall_ms / 1000);
  std::string id =
      fmt::format("driver-{:%Y%m%d%H%M%S}-{:04}", fmt::localtime(now), next_driver_++);
  DriverInfo& driver = drivers_[id];
  driver.id = id;
  driver.who = std::move(who);
  driver.submitted_ms = wall_ms;
  Actions actions;
  schedule(actions);
  return {id, std::move(actions)};
}

// Each waiting driver goes to the worker with the most free cores that has room for it.
void ClusterState::schedule_drivers(Actions& actions) {
  for (auto& [id, driver] : drivers_) {
    if (!driver.worker.empty()) continue;
    WorkerInfo* best = nullptr;
    for (auto& [name, worker] : workers_) {
      if (worker.cores_free() < driver.who.cores || worker.memory_free() < driver.who.memory_bytes)
        continue;
      if (best == nullptr || worker.cores_free() > best->cores_free()) best = &worker;
    }
    if (best == nullptr) continue;
    best->cores_used += driver.who.cores;
    best->memory_used += driver.who.memory_bytes;
    driver.worker = best->who.id;
    driver.state = DriverState::kRunning;
    actions.driver_launches.push_back({driver.worker, {id, driver.who}});
  }
}

void ClusterState::release_driver(const DriverInfo& driver) {
  if (const auto worker = workers_.find(driver.worker); worker != workers_.end()) {
    worker->second.cores_used -= driver.who.cores;
    worker->second.memory_used -= driver.who.memory_bytes;
  }
}

void ClusterState::end_driver(const std::string& id, DriverState state,
                              const std::string& message) {
  auto driver = drivers_.extract(id);
  release_driver(driver.mapped());
  driver.mapped().state = state;
  driver.mapped().message = message;
  driver.mapped().who.settings.clear();  // which may hold secrets
  completed_drivers_.push_back(std::move(driver.mapped()));
  if (completed_drivers_.size() > options_.retained_drivers)
    completed_drivers_.erase(completed_drivers_.begin());
}

Actions ClusterState::driver_changed(const DriverChanged& change) {
  Actions actions;
  if (!drivers_.contains(change.id) || change.state == DriverState::kRunning) return actions;
  end_driver(change.id, change.state, change.message);
  schedule(actions);
  return actions;
}

// Those that nobody supervises have ended with their worker.
void ClusterState::drivers_lost(const std::string& worker) {
  std::vector<std::string> ended;
  for (auto& [id, driver] : drivers_) {
    if (driver.worker != worker) continue;
    driver.worker.clear();
    driver.state = DriverState::kRelaunching;
    if (!driver.who.supervise) ended.push_back(id);
  }
  for (const std::string& id : ended) end_driver(id, DriverState::kError, "Worker lost: " + worker);
}

std::pair<DriverAnswer, Actions> ClusterState::kill_driver(const std::string& id) {
  DriverAnswer answer{false, id, "Driver " + id + " has already finished or does not exist"};
  Actions actions;
  const auto driver = drivers_.find(id);
  if (driver == drivers_.end()) return {answer, actions};
  answer.success = true;
  answer.message = "Kill request for " + id + " submitted";
  if (driver->second.worker.empty())
    end_driver(id, DriverState::kKilled, "");
  else
    actions.driver_kills.emplace_back(driver->second.worker, id);
  return {answer, actions};
}

DriverAnswer ClusterState::driver_status(const std::string& id) const {
  DriverAnswer answer{false, id, "Driver " + id + " not found"};
  const auto describe = [&](const DriverInfo& driver) {
    answer.success = true;
    answer.message = driver.message;
    answer.state = to_text(driver.state);
    answer.worker = driver.worker;
    if (const auto worker = workers_.find(driver.worker); worker != workers_.end())
      answer.host = worker->second.who.host;
  };
  if (const auto driver = drivers_.find(id); driver != drivers_.end()) describe(driver->second);
  for (const DriverInfo& driver : completed_drivers_)
    if (driver.id == id) describe(driver);
  return answer;
}

}  // namespace mammoth::spark::deploy
