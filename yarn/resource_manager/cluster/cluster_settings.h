// What the operator wrote for the ResourceManager's core, with Hadoop's defaults. Values only.
#pragma once

#include <cstdint>
#include <string>

#include "yarn/resource_manager/cluster/host_lists.h"
#include "yarn/resource_manager/scheduler/access_list.h"
#include "yarn/resource_manager/scheduler/settings.h"

namespace mammoth::yarn {

struct ClusterSettings {
  SchedulerSettings scheduler;
  std::int64_t started_ms = 0;  // names the applications, and is the ResourceManager's identity
  std::int64_t epoch = 0;       // starts before this one; part of the containers' ids
  bool work_preserving = true;  // yarn.resourcemanager.work-preserving-recovery.enabled
  std::int64_t scheduling_wait_ms = 10'000;    // ….work-preserving-recovery.scheduling-wait-ms
  int max_attempts = 2;                        // yarn.resourcemanager.am.max-attempts
  std::int64_t master_expiry_ms = 900'000;     // yarn.am.liveness-monitor.expiry-interval-ms
  std::int64_t node_expiry_ms = 600'000;       // yarn.nm.liveness-monitor.expiry-interval-ms
  HostLists hosts{};                           // yarn.resourcemanager.nodes.*-path
  std::size_t max_completed = 1'000;           // yarn.resourcemanager.max-completed-applications
  bool acl_enabled = false;                    // yarn.acl.enable
  AccessList admins{"*"};                      // yarn.admin.acl
  std::string web_address = "127.0.0.1:8088";  // for links in diagnostics
};

}  // namespace mammoth::yarn
