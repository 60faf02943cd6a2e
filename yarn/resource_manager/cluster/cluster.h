// The ResourceManager without its sockets: applications, nodes and the scheduler as one synchronous
// machine (Hadoop: RMContextImpl and what ClientRMService, ApplicationMasterService and
// ResourceTrackerService decide).
//
//     clients ──▶ ┌─────────┐ ◀── masters: register, heartbeat, finish
//                 │ Cluster │ ◀── nodes: register, heartbeat, leave
//   tick() ─────▶ └─────────┘ ──▶ ClusterListener: launch a master, tokens begin and end
//
// Every call does all that follows from it before it returns. Refusals carry the classes and texts
// that Apache's servers send. Nothing is durable by itself: the owner writes down what
// take_changes() names, and gives it to recover() after a restart.
//
// Thread-safety: none; the owner keeps it behind one lock. What is lent must outlive it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "yarn/resource_manager/cluster/application.h"
#include "yarn/resource_manager/cluster/cluster_changes.h"
#include "yarn/resource_manager/cluster/cluster_settings.h"
#include "yarn/resource_manager/cluster/node.h"
#include "yarn/resource_manager/scheduler/capacity_scheduler.h"

namespace mammoth::yarn {

// Called from inside Cluster's methods: take note, and do not call back into it.
class ClusterListener {
 public:
  virtual ~ClusterListener() = default;
  virtual void attempt_begun(const AttemptId& attempt) = 0;
  // The master's container waits on its node to be started; master_launched() or
  // master_launch_failed() tells the outcome.
  virtual void launch(const Application& application, const AttemptId& attempt,
                      const Container& container) = 0;
  virtual void attempt_over(const AttemptId& attempt) = 0;
  virtual void node_registered(const NodeId& node) = 0;
};

// One that has ended while the ResourceManager did not listen.
struct EndedContainer {
  Container container;
  int exit_status = 0;
  std::string diagnostics{};
};

struct NodeRegistration {
  NodeId id;
  int http_port = 0;
  std::string version{};
  Resource total{};
  Resource physical{};
  std::string rack = "/default-rack";
  NodeHealth health{};
  std::vector<Container> running{};  // that live on
  std::vector<EndedContainer> finished{};
  std::vector<ApplicationId> applications{};
};

struct NodeCall {
  NodeId id;
  std::int32_t response_id = 0;
  NodeHeartbeat containers{};
  NodeHealth health{};
  Utilization container_use{};
  Utilization machine_use{};
};

struct NodeAnswer {
  enum class Action { kNormal, kResync, kShutdown };
  Action action = Action::kNormal;
  std::string diagnostics{};
  bool repeated = false;  // `last_response` of the node is the answer
  std::int32_t response_id = 0;
  std::vector<ContainerId> clean{};
  std::vector<ContainerId> forget{};
  std::vector<ApplicationId> clean_applications{};
  std::map<ContainerId, int> signals{};
};

struct MasterCall {
  std::int32_t response_id = 0;
  float progress = 0;
  std::string tracking_url{};  // empty: as before
  AllocateCall allocate{};
};

struct MasterAnswer {
  bool repeated = false;  // `last_response` of the attempt is the answer
  std::int32_t response_id = 0;
  Allocation allocation{};
  int priority = 0;
  std::map<NodeId, NodeUpdate> updated_nodes{};
};

struct MasterEnd {
  FinalStatus status = FinalStatus::kUndefined;
  std::string diagnostics{};
  std::string tracking_url{};
};

class Cluster final : private SchedulerListener {
 public:
  Cluster(ClusterSettings settings, const Clock& clock, ClusterListener& listener);

  // --- restart (cluster_recovery.cc) ---
  // Before anything else. Masters that ran go on and register anew; where they cannot
  // (work_preserving is off), and where there was none, the next attempt begins.
  void recover(std::vector<Application> applications);
  ClusterChanges take_changes() { return std::exchange(changes_, {}); }

  // --- clients (cluster_applications.cc) ---
  ApplicationId new_application_id();
  // Of an id that is there already: nothing happens. Unknown and full queues are no refusals: the
  // application fails.
  Result<void> submit(ApplicationSpec spec, const Caller& caller);
  // Over with at once. False: it just was not, and is now.
  Result<bool> kill(const ApplicationId& id, const std::string& message);
  Result<void> fail_attempt(const AttemptId& id);
  // By its node's next heartbeat; the wire's number of the command.
  Result<void> signal_container(const ContainerId& id, int command);
  // The priority that it has then.
  Result<int> set_priority(const ApplicationId& id, int priority);
  Result<void> move_to_queue(const ApplicationId& id, const std::string& queue, const Caller& who);
  // When its lifetime ends then: no later than its queue allows.
  Result<std::int64_t> set_expiry(const ApplicationId& id, std::int64_t expires_ms);
  Result<const Application*> application(const ApplicationId& id) const;
  Result<const ApplicationAttempt*> attempt(const AttemptId& id) const;
  const std::map<ApplicationId, Application>& applications() const { return applications_; }
  Lifetime lifetime_of(const Application& application) const;
  bool may_view(const Application& application, const Caller& caller) const;
  bool may_modify(const Application& application, const Caller& caller) const;
  bool is_admin(const Caller& caller) const { return settings_.admins.allows(caller); }
  ContainerSeconds container_seconds(const Application& application) const;  // the living counted
  // http://…/proxy/application_…/ while there is a master, else the application's page.
  std::string tracking_url(const ApplicationAttempt& attempt) const;

