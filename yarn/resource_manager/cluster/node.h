// A NodeManager as the ResourceManager knows it (Hadoop: RMNodeImpl). Plain values; the moves are
// Cluster's.
//
//   RUNNING ◀─▶ UNHEALTHY     by what its heartbeats say
//   RUNNING ◀─▶ DECOMMISSIONING ─▶ DECOMMISSIONED     by the exclude list
//   from each of the first three: LOST (silent for too long), REBOOTED (its heartbeats are out of
//   step), SHUTDOWN (it took its leave)
//
// The scheduler has the node only while it is RUNNING or DECOMMISSIONING.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "yarn/resource_manager/scheduler/ids.h"
#include "yarn/resource_manager/scheduler/resource.h"

namespace mammoth::yarn {

// The numbers are the wire's.
enum class NodeState {
  kNew = 1,
  kRunning,
  kUnhealthy,
  kDecommissioned,
  kLost,
  kRebooted,
  kDecommissioning,
  kShutdown
};
std::string_view to_text(NodeState state);  // RUNNING
inline bool is_active(NodeState state) {    // it may send heartbeats
  return state == NodeState::kRunning || state == NodeState::kUnhealthy ||
         state == NodeState::kDecommissioning;
}
inline bool is_schedulable(NodeState state) {
  return state == NodeState::kRunning || state == NodeState::kDecommissioning;
}

// What processes use; -1 where nothing was said.
struct Utilization {
  std::int32_t physical_mb = -1;
  std::int32_t virtual_mb = -1;
  float cpu = -1;
};

struct NodeHealth {
  bool healthy = true;
  std::string report{};
  std::int64_t reported_ms = 0;
};

struct ClusterNode {
  NodeId id;
  std::string rack = "/default-rack";
  int http_port = 0;
  std::string version{};
  Resource total{};
  Resource physical{};  // the machine's; nothing where it did not say
  NodeState state = NodeState::kNew;
  NodeHealth health{};
  Utilization containers{};
  Utilization machine{};
  std::int64_t heard_ms = 0;     // monotonic
  std::int64_t leave_by_ms = 0;  // monotonic; of one that is DECOMMISSIONING
  std::int32_t response_id = 0;
  std::string last_response{};  // what the caller gave to keep for a repetition

  // For the next answer.
  std::set<ContainerId> containers_to_clean{};
  std::set<ContainerId> containers_to_forget{};
  std::set<ApplicationId> applications_to_clean{};
  std::map<ContainerId, int> signals{};

  std::string http_address() const { return id.host + ":" + std::to_string(http_port); }
};

}  // namespace mammoth::yarn
