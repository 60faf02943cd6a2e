// A DagScheduler whose task sets are kept, and ended by the test.
#pragma once

#include <gtest/gtest.h>

#include "spark-core/scheduler/dag_scheduler.h"
#include "tests/unit/spark-core/scheduler/fakes.h"

namespace mammoth::spark::scheduler {

struct FakeRunner final : TaskSetRunner {
  std::vector<TaskSet> task_sets;
  std::vector<StageId> killed_stages;
  std::vector<std::pair<StageId, int>> completed_partitions;
  std::map<std::string, Decommission> leaving;
  int slots = 100;
  bool can_kill = true;
  void submit(TaskSet task_set) override { task_sets.push_back(std::move(task_set)); }
  bool kill_all_attempts(StageId stage, bool, const std::string&) override {
    if (can_kill) killed_stages.push_back(stage);
    return can_kill;
  }
  void partition_completed(StageId stage, int partition) override {
    completed_partitions.emplace_back(stage, partition);
  }
  int max_concurrent_tasks() const override { return slots; }
  std::optional<Decommission> decommission_of(const std::string& id) const override {
    const auto entry = leaving.find(id);
    return entry == leaving.end() ? std::nullopt : std::optional(entry->second);
  }
};

class DagFixture : public ::testing::Test {
 protected:
  std::shared_ptr<JobRecord> submit(RddId rdd, std::vector<int> partitions,
                                    Properties properties = {}) {
    auto record = std::make_shared<JobRecord>();
    const auto id =
        dag().submit({rdd, std::move(partitions), {}, "test", record, std::move(properties)});
    if (id) last_job = *id;
    refusal = id ? "" : id.error().message;
    dag().run();
    return record;
  }
  std::shared_ptr<JobRecord> submit_map_stage(const Dependency& dependency) {
    auto record = std::make_shared<JobRecord>();
    last_job = dag().submit_map_stage({dependency, "map stage", record, {}}).value();
    dag().run();
    return record;
  }
  DagScheduler& dag() {
    if (!dag_)
      dag_ = std::make_unique<DagScheduler>(
          options, DagEnvironment{clock, lineage, lineage, binaries, accumulators, events, outputs,
                                  commits, runner});
    return *dag_;
  }

  const TaskSet& set(std::size_t number) { return runner.task_sets.at(number); }
  std::vector<int> partitions_of(std::size_t number) {
    std::vector<int> found;
    for (const TaskSpec& task : set(number).tasks) found.push_back(task.partition);
    return found;
  }
  TaskInfo info(std::size_t number, std::size_t index) {
    const TaskSpec& task = set(number).tasks.at(index);
    TaskInfo made;
    made.id = TaskId{next_tid++};
    made.index = static_cast<int>(index);
    made.partition = task.partition;
    made.output_index = task.output_index;
    made.finish_ms = 1;
    return made;
  }
  void end(std::size_t number, std::size_t index, TaskOutcome outcome) {
    dag().task_ended(set(number).stage, info(number, index), std::move(outcome));
    dag().run();
  }
  void succeed(std::size_t number, std::size_t index, int value = 0,
               std::vector<AccumulatorUpdate> updates = {}) {
    end(number, index,
        TaskSuccess{
            .value = value_of(value), .map_status = {}, .accumulators = std::move(updates)});
  }
  void succeed_map(std::size_t number, std::size_t index, const std::string& host,
                   std::uint64_t bytes = 2) {
    const int reduces = set(number).stage->reduce_count;
    end(number, index,
        TaskSuccess{.value = {},
                    .map_status = map_status_on(host, reduces, bytes, next_tid),
                    .accumulators = {}});
  }
  void fail(std::size_t number, std::size_t index, TaskFailure failure) {
    end(number, index, std::move(failure));
  }
  void fetch_fail(std::size_t number, std::size_t index, ShuffleId shuffle, const std::string& host,
                  int map = 0) {
    fail(number, index, FetchFailed{block_manager(host), shuffle, 0, map, 0, "ignored"});
  }
  // All map tasks of a set, alternately on the given hosts.
  void complete_maps(std::size_t number, std::vector<std::string> hosts) {
    for (std::size_t index = 0; index < set(number).tasks.size(); ++index)
      succeed_map(number, index, hosts[index % hosts.size()]);
  }
  void complete_results(std::size_t number) {
    for (std::size_t index = 0; index < set(number).tasks.size(); ++index)
      succeed(number, index, 42);
  }
  void lose_executor(const std::string& host) {
    dag().executor_lost("exec-" + host, ExecutorLoss::process_lost("lost"));
    dag().run();
  }
  // Past the delay after which failed stages are submitted again.
  void resubmit() {
    clock.advance_ms(options.resubmit_delay_ms);
    dag().run();
  }
  std::size_t sets() const { return runner.task_sets.size(); }
  void expect_clean() {
    EXPECT_TRUE(dag().empty());
    EXPECT_TRUE(commits.empty());
  }
  // first ──shuffle──▶ second of `reduces` partitions.
  RddId reduce_of(RddId first, int reduces, Dependency* made = nullptr) {
    const Dependency dependency = lineage.shuffle(first, reduces);
    if (made) *made = dependency;
    return lineage.add(reduces, {dependency});
  }

  ManualClock clock;
  SchedulerOptions options;
  FakeLineage lineage;
  FakeBinaries binaries;
  FakeAccumulators accumulators;
  EventRecord events;
  MapOutputTracker outputs;
  OutputCommitCoordinator commits;
  FakeRunner runner;
  JobId last_job;
  std::string refusal;
  std::int64_t next_tid = 0;

 private:
  std::unique_ptr<DagScheduler> dag_;
};

}  // namespace mammoth::spark::scheduler
