// The whole scheduler as the driver uses it: jobs in, tasks out, messages as Spark's users know
// them, time only through tick().
#include "spark-core/scheduler/job_scheduler.h"

#include <gtest/gtest.h>

#include "tests/unit/spark-core/scheduler/fakes.h"

namespace mammoth::spark::scheduler {
namespace {

struct JobSchedulerSuite : ::testing::Test {
  JobScheduler& scheduler() {
    if (!scheduler_)
      scheduler_ = std::make_unique<JobScheduler>(
          options,
          SchedulerEnvironment{clock, lineage, lineage, binaries, accumulators, backend, &events});
    return *scheduler_;
  }
  std::shared_ptr<JobRecord> submit(RddId rdd, int partitions, Properties properties = {}) {
    auto record = std::make_shared<JobRecord>();
    JobRequest request{rdd, {}, {}, "count at job.cc:1", record, std::move(properties)};
    for (int partition = 0; partition < partitions; ++partition)
      request.partitions.push_back(partition);
    EXPECT_TRUE(scheduler().submit(std::move(request)));
    return record;
  }
  TaskDescription next() {
    if (backend.launched.empty()) throw std::logic_error("nothing was launched");
    const TaskDescription task = backend.launched.front();
    backend.launched.erase(backend.launched.begin());
    return task;
  }
  void succeed(const TaskDescription& task) {
    TaskSuccess success{.value = value_of(task.partition)};
    if (task.stage->shuffle)
      success.map_status = map_status_on(task.host, task.stage->reduce_count, 9, task.id.value());
    scheduler().task_succeeded(task.id, std::move(success));
  }

  ManualClock clock;
  SchedulerOptions options;
  FakeLineage lineage;
  FakeBinaries binaries;
  FakeAccumulators accumulators;
  FakeBackend backend;
  EventRecord events;

