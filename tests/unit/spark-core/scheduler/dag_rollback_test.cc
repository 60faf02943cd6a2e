// DAGSchedulerSuite, BarrierStageOnSubmittedSuite: stages that may give other records when they run
// again, and stages that run as a whole or not at all.
#include "tests/unit/spark-core/scheduler/dag_fixture.h"

namespace mammoth::spark::scheduler {
namespace {

struct DagRollback : DagFixture {
  RddId indeterminate(int partitions) {
    const RddId rdd = lineage.add(partitions);
    lineage.at(rdd).determinism = Determinism::kIndeterminate;
    return rdd;
  }
  RddId barrier(int partitions) {
    const RddId rdd = lineage.add(partitions);
    lineage.at(rdd).barrier = true;
    return rdd;
  }
};

TEST_F(DagRollback, RetryAllTheSucceedingStagesWhenTheMapStageIsIndeterminate_Spark25341) {
  Dependency one, two;
  const RddId middle = reduce_of(indeterminate(2), 2, &one);
  const auto job = submit(reduce_of(middle, 2, &two), {0, 1});
  complete_maps(0, {"a", "b"});
  complete_maps(1, {"a", "c"});
  fetch_fail(2, 0, two.shuffle->shuffle_id, "c", 1);
  resubmit();
  // The middle stage is indeterminate too: both its tasks run again.
  EXPECT_EQ(partitions_of(3), (std::vector<int>{0, 1}));
  fetch_fail(3, 0, one.shuffle->shuffle_id, "b", 1);
  resubmit();
  EXPECT_EQ(partitions_of(4), (std::vector<int>{0, 1})) << "so does the first";
  complete_maps(4, {"d"});
  EXPECT_EQ(partitions_of(5), (std::vector<int>{0, 1}));
  complete_maps(5, {"d"});
  complete_results(6);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagRollback, IgnoreTaskCompletionFromOldStageAfterRetryingIndeterminateStages_Spark45182) {
  Dependency one, two;
  const RddId middle = reduce_of(indeterminate(2), 2, &one);
  submit(reduce_of(middle, 2, &two), {0, 1});
  complete_maps(0, {"a", "b"});
  succeed_map(1, 0, "c");
  fetch_fail(1, 1, one.shuffle->shuffle_id, "b", 1);
  resubmit();
  complete_maps(2, {"d"});
  ASSERT_EQ(sets(), 4u);
  EXPECT_EQ(partitions_of(3), (std::vector<int>{0, 1}));
  succeed_map(1, 1, "c");  // of the attempt that read the old records
  EXPECT_EQ(outputs.available_outputs(two.shuffle->shuffle_id), 0);
  succeed_map(3, 1, "d");
  succeed_map(3, 0, "d");
  EXPECT_TRUE(outputs.complete(two.shuffle->shuffle_id));
}

TEST_F(DagRollback, CannotRollbackAResultStage_Spark23207) {
  Dependency one;
  const auto job = submit(reduce_of(indeterminate(2), 2, &one), {0, 1});
  complete_maps(0, {"a", "b"});
  succeed(1, 0);
  fetch_fail(1, 1, one.shuffle->shuffle_id, "a", 0);
  EXPECT_EQ(job->message().rfind(
                "Job aborted due to stage failure: A shuffle map stage with indeterminate output "
                "was failed and retried. However, Spark cannot rollback the ResultStage 1",
                0),
            0u)
      << job->message();
  resubmit();
  EXPECT_EQ(sets(), 2u);
  expect_clean();
}

TEST_F(DagRollback, ResubmitOfAnIndeterminateStageWithoutPartialResultCanSucceed_Spark51272) {
  Dependency one;
  const auto job = submit(reduce_of(indeterminate(2), 2, &one), {0, 1});
  complete_maps(0, {"a", "b"});
  fetch_fail(1, 1, one.shuffle->shuffle_id, "a", 0);
  resubmit();
  EXPECT_EQ(partitions_of(2), (std::vector<int>{0, 1})) << "all of the map stage";
  complete_maps(2, {"c"});
  complete_results(3);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagRollback, ResubmitOfAnIndeterminateStageWithPartialResultWillFail_Spark51272) {
  Dependency one;
  const auto job = submit(reduce_of(indeterminate(2), 2, &one), {0, 1});
  complete_maps(0, {"a", "b"});
  fetch_fail(1, 1, one.shuffle->shuffle_id, "a", 0);
  succeed(1, 0);  // came in before the map stage was submitted again
  ASSERT_FALSE(job->failure);
  resubmit();
  EXPECT_TRUE(job->failure);
  EXPECT_EQ(sets(), 2u);
  expect_clean();
}

TEST_F(DagRollback, ReliableCheckpointCanAvoidRollback_Spark23207) {
  Dependency one;
  const RddId source = indeterminate(2);
  const auto job = submit(reduce_of(source, 2, &one), {0, 1});
  lineage.at(source).determinism = Determinism::kDeterminate;  // written down meanwhile
  complete_maps(0, {"a", "b"});
  succeed(1, 0);
  fetch_fail(1, 1, one.shuffle->shuffle_id, "a", 0);
  resubmit();
  EXPECT_FALSE(job->failure);
  EXPECT_EQ(partitions_of(2), std::vector<int>{0});
}

TEST_F(DagRollback, RetryAllTheTasksOnAResubmittedAttemptOfABarrierStageCausedByFetchFailure) {
  Dependency one;
  const auto job = submit(reduce_of(barrier(2), 2, &one), {0, 1});
  complete_maps(0, {"a", "b"});
  fetch_fail(1, 0, one.shuffle->shuffle_id, "a", 0);
  resubmit();
  EXPECT_EQ(partitions_of(2), (std::vector<int>{0, 1}));
  complete_maps(2, {"c"});
  complete_results(3);
  EXPECT_EQ(job->succeeded, 1);
}

TEST_F(DagRollback, RetryAllTheTasksOnAResubmittedAttemptOfABarrierStageCausedByTaskKilled) {
  Dependency one;
  submit(reduce_of(barrier(2), 1, &one), {0});
  succeed_map(0, 0, "a");
  fail(0, 1, TaskKilled{"test", {}});
  EXPECT_EQ(runner.killed_stages, std::vector<StageId>{StageId{0}});
  resubmit();
  EXPECT_EQ(partitions_of(1), (std::vector<int>{0, 1}));
}

TEST_F(DagRollback, FailTheJobIfABarrierResultTaskFailed) {
  const auto job = submit(barrier(2), {0, 1});
  fail(0, 1, TaskKilled{"test", {}});
  EXPECT_EQ(job->message(),
            "Job aborted due to stage failure: Could not recover from a failed barrier "
            "ResultStage. Most recent "
            "failure reason: Stage failed because barrier task ResultTask(0, 1) finished "
            "unsuccessfully.\n"
            "TaskKilled (test)");
  expect_clean();
}

TEST_F(DagRollback, BarrierTaskFailuresFromTheSameStageAttemptDontTriggerMultipleStageRetries) {
  Dependency one;
  submit(reduce_of(barrier(2), 1, &one), {0});
  fail(0, 0, TaskKilled{"test", {}});
  fail(0, 1, TaskKilled{"test", {}});
  resubmit();
  EXPECT_EQ(sets(), 2u);
  EXPECT_EQ(events.completed.size(), 1u);
  // … nor do those of an attempt before.
  fail(0, 0, TaskKilled{"test", {}});
  resubmit();
  EXPECT_EQ(sets(), 2u);
}

TEST_F(DagRollback, ABarrierStageFailsFourTimesAtMost) {
  Dependency one;
  const auto job = submit(reduce_of(barrier(1), 1, &one), {0});
  for (std::size_t attempt = 0; attempt < 4; ++attempt) {
    ASSERT_FALSE(job->failure);
    fail(attempt, 0, ExceptionFailure{.description = "boom"});
    resubmit();
  }
  EXPECT_EQ(job->message(),
            "Job aborted due to stage failure: ShuffleMapStage 0 (rdd 0) has failed the maximum "
            "allowable number of "
            "times: 4. Most recent failure reason: Stage failed because barrier task "
            "ShuffleMapTask(0, 0) finished "
            "unsuccessfully.\nboom");
}

TEST_F(DagRollback, SubmitABarrierStageWithPartialPartitions) {
  const auto job = submit(barrier(4), {1, 3});
  EXPECT_EQ(job->message().rfind("[SPARK-24820][SPARK-24821]", 0), 0u);
  expect_clean();
}

TEST_F(DagRollback, SubmitABarrierStageWithUnionOrCoalesceOrZip) {
  const RddId a = barrier(2);
  const RddId b = lineage.add(2);
  const RddId united = lineage.add(4, {FakeLineage::narrow(a), FakeLineage::narrow(b)});
  EXPECT_TRUE(submit(united, {0, 1, 2, 3})->failure);
  const RddId coalesced = lineage.add(1, {FakeLineage::narrow(barrier(4))});
  EXPECT_TRUE(submit(coalesced, {0})->failure);
  const RddId zipped = lineage.add(2, {FakeLineage::narrow(a), FakeLineage::narrow(barrier(2))});
  EXPECT_TRUE(submit(zipped, {0, 1})->failure);
  EXPECT_EQ(sets(), 0u);
  expect_clean();
}

TEST_F(DagRollback, SubmitABarrierStageWithDynamicResourceAllocationEnabled) {
  options.dynamic_allocation = true;
  EXPECT_EQ(submit(barrier(2), {0, 1})->message().rfind("[SPARK-24942]", 0), 0u);
  expect_clean();
}

TEST_F(DagRollback, SubmitABarrierStageThatRequiresMoreSlotsThanCurrentTotal) {
  options.barrier_check_max_failures = 2;
  runner.slots = 1;
  const auto job = submit(barrier(2), {0, 1});
  for (int look = 0; look < 2; ++look) {
    EXPECT_FALSE(job->failure) << "there may be more slots later";
    clock.advance_ms(options.barrier_check_interval_ms);
    dag().run();
  }
  EXPECT_EQ(job->message().rfind("[SPARK-24819]", 0), 0u);
  expect_clean();
  // Slots that come in time let the job begin.
  const auto lucky = submit(barrier(2), {0, 1});
  runner.slots = 2;
  clock.advance_ms(options.barrier_check_interval_ms);
  dag().run();
  EXPECT_FALSE(lucky->failure);
  EXPECT_EQ(sets(), 1u);
}

}  // namespace
}  // namespace mammoth::spark::scheduler
