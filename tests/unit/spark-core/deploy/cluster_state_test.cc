// How a standalone cluster's cores are shared out, and what losses do.
#include "spark-core/deploy/cluster_state.h"

#include <gtest/gtest.h>

namespace mammoth::spark::deploy {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

RegisterWorker worker(const std::string& id, int cores, std::uint64_t gib = 8) {
  return {id, "host-" + id, cores, gib * kGiB};
}
RegisterApplication application(int most_cores, int executor_cores, std::uint64_t gib = 1) {
  RegisterApplication who;
  who.name = "test";
  who.most_cores = most_cores;
  who.executor_cores = executor_cores;
  who.executor_memory_bytes = gib * kGiB;
  return who;
}
// "worker:cores" of each launch.
std::vector<std::string> launches(const Actions& actions) {
  std::vector<std::string> all;
  for (const Actions::Launch& launch : actions.launches)
    all.push_back(launch.worker + ":" + std::to_string(launch.order.cores));
  std::sort(all.begin(), all.end());
  return all;
}
using Launches = std::vector<std::string>;

class Cluster : public testing::Test {
 protected:
  void SetUp() override {
    state_.worker_joined(worker("a", 4), 0);
    state_.worker_joined(worker("b", 4), 0);
  }
  ClusterState state_;
};

TEST_F(Cluster, CoresAreSpreadAndAnExecutorTakesAWorkersShare) {
  EXPECT_EQ(launches(state_.application_joined(application(0, 0), 0).second),
            (Launches{"a:4", "b:4"}));
}
TEST_F(Cluster, ALimitIsSpreadToo) {
  EXPECT_EQ(launches(state_.application_joined(application(5, 0), 0).second),
            (Launches{"a:3", "b:2"}));
}
TEST_F(Cluster, ExecutorsOfAGivenSizeFillUpWorkers) {
  EXPECT_EQ(launches(state_.application_joined(application(0, 2), 0).second),
            (Launches{"a:2", "a:2", "b:2", "b:2"}));
  EXPECT_EQ(launches(state_.application_joined(application(0, 3), 0).second), Launches{});
}
TEST_F(Cluster, MemoryLimitsExecutors) {
  EXPECT_EQ(launches(state_.application_joined(application(0, 1, 5), 0).second),
            (Launches{"a:1", "b:1"}));
}
TEST(ClusterOptionsOf, WithoutSpreadingOneWorkerIsFilledFirst) {
  ClusterState state({.spread_out = false});
  state.worker_joined(worker("a", 4), 0);
  state.worker_joined(worker("b", 4), 0);
  EXPECT_EQ(launches(state.application_joined(application(5, 1), 0).second),
            (Launches{"a:1", "a:1", "a:1", "a:1", "b:1"}));
}

TEST_F(Cluster, TheNextApplicationWaitsForCoresAndGetsThemBack) {
  const auto [first, _] = state_.application_joined(application(0, 0), 0);
  const auto [second, none] = state_.application_joined(application(2, 0), 0);
  EXPECT_EQ(launches(none), Launches{});
  EXPECT_EQ(state_.applications().at(second).state, "WAITING");
  const Actions end = state_.application_left(first, 1);
  EXPECT_EQ(end.kills.size(), 2U);
  EXPECT_EQ(end.finished, std::vector<std::string>{first});
  EXPECT_EQ(launches(end), (Launches{"a:1", "b:1"}));
  EXPECT_EQ(state_.completed().at(0).state, "FINISHED");
}

TEST_F(Cluster, AnExecutorThatEndsIsReplacedUntilTooManyFailed) {
  const auto [id, _] = state_.application_joined(application(1, 1), 0);
  for (int executor = 0; executor < 9; ++executor) {
    const Actions next = state_.executor_changed(
        {id, executor, ExecutorState::kExited, "it failed", 1}, executor);
    ASSERT_EQ(next.changes.size(), 1U);
    ASSERT_EQ(next.launches.size(), 1U);
  }
  const Actions last =
      state_.executor_changed({id, 9, ExecutorState::kExited, "it failed", 1}, 10);
  ASSERT_EQ(last.removals.size(), 1U);
  EXPECT_NE(last.removals[0].second.find("FAILED"), std::string::npos);
  EXPECT_NE(last.removals[0].second.find("it failed"), std::string::npos);
  EXPECT_EQ(state_.completed().at(0).state, "FAILED");
  EXPECT_EQ(state_.workers().at("a").cores_used + state_.workers().at("b").cores_used, 0);
}

TEST_F(Cluster, AnExecutorThatRegisteredForgivesEarlierFailures) {
  const auto [id, _] = state_.application_joined(application(1, 1), 0);
  for (int executor = 0; executor < 30; ++executor) {
    state_.executor_changed({id, executor, ExecutorState::kRunning, "", 0}, 0);
    ASSERT_EQ(state_
                  .executor_changed({id, executor, ExecutorState::kExited, "crashed", 139}, 0)
                  .launches.size(),
              1U);
  }
}

TEST_F(Cluster, AWorkersLossIsItsExecutorsLossOnce) {
  const auto [id, _] = state_.application_joined(application(0, 0), 0);
  const Actions lost = state_.worker_lost("a", "gone");
  ASSERT_EQ(lost.changes.size(), 1U);
  EXPECT_EQ(lost.changes[0].state, ExecutorState::kLost);
  EXPECT_TRUE(state_.worker_lost("a", "gone").changes.empty());
  const int executor = lost.changes[0].executor;
  EXPECT_TRUE(state_.executor_changed({id, executor, ExecutorState::kExited, "", 1}, 0)
                  .changes.empty());
  EXPECT_EQ(launches(*state_.worker_joined(worker("c", 2), 5)), Launches{"c:2"});
  EXPECT_FALSE(state_.worker_joined(worker("c", 2), 5).has_value());
}

TEST_F(Cluster, SilenceIsNoticed) {
  state_.worker_alive("a", 100);
  EXPECT_EQ(state_.silent_workers(50), std::vector<std::string>{"b"});
}

TEST_F(Cluster, StrangersExecutorsAreNobodys) {
  const auto [id, _] = state_.application_joined(application(1, 1), 0);
  EXPECT_TRUE(state_.kill_executor({"app-x", 0}).kills.empty());
  EXPECT_TRUE(state_.kill_executor({id, 77}).kills.empty());
  EXPECT_EQ(state_.kill_executor({id, 0}).kills.size(), 1U);
  EXPECT_TRUE(
      state_.executor_changed({"app-x", 0, ExecutorState::kExited, "", 1}, 0).changes.empty());
}

DriverDescription driver_of(int cores, bool supervise, std::uint64_t gib = 1) {
  DriverDescription who;
  who.cores = cores;
  who.memory_bytes = gib * kGiB;
  who.supervise = supervise;
  return who;
}

TEST_F(Cluster, DriversTakeTheirCoresBeforeApplicationsDo) {
  const auto [first, actions] = state_.driver_submitted(driver_of(3, false), 0);
  ASSERT_EQ(actions.driver_launches.size(), 1U);
  EXPECT_EQ(actions.driver_launches[0].worker, "a");
  EXPECT_EQ(launches(state_.application_joined(application(0, 0), 0).second), (Launches{"a:1", "b:4"}));
  const auto [second, waits] = state_.driver_submitted(driver_of(1, false), 0);
  EXPECT_TRUE(waits.driver_launches.empty());
  EXPECT_EQ(state_.driver_status(second).state, "SUBMITTED");
  const Actions freed = state_.driver_changed({first, DriverState::kFinished, ""});
  ASSERT_EQ(freed.driver_launches.size(), 1U);
  EXPECT_EQ(freed.driver_launches[0].order.id, second);
  EXPECT_EQ(state_.driver_status(first).state, "FINISHED");
  EXPECT_EQ(state_.driver_status(second).host, "host-a");
}

TEST_F(Cluster, ALostWorkersDriversAreStartedElsewhereIfSupervised) {
  const auto [plain, one] = state_.driver_submitted(driver_of(1, false), 0);
  const auto [kept, two] = state_.driver_submitted(driver_of(1, true), 0);
  EXPECT_EQ(one.driver_launches[0].worker, "a");
  EXPECT_EQ(two.driver_launches[0].worker, "b");
  EXPECT_TRUE(state_.worker_lost("a", "gone").driver_launches.empty());
  EXPECT_EQ(state_.driver_status(plain).state, "ERROR");
  EXPECT_TRUE(state_.worker_lost("b", "gone").driver_launches.empty());
  EXPECT_EQ(state_.driver_status(kept).state, "RELAUNCHING");
  const auto joined = state_.worker_joined(worker("c", 2), 0);
  ASSERT_EQ(joined->driver_launches.size(), 1U);
  EXPECT_EQ(joined->driver_launches[0].order.id, kept);
}

TEST_F(Cluster, DriversAreKilledWhereTheyRun) {
  const auto [runs, _] = state_.driver_submitted(driver_of(1, true), 0);
  const auto [waits, none] = state_.driver_submitted(driver_of(100, false), 0);
  EXPECT_EQ(state_.kill_driver(runs).second.driver_kills,
            (std::vector{std::pair<std::string, std::string>("a", runs)}));
  EXPECT_TRUE(state_.kill_driver(waits).first.success);
  EXPECT_EQ(state_.driver_status(waits).state, "KILLED");
  state_.driver_changed({runs, DriverState::kKilled, ""});
  EXPECT_FALSE(state_.kill_driver(runs).first.success);
  EXPECT_FALSE(state_.kill_driver("driver-x").first.success);
  EXPECT_FALSE(state_.driver_status("driver-x").success);
  EXPECT_EQ(state_.workers().at("a").cores_used, 0);
}

}  // namespace
}  // namespace mammoth::spark::deploy
