// What the scheduler tells about itself. Values, true at the moment of the call.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "yarn/resource_manager/scheduler/container.h"
#include "yarn/resource_manager/scheduler/settings.h"

namespace mammoth::yarn {

struct QueueReport {
  std::string path;
  std::string name;
  bool leaf = true;
  QueueState state = QueueState::kRunning;
  std::vector<std::string> children{};  // names
  float capacity = 0;                   // of the parent, 0..1
  float maximum_capacity = 1;           // of the parent's maximum
  float absolute_capacity = 0;
  float absolute_maximum_capacity = 1;
  float used_capacity = 0;           // of what is guaranteed
  float absolute_used_capacity = 0;  // of the cluster
  Resource guaranteed{};
  Resource maximum{};
  Resource used{};  // reservations included
  Resource reserved{};
  int containers = 0;
  bool preemption_disabled = false;
  // Leaves; parents: sums of their leaves.
  int active_applications = 0;
  int pending_applications = 0;
  // Leaves only.
  Resource am_used{};
  Resource am_limit{};
  int maximum_applications = 0;
  int maximum_applications_per_user = 0;
  struct UserReport {
    std::string name;
    Resource used{};
    Resource am_used{};
    Resource limit{};
    int active_applications = 0;
    int pending_applications = 0;
  };
  std::vector<UserReport> users{};
};

struct NodeUse {
  Resource total{};
  Resource used{};
  Resource available{};
  int containers = 0;
  std::optional<AttemptId> reserved_by{};
};

struct ApplicationUse {
  std::string queue;  // full path
  int priority = 0;
  Resource used{};
  Resource reserved{};
  Resource pending{};
  std::int64_t pending_containers = 0;
  int containers = 0;
  int reservations = 0;
  bool active = false;
  std::string diagnostics{};  // why the application master waits; ends in a blank
};

struct ContainerReport {
  Container container;
  ContainerState state = ContainerState::kAllocated;
};

}  // namespace mammoth::yarn
