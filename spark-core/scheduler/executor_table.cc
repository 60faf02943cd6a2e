#include "spark-core/scheduler/executor_table.h"

#include <algorithm>

namespace mammoth::spark::scheduler {

ExecutorIndex ExecutorTable::executor(const std::string& id) {
  const auto [entry, is_new] =
      executor_index_.try_emplace(id, static_cast<ExecutorIndex>(executors_.size()));
  if (is_new) executors_.emplace_back().id = id;
  return entry->second;
}

std::optional<ExecutorIndex> ExecutorTable::find(const std::string& id) const {
  const auto entry = executor_index_.find(id);
  if (entry == executor_index_.end()) return {};
  return entry->second;
}

HostIndex ExecutorTable::host(const std::string& name) {
  const auto [entry, is_new] = host_index_.try_emplace(name, static_cast<HostIndex>(hosts_.size()));
  if (!is_new) return entry->second;
  Host& made = hosts_.emplace_back();
  made.name = name;
  if (const auto rack = rack_of_host_.find(name); rack != rack_of_host_.end()) {
    const auto [known, is_new_rack] =
        rack_index_.try_emplace(rack->second, static_cast<RackIndex>(racks_.size()));
    if (is_new_rack) racks_.emplace_back();
    made.rack = known->second;
  }
  return entry->second;
}

void ExecutorTable::count_alive(HostIndex index, int change) {
  Host& host = hosts_[at(index)];
  const bool was = host.alive > 0;
  host.alive += change;
  const bool is = host.alive > 0;
  if (host.rack != kNoRack && was != is) racks_[at(host.rack)].alive_hosts += is ? 1 : -1;
}

bool ExecutorTable::add(ExecutorIndex index, HostIndex host) {
  Executor& executor = executors_[at(index)];
  if (executor.present) return false;
  executor.present = executor.known = true;
  executor.host = host;
  executor.decommission.reset();
  hosts_[at(host)].executors.push_back(index);
  present_.insert(index);
  count_alive(host, 1);
  return true;
}

void ExecutorTable::remove(ExecutorIndex index) {
  Executor& executor = executors_[at(index)];
  if (!executor.present) return;
  if (alive(index)) count_alive(executor.host, -1);
  executor.present = false;
  executor.running.clear();
  std::erase(hosts_[at(executor.host)].executors, index);
  present_.erase(index);
}

void ExecutorTable::decommission(ExecutorIndex index, Decommission state) {
  if (!executors_[at(index)].present || executors_[at(index)].decommission) return;
  count_alive(executors_[at(index)].host, -1);
  executors_[at(index)].decommission = std::move(state);
}

std::vector<ExecutorIndex> ExecutorTable::alive_on(HostIndex host) const {
  std::vector<ExecutorIndex> found;
  for (const ExecutorIndex executor : hosts_[at(host)].executors)
    if (alive(executor)) found.push_back(executor);
  return found;
}

}  // namespace mammoth::spark::scheduler
