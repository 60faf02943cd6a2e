// The executors of the application, their hosts and racks, as numbers: an offer round compares ints
// (Spark: the maps executorIdToHost, hostToExecutors, hostsByRack of TaskSchedulerImpl).
//
// A name gets its number when it is first mentioned, be it only as a wish of a task, and keeps it.
// Alive is an executor that was added, not removed, and is not being decommissioned; only those
// count for locality. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "spark-core/scheduler/ids.h"
#include "spark-core/scheduler/task_set_runner.h"

namespace mammoth::spark::scheduler {

using ExecutorIndex = std::int32_t;
using HostIndex = std::int32_t;
using RackIndex = std::int32_t;
inline constexpr RackIndex kNoRack = -1;

class ExecutorTable {
 public:
  explicit ExecutorTable(const std::map<std::string, std::string>& rack_of_host)
      : rack_of_host_(rack_of_host) {}

  ExecutorIndex executor(const std::string& id);
  HostIndex host(const std::string& name);
  std::optional<ExecutorIndex> find(const std::string& id) const;
  const std::string& executor_id(ExecutorIndex index) const { return executors_[at(index)].id; }
  const std::string& host_name(HostIndex index) const { return hosts_[at(index)].name; }
  RackIndex rack(HostIndex index) const { return hosts_[at(index)].rack; }
  HostIndex host_of(ExecutorIndex index) const { return executors_[at(index)].host; }

  // False: it was there.
  bool add(ExecutorIndex executor, HostIndex host);
  // Its host is remembered until forget(): the reason of the loss may come later.
  void remove(ExecutorIndex executor);
  void forget(ExecutorIndex executor) { executors_[at(executor)].known = false; }
  bool present(ExecutorIndex executor) const { return executors_[at(executor)].present; }
  bool known(ExecutorIndex executor) const { return executors_[at(executor)].known; }

  void decommission(ExecutorIndex executor, Decommission state);
  const std::optional<Decommission>& decommission_of(ExecutorIndex executor) const {
    return executors_[at(executor)].decommission;
  }

  bool alive(ExecutorIndex executor) const {
    return executors_[at(executor)].present && !executors_[at(executor)].decommission;
  }
  bool host_alive(HostIndex host) const { return hosts_[at(host)].alive > 0; }
  bool rack_alive(RackIndex rack) const {
    return rack != kNoRack && racks_[at(rack)].alive_hosts > 0;
  }
  std::vector<ExecutorIndex> alive_on(HostIndex host) const;
  // Every executor that is there, decommissioned or not, by host.
  const std::unordered_set<ExecutorIndex>& present_executors() const { return present_; }

  std::unordered_set<TaskId>& running(ExecutorIndex executor) {
    return executors_[at(executor)].running;
  }
  bool busy(ExecutorIndex executor) const { return !executors_[at(executor)].running.empty(); }

 private:
  struct Executor {
    std::string id;
    HostIndex host = -1;
    bool present = false;
    bool known = false;
    std::optional<Decommission> decommission;
    std::unordered_set<TaskId> running;
  };
  struct Host {
    std::string name;
    RackIndex rack = kNoRack;
    int alive = 0;
    std::vector<ExecutorIndex> executors;
  };
  struct Rack {
    int alive_hosts = 0;
  };
  static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
  void count_alive(HostIndex host, int change);

  const std::map<std::string, std::string>& rack_of_host_;
  std::vector<Executor> executors_;
  std::vector<Host> hosts_;
  std::vector<Rack> racks_;
  std::unordered_map<std::string, ExecutorIndex> executor_index_;
  std::unordered_map<std::string, HostIndex> host_index_;
  std::unordered_map<std::string, RackIndex> rack_index_;
  std::unordered_set<ExecutorIndex> present_;
};

}  // namespace mammoth::spark::scheduler
