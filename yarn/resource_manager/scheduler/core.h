// The scheduler's inside: one object, its methods spread over files by question (core_offer.cc: who
// is served; core_place.cc: does it go here; core_accounting.cc: what is used; …).
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "yarn/resource_manager/scheduler/app.h"
#include "yarn/resource_manager/scheduler/capacity_scheduler.h"
#include "yarn/resource_manager/scheduler/queue.h"

namespace mammoth::yarn {

class CapacityScheduler::Core {
 public:
  Core(SchedulerSettings settings, SchedulerEnvironment environment);

  // core_queues.cc
  Result<void> refresh(SchedulerSettings settings);
  Queue* find_queue(const std::string& name_or_path) const;  // null: unknown or ambiguous
  bool ambiguous(const std::string& name) const;
  void settle();  // limits follow the cluster, if it has changed

  // core_nodes.cc
  void add_node(const NodeDescription& description);
  std::vector<ContainerId> heartbeat(const NodeId& id, const NodeHeartbeat& heartbeat);
  void remove_node(const NodeId& id);
  void set_decommissioning(const NodeId& id, bool decommissioning);
  void update_node_resource(const NodeId& id, const Resource& total);
  Node* find_node(const NodeId& id) const;

  // core_applications.cc
  Result<void> add_application(const Submission& submission);
  void add_attempt(const AttemptId& id, const Resource& am_resource, bool unmanaged,
                   bool master_runs = false);
  void remove_attempt(const AttemptId& id, bool keep_containers);
  void remove_application(const ApplicationId& id);
  void set_priority(const ApplicationId& id, int priority);
  // Whether the leaf takes one more application of the user.
  Result<void> check_submission(const Queue& queue, const ApplicationId& id,
                                const std::string& user) const;
  void recover(const Container& container, ContainerState state);
  SchedulerApp* find_app(const ApplicationId& id) const;
  void activate_waiting(Queue& queue);

  // core_move.cc
  Result<std::string> move_application(const ApplicationId& id, const std::string& queue);

  // core_allocate.cc
  Result<Resource> normalize(const Queue* queue, const Resource& asked) const;
  Result<Allocation> allocate(const AttemptId& id, const AllocateCall& call);
  Resource headroom(const SchedulerApp& app) const;
  Resource maximum_allocation(const Queue* queue) const;

  // core_accounting.cc
  void grant(SchedulerApp& app, Node& node, const SchedulerKey& key, const Resource& resource);
  void end(const ContainerId& id, int exit_status, const std::string& diagnostics, bool reported);
  void reserve(SchedulerApp& app, Node& node, const SchedulerKey& key, const Resource& resource);
  void unreserve(Node& node);
  void unreserve_all(SchedulerApp& app);
  void demand_changed(SchedulerApp& app);

  // core_offer.cc
  void offer_on_heartbeat(Node& node);
  void offer_now(Node& node);     // something has ended there
  void sweep(SchedulerApp& app);  // something is asked for

  // core_preempt.cc
  void tick();
  std::optional<std::int64_t> next_wakeup_ms() const;

  LimitContext limits() const { return {calculator_, cluster_, settings_.minimum_allocation}; }

  SchedulerSettings settings_;
  SchedulerEnvironment environment_;
  ResourceCalculator calculator_;
  std::unique_ptr<Queue> root_;
  std::map<std::string, Queue*, std::less<>> queues_by_path_;
  std::multimap<std::string, Queue*, std::less<>> leaves_by_name_;
  std::unordered_map<NodeId, std::unique_ptr<Node>> nodes_;
  std::unordered_map<ApplicationId, std::unique_ptr<SchedulerApp>> apps_;
  std::unordered_map<ContainerId, LiveContainer> live_;
  Resource cluster_;
  std::int64_t hold_until_ms_ = 0;  // 0: containers are given
  int application_count_ = 0;
  std::uint64_t decisions_ = 0;

 private:
  enum class Moment { kHeartbeat, kNow };
  enum class Outcome { kAllocated, kReserved, kNextKey, kNextApp, kQueueFull };
  struct Offer {
    Node& node;
    Moment moment;
    bool off_switch = false;  // what has been given
  };

  void build_queues(const QueueSettings& settings, Queue* parent);
  void index_queues(Queue& queue);
  void merge_queue(Queue& queue, const QueueSettings& wanted);

  void count(Node& node);        // into the cluster's resource
  void update_free(Node& node);  // into or out of the set of nodes that can take something
  bool usable(const Node& node) const;

  void forget_placing(SchedulerApp& app, const SchedulerKey& key);  // once nothing is left of it
  void charge(SchedulerApp& app, const Resource& resource, int containers, bool reservation);
  void reorder(SchedulerApp& app);  // its priority or the queue's policy has changed
  void activate(SchedulerApp& app);
  std::vector<SchedulerApp*> activate_within_limits(Queue& queue);
  void give_up_place(const SchedulerApp& app);  // its attempt's in the leaf, active or waiting
  void end_attempt(SchedulerApp& app, bool keep_containers);
  void enter_queue(SchedulerApp& app, Queue& queue);
  void leave_queue(SchedulerApp& app);
  void forget_user(Queue& queue, const std::string& name);
  AppOrder order_of(const SchedulerApp& app) const;
  Result<std::vector<ResourceRequest>> checked(const SchedulerApp& app,
                                               const std::vector<ResourceRequest>& asks) const;
  std::string am_diagnostics(const SchedulerApp& app, const std::string& limit) const;
  std::string activated_diagnostics(const SchedulerApp& app) const;

  bool sweep_named(SchedulerApp& app);  // true: the application wants nothing more
  bool use_reservation(Node& node);     // true: it is still reserved
  bool assign(Offer& offer, bool& reserved);
  Outcome assign_queue(Queue& queue, Offer& offer, const Resource& parent_limit);
  Outcome assign_leaf(Queue& queue, Offer& offer, const Resource& limit);
  Outcome assign_app(SchedulerApp& app, Offer& offer, const Resource& headroom,
                     const Resource& over_user_limit);
  bool user_may_use(const SchedulerApp& app, const Resource& limit, Resource& over) const;

  struct Try {  // one application's key on one node
    SchedulerApp& app;
    const SchedulerKey& key;
    Ask& ask;
    Placing& placing;
    Resource headroom;
    Resource over_user_limit;
  };
  Outcome place(Try& it, Offer& offer);
  Outcome place_container(Try& it, Offer& offer, Locality locality);
  bool may_leave_host(Try& it);
  bool may_leave_rack(Try& it);
  void look_for_named(Try& it);
  bool wants_more_than_reserved(const Try& it) const;
  Node* reservation_to_give_up(const Try& it, const Node& node, const Resource& need) const;

  void expire_grants(std::int64_t now);
  void preemption_round(std::int64_t now);
  void ask_back(Queue& leaf, Resource excess, std::set<ContainerId>& asked, std::int64_t now);

  std::multiset<std::int64_t> node_memory_;
  std::multiset<std::int64_t> node_vcores_;
  std::unordered_map<std::string, std::set<Node*>> nodes_on_host_;
  std::unordered_map<std::string, int> nodes_in_rack_;
  std::map<std::uint32_t, Node*> free_nodes_;
  std::multimap<std::int64_t, ContainerId> expiries_;  // of grants; stale ones are skipped
  std::uint32_t last_node_index_ = 0;
  std::uint32_t cursor_ = 0;
  std::uint64_t nodes_version_ = 1;
  std::int64_t next_preemption_ms_ = 0;
  bool cluster_changed_ = true;
};

}  // namespace mammoth::yarn
