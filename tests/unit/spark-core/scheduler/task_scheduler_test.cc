// TaskSchedulerImplSuite and PoolSuite. Each test is named after its counterpart.
#include "tests/unit/spark-core/scheduler/task_fixture.h"

namespace mammoth::spark::scheduler {
namespace {

struct TaskSchedulerSuite : TaskFixture {};
struct Pools : TaskFixture {};

TEST_F(TaskSchedulerSuite, SchedulerDoesNotAlwaysScheduleTasksOnTheSameWorkers) {
  std::set<std::string> used;
  for (int trial = 0; trial < 60; ++trial) {
    submit(1, {}, {.stage = trial});
    const auto launched = tasks().offer({{"exec0", "host0", 1}, {"exec1", "host1", 1}});
    ASSERT_EQ(launched.size(), 1u);
    used.insert(launched[0].executor_id);
    succeed(launched[0].id);
  }
  EXPECT_EQ(used.size(), 2u);
}

TEST_F(TaskSchedulerSuite, BasicDelayScheduling) {
  meet({{"exec1", "host1"}, {"exec2", "host2"}});
  submit(3, {{executor("host1", "exec1")},
             {executor("host2", "exec2")},
             {host("host1"), executor("host2", "exec2")}});
  EXPECT_EQ(offer("exec1", "host1"), 0);
  EXPECT_EQ(last.at(0).locality, Locality::kProcessLocal);
  EXPECT_EQ(offer("exec1", "host1"), -1) << "NODE_LOCAL has to be waited for";
  clock.advance_ms(options.locality_wait_process_ms);
  EXPECT_EQ(offer("exec1", "host1"), 2);
  EXPECT_EQ(last.at(0).locality, Locality::kNodeLocal);
  EXPECT_EQ(offer("exec1", "host1"), -1);
  clock.advance_ms(options.locality_wait_node_ms);
  EXPECT_EQ(offer("exec1", "host1"), 1);
  EXPECT_EQ(last.at(0).locality, Locality::kAny);
}

TEST_F(TaskSchedulerSuite, SchedulerCorrectlyAccountsForMultipleCpusPerTask) {
  options.task_cpus = 2;
  submit(1);
  EXPECT_TRUE(tasks().offer({{"exec0", "host0", 1}, {"exec1", "host1", 1}}).empty());
  submit(1, {}, {.stage = 1});
  const auto launched = tasks().offer({{"exec0", "host0", 3}, {"exec1", "host1", 1}});
  ASSERT_EQ(launched.size(), 1u);
  EXPECT_EQ(launched[0].executor_id, "exec0");
  EXPECT_EQ(launched[0].cpus, 2);
}

TEST_F(TaskSchedulerSuite, ConcurrentAttemptsForTheSameStageOnlyHaveOneActiveTaskSet) {
  auto& first = submit(1, {}, {.attempt = 0});
  EXPECT_FALSE(first.zombie());
  offer("exec0", "host0");
  auto& second = submit(1, {}, {.attempt = 1});
  EXPECT_TRUE(first.zombie());
  EXPECT_FALSE(second.zombie());
  // Another stage is not concerned.
  auto& other = submit(1, {}, {.stage = 1, .attempt = 0});
  EXPECT_FALSE(second.zombie());
  EXPECT_FALSE(other.zombie());
}

TEST_F(TaskSchedulerSuite, DontScheduleMoreTasksAfterATaskSetIsZombie) {
  auto& set = submit(10);
  EXPECT_EQ(tasks().offer({{"exec0", "host0", 4}}).size(), 4u);
  set.make_zombie();
  EXPECT_TRUE(tasks().offer({{"exec0", "host0", 4}}).empty());
  submit(10, {}, {.attempt = 1});
  EXPECT_EQ(tasks().offer({{"exec0", "host0", 12}}).size(), 10u);
}

TEST_F(TaskSchedulerSuite, IfAZombieAttemptFinishesContinueSchedulingTasksForNonZombieAttempts) {
  submit(10);
  tasks().offer({{"exec0", "host0", 10}});
  const auto of_first = reports.started;
  submit(10, {}, {.attempt = 1});
  EXPECT_EQ(tasks().offer({{"exec0", "host0", 5}}).size(), 5u);
  for (const TaskInfo& info : of_first) tasks().task_failed(info.id, TaskKilled{"old", {}});
  EXPECT_EQ(tasks().task_set(StageId{0}, 0), nullptr);
  EXPECT_EQ(tasks().offer({{"exec0", "host0", 10}}).size(), 5u);
}

TEST_F(TaskSchedulerSuite, CompletionsInZombieTaskSetsUpdateStatusOfNonZombieTaskSet) {
  auto& second = submit(3, {}, {.attempt = 1});
  offer("exec0", "host0");
  tasks().partition_completed(StageId{0}, 1);
  tasks().partition_completed(StageId{0}, 2);
  EXPECT_EQ(offer("exec0", "host0"), -1) << "the others are done elsewhere";
  EXPECT_FALSE(second.zombie());
  succeed(task_of(0));
  EXPECT_TRUE(tasks().idle());
}

TEST_F(TaskSchedulerSuite, TasksAreNotRescheduledWhileExecutorLossReasonIsPending) {
  submit(1);
  offer("exec0", "host0");
  tasks().executor_lost("exec0", {ExecutorLoss::Kind::kPending, "Pending loss reason."});
  EXPECT_EQ(offer("exec1", "host1"), -1);
  EXPECT_TRUE(reports.ended.empty());
  tasks().executor_lost("exec0", ExecutorLoss::process_lost("it crashed"));
  EXPECT_EQ(reports.lost, std::vector<std::string>{"exec0"}) << "told once";
  EXPECT_EQ(offer("exec1", "host1"), 0);
}

TEST_F(TaskSchedulerSuite, IfAnExecutorIsLostThenTheStateForItsRunningTasksIsCleanedUp_Spark18553) {
  submit(1);
  offer("exec0", "host0");
  const TaskId task = task_of(0);
  tasks().executor_lost("exec0", ExecutorLoss::process_lost("gone"));
  EXPECT_EQ(tasks().running_count(), 0);
  EXPECT_FALSE(tasks().task_succeeded(task, TaskSuccess{}))
      << "a report of the dead counts no more";
  EXPECT_EQ(offer("exec1", "host1"), 0);
}

TEST_F(TaskSchedulerSuite, IgnoreTaskFinishedEventIfItsTaskWasFinishedState_Spark37300) {
  submit(2);
  offer("exec0", "host0");
  EXPECT_TRUE(tasks().task_succeeded(task_of(0), TaskSuccess{}));
  EXPECT_FALSE(tasks().task_succeeded(task_of(0), TaskSuccess{}));
  EXPECT_FALSE(tasks().task_failed(task_of(0), UnknownReason{}));
  EXPECT_EQ(reports.ended.size(), 1u);
}

TEST_F(TaskSchedulerSuite, KillAllTaskAttemptsShallKillAllTheRunningTasks) {
  auto& set = submit(5);
  tasks().offer({{"exec0", "host0", 2}});
  EXPECT_TRUE(tasks().kill_all_attempts(StageId{0}, false, "test"));
  EXPECT_EQ(backend.kills.size(), 2u);
  EXPECT_EQ(backend.kills[0].second, "Stage cancelled: test");
  EXPECT_TRUE(set.zombie());
  for (const auto& [task, reason] : std::vector(backend.kills))
    tasks().task_failed(task, TaskKilled{reason, {}});
  EXPECT_TRUE(tasks().idle());
}

TEST_F(TaskSchedulerSuite, DontScheduleForABarrierTaskSetIfAvailableSlotsAreLessThanPendingTasks) {
  submit(3, {}, {.barrier = true});
  EXPECT_TRUE(tasks().offer({{"exec0", "host0", 1}, {"exec1", "host1", 1}}).empty());
  EXPECT_TRUE(reports.started.empty());
}

TEST_F(TaskSchedulerSuite, ScheduleTasksForABarrierTaskSetIfAllTasksCanBeLaunchedTogether) {
  submit(3, {}, {.barrier = true});
  const auto launched = tasks().offer({{"exec0", "host0", 1, "host0:1"},
                                       {"exec1", "host1", 1, "host1:1"},
                                       {"exec2", "host2", 1, "host2:1"}});
  ASSERT_EQ(launched.size(), 3u);
  for (const TaskDescription& task : launched) {
    ASSERT_EQ(task.barrier_addresses.size(), 3u);
    EXPECT_EQ(task.barrier_addresses[static_cast<std::size_t>(task.index)], task.host + ":1");
  }
}

TEST_F(TaskSchedulerSuite,
       BarrierTaskSetCantScheduleWhenHigherPrioTaskSetTakesTheSlots_Spark29263) {
  submit(3, {}, {.stage = 0, .priority = 0});
  submit(3, {}, {.stage = 1, .priority = 1, .barrier = true});
  const auto launched = tasks().offer({{"exec0", "host0", 2}, {"exec1", "host1", 2}});
  EXPECT_EQ(launched.size(), 3u);
  for (const TaskDescription& task : launched) EXPECT_EQ(task.stage->stage, StageId{0});
}

TEST_F(TaskSchedulerSuite, DelaySchedulingForBarrierTaskSetManagerAndResourceRevert_Spark24818) {
  meet({{"exec0", "host0"}, {"exec1", "host1"}});
  submit(2, {{host("host0")}, {host("host0")}}, {.stage = 0, .priority = 0, .barrier = true});
  submit(2, {}, {.stage = 1, .priority = 1});
  // One of the two would be local, the other waits: neither is launched, the cores go to the next
  // set.
  const auto launched = tasks().offer({{"exec0", "host0", 1}, {"exec1", "host1", 1}});
  ASSERT_EQ(launched.size(), 2u);
  for (const TaskDescription& task : launched) EXPECT_EQ(task.stage->stage, StageId{1});
  clock.advance_ms(options.locality_wait_node_ms);
  EXPECT_EQ(tasks().offer({{"exec0", "host0", 1}, {"exec1", "host1", 1}}).size(), 2u);
}

TEST_F(TaskSchedulerSuite, MarkTaskSetForABarrierStageAsZombieInCaseATaskFails) {
  auto& set = submit(3, {}, {.barrier = true});
  tasks().offer({{"exec0", "host0", 3}});
  tasks().task_failed(task_of(1), TaskKilled{"test", {}});
  EXPECT_TRUE(set.zombie());
}

TEST_F(TaskSchedulerSuite, DecommissionIsRememberedAfterTheLoss_Spark40979) {
  meet({{"exec0", "host0"}});
  EXPECT_FALSE(tasks().decommission_of("exec0"));
  clock.advance_ms(5);
  tasks().decommission("exec0", "host0");
  clock.advance_ms(5);
  tasks().decommission("exec0", {});
  ASSERT_TRUE(tasks().decommission_of("exec0"));
  EXPECT_EQ(tasks().decommission_of("exec0")->start_ms, 6);
  EXPECT_EQ(tasks().decommission_of("exec0")->worker_host, "host0");
  tasks().executor_lost("exec0", ExecutorLoss::process_lost("done"));
  EXPECT_TRUE(tasks().decommission_of("exec0"));
  EXPECT_FALSE(tasks().decommission_of("nobody"));
}

TEST_F(TaskSchedulerSuite, TaskSetManagersForDifferentStageAttemptsHaveUniqueNames_Spark17894) {
  EXPECT_EQ(to_text(submit(1, {}, {.attempt = 0}).stage()), "0.0");
  EXPECT_EQ(to_text(submit(1, {}, {.attempt = 1}).stage()), "0.1");
}

TEST_F(Pools, FifoSchedulerTest) {
  submit(2, {}, {.stage = 2, .priority = 0});
  submit(2, {}, {.stage = 1, .priority = 0});
  submit(2, {}, {.stage = 0, .priority = 1});
  std::vector<int> order;
  for (int round = 0; round < 6; ++round) {
    offer("exec", "host");
    order.push_back(last.at(0).stage->stage.value());
  }
  EXPECT_EQ(order, (std::vector<int>{1, 1, 2, 2, 0, 0})) << "by job, then by stage";
}

TEST_F(Pools, FairSchedulerTest) {
  options.mode = SchedulingMode::kFair;
  options.pools = {{"1", SchedulingMode::kFifo, 2, 1},
                   {"2", SchedulingMode::kFifo, 3, 1},
                   {"3", SchedulingMode::kFifo, 0, 1}};
  const auto in = [](const std::string& pool) {
    return Properties{{"spark.scheduler.pool", pool}};
  };
  submit(1, {}, {.stage = 0, .priority = 0, .properties = in("1")});
  submit(1, {}, {.stage = 1, .priority = 1, .properties = in("1")});
  submit(2, {}, {.stage = 2, .priority = 2, .properties = in("1")});
  submit(4, {}, {.stage = 3, .priority = 3, .properties = in("2")});
  submit(4, {}, {.stage = 4, .priority = 4, .properties = in("2")});
  submit(2, {}, {.stage = 5, .priority = 5, .properties = in("3")});
  std::vector<int> order;
  for (int round = 0; round < 10; ++round) {
    offer("exec", "host");
    order.push_back(last.at(0).stage->stage.value());
  }
  // First everybody's minShare, then by running tasks, ties by name.
  EXPECT_EQ(order, (std::vector<int>{0, 3, 3, 1, 3, 5, 5, 2, 2, 3}));
}

TEST_F(Pools, WeightsShareWhatIsLeft) {
  options.mode = SchedulingMode::kFair;
  options.pools = {{"heavy", SchedulingMode::kFair, 0, 3}, {"light", SchedulingMode::kFair, 0, 1}};
  submit(40, {}, {.stage = 0, .properties = {{"spark.scheduler.pool", "heavy"}}});
  submit(40, {}, {.stage = 1, .properties = {{"spark.scheduler.pool", "light"}}});
  int heavy = 0;
  for (int round = 0; round < 40; ++round) {
    offer("exec", "host");
    heavy += last.at(0).stage->stage == StageId{0};
  }
  EXPECT_EQ(heavy, 30);
}

TEST_F(Pools, FairSchedulerUsesDefaultPoolWhenPropertyIsNotSet_AndCreatesUnknownPools) {
  options.mode = SchedulingMode::kFair;
  submit(1, {}, {.stage = 0});
  submit(1, {}, {.stage = 1, .properties = {{"spark.scheduler.pool", "new"}}});
  ASSERT_TRUE(tasks().root().find("default"));
  EXPECT_EQ(tasks().root().find("default")->all().size(), 1u);
  ASSERT_TRUE(tasks().root().find("new"));
  EXPECT_EQ(tasks().root().find("new")->options().weight, 1);
}

TEST_F(Pools, FifoSchedulerUsesRootPoolAndNotThePoolProperty) {
  submit(1, {}, {.properties = {{"spark.scheduler.pool", "p"}}});
  EXPECT_EQ(tasks().root().find("p"), nullptr);
  EXPECT_EQ(tasks().root().all().size(), 1u);
}

}  // namespace
}  // namespace mammoth::spark::scheduler