 private:
  std::unique_ptr<JobScheduler> scheduler_;
};

TEST_F(JobSchedulerSuite, AFailingTaskEndsTheJobWithSparksMessage) {
  scheduler().add_executor("driver", "localhost", 1);
  const auto job = submit(lineage.add(1, {lineage.shuffle(lineage.add(4), 1)}), 1);
  for (int map = 0; map < 4; ++map) succeed(next());
  for (int attempt = 0; attempt < 4; ++attempt)
    scheduler().task_failed(next().id, ExceptionFailure{.description = "std::runtime_error: boom"});
  EXPECT_EQ(job->message(),
            "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent "
            "failure: Lost task 0.3 "
            "in stage 1.0 (TID 7) (localhost executor driver): std::runtime_error: boom\nDriver "
            "stacktrace:");
  EXPECT_TRUE(scheduler().idle());
  EXPECT_FALSE(scheduler().next_wakeup_ms());
}

TEST_F(JobSchedulerSuite, CoresAreNeverOverbookedAndFreedByEveryEnd) {
  options.task_cpus = 2;
  scheduler().add_executor("a", "a", 5);
  const auto job = submit(lineage.add(5), 5);
  EXPECT_EQ(backend.launched.size(), 2u);
  EXPECT_EQ(scheduler().max_concurrent_tasks(), 2);
  scheduler().task_failed(next().id, TaskKilled{"test", {}});
  EXPECT_EQ(backend.launched.size(), 2u);
  scheduler().add_executor("b", "b", 2);
  EXPECT_EQ(backend.launched.size(), 3u);
  scheduler().executor_lost("b", ExecutorLoss::process_lost("gone"));
  while (!job->succeeded) {
    const TaskDescription task = next();
    succeed(task);  // also for the one that was lost: ignored
  }
  EXPECT_EQ(job->results.size(), 5u);
  EXPECT_EQ(events.task_starts, events.task_ends);
  EXPECT_TRUE(scheduler().idle());
}

TEST_F(JobSchedulerSuite, ANextStageIsOfferedEveryFreeCore) {
  scheduler().add_executor("a", "a", 4);
  scheduler().add_executor("b", "b", 4);
  submit(lineage.add(8, {lineage.shuffle(lineage.add(1), 8)}), 8);
  EXPECT_EQ(backend.launched.size(), 1u);
  succeed(next());
  // One host holds all the input; the others' cores have to wait for it to be full, then three
  // seconds.
  EXPECT_EQ(backend.launched.size(), 4u);
  ASSERT_TRUE(scheduler().next_wakeup_ms());
  EXPECT_EQ(*scheduler().next_wakeup_ms(), clock.monotonic_ms() + options.locality_wait_node_ms);
  clock.advance_ms(options.locality_wait_node_ms);
  scheduler().tick();
  EXPECT_EQ(backend.launched.size(), 8u);
  EXPECT_FALSE(scheduler().next_wakeup_ms()) << "nothing waits for time any more";
}

TEST_F(JobSchedulerSuite, WithoutFreeCoresTimeBringsNothing) {
  scheduler().add_executor("a", "a", 1);
  scheduler().add_executor("b", "b", 1);
  const RddId rdd = lineage.add(4);
  for (int partition = 0; partition < 4; ++partition)
    lineage.wishes[{rdd, partition}] = {TaskLocation::on_host(partition % 2 ? "a" : "b")};
  submit(rdd, 4);
  EXPECT_EQ(backend.launched.size(), 2u);
  if (const auto wakeup = scheduler().next_wakeup_ms()) {
    clock.advance_ms(*wakeup - clock.monotonic_ms());
    scheduler().tick();
    const auto again = scheduler().next_wakeup_ms();
    EXPECT_TRUE(!again || *again > clock.monotonic_ms()) << "never a wakeup that has been answered";
  }
}

TEST_F(JobSchedulerSuite, AFetchFailureIsRetriedAtTheAnnouncedTime) {
  scheduler().add_executor("exec-a", "a", 1);
  Dependency dependency = lineage.shuffle(lineage.add(1), 1);
  const auto job = submit(lineage.add(1, {dependency}), 1);
  succeed(next());
  scheduler().task_failed(
      next().id, FetchFailed{block_manager("a"), dependency.shuffle->shuffle_id, 0, 0, 0, "x"});
  EXPECT_TRUE(backend.launched.empty());
  ASSERT_EQ(scheduler().next_wakeup_ms(), clock.monotonic_ms() + options.resubmit_delay_ms);
  clock.advance_ms(options.resubmit_delay_ms);
  scheduler().tick();
  succeed(next());
  succeed(next());
  EXPECT_EQ(job->succeeded, 1);
}

TEST_F(JobSchedulerSuite, AMapTaskWithoutUsableOutputHasFailed) {
  scheduler().add_executor("a", "a", 1);
  options.max_task_failures = 4;
  const auto job = submit(lineage.add(2, {lineage.shuffle(lineage.add(1), 2)}), 2);
  scheduler().task_succeeded(next().id, TaskSuccess{});
  scheduler().task_succeeded(next().id,
                             TaskSuccess{.value = {}, .map_status = map_status_on("a", 1)});
  for (int attempt = 0; attempt < 2; ++attempt)
    scheduler().task_succeeded(next().id, TaskSuccess{});
  EXPECT_NE(job->message().find("the map task reported no usable output"), std::string::npos);
}

TEST_F(JobSchedulerSuite, AListenerMaySubmitTheNextJob) {
  scheduler().add_executor("a", "a", 2);
  const RddId rdd = lineage.add(1);
  std::shared_ptr<JobRecord> second;
  const auto first = std::make_shared<JobRecord>();
  first->on_task = [&](int) { second = submit(rdd, 1); };
  ASSERT_TRUE(scheduler().submit({rdd, {0}, {}, "first", first, {}}));
  succeed(next());
  ASSERT_TRUE(second);
  EXPECT_EQ(first->succeeded, 1);
  succeed(next());
  EXPECT_EQ(second->succeeded, 1);
}

TEST_F(JobSchedulerSuite, OnlyOneAttemptMayCommit) {
  options.speculation.enabled = true;
  scheduler().add_executor("a", "a", 2);
  submit(lineage.add(2), 2);
  const TaskDescription task = next();
  const StageId stage = task.stage->stage;
  EXPECT_TRUE(scheduler().can_commit(stage, 0, task.partition, 0));
  EXPECT_FALSE(scheduler().can_commit(stage, 0, task.partition, 1));
  scheduler().task_failed(task.id, ExceptionFailure{.description = "while committing"});
  EXPECT_TRUE(scheduler().can_commit(stage, 0, task.partition, 1));
}

TEST_F(JobSchedulerSuite, KillingATaskRetriesIt) {
  scheduler().add_executor("a", "a", 1);
  const auto job = submit(lineage.add(1), 1);
  const TaskDescription task = next();
  EXPECT_TRUE(scheduler().kill_task(task.id, true, "slow"));
  EXPECT_FALSE(scheduler().kill_task(TaskId{99}, true, "slow"));
  scheduler().task_failed(task.id, TaskKilled{"slow", {}});
  succeed(next());
  EXPECT_EQ(job->succeeded, 1);
}

TEST_F(JobSchedulerSuite, StopEndsEverything) {
  scheduler().add_executor("a", "a", 1);
  const auto job = submit(lineage.add(3), 3);
  scheduler().stop();
  EXPECT_EQ(job->failure->kind, JobFailure::Kind::kStopped);
  EXPECT_EQ(backend.kills.size(), 1u);
  scheduler().task_failed(next().id, TaskKilled{"stopped", {}});
  EXPECT_TRUE(scheduler().idle());
  EXPECT_TRUE(submit(lineage.add(1), 1)->failure);
}

}  // namespace
}  // namespace mammoth::spark::scheduler
