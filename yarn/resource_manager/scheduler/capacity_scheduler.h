// Which node runs what: Hadoop's CapacityScheduler as a synchronous state machine. Applications ask
// for containers, nodes report what runs and what has ended, and the scheduler matches them by
// queue, user, priority and place.
//
//     submit, allocate ──▶ ┌───────────────────┐ ◀── node added, heartbeat, removed
//     (asks, releases)     │ CapacityScheduler │
//     grants, ends     ◀── └───────────────────┘ ──▶ SchedulerListener
//
// No thread, no socket, no clock of its own; every method does all that follows from it before it
// returns. Containers are given at three moments: when a node reports (as in Hadoop, and only then
// is the delay for locality counted and a node reserved), when an application asks or becomes
// active, and when a container ends. So a request to an idle cluster is answered by the very call
// that makes it, while one that waits for its host still waits for that host's siblings to report.
// Differs from Hadoop in two more points, both for requests that would else wait in vain: hosts and
// racks without a registered node are not waited for; and a request that may fall back to its rack
// but not beyond does get there (Hadoop never counts its missed offers).
//
// Time is looked at in these calls alone: the owner calls tick() no later than next_wakeup_ms() (a
// grant that is never used, a round of preemption).
//
// Not here: node labels (a request with a label is refused in Hadoop's words), opportunistic
// containers, scheduling requests with placement constraints, resource types beyond memory and
// vcores.
//
// Thread-safety: none; the owner keeps it on one thread or behind one lock. What is lent must
// outlive it. Refusals carry Hadoop's texts; InvalidResourceRequestException and the like travel as
// ErrorCode::kRemote with the class's name.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "yarn/resource_manager/scheduler/asks.h"
#include "yarn/resource_manager/scheduler/container.h"
#include "yarn/resource_manager/scheduler/ids.h"
#include "yarn/resource_manager/scheduler/reports.h"
#include "yarn/resource_manager/scheduler/settings.h"

namespace mammoth::yarn {

// Called from inside the scheduler's methods: take note, and do not call back into it.
class SchedulerListener {
 public:
  virtual ~SchedulerListener() = default;
  // The attempt has something to fetch with allocate().
  virtual void containers_granted(const AttemptId& attempt) = 0;
  // Whatever the reason. `reported`: its node knows already; else the node must be told to kill it.
  virtual void container_ended(const Container& container, const ContainerEnd& end,
                               bool reported) = 0;
};

struct SchedulerEnvironment {
  const Clock& clock;
  SchedulerListener& listener;
  std::int64_t epoch = 0;  // restarts of the ResourceManager; part of container ids
};

struct NodeDescription {
  NodeId id;
  std::string rack = "/default-rack";
  std::string http_address;
  Resource total;
  bool ready = true;  // false: nothing is given there before its first heartbeat
};

struct FinishedContainer {
  ContainerId id;
  int exit_status = 0;
  std::string diagnostics{};
};

// A heartbeat names every container that runs, each time: one that was seen and is missing is lost.
struct NodeHeartbeat {
  std::vector<ContainerId> running{};
  std::vector<FinishedContainer> finished{};
};

struct Submission {
  ApplicationId id;
  std::string user;
  std::string queue;  // leaf name or full path
  int priority = 0;   // cut to the cluster's maximum; higher is served first
};

struct AllocateCall {
  std::vector<ResourceRequest> asks{};
  std::vector<ContainerId> releases{};
  std::vector<std::string> exclude{};  // hosts or racks (blacklist_additions)
  std::vector<std::string> include{};  // back again
};

struct Allocation {
  std::vector<Container> granted{};       // each once
  std::vector<ContainerEnd> completed{};  // each once
  Resource headroom{};
  int cluster_nodes = 0;
  std::vector<ContainerId> preemption{};  // asked back: to be killed unless released in time
};

enum class QueueAccess { kSubmit, kAdminister };

class CapacityScheduler {
 public:
  CapacityScheduler(SchedulerSettings settings, SchedulerEnvironment environment);
  ~CapacityScheduler();
  CapacityScheduler(const CapacityScheduler&) = delete;
  CapacityScheduler& operator=(const CapacityScheduler&) = delete;

  // refreshQueues: all or nothing. "Failed to re-init queues : …" where check_refresh refuses.
  Result<void> refresh(SchedulerSettings settings);

