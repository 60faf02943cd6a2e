// How many containers a second the core gives, with 1,000 queues and 10,000 nodes, every queue
// hungry: the figure is printed. The floor is far below it and only catches a search that has begun
// to look at everything.
#include <fmt/format.h>

#include <chrono>

#include "tests/unit/yarn/resource_manager/scheduler/fixture.h"

namespace mammoth::yarn {
namespace {

class Nobody : public SchedulerListener {
  void containers_granted(const AttemptId&) override {}
  void container_ended(const Container&, const ContainerEnd&, bool) override {}
};

class SpeedTest : public ::testing::Test {
 protected:
  static constexpr int kQueues = 1'000;
  static constexpr int kNodes = 10'000;

  SpeedTest() {
    std::string names;
    Properties properties;
    for (int i = 0; i < kQueues; ++i) {
      const std::string name = "q" + std::to_string(i);
      names += (i ? "," : "") + name;
      properties["root." + name + ".capacity"] = "1w";
      properties["root." + name + ".user-limit-factor"] = "-1";
      properties["root." + name + ".maximum-am-resource-percent"] = "1";
    }
    properties["root.queues"] = names;
    properties["per-node-heartbeat.maximum-offswitch-assignments"] = "100";
    scheduler = std::make_unique<CapacityScheduler>(settings_of(properties),
                                                    SchedulerEnvironment{clock, nobody});
    for (int i = 0; i < kNodes; ++i)
      scheduler->add_node({node(i), "/rack" + std::to_string(i / 40), "", {16 * 1024, 16}});
  }
  static NodeId node(int i) { return {"h" + std::to_string(i), 1}; }
  static AttemptId attempt(int i) { return {{1000, i + 1}, 1}; }

  void report(const char* what, std::chrono::steady_clock::time_point since,
              std::uint64_t before = 0) {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - since;
    const std::uint64_t given = scheduler->decisions() - before;
    const double rate = static_cast<double>(given) / seconds.count();
    fmt::print("{}: {} containers in {:.2f} s, {:.0f} a second\n", what, given, seconds.count(),
               rate);
    EXPECT_GT(rate, 5'000);
  }

  ManualClock clock;
  Nobody nobody;
  std::unique_ptr<CapacityScheduler> scheduler;
};

TEST_F(SpeedTest, AskedOnAnIdleCluster) {
  for (int i = 0; i < kQueues; ++i) {
    ASSERT_TRUE(
        scheduler->add_application({attempt(i).application, "user", "q" + std::to_string(i), 0}));
    scheduler->add_attempt(attempt(i), {}, true);
  }
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < kQueues; ++i)
    ASSERT_TRUE(scheduler->allocate(attempt(i), {.asks = {{1, "*", {1024, 1}, 100}}}));
  report("asked", start);
  EXPECT_EQ(scheduler->decisions(), 100'000u);
}

TEST_F(SpeedTest, GivenOnHeartbeats) {
  std::map<NodeId, std::vector<ContainerId>> on_node;
  const auto fetch = [&](int i, int containers) {
    const auto answer =
        scheduler->allocate(attempt(i), {.asks = {{1, "*", {1024, 1}, containers}}});
    ASSERT_TRUE(answer);
    for (const Container& it : answer.value().granted) on_node[it.node].push_back(it.id);
  };
  for (int i = 0; i < kQueues; ++i) {
    ASSERT_TRUE(
        scheduler->add_application({attempt(i).application, "user", "q" + std::to_string(i), 0}));
    scheduler->add_attempt(attempt(i), {}, true);
    fetch(i, 160);  // the cluster is full
  }
  for (int i = 0; i < kQueues; ++i) fetch(i, 100);
  const std::uint64_t before = scheduler->decisions();
  ASSERT_EQ(before, 160'000u);
  const auto start = std::chrono::steady_clock::now();
  for (auto& [id, containers] : on_node) {
    NodeHeartbeat heartbeat;
    for (std::size_t i = 0; i < containers.size(); ++i)
      if (i < 4)
        heartbeat.finished.push_back({containers[i]});
      else
        heartbeat.running.push_back(containers[i]);
    scheduler->node_heartbeat(id, heartbeat);
  }
  report("given on heartbeats", start, before);
  EXPECT_EQ(scheduler->decisions() - before, 40'000u);
}

}  // namespace
}  // namespace mammoth::yarn
