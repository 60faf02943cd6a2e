// TaskSetManagerSuite: locality and delay scheduling. Each test is named after its counterpart.
#include "tests/unit/spark-core/scheduler/task_fixture.h"

namespace mammoth::spark::scheduler {
namespace {

struct TaskSetLocality : TaskFixture {};
using L = Locality;

TEST_F(TaskSetLocality, TaskSetWithNoPreferences) {
  auto& set = submit(1);
  EXPECT_EQ(offer("exec1", "host1"), 0);
  EXPECT_EQ(offer("exec1", "host1"), -1);
  EXPECT_FALSE(set.zombie());
  succeed(task_of(0));
  ASSERT_EQ(reports.ended.size(), 1u);
  EXPECT_EQ(tasks().task_set(StageId{0}, 0), nullptr);
}

TEST_F(TaskSetLocality, MultipleOffersWithNoPreferences) {
  submit(3);
  const auto launched = tasks().offer({{"exec1", "host1", 2}, {"exec2", "host2", 2}});
  EXPECT_EQ(launched.size(), 3u);
  for (const int index : {0, 1, 2}) succeed(task_of(index));
  EXPECT_TRUE(tasks().idle());
}

TEST_F(TaskSetLocality, SkipUnsatisfiableLocalityLevels) {
  meet({{"execA", "host1"}, {"execB", "host2"}});
  auto& set = submit(1, {{executor("host1", "execC")}});
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kNodeLocal, L::kAny})) << "execC is not there";
  EXPECT_EQ(offer("execB", "host2"), -1);
  EXPECT_EQ(offer("execA", "host1"), 0);
}

TEST_F(TaskSetLocality, WeDoNotNeedToDelaySchedulingWhenWeOnlyHaveNoPrefTasksInTheQueue) {
  meet({{"exec1", "host1"}, {"exec3", "host2"}});
  submit(3, {{executor("host1", "exec1")}, {executor("host2", "exec3")}, {}});
  EXPECT_EQ(offer("exec1", "host1"), 0);
  EXPECT_EQ(offer("exec3", "host2"), 1);
  EXPECT_EQ(offer("exec3", "host2"), 2);
}

TEST_F(TaskSetLocality, DelaySchedulingWithFallback) {
  meet({{"exec1", "host1"}, {"exec2", "host2"}, {"exec3", "host3"}});
  submit(5, {{host("host1")}, {host("host2")}, {host("host2")}, {host("host3")}, {host("host2")}});
  EXPECT_EQ(offer("exec1", "host1"), 0);
  EXPECT_EQ(offer("exec1", "host1"), -1);
  clock.advance_ms(options.locality_wait_node_ms);
  const int stolen = offer("exec1", "host1");
  EXPECT_GE(stolen, 1);
  EXPECT_EQ(last.at(0).locality, L::kAny);
  // A local task takes the set back to its level.
  const int local = offer("exec2", "host2");
  EXPECT_GE(local, 1);
  EXPECT_EQ(last.at(0).locality, L::kNodeLocal);
  EXPECT_EQ(offer("exec1", "host1"), -1);
}

TEST_F(TaskSetLocality, DelaySchedulingWithFailedHosts) {
  meet({{"exec1", "host1"}, {"exec2", "host2"}});
  submit(3, {{host("host1")}, {host("host2")}, {host("host3")}});
  EXPECT_EQ(offer("exec1", "host1"), 0);
  EXPECT_EQ(offer("exec1", "host1"), -1);
  tasks().executor_lost("exec2", ExecutorLoss::process_lost("host2 down"));
  // No host that anybody wishes is alive except host1, whose tasks are done.
  clock.advance_ms(1);
  EXPECT_NE(offer("exec1", "host1"), -1);
  EXPECT_NE(offer("exec1", "host1"), -1);
}

TEST_F(TaskSetLocality, NewExecutorsGetAddedAndLost) {
  auto& set = submit(4, {{executor("host1", "execA")},
                         {executor("host1", "execB")},
                         {executor("host2", "execC")},
                         {}});
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kNoPref, L::kAny}));
  meet({{"execD", "host1"}});
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kNodeLocal, L::kNoPref, L::kAny}));
  meet({{"execC", "host2"}});
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kProcessLocal, L::kNodeLocal, L::kNoPref, L::kAny}));
  tasks().executor_lost("execC", ExecutorLoss::process_lost(""));
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kNodeLocal, L::kNoPref, L::kAny}));
  tasks().executor_lost("execD", ExecutorLoss::process_lost(""));
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kNoPref, L::kAny}));
}