  // --- masters (cluster_masters.cc) ---
  void master_launched(const AttemptId& attempt);
  void master_launch_failed(const AttemptId& attempt, const std::string& why);
  Result<const Application*> register_master(const AttemptId& attempt, const std::string& host,
                                             int rpc_port, const std::string& tracking_url);
  Result<MasterAnswer> master_heartbeat(const AttemptId& attempt, const MasterCall& call);
  void keep_response(const AttemptId& attempt, std::string response);
  // Whether the end is on record; to be asked again until it is.
  Result<bool> finish_master(const AttemptId& attempt, const MasterEnd& end);

  // --- nodes (cluster_nodes.cc) ---
  // Nothing, or why the node must shut down.
  std::optional<std::string> register_node(const NodeRegistration& registration);
  NodeAnswer node_heartbeat(const NodeCall& call);
  void keep_response(const NodeId& node, std::string response);
  void unregister_node(const NodeId& node);
  const std::map<NodeId, ClusterNode>& nodes() const { return nodes_; }
  // kIllegalArgument for a node that is not there.
  Result<void> set_node_resource(const NodeId& node, const Resource& total);

  // --- administration ---
  // A node that is not allowed any more leaves at once; gracefully, it gets nothing new and leaves
  // when its applications have ended, or after the timeout. One that is allowed again stays.
  enum class Leave { kAtOnce, kGracefully };
  void set_hosts(HostLists hosts, Leave leave, std::int64_t timeout_ms);
  Result<void> refresh_queues(SchedulerSettings settings) { return scheduler_.refresh(settings); }

  // --- time ---
  void tick();

  const CapacityScheduler& scheduler() const { return scheduler_; }
  const ClusterSettings& settings() const { return settings_; }
  struct Totals {
    std::int64_t submitted = 0, finished = 0, failed = 0, killed = 0;
  };
  const Totals& totals() const { return totals_; }
  // Given between the last two ticks.
  std::uint64_t containers_last_second() const { return last_second_; }

 private:
  struct Granted {
    AttemptId attempt;
  };
  struct Ended {
    Container container;
    ContainerEnd end;
    bool reported;
  };
  // SchedulerListener
  void containers_granted(const AttemptId& attempt) override;
  void container_ended(const Container& container, const ContainerEnd& end, bool reported) override;
  void settle();  // what the scheduler has told meanwhile
  void on_granted(const AttemptId& attempt);
  void on_ended(const Ended& ended);

  Application* find(const ApplicationId& id);
  ApplicationAttempt* find_attempt(const AttemptId& id);
  Result<ApplicationAttempt*> live_attempt(const AttemptId& id);
  Result<void> check_spec(ApplicationSpec& spec, const Caller& caller) const;
  void move(Application& application, ApplicationState to);
  void move(ApplicationAttempt& attempt, AttemptState to);
  void begin_attempt(Application& application);
  void give_master(Application& application, const Container& container);
  void end_attempt(Application& application, AttemptState as);
  void attempt_failed(Application& application, const std::string& diagnostics);
  void end_application(Application& application, ApplicationState as);
  void forget_old_applications();
  int counted_failures(const Application& application) const;
  void master_container_ended(Application& application, const ContainerEnd& end);
  std::string waiting_text(const std::string& text) const;
  void confirm_ended(Application& application, const std::vector<ContainerId>& containers);

  void recover(Application& application);
  void readmit(Application& application);
  void take_container(const Container& container, ClusterNode& node);
  void miss_masters(const ClusterNode& node);

  void enter_scheduler(ClusterNode& node, bool ready = true);
  void leave_scheduler(ClusterNode& node, NodeState to);
  void node_changed(const ClusterNode& node, NodeUpdate update);
  void take_running(const NodeRegistration& registration, ClusterNode& node);
  NodeAnswer refuse_node(NodeAnswer::Action action, std::string diagnostics) const;
  void expire_nodes();
  void let_go(ClusterNode& node);
  void expire_masters();
  void expire_applications();

  const ClusterSettings settings_;
  HostLists hosts_;
  const Clock& clock_;
  ClusterListener& listener_;
  CapacityScheduler scheduler_;
  std::map<ApplicationId, Application> applications_;
  std::map<NodeId, ClusterNode> nodes_;
  std::vector<ApplicationId> completed_;  // oldest first
  std::vector<std::variant<Granted, Ended>> news_;
  ClusterChanges changes_;
  std::int32_t last_application_ = 0;
  Totals totals_;
  std::uint64_t decisions_before_ = 0;
  std::uint64_t last_second_ = 0;
};

}  // namespace mammoth::yarn
