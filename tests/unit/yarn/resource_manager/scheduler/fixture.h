// A scheduler over a manual clock, a listener that writes down what it hears, and short words for
// what the tests do all the time.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "yarn/resource_manager/scheduler/capacity_scheduler.h"

namespace mammoth::yarn {

using Properties = std::map<std::string, std::string>;

// Short keys (no "yarn." in front) are CapacityScheduler's.
inline Configuration configuration_of(const Properties& properties) {
  Configuration configuration;
  for (const auto& [name, value] : properties)
    configuration.set(name.starts_with("yarn.") ? name : "yarn.scheduler.capacity." + name, value);
  return configuration;
}

inline SchedulerSettings settings_of(const Properties& properties) {
  return parse_settings(configuration_of(properties)).value();
}

inline std::string refusal_of(const Properties& properties) {
  const auto result = parse_settings(configuration_of(properties));
  return result ? "accepted" : result.error().message;
}

class Recorder : public SchedulerListener {
 public:
  void containers_granted(const AttemptId& attempt) override { granted.push_back(attempt); }
  void container_ended(const Container& container, const ContainerEnd& end,
                       bool reported) override {
    ended.push_back(end);
    if (!reported) to_kill.push_back(container.id);
  }
  std::vector<AttemptId> granted;
  std::vector<ContainerEnd> ended;
  std::vector<ContainerId> to_kill;
};

class SchedulerTest : public ::testing::Test {
 protected:
  void start(const Properties& properties, std::int64_t epoch = 0) {
    scheduler = std::make_unique<CapacityScheduler>(settings_of(properties),
                                                    SchedulerEnvironment{clock, recorder, epoch});
  }
  // One leaf, root.default, that may use everything.
  void start_simple(Properties more = {}) {
    more.insert({"root.queues", "default"});
    more.insert({"root.default.capacity", "100"});
    more.insert({"root.default.maximum-am-resource-percent", "1"});
    start(more);
  }
  NodeId add_node(const std::string& host, std::int64_t gigabytes, std::int64_t vcores = 100,
                  const std::string& rack = "/default-rack") {
    const NodeId id{host, 1};
    scheduler->add_node({id, rack, host + ":8042", {gigabytes * 1024, vcores}});
    return id;
  }
  static AttemptId attempt_of(int app, int attempt = 1) { return {{1000, app}, attempt}; }
  Result<void> submit(int app, const std::string& queue = "default",
                      const std::string& user = "alice", int priority = 0) {
    return scheduler->add_application({{1000, app}, user, queue, priority});
  }
  // Submits and starts an attempt whose master takes nothing (unmanaged).
  AttemptId run(int app, const std::string& queue = "default", const std::string& user = "alice",
                int priority = 0) {
    EXPECT_TRUE(submit(app, queue, user, priority));
    scheduler->add_attempt(attempt_of(app), {}, true);
    return attempt_of(app);
  }
  static ResourceRequest want(int containers, std::int64_t memory_mb = 1024, int priority = 1,
                              const std::string& name = "*", bool relax = true) {
    return {priority, name, {memory_mb, 1}, containers, relax};
  }
  std::vector<Container> ask(const AttemptId& attempt, std::vector<ResourceRequest> asks) {
    return scheduler->allocate(attempt, {.asks = std::move(asks)}).value().granted;
  }
  std::vector<Container> fetch(const AttemptId& attempt) { return ask(attempt, {}); }
  // The node reports everything that it was given as running.
  void beat(const NodeId& node, std::vector<FinishedContainer> finished = {}) {
    NodeHeartbeat heartbeat{.finished = std::move(finished)};
    for (const ContainerId& id : running[node]) heartbeat.running.push_back(id);
    scheduler->node_heartbeat(node, heartbeat);
  }
  std::string failure(const AttemptId& attempt, const ResourceRequest& request) {
    const auto result = scheduler->allocate(attempt, {.asks = {request}});
    return result ? "granted" : result.error().message;
  }
  Resource used(const std::string& queue) { return scheduler->queue(queue)->used; }

  ManualClock clock;
  Recorder recorder;
  std::unique_ptr<CapacityScheduler> scheduler;
  std::map<NodeId, std::vector<ContainerId>> running;
};

}  // namespace mammoth::yarn
