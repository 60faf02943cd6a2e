// Applications that change their queue.
#include "tests/unit/yarn/resource_manager/scheduler/fixture.h"

namespace mammoth::yarn {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class MovingTest : public SchedulerTest {
 protected:
  void start_two(Properties more = {}) {
    more.insert({"root.queues", "a,b,p"});
    more.insert({"root.p.queues", "c"});
    more.insert({"root.a.capacity", "50"});
    more.insert({"root.b.capacity", "40"});
    more.insert({"root.p.capacity", "10"});
    more.insert({"root.p.c.capacity", "100"});
    more.insert({"maximum-am-resource-percent", "1"});
    start(more);
  }
  std::string refusal(int app, const std::string& queue) {
    const auto moved = scheduler->move_application({1000, app}, queue);
    return moved ? "moved" : moved.error().message;
  }
};

TEST_F(MovingTest, ContainersAndRequestsGoAlong) {
  start_two();
  const NodeId h1 = add_node("h1", 10);
  const AttemptId app = run(1, "a");
  EXPECT_THAT(ask(app, {want(3)}), SizeIs(3));
  ask(app, {want(20)});
  const int given = scheduler->application({1000, 1})->containers;
  EXPECT_EQ(used("root.a").memory_mb, given * 1024);
  EXPECT_EQ(scheduler->move_application({1000, 1}, "b").value(), "root.b");
  EXPECT_EQ(scheduler->application({1000, 1})->queue, "root.b");
  EXPECT_EQ(used("root.a"), Resource{});
  EXPECT_EQ(used("root.b").memory_mb, scheduler->application({1000, 1})->containers * 1024);
  EXPECT_EQ(used("root"), used("root.b"));
  EXPECT_EQ(scheduler->queue("root.a")->active_applications, 0);
  EXPECT_THAT(scheduler->queue("root.a")->users, IsEmpty());
  EXPECT_EQ(scheduler->queue("root.b")->active_applications, 1);
  EXPECT_GT(scheduler->application({1000, 1})->pending_containers, 0);

  scheduler->remove_attempt(app, false);
  scheduler->remove_application({1000, 1});
  EXPECT_EQ(used("root"), Resource{});
  EXPECT_EQ(scheduler->node(h1)->used, Resource{});
}

TEST_F(MovingTest, WhatWaitedInTheFirstQueueIsServed) {
  start_two({{"root.a.user-limit-factor", "10"}, {"root.b.user-limit-factor", "10"}});
  const NodeId h1 = add_node("h1", 10);
  const AttemptId first = run(1, "a"), second = run(2, "a", "bob");
  EXPECT_THAT(ask(first, {want(10)}), SizeIs(10));
  EXPECT_THAT(ask(second, {want(1)}), IsEmpty());
  ASSERT_EQ(refusal(1, "root.b"), "moved");
  const auto containers = scheduler->containers_of({1000, 1});
  beat(h1, {{containers[0].container.id, 0, ""}});
  EXPECT_THAT(fetch(second), SizeIs(1));
}

TEST_F(MovingTest, AReservationGoesAlong) {
  start_two({{"root.a.user-limit-factor", "10"}, {"root.b.user-limit-factor", "10"}});
  const NodeId h1 = add_node("h1", 4);
  const AttemptId holder = run(1, "a"), large = run(2, "a");
  const auto held = ask(holder, {want(1, 3072)});
  add_node("h2", 4);
  ASSERT_THAT(ask(holder, {want(1, 2048, 2)}), SizeIs(1));
  ask(large, {want(1, 3072)});
  running[h1] = {held[0].id};
  beat(h1);
  ASSERT_EQ(scheduler->node(h1)->reserved_by, large);
  ASSERT_EQ(refusal(2, "b"), "moved");
  EXPECT_EQ(scheduler->queue("root.b")->reserved.memory_mb, 3072);
  EXPECT_EQ(scheduler->queue("root.a")->reserved, Resource{});
  running[h1] = {};
  beat(h1, {{held[0].id, 0, ""}});
  EXPECT_THAT(fetch(large), SizeIs(1));
  EXPECT_EQ(scheduler->queue("root.b")->reserved, Resource{});
}

TEST_F(MovingTest, TheLimitOnMastersHoldsInTheOtherQueueToo) {
  start_two({{"root.b.maximum-am-resource-percent", "0.1"}});
  add_node("h1", 20);
  ASSERT_TRUE(submit(1, "b", "alice"));
  scheduler->add_attempt(attempt_of(1), {1024, 1});
  ASSERT_TRUE(submit(2, "a", "alice"));
  scheduler->add_attempt(attempt_of(2), {1024, 1});
  EXPECT_TRUE(scheduler->application({1000, 2})->active);
  ASSERT_EQ(refusal(2, "b"), "moved");
  EXPECT_FALSE(scheduler->application({1000, 2})->active);
  EXPECT_EQ(scheduler->queue("root.b")->pending_applications, 1);
  scheduler->remove_attempt(attempt_of(1), false);
  EXPECT_TRUE(scheduler->application({1000, 2})->active);
}

TEST_F(MovingTest, RefusalsChangeNothing) {
  start_two({{"root.b.maximum-applications", "1"}, {"root.p.c.state", "STOPPED"}});
  add_node("h1", 4);
  run(1, "a");
  EXPECT_EQ(refusal(9, "b"), "App to be moved application_1000_0009 not found.");
  EXPECT_EQ(refusal(1, "x"), "The specified Queue: x doesn't exist");
  EXPECT_EQ(refusal(1, "p"), "The specified Queue: p is not a Leaf Queue.");
  EXPECT_EQ(refusal(1, "c"),
            "org.apache.hadoop.security.AccessControlException: Queue root.p.c is STOPPED. Cannot "
            "accept submission of application: application_1000_0001");
  run(2, "b");
  EXPECT_THAT(refusal(1, "b"), HasSubstr("Queue root.b already has 1 applications"));
  EXPECT_EQ(scheduler->application({1000, 1})->queue, "root.a");
  EXPECT_EQ(refusal(1, "a"), "moved");
}

TEST_F(MovingTest, LifetimesAreInherited) {
  start_two({{"root.maximum-application-lifetime", "100"},
             {"root.a.default-application-lifetime", "20"},
             {"root.b.maximum-application-lifetime", "0"}});
  EXPECT_EQ(scheduler->lifetime_s("a", -1), 20);
  EXPECT_EQ(scheduler->lifetime_s("a", 30), 30);
  EXPECT_EQ(scheduler->lifetime_s("a", 300), 100);
  EXPECT_EQ(scheduler->lifetime_s("c", -1), 100);
  EXPECT_EQ(scheduler->lifetime_s("b", -1), 0);
  EXPECT_EQ(scheduler->lifetime_s("b", 300), 300);
  EXPECT_EQ(scheduler->maximum_lifetime_s("c"), 100);
  EXPECT_EQ(refusal_of({{"root.queues", "a"},
                        {"root.a.capacity", "100"},
                        {"root.a.maximum-application-lifetime", "5"},
                        {"root.a.default-application-lifetime", "6"}}),
            "Default lifetime 6 can't exceed maximum lifetime 5");
}

}  // namespace
}  // namespace mammoth::yarn
