// TaskSetManagerSuite: retries, lost executors, giving up, exclusion. Each test is named after its
// counterpart.
#include "tests/unit/spark-core/scheduler/task_fixture.h"

namespace mammoth::spark::scheduler {
namespace {

struct TaskSetFailures : TaskFixture {};
const SchedulerOptions kDefaults;

TEST_F(TaskSetFailures, TaskResultLost) {
  submit(1);
  EXPECT_EQ(offer("exec1", "host1"), 0);
  tasks().task_failed(task_of(0), TaskResultLost{});
  EXPECT_EQ(reports.count<TaskResultLost>(), 1);
  EXPECT_EQ(offer("exec1", "host1"), 0);
  EXPECT_EQ(last.at(0).attempt_number, 1);
}

TEST_F(TaskSetFailures, RepeatedFailuresLeadToTaskSetAbortion) {
  submit(1, {}, {.stage = 1});
  for (int attempt = 0; attempt < 4; ++attempt) {
    EXPECT_TRUE(reports.aborts.empty());
    EXPECT_EQ(offer("driver", "driver"), 0);
    fail(task_of(0), "java.lang.RuntimeException: boom");
  }
  ASSERT_EQ(reports.aborts.size(), 1u);
  EXPECT_EQ(reports.aborts[0],
            "Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.3 in stage 1.0 "
            "(TID 3) (driver "
            "executor driver): java.lang.RuntimeException: boom\nDriver stacktrace:");
  EXPECT_EQ(offer("driver", "driver"), -1);
  EXPECT_TRUE(tasks().idle());
}

TEST_F(TaskSetFailures, ASuccessResetsTheFailureCount_Spark37580) {
  options.max_task_failures = 2;
  submit(2, {}, {.shuffle = ShuffleId{0}});
  outputs.register_shuffle(ShuffleId{0}, 2, 1);
  offer("exec1", "host1");
  fail(task_of(0));
  EXPECT_EQ(offer("exec1", "host1"), 0);
  succeed(task_of(0));
  tasks().executor_lost("exec1", ExecutorLoss::killed());
  EXPECT_EQ(reports.count<Resubmitted>(), 1);
  EXPECT_EQ(offer("exec2", "host2"), 0);
  fail(task_of(0));
  EXPECT_TRUE(reports.aborts.empty()) << "one failure since its success";
}

TEST_F(TaskSetFailures, OnlyTheTasksOwnFailuresCount) {
  // Fetch failures are seen elsewhere: they end the set.
  submit(1);
  const TaskFailure blameless[] = {TaskKilled{"preempted", {}}, TaskCommitDenied{JobId{0}, 0, 0},
                                   ExecutorLostFailure{"exec1", false, "node went"}};
  for (int round = 0; round < 3; ++round)
    for (const TaskFailure& failure : blameless) {
      ASSERT_EQ(offer("exec1", "host1"), 0);
      tasks().task_failed(task_of(0), failure);
    }
  EXPECT_TRUE(reports.aborts.empty());
}

TEST_F(TaskSetFailures, ExecutorsExitForReasonUnrelatedToCurrentlyRunningTasks) {
  options.max_task_failures = 2;
  submit(1);
  for (int round = 0; round < 3; ++round) {
    const std::string id = fmt::format("exec{}", round);
    ASSERT_EQ(offer(id, "host1"), 0);
    tasks().task_running(task_of(0));
    tasks().executor_lost(id, ExecutorLoss::exited(1, false));
  }
  EXPECT_TRUE(reports.aborts.empty());
  for (int round = 3; round < 5; ++round) {
    const std::string id = fmt::format("exec{}", round);
    ASSERT_EQ(offer(id, "host1"), 0);
    tasks().task_running(task_of(0));
    tasks().executor_lost(id, ExecutorLoss::exited(1, true));
  }
  ASSERT_EQ(reports.aborts.size(), 1u);
  EXPECT_NE(reports.aborts[0].find(
                "ExecutorLostFailure (executor exec4 exited caused by one of the running tasks) "
                "Reason: Command exited with code 1"),
            std::string::npos);
}

TEST_F(TaskSetFailures, ATaskThatWasNotYetRunningIsNotToBlame_Spark39955) {
  options.max_task_failures = 1;
  submit(1);
  offer("exec1", "host1");
  tasks().executor_lost("exec1", ExecutorLoss::process_lost("gone"));
  EXPECT_TRUE(reports.aborts.empty());
  offer("exec2", "host1");
  tasks().task_running(task_of(0));
  tasks().executor_lost("exec2", ExecutorLoss::process_lost("gone"));
  EXPECT_EQ(reports.aborts.size(), 1u);
}

TEST_F(TaskSetFailures, FinishedMapTasksRunAgainWhenTheirExecutorIsLost_Spark24755) {
  outputs.register_shuffle(ShuffleId{0}, 4, 1);
  submit(4, {}, {.shuffle = ShuffleId{0}});
  tasks().offer({{"exec1", "host1", 2}, {"exec2", "host2", 1}});
  std::vector<TaskId> on_first;
  for (const TaskInfo& info : reports.started)
    if (info.executor_id == "exec1") on_first.push_back(info.id);
  ASSERT_EQ(on_first.size(), 2u);
  succeed(on_first[0]);
  tasks().executor_lost("exec1", ExecutorLoss::process_lost("x"));
  EXPECT_EQ(reports.count<Resubmitted>(), 1);
  EXPECT_EQ(reports.count<ExecutorLostFailure>(), 1);
  EXPECT_EQ(tasks().offer({{"exec2", "host2", 5}}).size(), 3u)
      << "both of the lost and the one that waited";
}

TEST_F(TaskSetFailures, TaskDoesntNeedToRerunOnExecutorLostIfShuffleDataHasMigrated_Spark41469) {
  outputs.register_shuffle(ShuffleId{0}, 2, 1);
  submit(2, {}, {.shuffle = ShuffleId{0}});
  tasks().offer({{"exec1", "host1", 1}, {"exec2", "host2", 1}});
  const TaskInfo* mine = nullptr;
  for (const TaskInfo& info : reports.started)
    if (info.executor_id == "exec1") mine = &info;
  succeed(mine->id);
  outputs.register_map_output(ShuffleId{0}, mine->index,
                              map_status_on("host1", 1, 2, mine->id.value()));
  tasks().decommission("exec1", {});
  outputs.update_map_output(ShuffleId{0}, mine->id.value(), block_manager("host2"));
  tasks().executor_lost(
      "exec1", {ExecutorLoss::Kind::kDecommissioned, "Executor decommission: done", false});
  EXPECT_EQ(reports.count<Resubmitted>(), 0);
}

TEST_F(TaskSetFailures, ResultTasksAndShuffleServiceNeedNoRerun) {
  submit(2);
  offer("exec1", "host1");
  succeed(task_of(0));
  tasks().executor_lost("exec1", ExecutorLoss::process_lost("x"));
  EXPECT_EQ(reports.count<Resubmitted>(), 0);
}

TEST_F(TaskSetFailures, TaskSetManagerShouldNotSendResubmittedTasksAfterBeingAZombie_Spark13931) {
  outputs.register_shuffle(ShuffleId{0}, 2, 1);
  submit(2, {}, {.shuffle = ShuffleId{0}});
  tasks().offer({{"exec1", "host1", 1}, {"exec2", "host2", 1}});
  const TaskId on_one =
      reports.started[0].executor_id == "exec1" ? reports.started[0].id : reports.started[1].id;
  const TaskId on_two =
      reports.started[0].executor_id == "exec2" ? reports.started[0].id : reports.started[1].id;
  succeed(on_one);
  tasks().task_failed(on_two, FetchFailed{{}, ShuffleId{9}, 0, 0, 0, "x"});
  tasks().executor_lost("exec1", ExecutorLoss::process_lost("x"));
  EXPECT_EQ(reports.count<Resubmitted>(), 0);
}

TEST_F(TaskSetFailures, AbortTheJobIfTotalSizeOfResultsIsTooLarge) {
  options.max_result_bytes = 2 << 20;
  submit(3);
  for (int index = 0; index < 3; ++index) offer("exec1", "host1");
  for (int index = 0; index < 2; ++index)
    tasks().task_succeeded(task_of(index), TaskSuccess{.value = {}, .result_bytes = (1 << 20) + 1});
  ASSERT_EQ(reports.aborts.size(), 1u);
  EXPECT_EQ(reports.aborts[0],
            "Total size of serialized results of 2 tasks (2.0 MiB) is bigger than "
            "spark.driver.maxResultSize (2.0 MiB)");
}

TEST_F(TaskSetFailures, DoNotCheckTotalSizeOfIntermediateStages_Spark32470) {
  options.max_result_bytes = 10;
  outputs.register_shuffle(ShuffleId{0}, 1, 1);
  submit(1, {}, {.shuffle = ShuffleId{0}});
  offer("exec1", "host1");
  tasks().task_succeeded(task_of(0), TaskSuccess{.value = {}, .result_bytes = 1000});
  EXPECT_TRUE(reports.aborts.empty());
}

TEST_F(TaskSetFailures, TaskOutputFileAlreadyExistsLeadsToTaskSetAbortion) {
  submit(1, {}, {.stage = 3, .attempt = 1});
  offer("exec1", "host1");
  tasks().task_failed(task_of(0),
                      ExceptionFailure{.description = "file exists",
                                       .kind = ExceptionFailure::Kind::kOutputFileExists});
  EXPECT_EQ(reports.aborts,
            std::vector<std::string>{
                "Task 0.0 in stage 3.1 (TID 0) can not write to output file: file exists"});
  EXPECT_EQ(reports.ended.size(), 1u) << "SPARK-40094: its end is told all the same";
}

TEST_F(TaskSetFailures, NotSerializableResultIsNotRetried) {
  submit(1);
  offer("exec1", "host1");
  tasks().task_failed(task_of(0),
                      ExceptionFailure{.description = "no codec",
                                       .kind = ExceptionFailure::Kind::kResultNotSerializable});
  EXPECT_EQ(reports.aborts,
            std::vector<std::string>{
                "task 0.0 in stage 0.0 (TID 0) had a not serializable result: no codec"});
}

TEST_F(TaskSetFailures, ExecutorsShouldBeExcludedAfterTaskFailureInSpiteOfLocalityPreferences) {
  options.exclude.task_and_stage_enabled = true;
  meet({{"exec1", "host1"}, {"exec1.1", "host1"}, {"exec2", "host2"}});
  submit(1, {{executor("host1", "exec1")}});
  EXPECT_EQ(offer("exec1", "host1"), 0);
  fail(task_of(0));
  EXPECT_EQ(offer("exec1", "host1"), -1);
  EXPECT_EQ(offer("exec2", "host2"), -1) << "still waiting for its place";
  clock.advance_ms(options.locality_wait_process_ms);
  EXPECT_EQ(offer("exec1.1", "host1"), 0);
  fail(task_of(0));
  EXPECT_EQ(offer("exec1", "host1"), -1);
  EXPECT_EQ(offer("exec1.1", "host1"), -1) << "two failures on the host: the host is out for it";
  clock.advance_ms(10 * options.locality_wait_process_ms);
  EXPECT_EQ(offer("exec2", "host2"), 0);
}

TEST_F(TaskSetFailures, StageExclusionOfExecutorsAndNodes) {
  options.exclude.task_and_stage_enabled = true;
  meet({{"a", "host1"}, {"b", "host1"}, {"c", "host2"}});
  submit(6);
  for (const char* id : {"a", "b"})
    for (int failure = 0; failure < 2; ++failure) {
      ASSERT_NE(offer(id, "host1"), -1) << id << failure;
      fail(last.at(0).id);
    }
  EXPECT_EQ(events.excluded, (std::set<std::string>{"a", "b"}));
  EXPECT_EQ(events.excluded_nodes, std::set<std::string>{"host1"});
  EXPECT_EQ(offer("b", "host1"), -1);
  EXPECT_NE(offer("c", "host2"), -1);
}

TEST_F(TaskSetFailures, ExcludedForTheApplicationOnlyAfterTheTaskSetSucceeded_HealthTracker) {
  options.exclude.task_and_stage_enabled = options.exclude.application_enabled = true;
  meet({{"bad", "host1"}, {"good", "host2"}});
  submit(2);
  for (int failure = 0; failure < 2; ++failure) {
    ASSERT_NE(offer("bad", "host1"), -1);
    fail(last.at(0).id);
  }
  submit(1, {}, {.stage = 7});
  EXPECT_NE(offer("bad", "host1"), -1) << "another stage may use it";
  succeed(last.at(0).id);
  for (int index = 0; index < 2; ++index) {
    ASSERT_NE(offer("good", "host2"), -1);
    succeed(last.at(0).id);
  }
  submit(1, {}, {.stage = 8});
  EXPECT_EQ(offer("bad", "host1"), -1);
  // After the timeout it may try again.
  clock.advance_ms(options.exclude.timeout_ms + 1);
  EXPECT_NE(offer("bad", "host1"), -1);
}

TEST_F(TaskSetFailures, AbortStageWhenAllExecutorsAreExcludedAndWeCannotAcquireNewExecutor) {
  options.exclude.task_and_stage_enabled = true;
  submit(2);
  ASSERT_NE(offer("exec0", "host0"), -1);
  const TaskDescription first = last.at(0);
  ASSERT_NE(offer("exec0", "host0"), -1);  // busy with the other task
  fail(first.id, "no luck");
  EXPECT_EQ(offer("exec0", "host0"), -1);
  ASSERT_EQ(reports.aborts.size(), 1u);
  EXPECT_NE(reports.aborts[0].find("cannot run anywhere due to node and executor excludeOnFailure"),
            std::string::npos);
  EXPECT_NE(reports.aborts[0].find("no luck"), std::string::npos);
}

TEST_F(TaskSetFailures,
       AbortTimerShouldKickInWhenTaskIsCompletelyExcludedAndNoNewExecutorCanBeAcquired_Spark22148) {
  options.exclude.task_and_stage_enabled = options.exclude.application_enabled = true;
  submit(1);
  offer("exec0", "host0");
  fail(task_of(0));
  EXPECT_EQ(offer("exec0", "host0"), -1);
  EXPECT_EQ(backend.killed_executors, std::vector<std::string>{"exec0"})
      << "an idle one makes room";
  tasks().tick();
  EXPECT_TRUE(reports.aborts.empty());
  clock.advance_ms(options.exclude.unschedulable_timeout_ms);
  tasks().tick();
  EXPECT_EQ(reports.aborts.size(), 1u);
}

TEST_F(TaskSetFailures, DontAbortIfThereIsAnExecutorAvailableThoughItHasntHadScheduledTasksYet) {
  options.exclude.task_and_stage_enabled = true;
  meet({{"exec0", "host0"}, {"exec1", "host1"}});
  submit(1);
  offer("exec0", "host0");
  fail(task_of(0));
  EXPECT_EQ(offer("exec0", "host0"), -1);
  EXPECT_TRUE(reports.aborts.empty());
  EXPECT_EQ(offer("exec1", "host1"), 0);
}

TEST_F(TaskSetFailures, CheckExcludeConfigurationInvariants) {
  SchedulerOptions bad = kDefaults;
  bad.exclude.task_and_stage_enabled = true;
  EXPECT_TRUE(bad.validate());
  bad.exclude.task_attempts_per_node = 4;
  EXPECT_FALSE(bad.validate());
  bad.exclude.task_attempts_per_node = 2;
  bad.exclude.timeout_ms = 0;
  EXPECT_EQ(bad.validate().error().message,
            "spark.excludeOnFailure.timeout was 0, but must be > 0.");
}

}  // namespace
}  // namespace mammoth::spark::scheduler