TEST_F(TaskSetLocality, LocalityLevelsUpdatedIfExecutorAddedToExistingHost_Spark16106) {
  meet({{"exec0", "host0"}});
  auto& set = submit(2, {{executor("host0", "exec1")}, {executor("host0", "exec1")}});
  EXPECT_EQ(set.levels().front(), L::kNodeLocal);
  meet({{"exec1", "host0"}});
  EXPECT_EQ(set.levels().front(), L::kProcessLocal);
}

TEST_F(TaskSetLocality, ShiftToTheNewHighestLocalityLevelWhenRecomputeLocality_Spark31837) {
  meet({{"exec1", "host1"}});
  submit(2, {{executor("host3", "exec3")}, {executor("host3", "exec3")}});
  EXPECT_EQ(offer("exec1", "host1"), 0) << "nobody is near: anywhere at once";
  meet({{"exec3", "host3"}});
  EXPECT_EQ(offer("exec1", "host1"), -1) << "now there is a nearer place to wait for";
  EXPECT_EQ(offer("exec3", "host3"), 1);
  EXPECT_EQ(last.at(0).locality, L::kProcessLocal);
}

TEST_F(TaskSetLocality,
       DecommissionedHostOrExecutorShouldNotBeUsedToCalculateLocalityLevels_Spark32653) {
  meet({{"exec1", "host1"}, {"exec2", "host1"}});
  auto& set = submit(2, {{executor("host1", "exec1")}, {host("host1")}});
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kProcessLocal, L::kNodeLocal, L::kAny}));
  tasks().decommission("exec1", {});
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kNodeLocal, L::kAny}));
  tasks().decommission("exec2", {});
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kAny}));
}

TEST_F(TaskSetLocality, RackLocalTasks) {
  options.rack_of_host = {
      {"host1", "rack1"}, {"host2", "rack1"}, {"host3", "rack2"}, {"host9", "rack2"}};
  meet({{"execA", "host2"}, {"execB", "host3"}});
  auto& set = submit(2, {{host("host1")}, {host("host1")}});
  EXPECT_EQ(set.levels(), (std::vector<L>{L::kRackLocal, L::kAny}));
  EXPECT_EQ(offer("execB", "host3"), -1);
  EXPECT_EQ(offer("execA", "host2"), 0);
  EXPECT_EQ(last.at(0).locality, L::kRackLocal);
  clock.advance_ms(options.locality_wait_rack_ms);
  EXPECT_EQ(offer("execB", "host3"), 1);
  EXPECT_EQ(last.at(0).locality, L::kAny);
}

TEST_F(TaskSetLocality,
       NodeLocalTasksShouldBeScheduledRightAwayWhenThereAreOnlyNodeLocalAndNoPreferenceTasks) {
  meet({{"exec1", "host1"}, {"exec2", "host2"}});
  submit(4, {{host("host1")}, {host("host2")}, {}, {host("host3")}});
  EXPECT_EQ(offer("exec1", "host1"), 0);
  EXPECT_EQ(offer("exec2", "host2"), 1);
  EXPECT_EQ(offer("exec1", "host1"), 2);
}

TEST_F(TaskSetLocality,
       NodeLocalTasksShouldBeScheduledRightAfterProcessLocalTasksFinished_Spark4939) {
  meet({{"execA", "host1"}, {"execB", "host2"}});
  submit(4, {{executor("host1", "execA")},
             {executor("host2", "execB")},
             {host("host1")},
             {host("host2")}});
  EXPECT_EQ(offer("execA", "host1"), 0);
  EXPECT_EQ(offer("execB", "host2"), 1);
  EXPECT_EQ(offer("execA", "host1"), 2);
  EXPECT_EQ(offer("execB", "host2"), 3);
}

TEST_F(TaskSetLocality, NoPrefTasksShouldBeScheduledAfterProcessLocalTasksFinished_Spark4939) {
  meet({{"execA", "host1"}, {"execB", "host2"}});
  submit(3, {{}, {executor("host1", "execA")}, {executor("host2", "execB")}});
  EXPECT_EQ(offer("execA", "host1"), 1);
  EXPECT_EQ(offer("execB", "host2"), 2);
  EXPECT_EQ(offer("execA", "host1"), 0);
}

