// DAGSchedulerSuite: fetch failures, lost executors, stage attempts, shared stages, accumulators.
// Each test is named after its counterpart.
#include "tests/unit/spark-core/scheduler/dag_fixture.h"

namespace mammoth::spark::scheduler {
namespace {

struct DagFailures : DagFixture {
  // A job of `maps` map tasks and `reduces` result tasks.
  std::shared_ptr<JobRecord> shuffle_job(int maps, int reduces) {
    const RddId reduce = reduce_of(lineage.add(maps), reduces, &shuffle);
    std::vector<int> partitions;
    for (int reduce_id = 0; reduce_id < reduces; ++reduce_id) partitions.push_back(reduce_id);
    return submit(reduce, partitions);
  }
  ShuffleId shuffle_id() const { return shuffle.shuffle->shuffle_id; }
  Dependency shuffle;
};

TEST_F(DagFailures, RunTrivialShuffleWithFetchFailure) {
  const auto job = shuffle_job(2, 2);
  complete_maps(0, {"a", "b"});
  succeed(1, 0, 42);
  fetch_fail(1, 1, shuffle_id(), "a");
  EXPECT_EQ(sets(), 2u) << "not before the delay";
  EXPECT_EQ(dag().next_timer_ms(), clock.monotonic_ms() + options.resubmit_delay_ms);
  resubmit();
  EXPECT_EQ(partitions_of(2), std::vector<int>{0}) << "only the lost map output";
  EXPECT_EQ(set(2).stage->stage_attempt, 1);
  complete_maps(2, {"c"});
  EXPECT_EQ(partitions_of(3), std::vector<int>{1}) << "only the result that is missing";
  complete_results(3);
  EXPECT_EQ(job->results, (std::map<int, int>{{0, 1}, {1, 1}}));
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagFailures, AllShuffleFilesForExecutorShouldBeCleanedUpOnFetchFailure_Spark32003) {
  shuffle_job(3, 2);
  complete_maps(0, {"a", "a", "b"});
  fetch_fail(1, 0, shuffle_id(), "a", 0);
  EXPECT_EQ(outputs.missing_partitions(shuffle_id()), (std::vector<int>{0, 1}));
  EXPECT_EQ(lineage.removed_executors, std::vector<std::string>{"exec-a"});
}

TEST_F(DagFailures, ShuffleFilesLostWhenExecutorLostWithoutShuffleService) {
  shuffle_job(2, 1);
  complete_maps(0, {"a", "b"});
  lose_executor("a");
  EXPECT_EQ(outputs.missing_partitions(shuffle_id()), std::vector<int>{0});
}

TEST_F(DagFailures, ShuffleFilesKeptWhenExecutorLostWithShuffleService) {
  options.shuffle_service = true;
  shuffle_job(2, 1);
  complete_maps(0, {"a", "b"});
  lose_executor("a");
  EXPECT_TRUE(outputs.complete(shuffle_id()));
  // … unless the whole worker went, its service too.
  dag().executor_lost("exec-b", {ExecutorLoss::Kind::kProcessLost, "gone", true, "b"});
  dag().run();
  EXPECT_EQ(outputs.missing_partitions(shuffle_id()), std::vector<int>{1});
}

TEST_F(DagFailures, ShuffleFilesOfTheHostLostOnFetchFailureWithShuffleService) {
  options.shuffle_service = options.unregister_output_on_host = true;
  shuffle_job(3, 1);
  succeed_map(0, 0, "a");
  end(0, 1,
      TaskSuccess{.value = {},
                  .map_status = MapStatus({"other", "a", 1}, std::vector<std::uint64_t>{2}, 7),
                  .accumulators = {}});
  succeed_map(0, 2, "b");
  fetch_fail(1, 0, shuffle_id(), "a");
  EXPECT_EQ(outputs.missing_partitions(shuffle_id()), (std::vector<int>{0, 1}));
}

TEST_F(DagFailures, WorkerLossUnregistersItsOutputs) {
  shuffle_job(2, 1);
  complete_maps(0, {"a", "b"});
  dag().worker_removed("b");
  dag().run();
  EXPECT_EQ(outputs.missing_partitions(shuffle_id()), std::vector<int>{1});
}

TEST_F(DagFailures, SingleStageFetchFailureShouldNotAbortTheStage) {
  const auto job = shuffle_job(1, 1);
  complete_maps(0, {"a"});
  fetch_fail(1, 0, shuffle_id(), "a");
  resubmit();
  complete_maps(2, {"b"});
  complete_results(3);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagFailures, MultipleConsecutiveStageFetchFailuresShouldLeadToJobBeingAborted) {
  const auto job = shuffle_job(2, 2);
  std::size_t next = 0;
  for (int attempt = 0; attempt < options.max_consecutive_stage_attempts; ++attempt) {
    ASSERT_FALSE(job->failure) << attempt;
    complete_maps(next++, {"a"});
    fetch_fail(next++, 0, shuffle_id(), "a", 0);
    resubmit();
  }
  EXPECT_EQ(job->message(),
            "Job aborted due to stage failure: ResultStage 1 (test) has failed the maximum "
            "allowable number of "
            "times: 4. Most recent failure reason:\nignored");
  expect_clean();
}

TEST_F(DagFailures, FetchFailuresFromDecommissionedExecutorsDoNotCount_Spark40481) {
  const auto job = shuffle_job(1, 1);
  runner.leaving["exec-a"] = {};
  std::size_t next = 0;
  for (int attempt = 0; attempt < 6; ++attempt) {
    complete_maps(next++, {"a"});
    fetch_fail(next++, 0, shuffle_id(), "a", 0);
    resubmit();
  }
  EXPECT_FALSE(job->failure);
}

TEST_F(DagFailures, FailuresInDifferentStagesShouldNotTriggerAnOverallAbort) {
  // Each of two stages fails twice in turn: no stage fails four times.
  Dependency one, two;
  const RddId middle = reduce_of(lineage.add(2), 2, &one);
  const RddId last = reduce_of(middle, 1, &two);
  const auto job = submit(last, {0});
  complete_maps(0, {"a"});
  std::size_t next = 1;
  for (int attempt = 0; attempt < 3; ++attempt) {
    fetch_fail(next++, 0, one.shuffle->shuffle_id, "a");
    resubmit();
    complete_maps(next++, {"a"});
  }
  complete_maps(next++, {"b"});
  for (int attempt = 0; attempt < 3; ++attempt) {
    fetch_fail(next++, 0, two.shuffle->shuffle_id, "b");
    resubmit();
    complete_maps(next++, {"b"});
  }
  EXPECT_FALSE(job->failure);
  complete_results(next);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagFailures, NonConsecutiveStageFailuresDontTriggerAbort) {
  Dependency one, two;
  const RddId middle = reduce_of(lineage.add(1), 1, &one);
  const auto job = submit(reduce_of(middle, 1, &two), {0});
  complete_maps(0, {"a"});
  std::size_t next = 1;
  // The middle stage: three failures, a success, its output lost, three failures more.
  for (int round = 0; round < 2; ++round) {
    for (int attempt = 0; attempt < 3; ++attempt) {
      fetch_fail(next++, 0, one.shuffle->shuffle_id, "a");
      resubmit();
      complete_maps(next++, {"a"});
    }
    complete_maps(next++, {"b"});
    ASSERT_FALSE(job->failure) << round << job->message();
    if (round == 0) {
      fetch_fail(next++, 0, two.shuffle->shuffle_id, "b");
      resubmit();
    }
  }
  complete_results(next);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagFailures, TrivialShuffleWithMultipleFetchFailures) {
  shuffle_job(2, 2);
  complete_maps(0, {"a", "b"});
  fetch_fail(1, 0, shuffle_id(), "a", 0);
  fetch_fail(1, 1, shuffle_id(), "a", 1);
  resubmit();
  EXPECT_EQ(sets(), 3u) << "one attempt answers both";
  EXPECT_EQ(events.completed.size(), 2u) << "the stage failed once";
}

TEST_F(DagFailures, LateFetchFailuresDontCauseMultipleConcurrentAttemptsForTheSameMapStage) {
  shuffle_job(2, 2);
  complete_maps(0, {"a", "b"});
  fetch_fail(1, 0, shuffle_id(), "a", 0);
  resubmit();
  ASSERT_EQ(sets(), 3u);
  // The other reducer of the first attempt reports while the map stage runs again.
  fetch_fail(1, 1, shuffle_id(), "a", 1);
  resubmit();
  EXPECT_EQ(sets(), 3u);
}

TEST_F(DagFailures, ExtremelyLateFetchFailuresDontCauseMultipleConcurrentAttemptsForTheSameStage) {
  const auto job = shuffle_job(2, 2);
  complete_maps(0, {"a", "b"});
  fetch_fail(1, 0, shuffle_id(), "a", 0);
  resubmit();
  complete_maps(2, {"c"});
  ASSERT_EQ(sets(), 4u);
  fetch_fail(1, 1, shuffle_id(), "a", 1);
  resubmit();
  EXPECT_EQ(sets(), 4u) << "a failure of an older attempt changes nothing";
  EXPECT_TRUE(outputs.complete(shuffle_id()));
  complete_results(3);
  EXPECT_EQ(job->succeeded, 1);
}

TEST_F(DagFailures, ShuffleFetchFailureInAReusedShuffleDependency) {
  const Dependency dependency = lineage.shuffle(lineage.add(2), 2);
  submit(lineage.add(2, {dependency}), {0, 1});
  complete_maps(0, {"a", "b"});
  complete_results(1);
  const auto job = submit(lineage.add(2, {dependency}), {0, 1});
  succeed(2, 0);
  fetch_fail(2, 1, dependency.shuffle->shuffle_id, "a", 0);
  resubmit();
  EXPECT_EQ(partitions_of(3), std::vector<int>{0});
  EXPECT_TRUE(set(3).stage->shuffle) << "the skipped map stage is computed by the second job";
  EXPECT_EQ(set(3).stage->stage_attempt, 1) << "attempt 0 was skipped";
  complete_maps(3, {"c"});
  complete_results(4);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagFailures, DontSubmitStageUntilItsDependenciesMapOutputsAreRegistered_Spark5259) {
  Dependency one, two;
  const RddId middle = reduce_of(lineage.add(3), 2, &one);
  submit(reduce_of(middle, 1, &two), {0});
  complete_maps(0, {"a"});
  fetch_fail(1, 0, one.shuffle->shuffle_id, "a", 0);
  resubmit();
  // All three outputs were on the lost executor; a task of the old attempt counts as well.
  ASSERT_EQ(sets(), 3u);
  succeed_map(2, 0, "b");
  succeed_map(2, 1, "b");
  EXPECT_EQ(sets(), 3u);
  succeed_map(2, 2, "b");
  EXPECT_EQ(sets(), 4u);
}

TEST_F(DagFailures, RunTrivialShuffleWithOutOfBandExecutorFailureAndRetry) {
  const auto job = shuffle_job(2, 1);
  complete_maps(0, {"a", "b"});
  lose_executor("a");
  fail(1, 0, FetchFailed{{}, shuffle_id(), -1, -1, 0, "Missing an output location"});
  resubmit();
  EXPECT_EQ(partitions_of(2), std::vector<int>{0});
  complete_maps(2, {"c"});
  complete_results(3);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagFailures, RecursiveShuffleFailures) {
  Dependency one, two;
  const RddId middle = reduce_of(lineage.add(2), 2, &one);
  const auto job = submit(reduce_of(middle, 1, &two), {0});
  complete_maps(0, {"a", "b"});
  complete_maps(1, {"a", "c"});
  fetch_fail(2, 0, two.shuffle->shuffle_id, "a", 0);
  resubmit();
  // The first stage's output on a went with it, so it runs first.
  EXPECT_EQ(set(3).stage->stage, set(0).stage->stage);
  EXPECT_EQ(partitions_of(3), std::vector<int>{0});
  complete_maps(3, {"d"});
  EXPECT_EQ(partitions_of(4), std::vector<int>{0});
  complete_maps(4, {"d"});
  complete_results(5);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagFailures, ShuffleFetchFailedOnSpeculativeTaskButOriginalTaskSucceeds_Spark30388) {
  const auto job = shuffle_job(2, 2);
  complete_maps(0, {"a", "b"});
  succeed(1, 1, 1);
  fetch_fail(1, 0, shuffle_id(), "a", 0);
  succeed(1, 0, 1);
  EXPECT_EQ(job->succeeded, 1);
  resubmit();
  EXPECT_EQ(sets(), 2u) << "nobody needs the stages any more";
  expect_clean();
}

TEST_F(DagFailures, WhenJobIsCancelledDuringShuffleRetryKillAllRunningTasks_Spark50648) {
  shuffle_job(2, 2);
  complete_maps(0, {"a", "b"});
  fetch_fail(1, 0, shuffle_id(), "a", 0);
  resubmit();
  dag().cancel_job(last_job, "away");
  dag().run();
  EXPECT_EQ(runner.killed_stages, (std::vector<StageId>{StageId{0}, StageId{1}}))
      << "the failed stage's other task still runs";
  expect_clean();
}

TEST_F(DagFailures, FailTheJobIfAStageAttemptsBeyondTheLimitation_Spark42577) {
  options.max_stage_attempts = 5;
  options.max_consecutive_stage_attempts = 4;
  const auto job = shuffle_job(1, 1);
  // The map stage itself never fails, its output is lost again and again.
  std::size_t next = 0;
  for (int attempt = 0; attempt < 5 && !job->failure; ++attempt) {
    lose_executor("a");
    succeed_map(next++, 0, "a");
  }
  EXPECT_EQ(job->message(),
            "Job aborted due to stage failure: ShuffleMapStage 0 (name=rdd 0) has been resubmitted "
            "for the maximum "
            "allowable number of times: 5, which is the max value of config "
            "`spark.stage.maxAttempts` and "
            "`spark.stage.maxConsecutiveAttempts`.");
  expect_clean();
}

}  // namespace
}  // namespace mammoth::spark::scheduler