  // --- nodes; one that is unhealthy, lost or excluded is removed by the caller ---
  void add_node(const NodeDescription& node);  // not yet there (checked)
  // Returns what runs there and is nobody's: to be killed. Unknown node: nothing happens.
  std::vector<ContainerId> node_heartbeat(const NodeId& node, const NodeHeartbeat& heartbeat);
  // Its containers end with -100, "Container released on a *lost* node".
  void remove_node(const NodeId& node);
  // Nothing new starts there; the cluster counts only what it still uses.
  void set_decommissioning(const NodeId& node, bool decommissioning);
  // May leave less than is used: then nothing new starts until enough has ended.
  void update_node_resource(const NodeId& node, const Resource& total);

  // --- applications ---
  // Whether the caller may submit to (or administer) the queue or one of its ancestors; true where
  // ACLs are off. An unknown queue is nobody's secret: true.
  bool has_access(const std::string& queue, QueueAccess access, const Caller& caller) const;
  // Unknown or parent queue, stopped, full, too many of one user.
  Result<void> add_application(const Submission& submission);
  // Resource as it would be given; InvalidResourceRequestException above the queue's maximum. With
  // an unknown queue, the cluster's maximum counts.
  Result<Resource> normalize(const std::string& queue, const Resource& asked) const;
  // Queues the attempt up for activation. The request for the master's container is an ordinary
  // one, made with allocate() by the ResourceManager; the first grant is the master. Containers
  // that an earlier attempt kept are the new one's.
  void add_attempt(const AttemptId& attempt, const Resource& am_resource, bool unmanaged = false);
  // One whose master runs already, after a restart of the ResourceManager.
  void recover_attempt(const AttemptId& attempt, const Resource& am_resource, bool unmanaged);
  // Its containers end with -100, "Container of a completed application", unless they are kept.
  void remove_attempt(const AttemptId& attempt, bool keep_containers);
  // After its last attempt; kept containers end too.
  void remove_application(const ApplicationId& application);
  void set_priority(const ApplicationId& application, int priority);
  // With all that it has, to another leaf, whose path is the answer. There it waits for activation
  // again, while its containers run on. Refused as a submission there would be.
  Result<std::string> move_application(const ApplicationId& application, const std::string& queue);
  // A container that a node reports after a restart of the ResourceManager.
  void recover_container(const Container& container, ContainerState state);

  // The attempt's heartbeat. All asks are checked before anything is done.
  // ApplicationAttemptNotFoundException is the caller's: nothing for an unknown attempt.
  Result<Allocation> allocate(const AttemptId& attempt, const AllocateCall& call);
  // Ends a container as its node has told outside of a heartbeat.
  void container_finished(const FinishedContainer& container);
  // Ends a container with a status of the ResourceManager's own.
  void end_container(const ContainerId& container, int exit_status, const std::string& diagnostics);

  // --- time ---
  // Nothing is given until tick() is called at that time of Clock::monotonic_ms or later: nodes
  // come back with what runs on them (yarn.resourcemanager.work-preserving-recovery.
  // scheduling-wait-ms).
  void hold_until(std::int64_t monotonic_ms);
  void tick();
  std::optional<std::int64_t> next_wakeup_ms() const;  // of Clock::monotonic_ms

  // --- queries ---
  const SchedulerSettings& settings() const;
  Resource cluster_resource() const;
  int node_count() const;
  // Of one container: the configured maximum, but no more than the largest node has.
  Resource maximum_allocation() const;
  std::optional<QueueReport> queue(const std::string& name_or_path) const;
  std::vector<std::string> queue_paths() const;  // depth first
  // In seconds; not above 0: there is none. What an application in the queue gets that asks for
  // `asked`, and the most that it may have.
  std::int64_t lifetime_s(const std::string& queue, std::int64_t asked) const;
  std::int64_t maximum_lifetime_s(const std::string& queue) const;
  std::optional<NodeUse> node(const NodeId& node) const;
  std::optional<ApplicationUse> application(const ApplicationId& application) const;
  std::optional<ContainerReport> container(const ContainerId& container) const;
  std::vector<ContainerReport> containers_of(const ApplicationId& application) const;
  std::uint64_t decisions() const;  // containers given since the start

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace mammoth::yarn
