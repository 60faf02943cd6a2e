// Requests, releases, nodes that come and go, expiry: the traps of the protocol that are the
// scheduler's.
#include "tests/unit/yarn/resource_manager/scheduler/fixture.h"

namespace mammoth::yarn {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(SchedulerTest, AsksAreAbsolute) {
  start_simple();
  const AttemptId app = run(1);
  ask(app, {want(3)});
  ask(app, {want(3)});
  EXPECT_EQ(scheduler->application({1000, 1})->pending.memory_mb, 3072);
  add_node("h1", 8);
  EXPECT_EQ(fetch(app).size(), 3u);
}

TEST_F(SchedulerTest, MemoryIsRoundedUpToTheMinimum) {
  start_simple();
  add_node("h1", 8);
  EXPECT_EQ(ask(run(1), {want(1, 512)}).at(0).resource, (Resource{1024, 1}));
  EXPECT_EQ(ask(run(2), {want(1, 1500)}).at(0).resource, (Resource{2048, 1}));
}

TEST_F(SchedulerTest, MaximumShrinksToTheLargestNode) {
  start_simple();
  EXPECT_EQ(scheduler->maximum_allocation(), (Resource{8192, 4}));
  const NodeId node = add_node("h1", 4, 2);
  const AttemptId app = run(1);
  EXPECT_EQ(
      failure(app, want(1, 8192)),
      "Invalid resource request! Cannot allocate containers as requested resource is greater "
      "than maximum allowed allocation. Requested resource type=[memory-mb], Requested "
      "resource=<memory:8192, vCores:1>, maximum allowed allocation=<memory:4096, vCores:2>, "
      "please note that maximum allowed allocation is calculated by scheduler based on maximum "
      "resource of registered NodeManagers, which might be less than configured maximum "
      "allocation=<memory:8192, vCores:4>");
  EXPECT_EQ(
      failure(app, want(1, -5)),
      "Invalid resource request! Cannot allocate containers as requested resource is less than "
      "0! Requested resource type=[memory-mb], Requested resource=<memory:-5, vCores:1>");
  scheduler->remove_node(node);
  EXPECT_EQ(scheduler->maximum_allocation(), (Resource{8192, 4}));
}

TEST_F(SchedulerTest, OneWrongAskFailsTheWholeCall) {
  start_simple();
  add_node("h1", 8);
  const AttemptId app = run(1);
  ResourceRequest labelled = want(1);
  labelled.node_label_expression = "gpu";
  const auto refused = scheduler->allocate(app, {.asks = {want(1), labelled}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().remote_class,
            "org.apache.hadoop.yarn.exceptions.InvalidLabelResourceRequestException");
  EXPECT_EQ(
      refused.error().message,
      "Invalid resource request, node label not enabled but request contains label expression");
  EXPECT_THAT(fetch(app), IsEmpty());
}

TEST_F(SchedulerTest, QueueMayLowerTheMaximum) {
  start_simple({{"root.default.maximum-allocation-mb", "2048"}});
  add_node("h1", 8);
  EXPECT_FALSE(scheduler->normalize("default", {4096, 1}));
  EXPECT_EQ(scheduler->normalize("default", {1100, 1}).value(), (Resource{2048, 1}));
}

TEST_F(SchedulerTest, ReleasedContainersComeBackOnce) {
  start_simple();
  add_node("h1", 1);
  const AttemptId app = run(1);
  const auto granted = ask(app, {want(2)});
  ASSERT_EQ(granted.size(), 1u);
  // The same call gives the freed place to the second request.
  const auto answer = scheduler->allocate(app, {.releases = {granted[0].id}}).value();
  ASSERT_EQ(answer.completed.size(), 1u);
  EXPECT_EQ(answer.completed[0].exit_status, -100);
  EXPECT_EQ(answer.completed[0].diagnostics, "Container released by application");
  EXPECT_THAT(answer.granted, SizeIs(1));
  EXPECT_EQ(recorder.to_kill, std::vector<ContainerId>{granted[0].id});
  EXPECT_THAT(scheduler->allocate(app, {}).value().completed, IsEmpty());
  const AttemptId other = run(2);
  EXPECT_EQ(
      scheduler->allocate(other, {.releases = {answer.granted[0].id}}).error().message,
      "Cannot release container : container_1000_0001_01_000002 not belonging to this application "
      "attempt : appattempt_1000_0002_000001");
}

TEST_F(SchedulerTest, FinishedContainersAreReported) {
  start_simple();
  const NodeId h1 = add_node("h1", 4);
  const AttemptId app = run(1);
  const auto granted = ask(app, {want(1)});
  running[h1] = {granted[0].id};
  beat(h1);
  EXPECT_EQ(scheduler->container(granted[0].id)->state, ContainerState::kRunning);
  running[h1] = {};
  beat(h1, {{granted[0].id, 143, "killed"}});
  const auto completed = scheduler->allocate(app, {}).value().completed;
  ASSERT_EQ(completed.size(), 1u);
  EXPECT_EQ(completed[0].exit_status, 143);
  EXPECT_THAT(recorder.to_kill, IsEmpty());
  EXPECT_EQ(scheduler->node(h1)->used, Resource{});
}

TEST_F(SchedulerTest, WhatANodeNoLongerListsIsLost) {
  start_simple();
  const NodeId h1 = add_node("h1", 4);
  const AttemptId app = run(1);
  const auto granted = ask(app, {want(2)});
  beat(h1);  // not yet launched: not lost
  EXPECT_THAT(recorder.ended, IsEmpty());
  running[h1] = {granted[0].id, granted[1].id};
  beat(h1);
  running[h1] = {granted[1].id};
  beat(h1);
  ASSERT_THAT(recorder.ended, SizeIs(1));
  EXPECT_EQ(recorder.ended[0].diagnostics,
            "Container container_1000_0001_01_000001 was running but not reported from h1:1");
  EXPECT_EQ(recorder.ended[0].exit_status, -100);
}

TEST_F(SchedulerTest, StrangersOnANodeAreNamed) {
  start_simple();
  const NodeId h1 = add_node("h1", 4);
  const ContainerId stranger{attempt_of(9), 1};
  EXPECT_EQ(scheduler->node_heartbeat(h1, {.running = {stranger}}),
            std::vector<ContainerId>{stranger});
}

TEST_F(SchedulerTest, LostNodeTakesItsContainersAlong) {
  start_simple();
  const NodeId h1 = add_node("h1", 4);
  const AttemptId app = run(1);
  ask(app, {want(2)});
  scheduler->remove_node(h1);
  const auto completed = scheduler->allocate(app, {}).value().completed;
  ASSERT_EQ(completed.size(), 2u);
  EXPECT_EQ(completed[0].exit_status, -100);
  EXPECT_EQ(completed[0].diagnostics, "Container released on a *lost* node");
  EXPECT_EQ(scheduler->cluster_resource(), Resource{});
  EXPECT_EQ(used("root"), Resource{});
}

TEST_F(SchedulerTest, UnusedGrantsExpire) {
  start_simple();
  const NodeId h1 = add_node("h1", 4);
  const AttemptId app = run(1);
  const auto granted = ask(app, {want(2)});
  running[h1] = {granted[0].id};
  beat(h1);
  clock.advance_ms(599'999);
  scheduler->tick();
  EXPECT_THAT(recorder.ended, IsEmpty());
  EXPECT_EQ(scheduler->next_wakeup_ms(), clock.monotonic_ms() + 1);
  clock.advance_ms(1);
  scheduler->tick();
  ASSERT_THAT(recorder.ended, SizeIs(1));
  EXPECT_EQ(recorder.ended[0].id, granted[1].id);
  EXPECT_EQ(recorder.ended[0].diagnostics, "Container expired since it was unused");
}

TEST_F(SchedulerTest, DecommissioningNodeFinishesItsWork) {
  start_simple();
  const NodeId h1 = add_node("h1", 4);
  const AttemptId app = run(1);
  const auto granted = ask(app, {want(2)});
  scheduler->set_decommissioning(h1, true);
  EXPECT_EQ(scheduler->cluster_resource().memory_mb, 2048);
  EXPECT_THAT(ask(app, {want(1)}), IsEmpty());
  beat(h1, {{granted[0].id}});
  EXPECT_EQ(scheduler->cluster_resource().memory_mb, 1024);
  EXPECT_THAT(fetch(app), IsEmpty());
  scheduler->set_decommissioning(h1, false);
  EXPECT_THAT(fetch(app), SizeIs(1));
}

TEST_F(SchedulerTest, NodeMayShrinkBelowItsUse) {
  start_simple();
  const NodeId h1 = add_node("h1", 4);
  const AttemptId app = run(1);
  const auto granted = ask(app, {want(4)});
  scheduler->update_node_resource(h1, {2048, 2});
  EXPECT_EQ(scheduler->node(h1)->available.memory_mb, -2048);
  ask(app, {want(1)});
  beat(h1, {{granted[0].id}, {granted[1].id}});
  EXPECT_THAT(fetch(app), IsEmpty());
  beat(h1, {{granted[2].id}});
  EXPECT_THAT(fetch(app), SizeIs(1));
}

TEST_F(SchedulerTest, KeptContainersBelongToTheNextAttempt) {
  start_simple();
  const NodeId h1 = add_node("h1", 4);
  ASSERT_TRUE(submit(1));
  scheduler->add_attempt(attempt_of(1), {1024, 1});
  const auto granted = ask(attempt_of(1), {want(1, 1024, 0), want(2)});
  ASSERT_EQ(granted.size(), 3u);
  running[h1] = {granted[0].id, granted[1].id};  // the third never started
  beat(h1);
  scheduler->remove_attempt(attempt_of(1), true);
  EXPECT_EQ(scheduler->containers_of({1000, 1}).size(), 1u);
  scheduler->add_attempt(attempt_of(1, 2), {1024, 1});
  EXPECT_EQ(to_text(ask(attempt_of(1, 2), {want(1, 1024, 0)}).at(0).id),
            "container_1000_0001_02_000001");
  running[h1] = {};
  beat(h1, {{granted[1].id, 7}});
  EXPECT_EQ(scheduler->allocate(attempt_of(1, 2), {}).value().completed.at(0).exit_status, 7);
  EXPECT_EQ(scheduler->allocate(attempt_of(1), {}).error().message,
            "Application attempt appattempt_1000_0001_000001 doesn't exist in "
            "ApplicationMasterService cache.");
}

TEST_F(SchedulerTest, EndOfAnApplicationFreesEverything) {
  start_simple();
  add_node("h1", 4);
  ASSERT_TRUE(submit(1));
  scheduler->add_attempt(attempt_of(1), {1024, 1});
  ask(attempt_of(1), {want(1, 1024, 0), want(9)});
  const AttemptId next = run(2);
  ask(next, {want(4)});
  scheduler->remove_application({1000, 1});
  EXPECT_EQ(recorder.ended.at(0).diagnostics, "Container of a completed application");
  EXPECT_THAT(fetch(next), SizeIs(4));
  scheduler->remove_application({1000, 2});
  EXPECT_EQ(used("root"), Resource{});
  EXPECT_THAT(scheduler->queue("default")->users, IsEmpty());
}

TEST_F(SchedulerTest, RecoveredContainersCount) {
  start_simple();
  const NodeId h1 = add_node("h1", 4);
  const AttemptId app = run(1);
  scheduler->recover_container({.id = {app, 5},
                                .node = h1,
                                .node_http_address = "h1:8042",
                                .resource = {2048, 1},
                                .key = {}},
                               ContainerState::kRunning);
  EXPECT_EQ(used("default").memory_mb, 2048);
  running[h1] = {{app, 5}};
  EXPECT_THAT(scheduler->node_heartbeat(h1, {.running = running[h1]}), IsEmpty());
  EXPECT_EQ(ask(app, {want(1)}).at(0).id.id, 6);
}

}  // namespace
}  // namespace mammoth::yarn
