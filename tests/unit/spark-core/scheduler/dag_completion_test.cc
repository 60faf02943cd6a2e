// DAGSchedulerSuite: ends of tasks in any order, stages of two jobs, accumulators.
// Each test is named after its counterpart.
#include "tests/unit/spark-core/scheduler/dag_fixture.h"

namespace mammoth::spark::scheduler {
namespace {

struct DagCompletions : DagFixture {
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

TEST_F(DagCompletions, MisbehavedAccumulatorShouldNotImpactOtherAccumulators) {
  accumulators.broken = 1;
  const auto job = submit(lineage.add(1), {0});
  succeed(0, 0, 0, {{AccumulatorId{1}, "5"}, {AccumulatorId{2}, "6"}});
  EXPECT_EQ(job->succeeded, 1);
  EXPECT_EQ(accumulators.sums, (std::map<std::int64_t, int>{{2, 6}}));
}

TEST_F(DagCompletions, AccumulatorNotCalculatedForResubmittedResultTask) {
  const auto job = submit(lineage.add(2), {0, 1});
  succeed(0, 0, 0, {{AccumulatorId{1}, "1"}});
  succeed(0, 0, 0, {{AccumulatorId{1}, "1"}});  // a second copy of the same task
  succeed(0, 1, 0, {{AccumulatorId{1}, "1"}});
  EXPECT_EQ(accumulators.sums[1], 2);
  succeed(0, 1, 0, {{AccumulatorId{1}, "1"}});  // after the job's end
  EXPECT_EQ(accumulators.sums[1], 2);
  EXPECT_EQ(job->results, (std::map<int, int>{{0, 1}, {1, 1}}));
}

TEST_F(DagCompletions, AccumulatorsAreUpdatedOnExceptionFailuresAndTaskKilled) {
  submit(lineage.add(2), {0, 1});
  fail(0, 0, ExceptionFailure{.description = "x", .accumulators = {{AccumulatorId{1}, "3"}}});
  fail(0, 0, TaskKilled{"y", {{AccumulatorId{1}, "4"}}});
  EXPECT_EQ(accumulators.sums[1], 7);
}

TEST_F(DagCompletions, TaskEventsAlwaysPostedWhenStageIsKilled) {
  shuffle_job(4, 1);
  succeed_map(0, 0, "a");
  succeed_map(0, 0, "a");  // a speculative copy
  EXPECT_EQ(events.task_ends, 2);
  dag().cancel_job(last_job, "away");
  dag().run();
  fail(0, 1, TaskKilled{"killed", {}});
  fail(0, 2, UnknownReason{});
  EXPECT_EQ(events.task_ends, 4);
}

TEST_F(DagCompletions, IgnoreLateMapTaskCompletions) {
  shuffle_job(2, 1);
  const TaskSet first = set(0);
  lose_executor("a");
  // The task began before the executor's loss: its output cannot be there any more.
  succeed_map(0, 0, "a");
  EXPECT_EQ(outputs.available_outputs(shuffle_id()), 0);
  succeed_map(0, 1, "b");
  ASSERT_EQ(sets(), 2u);
  EXPECT_EQ(partitions_of(1), std::vector<int>{0});
  EXPECT_TRUE(set(1).stage->shuffle);
}

TEST_F(DagCompletions, RunShuffleWithMapStageFailure) {
  const auto job = shuffle_job(2, 2);
  dag().task_set_failed(set(0).stage->stage, "map stage failed");
  dag().run();
  EXPECT_EQ(job->message(), "Job aborted due to stage failure: map stage failed");
  expect_clean();
}

TEST_F(DagCompletions, FailureOfStageUsedByTwoJobs) {
  const Dependency dependency = lineage.shuffle(lineage.add(2), 2);
  const auto one = submit(lineage.add(2, {dependency}), {0, 1});
  const auto two = submit(lineage.add(2, {dependency}), {0, 1});
  EXPECT_EQ(sets(), 1u);
  dag().task_set_failed(set(0).stage->stage, "bad");
  dag().run();
  EXPECT_EQ(one->message(), "Job aborted due to stage failure: bad");
  EXPECT_EQ(two->message(), "Job aborted due to stage failure: bad");
  expect_clean();
}

TEST_F(DagCompletions, StageUsedByTwoJobsTheFirstNoLongerActive_Spark6880) {
  const Dependency dependency = lineage.shuffle(lineage.add(2), 1);
  submit(lineage.add(1, {dependency}), {0});
  const JobId first = last_job;
  const auto two = submit(lineage.add(1, {dependency}), {0});
  dag().cancel_job(first, "away");
  dag().run();
  // The stage was made for the first job; its retry belongs to the second.
  succeed_map(0, 0, "a");
  lose_executor("a");
  succeed_map(0, 1, "b");
  ASSERT_EQ(sets(), 2u);
  EXPECT_EQ(set(1).stage->job, last_job);
  complete_maps(1, {"c"});
  complete_results(2);
  EXPECT_EQ(two->succeeded, 1);
  expect_clean();
}

TEST_F(DagCompletions, OldAttemptsTasksStillCount) {
  const auto job = shuffle_job(2, 2);
  complete_maps(0, {"a", "b"});
  fetch_fail(1, 0, shuffle_id(), "a", 0);
  resubmit();
  complete_maps(2, {"c"});
  ASSERT_EQ(sets(), 4u);
  succeed(1, 1, 7);  // of the zombie attempt
  EXPECT_EQ(runner.completed_partitions, (std::vector<std::pair<StageId, int>>{{StageId{1}, 1}}));
  succeed(3, 0, 7);
  EXPECT_EQ(job->succeeded, 1);
  EXPECT_EQ(job->results, (std::map<int, int>{{0, 1}, {1, 1}}));
  expect_clean();
}

TEST_F(DagCompletions, RegisterMapOutputsCorrectlyAfterExecutorLostAndTaskResubmitted) {
  shuffle_job(3, 1);
  succeed_map(0, 0, "a");
  succeed_map(0, 1, "a");
  lose_executor("a");
  fail(0, 0, Resubmitted{});
  fail(0, 1, Resubmitted{});
  EXPECT_EQ(outputs.available_outputs(shuffle_id()), 0);
  succeed_map(0, 2, "b");
  EXPECT_EQ(sets(), 1u) << "the two resubmitted tasks are awaited";
  succeed_map(0, 0, "c");
  succeed_map(0, 1, "c");
  ASSERT_EQ(sets(), 2u);
  EXPECT_FALSE(set(1).stage->shuffle);
}

}  // namespace
}  // namespace mammoth::spark::scheduler
