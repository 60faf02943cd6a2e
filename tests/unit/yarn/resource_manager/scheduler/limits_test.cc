// Capacities and limits against numbers worked out from Hadoop's formulas by hand; each test names
// the class.
#include "tests/unit/yarn/resource_manager/scheduler/fixture.h"

namespace mammoth::yarn {
namespace {

using ::testing::HasSubstr;

Properties queues(Properties more = {}) {
  more.insert({{"root.queues", "a,b"},
               {"root.a.capacity", "70"},
               {"root.b.capacity", "30"},
               {"root.a.maximum-am-resource-percent", "1"},
               {"root.b.maximum-am-resource-percent", "1"}});
  return more;
}

TEST_F(SchedulerTest, AbsoluteCapacitiesAreProductsOfFloats) {  // AbstractCSQueue
  start(queues({{"root.a.queues", "x,y"},
                {"root.a.x.capacity", "50"},
                {"root.a.y.capacity", "50"},
                {"root.a.maximum-capacity", "80"},
                {"root.a.x.maximum-capacity", "50"}}));
  add_node("h1", 100);
  EXPECT_FLOAT_EQ(scheduler->queue("x")->absolute_capacity, 0.35F);
  EXPECT_FLOAT_EQ(scheduler->queue("x")->absolute_maximum_capacity, 0.4F);
  EXPECT_EQ(scheduler->queue("a")->guaranteed.memory_mb, 71679);  // 102400 * 0.7F, cut off
  EXPECT_EQ(scheduler->queue("x")->path, "root.a.x");
}

// UsersManager.computeUserLimit: one user, factor 1, gets no more than the queue's capacity
// although the cluster is empty: min(100 % of max(capacity, used + min), 1 * capacity), rounded up.
TEST_F(SchedulerTest, OneUserStopsAtTheQueuesCapacity) {
  start(queues());
  add_node("h1", 10);
  const AttemptId app = run(1, "b");
  // capacity 10240 * 0.3F = 3072; the check is "used > limit", so one more fits: 4 containers.
  EXPECT_EQ(ask(app, {want(10)}).size(), 4u);
  EXPECT_EQ(scheduler->queue("b")->users.at(0).limit.memory_mb, 3072);
}

TEST_F(SchedulerTest, FactorLetsAUserGoBeyond) {  // maxUserLimit = capacity * user-limit-factor
  start(queues({{"root.b.user-limit-factor", "2"}}));
  add_node("h1", 10);
  EXPECT_EQ(ask(run(1, "b"), {want(10)}).size(), 7u);  // limit 6144, one above
}

TEST_F(SchedulerTest, NoFactorMeansTheQueuesMaximum) {  // user-limit-factor -1
  start(queues({{"root.b.user-limit-factor", "-1"}, {"root.b.maximum-capacity", "50"}}));
  add_node("h1", 10);
  EXPECT_EQ(ask(run(1, "b"), {want(10)}).size(), 5u);
}

TEST_F(SchedulerTest, MaximumCapacityIsNeverPassed) {  // AbstractCSQueue.canAssignToThisQueue
  start(queues({{"root.b.user-limit-factor", "10"}, {"root.b.maximum-capacity", "50"}}));
  add_node("h1", 10);
  const AttemptId app = run(1, "b");
  EXPECT_EQ(ask(app, {want(10, 2048)}).size(), 2u);  // 4096; 6144 would pass 5120
  EXPECT_EQ(scheduler->allocate(app, {}).value().headroom.memory_mb, 1024);
}

// Two users want: each max((used of the active + min) / 2, current * 50 %). With 25 % and four
// users the percentage holds the share down to a quarter.
TEST_F(SchedulerTest, UsersShareEvenly) {
  start(queues({{"root.a.minimum-user-limit-percent", "25"}, {"root.b.state", "STOPPED"}}));
  add_node("h1", 16);  // a: 16384 * 0.7F = 11468
  const AttemptId alice = run(1, "a", "alice");
  const AttemptId bob = run(2, "a", "bob");
  ask(alice, {want(20)});
  const std::int64_t alone = scheduler->application({1000, 1})->used.memory_mb;
  EXPECT_EQ(alone, 13 * 1024);  // limit 12288 (11468 rounded up), one above
  ask(bob, {want(20)});
  EXPECT_EQ(scheduler->application({1000, 2})->used.memory_mb, 3 * 1024);
  // Active use 16384, plus 1024, by two users: 8704, rounded up 9216.
  const auto report = scheduler->queue("a");
  for (const auto& user : report->users) EXPECT_EQ(user.limit.memory_mb, 9216);
}

TEST_F(SchedulerTest, WeightedUsersGetMore) {  // user-settings.<user>.weight
  start(queues(
      {{"root.a.minimum-user-limit-percent", "25"}, {"root.a.user-settings.bob.weight", "3"}}));
  add_node("h1", 16);
  run(1, "a", "alice");
  run(2, "a", "bob");
  const auto report = scheduler->queue("a");
  // Nobody is active: 25 % of 11468 = 2867, rounded up 3072; bob's is three times that.
  EXPECT_EQ(report->users.at(0).limit.memory_mb, 3072);
  EXPECT_EQ(report->users.at(1).limit.memory_mb, 9216);
}

TEST_F(SchedulerTest, DominantUsageCounts) {  // qUsageRatio of DominantResourceCalculator
  start(queues(
      {{"resource-calculator", "org.apache.hadoop.yarn.util.resource.DominantResourceCalculator"},
       {"root.b.user-limit-factor", "10"},
       {"root.b.maximum-capacity", "50"}}));
  add_node("h1", 100, 10);
  // 50 % of 10 vcores, although memory is plenty.
  EXPECT_EQ(ask(run(1, "b"), {want(10)}).size(), 5u);
}

TEST_F(SchedulerTest, MemoryCalculatorIgnoresVcores) {
  start_simple();
  add_node("h1", 4, 2);
  const AttemptId app = run(1);
  EXPECT_EQ(ask(app, {want(3)}).size(), 3u);  // three one-vcore containers on a two-vcore node
  const Resource headroom = scheduler->allocate(app, {}).value().headroom;
  EXPECT_EQ(headroom, (Resource{1024, 0}));
}

// AbstractLeafQueue.activateApplications: 10 % of max(guaranteed, current limit), rounded up.
TEST_F(SchedulerTest, MastersAreLimited) {
  start(queues({{"root.b.maximum-am-resource-percent", "0.1"}, {"root.b.maximum-capacity", "60"}}));
  add_node("h1", 40);
  EXPECT_EQ(scheduler->queue("b")->am_limit.memory_mb, 3072);  // 24576 * 0.1 = 2457, up
  for (int app = 1; app <= 3; ++app) {
    ASSERT_TRUE(submit(app, "b", app == 2 ? "bob" : "alice"));
    scheduler->add_attempt(attempt_of(app), {2048, 1});
  }
  // Users' limit: 12288 * 0.1 * max(1, 1/2) * 1 = 1229, up to 2048.
  EXPECT_TRUE(scheduler->application({1000, 1})->active);
  EXPECT_FALSE(scheduler->application({1000, 2})->active);
  EXPECT_EQ(
      scheduler->application({1000, 2})->diagnostics,
      "Application is added to the scheduler and is not yet activated. Queue's AM resource limit "
      "exceeded.  Details : AM Partition = <DEFAULT_PARTITION>; AM Resource Request = "
      "<memory:2048, vCores:1>; Queue Resource Limit for AM = <memory:3072, vCores:1>; User AM "
      "Resource Limit of the queue = <memory:2048, vCores:1>; Queue AM Resource Usage = "
      "<memory:2048, vCores:1>; ");
  EXPECT_THAT(scheduler->application({1000, 1})->diagnostics,
              HasSubstr("Application is Activated, waiting for resources to be assigned for AM.  "
                        "Details : AM Partition = <DEFAULT_PARTITION> ; Partition Resource = "
                        "<memory:40960, vCores:100> ;"));
  scheduler->remove_attempt(attempt_of(1), false);
  EXPECT_TRUE(scheduler->application({1000, 2})->active);
  EXPECT_FALSE(scheduler->application({1000, 3})->active);
}

TEST_F(SchedulerTest, UsersMastersAreLimitedToo) {
  start(
      queues({{"root.b.maximum-am-resource-percent", "0.1"}, {"root.b.maximum-capacity", "100"}}));
  add_node("h1", 40);  // queue: 40960 * 0.1 = 4096; user: 12288 * 0.1 = 1229, up to 2048
  for (int app = 1; app <= 4; ++app) {
    ASSERT_TRUE(submit(app, "b", app == 4 ? "bob" : "alice"));
    scheduler->add_attempt(attempt_of(app), {1024, 1});
  }
  EXPECT_TRUE(scheduler->application({1000, 2})->active);
  EXPECT_FALSE(scheduler->application({1000, 3})->active);
  EXPECT_THAT(scheduler->application({1000, 3})->diagnostics,
              HasSubstr("User's AM resource limit exceeded. "));
  EXPECT_TRUE(scheduler->application({1000, 4})->active);  // another user's
}

TEST_F(SchedulerTest, TheFirstMasterAlwaysStarts) {
  start(queues({{"root.b.maximum-am-resource-percent", "0.001"}}));
  ASSERT_TRUE(submit(1, "b"));
  scheduler->add_attempt(attempt_of(1), {4096, 1});
  EXPECT_FALSE(scheduler->application({1000, 1})->active);  // no node yet
  EXPECT_THAT(scheduler->application({1000, 1})->diagnostics,
              HasSubstr("Skipping AM assignment as cluster resource is empty. "));
  add_node("h1", 10);
  EXPECT_TRUE(scheduler->application({1000, 1})->active);
}

TEST_F(SchedulerTest,
       QueuesTakeSoManyApplications) {  // AbstractLeafQueue.validateSubmitApplication
  start(queues({{"root.b.maximum-applications", "4"},
                {"root.b.minimum-user-limit-percent", "50"},
                {"maximum-applications", "5"}}));
  add_node("h1", 10);
  EXPECT_EQ(scheduler->queue("b")->maximum_applications_per_user, 2);
  run(1, "b");
  run(2, "b");
  EXPECT_EQ(submit(3, "b").error().message,
            "Queue root.b already has 2 applications from user alice cannot accept submission of "
            "application: application_1000_0003");
  run(3, "b", "bob");
  run(4, "b", "bob");
  EXPECT_EQ(submit(5, "b", "carol").error().message,
            "Queue root.b already has 4 applications, cannot accept submission of application: "
            "application_1000_0005");
  EXPECT_EQ(scheduler->queue("a")->maximum_applications, 3);  // 5 * 0.7
  run(5, "a");
  EXPECT_EQ(submit(6, "a").error().message,
            "Maximum system application limit reached,cannot accept submission of application: "
            "application_1000_0006");
}

TEST_F(SchedulerTest, QueuesAreNamedShortOrWhole) {
  start(queues({{"root.a.queues", "b"}, {"root.a.b.capacity", "100"}}));
  EXPECT_EQ(submit(1, "nosuch", "root").error().message,
            "Application application_1000_0001 submitted by user root to unknown queue: nosuch");
  EXPECT_EQ(submit(1, "root", "root").error().message,
            "Application application_1000_0001 submitted by user : root to non-leaf queue : root");
  EXPECT_EQ(
      submit(1, "b", "root").error().message,
      "Application application_1000_0001 submitted by user root to ambiguous queue: b please use "
      "full queue path instead.");
  ASSERT_TRUE(submit(1, "root.b"));
  EXPECT_EQ(scheduler->application({1000, 1})->queue, "root.b");
}

}  // namespace
}  // namespace mammoth::yarn