TEST_F(TaskSetLocality, LocationsWithHdfsCacheTaskLocationAreTreatedAsProcessLocal) {
  meet({{"execA", "host1"}, {"execB", "host2"}});
  auto& set = submit(
      2, {{TaskLocation::parse("hdfs_cache_host1")}, {TaskLocation::parse("hdfs_cache_host2")}});
  EXPECT_EQ(set.levels().front(), L::kProcessLocal);
  EXPECT_EQ(offer("execA", "host1"), 0);
  EXPECT_EQ(last.at(0).locality, L::kProcessLocal);
}

TEST_F(TaskSetLocality, TaskLocationForDifferentHostType) {
  EXPECT_EQ(TaskLocation::parse("host1"), host("host1"));
  EXPECT_EQ(TaskLocation::parse("executor_host1_3"), executor("host1", "3"));
  EXPECT_EQ(TaskLocation::parse("executor_host1_3_4"), executor("host1", "3_4"));
  EXPECT_EQ(TaskLocation::parse("hdfs_cache_host1").kind, TaskLocation::Kind::kHdfsCache);
}

TEST_F(TaskSetLocality, DelaySchedulingTimerIsResetWhenItAcceptsAllResourcesOffered_Spark18886) {
  meet({{"exec1", "host1"}, {"exec2", "host2"}});
  submit(8, Wishes(8, {host("host1")}));
  offer("exec1", "host1");
  clock.advance_ms(options.locality_wait_node_ms - 1);
  EXPECT_NE(offer("exec1", "host1"), -1) << "all that was offered was taken: the wait begins anew";
  clock.advance_ms(2);
  EXPECT_EQ(offer("exec2", "host2"), -1);
}

TEST_F(TaskSetLocality, TimerIsNotResetWhenAnyOfferIsRejected_Spark18886) {
  meet({{"exec1", "host1"}, {"exec2", "host2"}});
  submit(8, Wishes(8, {host("host1")}));
  // host1 takes a task, host2's core is refused: the wait goes on.
  EXPECT_EQ(tasks().offer({{"exec1", "host1", 1}, {"exec2", "host2", 1}}).size(), 1u);
  clock.advance_ms(options.locality_wait_node_ms - 1);
  EXPECT_EQ(tasks().offer({{"exec1", "host1", 1}}, false).size(), 1u);
  clock.advance_ms(1);
  EXPECT_NE(offer("exec2", "host2"), -1);
}

TEST_F(TaskSetLocality, PartialOffersResetTheTimerOnlyIfTheLastFullOfferWasAccepted_Spark18886) {
  meet({{"exec1", "host1"}, {"exec2", "host2"}});
  submit(8, Wishes(8, {host("host1")}));
  EXPECT_EQ(tasks().offer({{"exec1", "host1", 1}}, true).size(), 1u);
  clock.advance_ms(options.locality_wait_node_ms - 1);
  EXPECT_EQ(tasks().offer({{"exec1", "host1", 1}}, false).size(), 1u);
  clock.advance_ms(2);
  EXPECT_EQ(offer("exec2", "host2"), -1) << "the partial offer was taken, too: reset";
}

TEST_F(TaskSetLocality, TaskSetWithNoLocalityRequirementsShouldNotStarveOneWithThem_Spark18886) {
  meet({{"exec1", "host1"}, {"exec2", "host2"}});
  submit(2, {{host("host1")}, {host("host1")}}, {.stage = 0, .priority = 0});
  submit(4, {}, {.stage = 1, .priority = 1});
  const auto launched = tasks().offer({{"exec2", "host2", 1}});
  ASSERT_EQ(launched.size(), 1u);
  EXPECT_EQ(launched[0].stage->stage, StageId{1});
  clock.advance_ms(options.locality_wait_node_ms);
  const auto later = tasks().offer({{"exec2", "host2", 1}}, false);
  ASSERT_EQ(later.size(), 1u);
  EXPECT_EQ(later[0].stage->stage, StageId{0});
}

TEST_F(TaskSetLocality, WithDelaySchedulingOffTasksCanBeRunAtAnyLocalityLevelImmediately) {
  options.locality_wait_process_ms = options.locality_wait_node_ms = options.locality_wait_rack_ms =
      0;
  meet({{"exec1", "host1"}, {"exec2", "host2"}});
  submit(2, {{host("host1")}, {host("host1")}});
  EXPECT_NE(offer("exec2", "host2"), -1);
  // Locality still decides when there is a choice.
  const auto launched = tasks().offer({{"exec2", "host2", 1}, {"exec1", "host1", 1}});
  ASSERT_EQ(launched.size(), 1u);
  EXPECT_EQ(launched[0].host, "host1");
}

}  // namespace
}  // namespace mammoth::spark::scheduler
