// DAGSchedulerSuite: building stages, running jobs without losses, locality, cancellation. Each
// test is named after its counterpart.
#include "tests/unit/spark-core/scheduler/dag_fixture.h"

namespace mammoth::spark::scheduler {
namespace {

using DagJobs = DagFixture;

std::vector<std::string> hosts_of(const TaskSpec& task) {
  std::vector<std::string> hosts;
  for (const TaskLocation& it : task.locations) hosts.push_back(it.host);
  return hosts;
}

TEST_F(DagJobs, ParentStageShouldHaveLowerStageId_Spark3353) {
  const RddId result = reduce_of(reduce_of(lineage.add(1), 1), 1);
  submit(result, {0});
  ASSERT_EQ(sets(), 1u);
  EXPECT_EQ(set(0).stage->stage, StageId{0});
  complete_maps(0, {"a"});
  EXPECT_EQ(set(1).stage->stage, StageId{1});
  complete_maps(1, {"a"});
  EXPECT_EQ(set(2).stage->stage, StageId{2});
}

TEST_F(DagJobs, EnsureNoDuplicateStagesAreCreated_Spark13902) {
  // d depends on b and c, both on a; b's shuffle is reachable by two ways.
  const RddId a = lineage.add(1);
  const Dependency a_out = lineage.shuffle(a, 1);
  const RddId b = lineage.add(1, {a_out});
  const Dependency b_out = lineage.shuffle(b, 1);
  const RddId c = lineage.add(1, {a_out, b_out});
  const RddId d = lineage.add(1, {lineage.shuffle(c, 1), b_out});
  submit(d, {0});
  EXPECT_EQ(events.lines.at(0), "job 0 started, 4 stages");
}

TEST_F(DagJobs, ZeroSplitJobEndsAtOnce) {
  const auto job = submit(lineage.add(0), {});
  EXPECT_EQ(job->succeeded, 1);
  EXPECT_EQ(sets(), 0u);
  EXPECT_EQ(events.lines, (std::vector<std::string>{"job 0 started, 0 stages", "job 0 succeeded"}));
}

TEST_F(DagJobs, RunTrivialJob) {
  const auto job = submit(lineage.add(1), {0});
  succeed(0, 0, 42);
  EXPECT_EQ(job->values, (std::map<int, int>{{0, 42}}));
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagJobs, RunTrivialJobWithDependency) {
  const RddId base = lineage.add(1);
  const auto job = submit(lineage.add(1, {FakeLineage::narrow(base)}), {0});
  ASSERT_EQ(sets(), 1u);
  succeed(0, 0, 42);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagJobs, OnlyTheWantedPartitionsAreComputed) {
  const auto job = submit(lineage.add(5), {3, 1});
  EXPECT_EQ(partitions_of(0), (std::vector<int>{3, 1}));
  succeed(0, 0, 30);
  succeed(0, 1, 10);
  EXPECT_EQ(job->values, (std::map<int, int>{{0, 30}, {1, 10}}));
}

TEST_F(DagJobs, NonExistentPartitionIsRefused) {
  submit(lineage.add(4), {5});
  EXPECT_EQ(refusal,
            "Attempting to access a non-existent partition: 5. Total number of partitions: 4");
  expect_clean();
}

TEST_F(DagJobs, CacheLocationPreferencesWithDependency) {
  const RddId base = lineage.add(1);
  lineage.at(base).persisted = true;
  lineage.cached[base] = {
      {TaskLocation::on_executor("a", "exec-a"), TaskLocation::on_executor("b", "exec-b")}};
  submit(lineage.add(1, {FakeLineage::narrow(base)}), {0});
  EXPECT_EQ(set(0).tasks[0].locations, lineage.cached[base][0]);
  complete_results(0);
  expect_clean();
}

TEST_F(DagJobs, RegressionTestForGetCacheLocs_OneQuestionAnRdd) {
  const RddId base = lineage.add(3);
  lineage.at(base).persisted = true;
  lineage.cached[base] = {
      {TaskLocation::on_host("a")}, {TaskLocation::on_host("b")}, {TaskLocation::on_host("c")}};
  submit(lineage.add(3, {FakeLineage::narrow(base)}), {0, 1, 2});
  EXPECT_EQ(lineage.cached_calls, 1);
  EXPECT_EQ(hosts_of(set(0).tasks[2]), std::vector<std::string>{"c"});
}

TEST_F(DagJobs, GetMissingParentStagesShouldConsiderAllAncestorRddsCacheStatuses) {
  const RddId shuffled = reduce_of(lineage.add(1), 1);
  const RddId one = lineage.add(1, {FakeLineage::narrow(shuffled)});
  lineage.at(one).persisted = true;
  lineage.cached[one] = {{TaskLocation::on_host("a")}};
  submit(lineage.add(1, {FakeLineage::narrow(one)}), {0});
  ASSERT_EQ(sets(), 1u);
  EXPECT_FALSE(set(0).stage->shuffle) << "the cached RDD spares the map stage";
}

TEST_F(DagJobs, AvoidExponentialBlowupWhenGettingPreferredLocsList_Spark695) {
  RddId rdd = lineage.add(1);
  for (int level = 0; level < 30; ++level) {
    const Dependency up = FakeLineage::narrow(rdd);
    rdd = lineage.add(1, {up, up, up});
  }
  submit(rdd, {0});
  EXPECT_EQ(lineage.preferred_calls, 31);
}

TEST_F(DagJobs, UnserializableTask) {
  binaries.broken = "task is not serializable";
  const auto job = submit(lineage.add(1), {0});
  EXPECT_EQ(
      job->message(),
      "Job aborted due to stage failure: Task serialization failed: task is not serializable");
  EXPECT_EQ(sets(), 0u);
  expect_clean();
}

TEST_F(DagJobs, TrivialJobFailure) {
  const auto job = submit(lineage.add(1), {0});
  dag().task_set_failed(set(0).stage->stage, "some failure");
  dag().run();
  EXPECT_EQ(job->message(), "Job aborted due to stage failure: some failure");
  EXPECT_EQ(events.completed.at(0).failure_reason,
            "Job aborted due to stage failure: some failure");
  EXPECT_EQ(events.lines.back(), "job 0 failed");
  expect_clean();
}

TEST_F(DagJobs, TrivialJobCancellation) {
  const auto job = submit(lineage.add(1), {0});
  dag().cancel_job(last_job, "by hand");
  dag().run();
  EXPECT_EQ(job->message(), "Job 0 cancelled by hand");
  EXPECT_EQ(job->failure->kind, JobFailure::Kind::kCancelled);
  EXPECT_EQ(runner.killed_stages, std::vector<StageId>{StageId{0}});
  expect_clean();
}

TEST_F(DagJobs, JobCancellationNoKillBackend) {
  // The tasks run on; the job has ended all the same and what they bring is ignored.
  runner.can_kill = false;
  const auto job = submit(lineage.add(1), {0});
  dag().cancel_job(last_job, "by hand");
  dag().run();
  EXPECT_TRUE(job->failure);
  succeed(0, 0);
  EXPECT_TRUE(job->results.empty());
  EXPECT_EQ(events.task_ends, 1);
  expect_clean();
}

TEST_F(DagJobs, RunTrivialShuffle) {
  Dependency dependency;
  const RddId reduce = reduce_of(lineage.add(2), 1, &dependency);
  const auto job = submit(reduce, {0});
  complete_maps(0, {"a", "b"});
  const auto at = outputs.outputs_for(dependency.shuffle->shuffle_id, 0, 1).value();
  ASSERT_EQ(at.size(), 2u);
  EXPECT_EQ(at[0].location, block_manager("a"));
  complete_results(1);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagJobs, ALaterJobSkipsTheStageWhoseOutputsAreThere) {
  const RddId reduce = reduce_of(lineage.add(2), 1);
  submit(reduce, {0});
  complete_maps(0, {"a"});
  complete_results(1);
  const auto job = submit(reduce, {0});
  ASSERT_EQ(sets(), 3u);
  EXPECT_FALSE(set(2).stage->shuffle);
  complete_results(2);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagJobs, CachedPostShuffle) {
  const RddId first = reduce_of(lineage.add(2), 2);
  const RddId second = reduce_of(first, 1);
  lineage.at(first).persisted = true;
  submit(second, {0});
  complete_maps(0, {"a", "b"});
  lineage.cached[first] = {{TaskLocation::on_host("d")}, {TaskLocation::on_host("c")}};
  complete_maps(1, {"a", "b"});
  complete_results(2);
  // Its shuffle is lost; the cached RDD makes the first stage needless.
  lose_executor("a");
  lose_executor("b");
  submit(second, {0});
  ASSERT_EQ(sets(), 4u);
  EXPECT_EQ(hosts_of(set(3).tasks[0]), std::vector<std::string>{"d"});
  EXPECT_EQ(hosts_of(set(3).tasks[1]), std::vector<std::string>{"c"});
}

TEST_F(DagJobs, ReduceTasksShouldBePlacedLocallyWithMapOutput) {
  submit(reduce_of(lineage.add(1), 1), {0});
  complete_maps(0, {"a"});
  EXPECT_EQ(hosts_of(set(1).tasks[0]), std::vector<std::string>{"a"});
}

TEST_F(DagJobs, ReduceTaskLocalityPreferencesShouldOnlyIncludeMachinesWithLargestMapOutputs) {
  const int maps = 5;  // the last is too small: less than 20 %
  submit(reduce_of(lineage.add(maps), 1), {0});
  for (std::size_t map = 0; map < maps; ++map)
    succeed_map(0, map, fmt::format("host{}", map), map == 4 ? 5 : 100);
  auto hosts = hosts_of(set(1).tasks[0]);
  std::sort(hosts.begin(), hosts.end());
  EXPECT_EQ(hosts, (std::vector<std::string>{"host0", "host1", "host2", "host3"}));
}

TEST_F(DagJobs, StagesWithBothNarrowAndShuffleDependenciesUseNarrowOnesForLocality) {
  const RddId mapped = lineage.add(1);
  const RddId located = lineage.add(1);
  lineage.wishes[{located, 0}] = {TaskLocation::on_host("b")};
  const Dependency shuffle = lineage.shuffle(mapped, 1);
  submit(lineage.add(1, {shuffle, FakeLineage::narrow(located)}), {0});
  complete_maps(0, {"a"});
  EXPECT_EQ(hosts_of(set(1).tasks[0]), std::vector<std::string>{"b"});
}

TEST_F(DagJobs, GetPartitionsExceptionsShouldNotCrash_Spark8606) {
  const RddId broken = lineage.add(1);
  lineage.broken_partitions = broken;
  submit(broken, {0});
  EXPECT_EQ(refusal, "Input path does not exist");
  lineage.broken_partitions.reset();
  const auto job = submit(lineage.add(1), {0});
  complete_results(0);
  EXPECT_EQ(job->succeeded, 1);
}

TEST_F(DagJobs, GetPreferredLocationsErrorsShouldNotCrash_Spark8606) {
  const RddId broken = lineage.add(1);
  lineage.broken_locations = broken;
  const auto job = submit(broken, {0});
  EXPECT_EQ(job->message(),
            "Job aborted due to stage failure: Task creation failed: no locations today");
  expect_clean();
}

TEST_F(DagJobs, MisbehavedResultHandlerShouldNotCrash) {
  auto job = std::make_shared<JobRecord>();
  job->on_task = [](int) { throw std::runtime_error("handler broke"); };
  ASSERT_TRUE(dag().submit({lineage.add(2), {0, 1}, {}, "test", job, {}}));
  dag().run();
  succeed(0, 0);
  EXPECT_EQ(job->message(), "handler broke");
  EXPECT_EQ(job->failure->kind, JobFailure::Kind::kResultHandler);
  succeed(0, 1);
  EXPECT_EQ(job->results.size(), 1u);
  expect_clean();
}

TEST_F(DagJobs, SimpleMapStageSubmission) {
  const Dependency dependency = lineage.shuffle(lineage.add(2), 1);
  const RddId reduce = lineage.add(1, {dependency});
  const auto stage = submit_map_stage(dependency);
  complete_maps(0, {"a"});
  EXPECT_EQ(stage->succeeded, 1);
  EXPECT_EQ(stage->results, (std::map<int, int>{{0, 1}}));
  const auto job = submit(reduce, {0});
  ASSERT_EQ(sets(), 2u) << "only the reduce stage is left to run";
  complete_results(1);
  EXPECT_EQ(job->succeeded, 1);
  const auto again = submit_map_stage(dependency);
  EXPECT_EQ(again->succeeded, 1) << "all outputs are there";
  expect_clean();
}

TEST_F(DagJobs, MapStageSubmissionWithReduceStageAlsoDependingOnTheData) {
  const Dependency dependency = lineage.shuffle(lineage.add(2), 1);
  const auto stage = submit_map_stage(dependency);
  const auto job = submit(lineage.add(1, {dependency}), {0});
  ASSERT_EQ(sets(), 1u);
  complete_maps(0, {"a"});
  EXPECT_EQ(stage->succeeded, 1);
  complete_results(1);
  EXPECT_EQ(job->succeeded, 1);
  expect_clean();
}

TEST_F(DagJobs, JobGroupAndTags) {
  const auto a = submit(lineage.add(1), {0}, {{"spark.jobGroup.id", "g"}});
  const auto b = submit(lineage.add(1), {0}, {{"spark.job.tags", "x,y"}});
  const auto c = submit(lineage.add(1), {0});
  dag().cancel_jobs_with_tag("y", {});
  dag().cancel_job_group("g", true, "enough");
  dag().run();
  EXPECT_EQ(a->message(), "Job 0 cancelled enough");
  EXPECT_EQ(b->message(), "Job 1 cancelled part of cancelled job tags y");
  EXPECT_FALSE(c->failure);
  const auto late = submit(lineage.add(1), {0}, {{"spark.jobGroup.id", "g"}});
  EXPECT_EQ(late->message(), "Job 3 cancelled part of cancelled job group g");
  dag().cancel_stage(set(2).stage->stage, {});
  dag().run();
  EXPECT_EQ(c->message(), "Job 2 cancelled because Stage 2 was cancelled");
  expect_clean();
}

TEST_F(DagJobs, TwoJobsSharingTheSameStage_CancellingOneSparesTheOther) {
  const Dependency dependency = lineage.shuffle(lineage.add(2), 1);
  const auto one = submit(lineage.add(1, {dependency}), {0});
  const JobId first = last_job;
  const auto two = submit(lineage.add(1, {dependency}), {0});
  dag().cancel_job(first, "away");
  dag().run();
  EXPECT_TRUE(one->failure);
  EXPECT_TRUE(runner.killed_stages.empty()) << "the shared stage runs on";
  complete_maps(0, {"a"});
  complete_results(1);
  EXPECT_EQ(two->succeeded, 1);
  expect_clean();
}

TEST_F(DagJobs, StopFailsEveryJob) {
  const auto job = submit(lineage.add(1), {0});
  dag().stop();
  dag().run();
  EXPECT_EQ(job->message(), "Job 0 cancelled because SparkContext was shut down");
  expect_clean();
}

TEST_F(DagJobs, AVeryLongLineageOfShuffles) {
  RddId rdd = lineage.add(1);
  for (int level = 0; level < 3000; ++level) rdd = reduce_of(rdd, 1);
  submit(rdd, {0});
  EXPECT_EQ(sets(), 1u);
  EXPECT_EQ(events.lines.at(0), "job 0 started, 3001 stages");
}

}  // namespace
}  // namespace mammoth::spark::scheduler
