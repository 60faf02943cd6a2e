// Nodes: how they come, keep step, fall ill and leave.
#include "common/config/host_list.h"
#include "tests/unit/yarn/resource_manager/cluster/fixture.h"

namespace mammoth::yarn {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST_F(ClusterTest, NodesKeepStepOrRegisterAgain) {
  EXPECT_EQ(cluster->node_heartbeat({.id = {"n", 1}}).diagnostics, "Node not found resyncing n:1");
  cluster->register_node(node("n"));
  beat({"n", 1});
  beat({"n", 1});
  EXPECT_TRUE(cluster->node_heartbeat({.id = {"n", 1}, .response_id = 1}).repeated);
  const NodeAnswer late = cluster->node_heartbeat({.id = {"n", 1}, .response_id = 0});
  EXPECT_EQ(late.action, NodeAnswer::Action::kResync);
  EXPECT_EQ(late.diagnostics, "Too far behind rm response id:2 nm response id:0");
  EXPECT_EQ(cluster->nodes().at({"n", 1}).state, NodeState::kRebooted);
  EXPECT_EQ(cluster->scheduler().node_count(), 0);
  cluster->register_node(node("n"));
  EXPECT_EQ(cluster->scheduler().node_count(), 1);
  cluster->unregister_node({"n", 1});
  EXPECT_EQ(cluster->nodes().at({"n", 1}).state, NodeState::kShutdown);
  EXPECT_THAT(cluster->register_node(node("small", 0)).value(),
              StartsWith("NodeManager from  small doesn't satisfy minimum allocations"));
}

TEST_F(ClusterTest, HostsThatAreNotAllowedLeave) {
  EXPECT_EQ(parse_hosts("a b # c\n\n  d\n#e"), (std::set<std::string>{"a", "b", "d"}));
  join(node("n"));
  const AttemptId attempt = run();
  beat({"n", 1}, {master_of(attempt)});
  cluster->set_hosts({.exclude = {"n"}}, Cluster::Leave::kGracefully, kMinute);
  EXPECT_EQ(cluster->nodes().at({"n", 1}).state, NodeState::kDecommissioning);
  EXPECT_THAT(heartbeat(attempt, ask(1))->allocation.granted, IsEmpty());
  cluster->set_hosts({}, Cluster::Leave::kGracefully, kMinute);
  EXPECT_EQ(cluster->nodes().at({"n", 1}).state, NodeState::kRunning);
  cluster->set_hosts({.include = {"m"}}, Cluster::Leave::kGracefully, kMinute);
  beat({"n", 1}, {master_of(attempt)});
  EXPECT_EQ(cluster->nodes().at({"n", 1}).state, NodeState::kDecommissioning);
  clock.advance_ms(kMinute);
  beat({"n", 1}, {master_of(attempt)});
  EXPECT_EQ(cluster->nodes().at({"n", 1}).state, NodeState::kDecommissioned);
  const NodeAnswer answer = cluster->node_heartbeat({.id = {"n", 1}});
  EXPECT_EQ(answer.action, NodeAnswer::Action::kShutdown);
  EXPECT_EQ(answer.diagnostics, "Disallowed NodeManager nodeId: n:1 hostname: n");
  EXPECT_EQ(cluster->register_node(node("n")),
            "Disallowed NodeManager from  n, Sending SHUTDOWN signal to the NodeManager.");
  EXPECT_EQ(cluster->register_node(node("m")), std::nullopt);
  cluster->set_hosts({.exclude = {"m"}}, Cluster::Leave::kAtOnce, 0);
  EXPECT_EQ(cluster->scheduler().node_count(), 0);
}

TEST_F(ClusterTest, AnUnhealthyNodeGetsNothingUntilItIsWell) {
  join(node("n"));
  const AttemptId attempt = run({.unmanaged = true});
  heartbeat(attempt);
  beat({"n", 1}, {}, {}, false);
  EXPECT_EQ(cluster->nodes().at({"n", 1}).state, NodeState::kUnhealthy);
  const Result<MasterAnswer> sick = heartbeat(attempt, ask(1));
  EXPECT_THAT(sick->allocation.granted, IsEmpty());
  EXPECT_EQ(sick->updated_nodes.at({"n", 1}), NodeUpdate::kUnusable);
  beat({"n", 1});
  EXPECT_EQ(heartbeat(attempt)->allocation.granted.size(), 1U);
}

TEST_F(ClusterTest, ANodeThatComesBackKeepsItsContainersAndLosesStrangers) {
  join(node("n"));
  const AttemptId attempt = run();
  beat({"n", 1}, {master_of(attempt)});
  NodeRegistration again = node("n");
  const Container master = *cluster->attempt(attempt).value()->master;
  Container stranger = master;
  stranger.id = {{{1000, 50}, 1}, 1};
  again.running = {master, stranger};
  again.applications = {attempt.application, {1000, 50}};
  EXPECT_EQ(cluster->register_node(again), std::nullopt);
  const NodeAnswer answer = beat({"n", 1}, {master.id, stranger.id});
  EXPECT_EQ(answer.clean.size(), 1U);
  EXPECT_EQ(answer.clean.at(0), stranger.id);
  EXPECT_THAT(answer.clean_applications, ElementsAre(ApplicationId{1000, 50}));
  EXPECT_EQ(app(attempt.application).state, ApplicationState::kRunning);
}

}  // namespace
}  // namespace mammoth::yarn
