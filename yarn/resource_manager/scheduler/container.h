// Containers as the scheduler hands them out and takes them back. Values.
#pragma once

#include <cstdint>
#include <string>

#include "yarn/resource_manager/scheduler/asks.h"
#include "yarn/resource_manager/scheduler/ids.h"
#include "yarn/resource_manager/scheduler/resource.h"

namespace mammoth::yarn {

struct Container {
  ContainerId id;
  NodeId node;
  std::string node_http_address;
  Resource resource;
  SchedulerKey key;             // of the request: its priority and allocation request id
  std::int64_t created_ms = 0;  // wall clock
  bool application_master = false;
};

// The exit statuses that the ResourceManager itself gives; a container's own are its process's.
namespace exit_status {
inline constexpr int kAborted = -100;
inline constexpr int kPreempted = -102;
inline constexpr int kKilledByResourceManager = -106;
inline constexpr int kKilledAfterApplication = -107;
}  // namespace exit_status

struct ContainerEnd {
  ContainerId id;
  int exit_status = 0;
  std::string diagnostics{};
  Resource resource{};
};

// Where a container stands: given but not fetched by its application; fetched; seen on its node.
enum class ContainerState { kAllocated, kAcquired, kRunning };

}  // namespace mammoth::yarn
