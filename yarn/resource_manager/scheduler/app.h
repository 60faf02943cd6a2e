// An application and its current attempt inside the scheduler (SchedulerApplication and
// FiCaSchedulerApp in one). Part of the scheduler's inside.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "yarn/resource_manager/scheduler/asks.h"
#include "yarn/resource_manager/scheduler/container.h"
#include "yarn/resource_manager/scheduler/queue.h"

namespace mammoth::yarn {

struct Node;

struct LiveContainer {
  Container container;
  ContainerState state = ContainerState::kAllocated;
  SchedulerApp* app = nullptr;
  Node* node = nullptr;
  std::int64_t expires_ms = 0;        // monotonic; counts until it is seen running
  std::int64_t preempt_since_ms = 0;  // 0: not asked back
};

// How one key's requests have fared.
struct Placing {
  std::int64_t missed = 0;  // offers let pass for the sake of locality
  std::int64_t re_reservations = 0;
  std::map<std::uint32_t, Node*> reserved;  // by the node's index
  // Whether any named host, any named rack has a node, as of these versions.
  std::uint64_t nodes_version = 0;
  std::uint64_t ask_version = 0;
  bool host_there = false;
  bool rack_there = false;
};

struct Attempt {
  AttemptId id;
  Resource am_resource;
  bool unmanaged = false;
  bool active = false;
  bool am_given = false;
  bool demanding = false;
  AppOrder place;  // in the leaf's pending or demanding set
  Asks asks;
  std::map<SchedulerKey, Placing> placings;
  std::vector<Container> granted;  // not yet fetched
  std::vector<ContainerEnd> completed;
  std::set<std::string> excluded;  // hosts and racks
  std::int64_t last_container = 0;
  std::string diagnostics;
};

struct SchedulerApp {
  ApplicationId id;
  std::string user;
  Queue* queue = nullptr;
  int priority = 0;
  std::set<ContainerId> live;
  Resource used;  // without reservations
  Resource reserved;
  std::optional<Attempt> attempt;
};

struct Reservation {
  SchedulerApp* app = nullptr;
  SchedulerKey key;
  Resource resource;
};

struct Node {
  NodeId id;
  std::string rack;
  std::string http_address;
  Resource total;
  Resource used;
  Resource counted;  // of this, in the cluster's resource
  std::uint32_t index = 0;
  bool decommissioning = false;
  bool ready = true;  // false: it has not sent a heartbeat yet
  std::set<ContainerId> containers;
  std::optional<Reservation> reservation;
  Resource available() const { return total - used; }
};

}  // namespace mammoth::yarn
