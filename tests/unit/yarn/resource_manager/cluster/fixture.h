// The ResourceManager without sockets: a manual clock, a listener that writes down what it hears,
// and short words for what clients, masters and nodes say to it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "yarn/resource_manager/cluster/cluster.h"

namespace mammoth::yarn {

inline constexpr std::int64_t kMinute = 60'000;

class Recorder final : public ClusterListener {
 public:
  void attempt_begun(const AttemptId& attempt) override { begun.push_back(attempt); }
  void launch(const Application&, const AttemptId& attempt, const Container& container) override {
    launched.emplace_back(attempt, container);
  }
  void attempt_over(const AttemptId& attempt) override { over.push_back(attempt); }
  void node_registered(const NodeId& node) override { registered.push_back(node); }

  std::vector<AttemptId> begun, over;
  std::vector<std::pair<AttemptId, Container>> launched;
  std::vector<NodeId> registered;
};

class ClusterTest : public ::testing::Test {
 protected:
  ClusterTest() { restart({}); }

  void restart(const std::map<std::string, std::string>& properties) {
    Configuration configuration;
    configuration.set("yarn.scheduler.capacity.root.queues", "default");
    configuration.set("yarn.scheduler.capacity.root.default.capacity", "100");
    configuration.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    for (const auto& [name, value] : properties) configuration.set(name, value);
    ClusterSettings settings{.scheduler = parse_settings(configuration).value(),
                             .started_ms = 1000};
    settings.epoch = epoch;
    settings.work_preserving = work_preserving;
    settings.max_completed = 2;
    settings.acl_enabled = settings.scheduler.acl_enabled;
    settings.admins = AccessList("admin");
    recorder = {};
    cluster = std::make_unique<Cluster>(settings, clock, recorder);
  }

  static NodeRegistration node(const std::string& host, std::int64_t gigabytes = 4) {
    return {.id = {host, 1}, .http_port = 8042, .total = {gigabytes * 1024, 8}};
  }
  // The node's next heartbeat, in step with what it was told last.
  NodeAnswer beat(const NodeId& id, std::vector<ContainerId> running = {},
                  std::vector<FinishedContainer> finished = {}, bool healthy = true) {
    const NodeAnswer answer =
        cluster->node_heartbeat({.id = id,
                                 .response_id = cluster->nodes().at(id).response_id,
                                 .containers = {std::move(running), std::move(finished)},
                                 .health = {.healthy = healthy}});
    cluster->keep_response(id, "answer");
    return answer;
  }
  // A node that has registered and sent its first heartbeat.
  void join(const NodeRegistration& registration) {
    EXPECT_EQ(cluster->register_node(registration), std::nullopt);
    beat(registration.id);
  }
  ApplicationId submit(ApplicationSpec spec = {}) {
    if (spec.id.id == 0) spec.id = cluster->new_application_id();
    if (spec.user.empty()) spec.user = "alice";
    if (spec.master_resource == Resource{}) spec.master_resource = {1024, 1};
    const Result<void> submitted = cluster->submit(spec, {.user = spec.user});
    EXPECT_TRUE(submitted) << submitted.error().message;
    return spec.id;
  }
  // An application whose master runs and has registered.
  AttemptId run(ApplicationSpec spec = {}) {
    const AttemptId attempt{submit(std::move(spec)), 1};
    cluster->master_launched(attempt);
    EXPECT_TRUE(cluster->register_master(attempt, "host", 99, "http://host:98"));
    return attempt;
  }
  const Application& app(const ApplicationId& id) { return **cluster->application(id); }
  Result<MasterAnswer> heartbeat(const AttemptId& attempt, AllocateCall allocate = {}) {
    return cluster->master_heartbeat(attempt,
                                     {.response_id = cluster->attempt(attempt).value()->response_id,
                                      .progress = 0.5F,
                                      .allocate = std::move(allocate)});
  }
  static AllocateCall ask(int containers) {
    return {.asks = {{.priority = 1, .capability = {1024, 1}, .containers = containers}}};
  }
  ContainerId master_of(const AttemptId& attempt) {
    return cluster->attempt(attempt).value()->master->id;
  }

  ManualClock clock;
  Recorder recorder;
  std::int64_t epoch = 0;
  bool work_preserving = true;
  std::unique_ptr<Cluster> cluster;
};

}  // namespace mammoth::yarn
