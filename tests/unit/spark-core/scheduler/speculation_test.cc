// TaskSetManagerSuite: speculation. Each test is named after its counterpart.
#include "tests/unit/spark-core/scheduler/task_fixture.h"

namespace mammoth::spark::scheduler {
namespace {

struct Speculation : TaskFixture {
  Speculation() {
    options.speculation.enabled = true;
    options.speculation.quantile = 0.5;
    options.speculation.multiplier = 1.5;
    options.speculation.min_task_runtime_ms = 0;
    options.speculation.efficiency_enabled = false;
  }
  void look() {
    clock.advance_ms(options.speculation.interval_ms);
    tasks().tick();
  }
  // Starts one task on each of the executors exec0@host0, exec1@host1 …
  void start(int count) {
    for (int index = 0; index < count; ++index)
      ASSERT_NE(offer(fmt::format("exec{}", index), fmt::format("host{}", index)), -1);
  }
};

TEST_F(Speculation, KillOtherTaskAttemptsWhenOneAttemptBelongingToTheSameTaskSucceeds) {
  submit(4);
  start(4);
  clock.advance_ms(100);
  for (const int index : {0, 1, 2}) succeed(task_of(index));
  const TaskId original = task_of(3);
  clock.advance_ms(100);
  look();
  EXPECT_EQ(events.speculated, std::vector<int>{3});
  EXPECT_EQ(offer("exec3b", "host3"), -1) << "never a copy on the same host";
  EXPECT_EQ(offer("exec1", "host1"), 3);
  EXPECT_TRUE(last.at(0).speculative);
  EXPECT_EQ(last.at(0).attempt_number, 1);
  succeed(last.at(0).id);
  EXPECT_EQ(backend.kills,
            (std::vector<std::pair<TaskId, std::string>>{{original, "another attempt succeeded"}}));
  // The loser finished before the kill reached it: it is not a success any more.
  succeed(original);
  EXPECT_EQ(reports.count<TaskKilled>(), 1);
  EXPECT_EQ(reports.ended.size(), 5u);
  EXPECT_TRUE(tasks().idle());
}

TEST_F(Speculation, KillingSpeculativeTasksDoesNotCountTowardsAbortingTheTaskSet) {
  options.max_task_failures = 1;
  submit(2);
  start(2);
  clock.advance_ms(100);
  succeed(task_of(0));
  const TaskId original = task_of(1);
  clock.advance_ms(100);
  look();
  ASSERT_EQ(offer("exec0", "host0"), 1);
  tasks().task_failed(last.at(0).id, TaskKilled{"test", {}});
  EXPECT_TRUE(reports.aborts.empty());
  succeed(original);
  EXPECT_TRUE(tasks().idle());
}

TEST_F(Speculation, SpeculativeTaskIsSubmittedOnlyOnceForExecution_Spark26755) {
  submit(4);
  start(4);
  clock.advance_ms(100);
  for (const int index : {0, 1}) succeed(task_of(index));
  clock.advance_ms(200);
  look();
  look();
  EXPECT_EQ(events.speculated, (std::vector<int>{2, 3}));
  int copies = 0;
  for (int round = 0; round < 4; ++round) copies += offer("exec9", "host9") != -1;
  EXPECT_EQ(copies, 2);
  look();
  EXPECT_EQ(events.speculated.size(), 2u) << "two copies of a task are enough";
}

TEST_F(Speculation, TaskKilledByOtherAttemptTaskShouldNotBeResubmitted_Spark22074) {
  outputs.register_shuffle(ShuffleId{0}, 2, 1);
  submit(2, {}, {.shuffle = ShuffleId{0}});
  start(2);
  clock.advance_ms(100);
  succeed(task_of(0));
  const TaskId original = task_of(1);
  clock.advance_ms(200);
  look();
  ASSERT_EQ(offer("exec5", "host5"), 1);
  succeed(original);
  tasks().executor_lost("exec5", ExecutorLoss::process_lost("x"));
  EXPECT_EQ(reports.count<Resubmitted>(), 0);
}

TEST_F(Speculation, SpeculativeTaskObeysOriginalLocalityPreferences_Spark26755) {
  meet({{"exec0", "host0"}, {"exec1", "host1"}, {"exec2", "host2"}});
  submit(3, {{host("host0"), host("host1")},
             {host("host0"), host("host1")},
             {host("host0"), host("host1")}});
  ASSERT_EQ(offer("exec0", "host0"), 0);
  ASSERT_EQ(offer("exec0", "host0"), 1);
  ASSERT_EQ(offer("exec0", "host0"), 2);
  clock.advance_ms(100);
  succeed(task_of(0));
  succeed(task_of(1));
  clock.advance_ms(200);
  look();
  // Nothing ordinary is left to wait for, so the set is at ANY; the wished host comes first all the
  // same.
  const auto launched = tasks().offer({{"exec2", "host2", 1}, {"exec1", "host1", 1}});
  ASSERT_EQ(launched.size(), 1u);
  EXPECT_EQ(launched[0].host, "host1");
}

TEST_F(Speculation, MinimumAmountOfTimeATaskRunsBeforeBeingConsidered_Spark33741) {
  options.speculation.min_task_runtime_ms = 1000;
  submit(2);
  start(2);
  clock.advance_ms(10);
  succeed(task_of(0));
  clock.advance_ms(500);
  look();
  EXPECT_TRUE(events.speculated.empty());
  clock.advance_ms(500);
  look();
  EXPECT_EQ(events.speculated, std::vector<int>{1});
}

TEST_F(Speculation, SpeculationForTaskSetWithSingleTask_Spark32170) {
  submit(1);
  start(1);
  clock.advance_ms(1'000'000);
  look();
  EXPECT_TRUE(events.speculated.empty());
}

TEST_F(Speculation, WithATimeThresholdRunTheTaskEvenIfThereAreNotEnoughSuccessfulRuns_Spark29976) {
  options.speculation.duration_threshold_ms = 60'000;
  options.slots_per_executor = 1;
  submit(1);
  start(1);
  look();
  EXPECT_TRUE(events.speculated.empty());
  clock.advance_ms(60'001);
  look();
  EXPECT_EQ(events.speculated, std::vector<int>{0});
}

TEST_F(Speculation, WithATimeThresholdNoSpeculationIfThereAreTooManyTasksInTheStage_Spark29976) {
  options.speculation.duration_threshold_ms = 60'000;
  submit(2);
  start(2);
  clock.advance_ms(600'000);
  look();
  EXPECT_TRUE(events.speculated.empty());
}

TEST_F(Speculation, InefficientTasksByTheirProcessRate_Spark32170) {
  options.speculation.efficiency_enabled = true;
  submit(4);
  start(4);
  clock.advance_ms(100);
  for (const int index : {0, 1})
    tasks().task_succeeded(task_of(index),
                           TaskSuccess{.value = {}, .records_read = 100, .run_ms = 100});
  // Slower than 0.75 × 1000 records a second: task 2 is, task 3 is not.
  clock.advance_ms(60);
  tasks().task_progress(task_of(2), 10, 160);
  tasks().task_progress(task_of(3), 150, 160);
  look();
  EXPECT_EQ(events.speculated, std::vector<int>{2});
  // Longer than twice the threshold of 150 ms is slow beyond doubt.
  clock.advance_ms(100);
  look();
  EXPECT_EQ(events.speculated, (std::vector<int>{2, 3}));
}

TEST_F(Speculation, TasksOnALeavingExecutorThatCannotFinishInTime_Spark21040) {
  options.speculation.decommission_kill_interval_ms = 5'000;
  submit(4);
  start(4);
  clock.advance_ms(10'000);
  for (const int index : {0, 1}) succeed(task_of(index));
  EXPECT_TRUE(events.speculated.empty());
  // A fresh task on a leaving executor would need 10 s, it has 5.
  tasks().task_failed(task_of(3), TaskKilled{"test", {}});
  ASSERT_EQ(offer("exec7", "host7"), 3);
  tasks().decommission("exec7", {});
  look();
  EXPECT_EQ(events.speculated, std::vector<int>{3});
}

TEST_F(Speculation, NoSpeculationWithoutAnySuccess_MedianHeap_Spark24677) {
  submit(2);
  start(2);
  clock.advance_ms(1'000'000);
  look();
  EXPECT_TRUE(events.speculated.empty());
  MedianHeap heap;
  for (const double value : {5.0, 1.0, 3.0}) heap.insert(value);
  EXPECT_EQ(heap.median(), 3.0);
  heap.insert(4.0);
  EXPECT_EQ(heap.median(), 3.5);
}

}  // namespace
}  // namespace mammoth::spark::scheduler
