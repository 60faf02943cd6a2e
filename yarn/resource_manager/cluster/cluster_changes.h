// What of the cluster must be written down for a restart. A value.
#pragma once

#include <map>
#include <set>

#include "yarn/resource_manager/scheduler/ids.h"

namespace mammoth::yarn {

// What a restart must know and has changed since it was last asked for.
struct ClusterChanges {
  std::set<ApplicationId> applications{};
  std::set<AttemptId> attempts{};
  std::map<ApplicationId, int> forgotten{};  // and how many attempts it had
  bool empty() const { return applications.empty() && attempts.empty() && forgotten.empty(); }
};

}  // namespace mammoth::yarn
