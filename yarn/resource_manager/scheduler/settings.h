// What the operator wrote: CapacityScheduler's properties (prefix yarn.scheduler.capacity.) and the
// scheduler's own keys of yarn-site.xml, as one value. Names, defaults and refusals are Hadoop's.
//
// Not done, and refused by name where a configuration asks for it: node labels (capacities per
// label), automatic queue creation, queue mappings, max-parallel-apps, mixed capacity vectors,
// priority-utilization among siblings, intra-queue preemption.
//
// Values only; safe to share.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/config/configuration.h"
#include "yarn/resource_manager/scheduler/access_list.h"
#include "yarn/resource_manager/scheduler/resource.h"
#include "yarn/resource_manager/scheduler/resource_calculator.h"

namespace mammoth::yarn {

enum class QueueState { kRunning, kStopped, kDraining };
std::string to_text(QueueState state);  // RUNNING, STOPPED, DRAINING

// How a queue's share is written.
enum class CapacityKind { kPercent, kWeight, kAbsolute };

struct Capacity {
  CapacityKind kind = CapacityKind::kPercent;
  float number = 0;     // percent 0..100, or weight
  Resource absolute{};  // with kAbsolute
};

enum class OrderingPolicy { kFifo, kFair };

struct QueueSettings {
  std::string path;  // root.a.b
  std::string name;  // b
  std::vector<QueueSettings> children{};
  Capacity capacity{};
  Capacity maximum{.number = 100};          // kPercent or kAbsolute
  QueueState state = QueueState::kRunning;  // as configured; never kDraining
  AccessList submit{};
  AccessList administer{};
  bool allow_zero_capacity_sum = false;
  bool preemption_disabled = false;  // inherited

  // Leaves only.
  float user_limit_percent = 100;  // minimum-user-limit-percent
  float user_limit_factor = 1;     // -1: no limit
  std::map<std::string, float> user_weights{};
  std::optional<int> maximum_applications{};
  float maximum_am_share = 0.1F;  // maximum-am-resource-percent, a fraction
  OrderingPolicy ordering = OrderingPolicy::kFifo;
  bool fair_by_size = false;  // ordering-policy.fair.enable-size-based-weight
  int default_application_priority = 0;
  std::optional<std::int64_t> maximum_allocation_mb{};
  std::optional<std::int64_t> maximum_allocation_vcores{};

  // How long applications may take, in seconds; inherited. Not above 0: no limit, no default.
  std::int64_t maximum_lifetime_s = -1;  // maximum-application-lifetime
  std::int64_t default_lifetime_s = -1;  // default-application-lifetime
  bool default_lifetime_is_written = false;

  bool leaf() const { return children.empty(); }
};

struct PreemptionSettings {  // yarn.resourcemanager.monitor.capacity.preemption.*
  bool enabled = false;      // yarn.resourcemanager.scheduler.monitor.enable
  bool observe_only = false;
  std::int64_t interval_ms = 3'000;                   // monitoring_interval
  std::int64_t maximum_wait_before_kill_ms = 15'000;  // max_wait_before_kill
  double per_round = 0.1;                             // total_preemption_per_round
  double ignored_over_capacity = 0.1;                 // max_ignored_over_capacity
  double natural_termination = 0.2;                   // natural_termination_factor
};

struct SchedulerSettings {
  QueueSettings root;
  ResourceCalculator::Kind calculator = ResourceCalculator::Kind::kDefault;
  Resource minimum_allocation{1024, 1};  // also the step that requests are rounded up to
  Resource maximum_allocation{8192, 4};
  bool acl_enabled = false;                         // yarn.acl.enable
  int maximum_applications = 10'000;                // of the whole cluster
  std::optional<int> default_queue_applications{};  // global-queue-max-application
  int node_locality_delay = 40;
  int rack_locality_additional_delay = -1;
  bool rack_locality_full_reset = true;
  bool reservations_continue_look_all_nodes = true;
  bool multiple_assignments = true;
  int maximum_assignments = 100;  // per heartbeat; -1: no limit
  int maximum_offswitch_assignments = 1;
  int maximum_priority = 0;  // yarn.cluster.max-application-priority
  std::int64_t allocation_expiry_ms = 600'000;
  PreemptionSettings preemption{};
};

// IllegalArgument with Hadoop's text for values out of range and sums that do not add up, "…
// unsupported" for what is named above.
Result<SchedulerSettings> parse_settings(const Configuration& configuration);

// The sums and mixtures of one tree (parse_settings calls it).
Result<void> check_capacities(const QueueSettings& queue);
// What refreshQueues may change: a queue that has not stopped is neither removed nor moved nor
// given children.
struct RunningQueue {
  std::string path;
  bool leaf = true;
  QueueState state = QueueState::kRunning;
};
Result<void> check_refresh(const std::vector<RunningQueue>& running, const QueueSettings& wanted);

// Float.toString for the numbers that stand in refusals: 1.1, 0.0, 100.0.
std::string java_float(float value);

}  // namespace mammoth::yarn
