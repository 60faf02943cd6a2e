// A queue at work: its settings, what it may have of the cluster at hand, what it uses, and who in
// it waits for resources, in the order of service. Part of the scheduler's inside; the numbers
// follow AbstractCSQueue, AbstractLeafQueue and UsersManager.
//
// Children and applications stand in sorted sets only while they want something, so that an offer
// costs what is pending and not what exists. Capacities are floats as Hadoop's are, so that a queue
// of 70 % of 102400 MiB is guaranteed the same 71679 MiB.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "yarn/resource_manager/scheduler/ids.h"
#include "yarn/resource_manager/scheduler/resource_calculator.h"
#include "yarn/resource_manager/scheduler/settings.h"

namespace mammoth::yarn {

struct Queue;
struct SchedulerApp;

struct User {
  float weight = 1;
  Resource used;  // reservations included
  Resource am_used;
  int pending = 0;    // applications not yet activated
  int active = 0;     // activated
  int demanding = 0;  // activated, with outstanding requests
};

// Lower goes first: the least used share of the guarantee, then the larger queue, then the path.
struct ChildOrder {
  double used_share = 0;
  float absolute_capacity = 0;
  const std::string* path = nullptr;
  Queue* queue = nullptr;
  bool operator<(const ChildOrder& it) const {
    return std::tie(used_share, it.absolute_capacity, *path) <
           std::tie(it.used_share, absolute_capacity, *it.path);
  }
};

// FIFO: priority, then age. Fair: the least memory (by weight) first, then age.
struct AppOrder {
  double share = 0;
  int priority = 0;
  ApplicationId id;
  SchedulerApp* app = nullptr;
  bool operator<(const AppOrder& it) const {
    return std::tie(share, it.priority, id) < std::tie(it.share, priority, it.id);
  }
};

struct Leaf {
  std::map<std::string, User> users;
  std::map<ApplicationId, SchedulerApp*> applications;
  std::set<AppOrder> pending;    // wait for activation
  std::set<AppOrder> demanding;  // activated and wanting
  int active = 0;                // activated attempts
  Resource am_used;
  Resource demanding_users_used;
  double demanding_users_weight = 0;
};

struct Queue {
  QueueSettings settings;  // `children` emptied
  Queue* parent = nullptr;
  std::vector<std::unique_ptr<Queue>> children;
  std::unique_ptr<Leaf> leaf;  // or null

  float capacity = 0;  // of the parent, 0..1
  float absolute_capacity = 0;
  float absolute_maximum = 1;
  Resource guaranteed;  // effective capacity
  Resource maximum;     // effective maximum capacity

  Resource used;  // reservations included
  Resource reserved;
  int containers = 0;
  int applications = 0;

  int demand = 0;  // demanding applications below
  std::set<ChildOrder> demanding;
  ChildOrder place;  // where it stands in the parent's set, while demand > 0

  // Stopped as configured; drains while applications are left.
  QueueState state() const;
  void update_limits(const ResourceCalculator& calculator, const Resource& cluster);
  // To its place among its siblings after its use or demand has changed.
  void reposition(const ResourceCalculator& calculator, const Resource& minimum_allocation);
  // What it may use at most now, siblings' use considered (ResourceLimits handed down the tree).
  Resource current_limit(const Resource& cluster) const;
};

// The limits below need the sum over a leaf's users; `partition` is the cluster's resource.
struct LimitContext {
  const ResourceCalculator& calculator;
  Resource cluster;
  Resource minimum_allocation;
};
// What one user may use in the leaf. `active`: among the users that want something now (for
// decisions), else among all of the queue.
Resource user_limit(const LimitContext& context, const Queue& queue, const User& user, bool active);
Resource am_limit(const LimitContext& context, const Queue& queue);
Resource user_am_limit(const LimitContext& context, const Queue& queue, const User& user);
// Running and pending together.
int maximum_applications(const SchedulerSettings& settings, const Queue& queue);
int maximum_applications_per_user(const SchedulerSettings& settings, const Queue& queue);

}  // namespace mammoth::yarn
