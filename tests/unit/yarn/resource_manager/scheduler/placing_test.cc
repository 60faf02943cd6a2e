// Who is served next and where: the order of queues and applications, locality and its delay,
// reservations, one off-switch container a heartbeat (AbstractParentQueue, AbstractLeafQueue,
// RegularContainerAllocator).
#include "tests/unit/yarn/resource_manager/scheduler/fixture.h"

namespace mammoth::yarn {
namespace {

TEST_F(SchedulerTest, IdleClusterAnswersInTheSameCall) {
  start_simple();
  add_node("h1", 8);
  const auto granted = ask(run(1), {want(2)});
  ASSERT_EQ(granted.size(), 2u);
  EXPECT_EQ(to_text(granted[0].id), "container_1000_0001_01_000001");
  EXPECT_EQ(granted[0].node_http_address, "h1:8042");
  EXPECT_FALSE(granted[0].application_master);
}

TEST_F(SchedulerTest, EpochStandsInContainerIds) {
  Properties one{{"root.queues", "default"}, {"root.default.capacity", "100"}};
  start(one, 1);
  add_node("h1", 8);
  EXPECT_EQ(to_text(ask(run(1), {want(1)}).at(0).id), "container_e01_1000_0001_01_000001");
}

TEST_F(SchedulerTest, WhatIsAskedBeforeANodeComesIsGivenWhenItComes) {
  start_simple();
  const AttemptId app = run(1);
  EXPECT_TRUE(ask(app, {want(2)}).empty());
  add_node("h1", 8);
  EXPECT_EQ(recorder.granted.size(), 2u);
  EXPECT_EQ(fetch(app).size(), 2u);
  EXPECT_TRUE(fetch(app).empty());  // each once
}

TEST_F(SchedulerTest, TheFirstContainerOfAManagedAttemptIsItsMaster) {
  start_simple();
  add_node("h1", 8);
  ASSERT_TRUE(submit(1));
  scheduler->add_attempt(attempt_of(1), {1024, 1});
  const auto granted = ask(attempt_of(1), {want(1, 1024, 0), want(1)});
  ASSERT_EQ(granted.size(), 2u);
  EXPECT_TRUE(granted[0].application_master);
  EXPECT_EQ(granted[0].key.priority, 0);
  EXPECT_FALSE(granted[1].application_master);
}

TEST_F(SchedulerTest, LeastUsedQueueIsServedFirst) {
  start({{"root.queues", "a,b"},
         {"root.a.capacity", "75"},
         {"root.b.capacity", "25"},
         {"root.a.user-limit-factor", "10"},
         {"root.b.user-limit-factor", "10"},
         {"root.a.maximum-am-resource-percent", "1"},
         {"root.b.maximum-am-resource-percent", "1"}});
  const AttemptId a = run(1, "a");
  const AttemptId b = run(2, "b");
  ask(a, {want(100)});
  ask(b, {want(100)});
  add_node("h1", 8);
  EXPECT_EQ(used("a").memory_mb, 6 * 1024);
  EXPECT_EQ(used("b").memory_mb, 2 * 1024);
}

TEST_F(SchedulerTest, PriorityThenAgeInAFifoQueue) {
  start_simple({{"yarn.cluster.max-application-priority", "10"}});
  const AttemptId old = run(1);
  const AttemptId young = run(2);
  const AttemptId urgent = run(3, "default", "alice", 99);  // cut to 10
  EXPECT_EQ(scheduler->application(urgent.application)->priority, 10);
  for (const AttemptId& app : {old, young, urgent}) ask(app, {want(2)});
  add_node("h1", 3);
  EXPECT_EQ(fetch(urgent).size(), 2u);
  EXPECT_EQ(fetch(old).size(), 1u);
  EXPECT_EQ(fetch(young).size(), 0u);
  scheduler->set_priority(young.application, 5);
  add_node("h2", 2);
  EXPECT_EQ(fetch(young).size(), 2u);
}

TEST_F(SchedulerTest, FairQueueServesWhoHasLeast) {
  start_simple({{"root.default.ordering-policy", "fair"}});
  const AttemptId first = run(1);
  const AttemptId second = run(2);
  ask(first, {want(10)});
  ask(second, {want(10)});
  add_node("h1", 6);
  EXPECT_EQ(fetch(first).size(), 3u);
  EXPECT_EQ(fetch(second).size(), 3u);
}

TEST_F(SchedulerTest, LowNumbersFirstWithinAnApplication) {
  start_simple();
  const AttemptId app = run(1);
  ask(app, {want(2, 1024, 20), want(2, 1024, 5)});
  add_node("h1", 3);
  const auto granted = fetch(app);
  ASSERT_EQ(granted.size(), 3u);
  EXPECT_EQ(granted[0].key.priority, 5);
  EXPECT_EQ(granted[1].key.priority, 5);
  EXPECT_EQ(granted[2].key.priority, 20);
}

TEST_F(SchedulerTest, NamedHostGetsItAtOnce) {
  start_simple();
  for (const char* host : {"h1", "h2", "h3"}) add_node(host, 8);
  const AttemptId app = run(1);
  const auto granted =
      ask(app, {want(1, 1024, 1, "h3"), want(1, 1024, 1, "/default-rack"), want(1)});
  ASSERT_EQ(granted.size(), 1u);
  EXPECT_EQ(granted[0].node.host, "h3");
}

// 3 nodes: rack-local once more than min(3, 40) offers have been missed.
TEST_F(SchedulerTest, RackWaitsForTheHost) {
  start_simple();
  const NodeId h1 = add_node("h1", 8);
  add_node("h2", 1);
  add_node("h3", 8, 100, "/far");
  const AttemptId other = run(1);
  ask(other, {want(1, 1024, 1, "h2"), want(1, 1024, 1, "/default-rack"), want(1)});  // h2 is full
  const AttemptId app = run(2);
  EXPECT_TRUE(ask(app, {want(1, 1024, 1, "h2"), want(1, 1024, 1, "/default-rack"),
                        want(1, 1024, 1, "*", false)})
                  .empty());
  for (int missed = 1; missed <= 3; ++missed) {
    beat(h1);
    EXPECT_TRUE(fetch(app).empty()) << missed;
  }
  beat(h1);
  EXPECT_EQ(fetch(app).size(), 1u);
}

// 4 nodes, 3 names (host, rack, *): off-switch after min(4, containers * min(2 / 4, 1)) missed.
TEST_F(SchedulerTest, OffSwitchWaitsByTheNumberAsked) {
  start_simple();
  const NodeId far = add_node("h1", 8, 100, "/far");
  add_node("h2", 1);
  add_node("h3", 8, 100, "/far");
  add_node("h4", 8, 100, "/far");
  ask(run(1), {want(1, 1024, 1, "h2"), want(1, 1024, 1, "/default-rack"), want(1)});
  const AttemptId app = run(2);
  EXPECT_TRUE(
      ask(app, {want(4, 1024, 1, "h2"), want(4, 1024, 1, "/default-rack"), want(4)}).empty());
  beat(far);
  beat(far);
  EXPECT_TRUE(fetch(app).empty());  // 4 * 0.5 = 2 is not yet passed
  beat(far);
  EXPECT_EQ(fetch(app).size(), 1u);
  // Off-switch does not start the count anew; 3 are left, so each report gives one.
  beat(far);
  EXPECT_EQ(fetch(app).size(), 1u);
}

TEST_F(SchedulerTest, NamesWithoutNodesAreNotWaitedFor) {
  start_simple();
  add_node("h1", 8);
  EXPECT_EQ(
      ask(run(1), {want(1, 1024, 1, "elsewhere"), want(1, 1024, 1, "/nowhere"), want(1)}).size(),
      1u);
  EXPECT_EQ(ask(run(2), {want(1, 1024, 1, "elsewhere"), want(1, 1024, 1, "/default-rack"), want(1)})
                .size(),
            1u);
}

TEST_F(SchedulerTest, StrictLocalityNeverFallsBack) {
  start_simple();
  const NodeId h1 = add_node("h1", 8);
  add_node("h2", 1);
  ask(run(1), {want(1, 1024, 1, "h2"), want(1, 1024, 1, "/default-rack"), want(1)});
  const AttemptId app = run(2);
  ask(app, {want(1, 1024, 1, "h2"), want(1, 1024, 1, "/default-rack", false),
            want(1, 1024, 1, "*", false)});
  for (int i = 0; i < 20; ++i) beat(h1);
  EXPECT_TRUE(fetch(app).empty());
  scheduler->remove_application({1000, 1});
  EXPECT_EQ(fetch(app).at(0).node.host, "h2");
}

TEST_F(SchedulerTest, ExcludedPlacesAreAvoided) {
  start_simple();
  add_node("h1", 8);
  const AttemptId app = run(1);
  const auto call = [&](const AllocateCall& it) {
    return scheduler->allocate(app, it).value().granted;
  };
  EXPECT_TRUE(call({.asks = {want(1)}, .exclude = {"h1"}}).empty());
  EXPECT_EQ(call({.include = {"h1"}}).size(), 1u);
  EXPECT_TRUE(call({.asks = {want(1)}, .exclude = {"/default-rack"}}).empty());
}

TEST_F(SchedulerTest, OneOffSwitchContainerAHeartbeat) {
  start_simple({{"per-node-heartbeat.maximum-offswitch-assignments", "1"}});
  const NodeId h1 = add_node("h1", 4);
  const AttemptId filler = run(1);
  const auto held = ask(filler, {want(4)});
  const AttemptId app = run(2);
  ask(app, {want(4)});
  running[h1] = {};
  std::vector<FinishedContainer> finished;
  for (const Container& it : held) finished.push_back({it.id});
  beat(h1, finished);
  EXPECT_EQ(fetch(app).size(), 1u);
  beat(h1);
  EXPECT_EQ(fetch(app).size(), 1u);
}

class ReservationTest : public SchedulerTest {
 protected:
  // Two nodes of 4 GiB, each half used; what is asked for fits the cluster but neither node.
  ReservationTest() {
    start_simple();
    h1 = add_node("h1", 4);
    add_node("h2", 4);
    held = ask(run(1), {want(4)});
    large = run(2);
    EXPECT_TRUE(ask(large, {want(1, 4096)}).empty());
    EXPECT_FALSE(scheduler->node(h1)->reserved_by);  // asking alone reserves nothing
    beat(h1);
  }
  NodeId h1;
  AttemptId large;
  std::vector<Container> held;
};

TEST_F(ReservationTest, LargeRequestReservesANode) {
  EXPECT_EQ(scheduler->node(h1)->reserved_by, large);
  EXPECT_EQ(scheduler->application({1000, 2})->reserved.memory_mb, 4096);
  EXPECT_EQ(used("default").memory_mb, 8192);  // reservations count as use
  std::vector<FinishedContainer> finished;
  for (const Container& it : held)
    if (it.node == h1) finished.push_back({it.id});
  ASSERT_EQ(finished.size(), 2u);
  beat(h1, {finished[0]});
  EXPECT_TRUE(fetch(large).empty());  // the node is kept
  beat(h1, {finished[1]});
  EXPECT_EQ(fetch(large).size(), 1u);
  EXPECT_EQ(scheduler->application({1000, 2})->reserved, Resource{});
  EXPECT_EQ(used("default").memory_mb, 6144);
}

TEST_F(ReservationTest, NobodyElseGetsTheNode) {
  ASSERT_EQ(scheduler->node(h1)->reserved_by, large);
  add_node("h3", 1);
  const AttemptId small = run(3);
  EXPECT_EQ(ask(small, {want(3)}).size(), 1u);  // on h3; h1 is kept, and the queue is full
  beat(h1);
  EXPECT_TRUE(fetch(small).empty());
}

TEST_F(ReservationTest, MovesToANodeThatHasRoom) {  // reservations-continue-look-all-nodes
  ASSERT_TRUE(scheduler->node(h1)->reserved_by);
  add_node("h3", 4);
  const auto granted = fetch(large);
  ASSERT_EQ(granted.size(), 1u);
  EXPECT_EQ(granted[0].node.host, "h3");
  EXPECT_FALSE(scheduler->node(h1)->reserved_by);
}

TEST_F(ReservationTest, WithdrawnRequestFreesIt) {
  ASSERT_TRUE(scheduler->node(h1)->reserved_by);
  ask(large, {want(0, 4096)});
  EXPECT_FALSE(scheduler->node(h1)->reserved_by);
  EXPECT_EQ(used("default").memory_mb, 4096);
}

}  // namespace
}  // namespace mammoth::yarn
