// A small cluster in one thread: random jobs, tasks that fail, executors that vanish with their map
// outputs, one seed a history. Whatever happens, each job ends: with every partition's result
// exactly once, or with a reason; and the scheduler is idle afterwards, never waiting for something
// that will not come.
#include <gtest/gtest.h>

#include <random>

#include "spark-core/scheduler/job_scheduler.h"
#include "tests/unit/spark-core/scheduler/fakes.h"

namespace mammoth::spark::scheduler {
namespace {

struct Trouble {
  double task_fails = 0;
  double executor_dies = 0;   // at a task's end
  double output_deleted = 0;  // one map output, noticed by whoever fetches it
  double indeterminate = 0;
  bool speculation = false;
  bool exclusion = false;
  bool shuffle_service = false;
};

class Cluster final : public ExecutorBackend, public SchedulerListener {
 public:
  Cluster(std::uint64_t seed, Trouble trouble) : random_(seed), trouble_(trouble) {
    SchedulerOptions options;
    options.seed = seed;
    options.speculation.enabled = trouble.speculation;
    options.speculation.quantile = 0.5;
    options.exclude.task_and_stage_enabled = trouble.exclusion;
    options.shuffle_service = trouble.shuffle_service;
    scheduler_ = std::make_unique<JobScheduler>(
        options,
        SchedulerEnvironment{clock_, lineage_, lineage_, binaries_, accumulators_, *this, this});
    for (int count = 0; count < 4; ++count) add_executor();
  }

  RddId random_rdd() {
    std::vector<RddId> rdds;
    for (int inputs = 1 + pick(2); inputs > 0; --inputs) {
      const RddId input = lineage_.add(1 + pick(6));
      if (chance(trouble_.indeterminate))
        lineage_.at(input).determinism = Determinism::kIndeterminate;
      for (int partition = 0; partition < lineage_.at(input).partition_count; ++partition)
        if (chance(0.5))
          lineage_.wishes[{input, partition}] = {TaskLocation::on_host(host(pick(3)))};
      rdds.push_back(input);
    }
    for (int level = pick(4); level > 0; --level) {
      const RddId one = rdds[static_cast<std::size_t>(pick(static_cast<int>(rdds.size())))];
      const RddId two = rdds.back();
      const int reduces = 1 + pick(6);
      if (chance(0.3))
        rdds.push_back(lineage_.add(lineage_.at(one).partition_count, {FakeLineage::narrow(one)}));
      else if (chance(0.4))
        rdds.push_back(lineage_.add(
            reduces, {lineage_.shuffle(one, reduces), lineage_.shuffle(two, reduces)}));
      else
        rdds.push_back(lineage_.add(reduces, {lineage_.shuffle(two, reduces)}));
    }
    return rdds.back();
  }

  void submit(RddId rdd) {
    JobRequest request{.rdd = rdd,
                       .partitions = {},
                       .function = {},
                       .call_site = "sim",
                       .listener = std::make_shared<JobRecord>(),
                       .properties = {}};
    for (int partition = 0; partition < lineage_.at(rdd).partition_count; ++partition)
      request.partitions.push_back(partition);
    jobs_.emplace_back(request.partitions.size(),
                       std::static_pointer_cast<JobRecord>(request.listener));
    ASSERT_TRUE(scheduler_->submit(std::move(request)));
  }

  // Runs until nothing is left to happen.
  void run() {
    for (int steps = 0; steps < 200'000; ++steps) {
      const auto wakeup = scheduler_->next_wakeup_ms();
      const auto event = events_.empty() ? std::nullopt : std::optional(events_.begin()->first);
      if (scheduler_->idle() && !event) return;
      ASSERT_TRUE(wakeup || event) << "stuck: " << scheduler_->running_task_count() << " tasks run";
      const std::int64_t next = std::min(wakeup.value_or(INT64_MAX), event.value_or(INT64_MAX));
      if (next > clock_.monotonic_ms()) clock_.advance_ms(next - clock_.monotonic_ms());
      if (event && *event <= clock_.monotonic_ms()) {
        const auto action = std::move(events_.begin()->second);
        events_.erase(events_.begin());
        action();
      } else {
        scheduler_->tick();
      }
    }
    FAIL() << "no end in sight";
  }

  void check_jobs() {
    for (const auto& [partitions, job] : jobs_) {
      ASSERT_NE(job->failure.has_value(), job->succeeded == 1);
      for (const auto& [output, count] : job->results) EXPECT_EQ(count, 1);
      if (job->succeeded) {
        EXPECT_EQ(job->results.size(), partitions);
        ++succeeded;
      } else {
        EXPECT_NE(job->message().find("Job aborted due to stage failure: "), std::string::npos)
            << job->message();
        ++failed;
      }
    }
    EXPECT_TRUE(scheduler_->idle());
    EXPECT_EQ(scheduler_->running_task_count(), 0);
    EXPECT_EQ(started_, ended_) << "every attempt's end is told";
  }

  void launch(const TaskDescription& task) override {
    const auto executor = executors_.find(task.executor_id);
    if (executor == executors_.end()) return;  // dead, but the scheduler has not heard of it yet
    ASSERT_GE(--executor->second.free, 0) << "more tasks than cores";
    const int ms = chance(0.05) ? 5'000 : 1 + pick(200);
    at(ms, [this, task] { finish(task); });
  }
  bool kill(TaskId task, const std::string&, bool, const std::string&) override {
    killed_.insert(task);
    return true;
  }
  void task_started(const StageTask&, const TaskInfo&) override { ++started_; }
  void task_ended(const TaskEnd& end) override {
    const auto* failure = end.failure;
    if (!failure || !std::holds_alternative<Resubmitted>(*failure)) ++ended_;
  }

  int succeeded = 0;
  int failed = 0;

 private:
  struct Executor {
    std::string host;
    int free = 2;
  };
  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  bool chance(double probability) { return std::bernoulli_distribution(probability)(random_); }
  static std::string host(int number) { return fmt::format("host{}", number); }
  void at(std::int64_t delay_ms, std::function<void()> action) {
    events_.emplace(clock_.monotonic_ms() + delay_ms, std::move(action));
  }
  void add_executor() {
    const std::string id = fmt::format("exec{}", next_executor_++);
    executors_[id] = {host(pick(3))};
    scheduler_->add_executor(id, executors_[id].host, 2);
  }
  void lose(const std::string& id) {
    executors_.erase(id);
    at(pick(50), [this] { add_executor(); });
    ExecutorLoss loss =
        chance(0.5) ? ExecutorLoss::exited(137, false) : ExecutorLoss::process_lost("heartbeat");
    if (chance(0.3)) loss = ExecutorLoss::killed();
    // A loss may be noticed late; meanwhile fetches fail.
    at(pick(100), [this, id, loss] { scheduler_->executor_lost(id, loss); });
  }

  // What the task reads by shuffle; the first that is missing fails it.
  std::optional<FetchFailed> missing_input(RddId rdd, int partition) {
    for (const Dependency& dependency : lineage_.at(rdd).dependencies) {
      if (!dependency.shuffle) {
        if (auto missing = missing_input(dependency.rdd, partition)) return missing;
        continue;
      }
      const ShuffleId shuffle = dependency.shuffle->shuffle_id;
      const auto outputs = scheduler_->map_outputs().outputs_for(shuffle, partition, partition + 1);
      if (!outputs) return FetchFailed{{}, shuffle, -1, -1, partition, outputs.error().message};
      for (const auto& from : *outputs)
        for (const auto& block : from.blocks) {
          const bool served =
              executors_.contains(from.location.executor_id) || trouble_.shuffle_service;
          if (served && !deleted_.contains(block.map_id)) continue;
          return FetchFailed{from.location,   shuffle,   block.map_id,
                             block.map_index, partition, "cannot fetch"};
        }
    }
    return {};
  }

  void finish(const TaskDescription& task) {
    const auto executor = executors_.find(task.executor_id);
    if (executor == executors_.end()) return;  // died with it; executor_lost tells
    ++executor->second.free;
    if (chance(trouble_.executor_dies)) return lose(task.executor_id);
    if (killed_.contains(task.id) && chance(0.7))
      return scheduler_->task_failed(task.id, TaskKilled{"killed", {}});
    if (chance(trouble_.task_fails))
      return scheduler_->task_failed(task.id, ExceptionFailure{.description = "bad luck"});
    if (const auto missing = missing_input(task.stage->rdd, task.partition))
      return scheduler_->task_failed(task.id, *missing);
    TaskSuccess success;
    success.value = value_of(task.partition);
    if (task.stage->shuffle) {
      const std::vector<std::uint64_t> sizes(static_cast<std::size_t>(task.stage->reduce_count),
                                             100);
      success.map_status =
          MapStatus({task.executor_id, executor->second.host, 1}, sizes, task.id.value());
      if (chance(trouble_.output_deleted)) deleted_.insert(task.id.value());
    }
    scheduler_->task_succeeded(task.id, std::move(success));
  }

  std::mt19937_64 random_;
  Trouble trouble_;
  ManualClock clock_;
  FakeLineage lineage_;
  FakeBinaries binaries_;
  FakeAccumulators accumulators_;
  std::unique_ptr<JobScheduler> scheduler_;
  std::map<std::string, Executor> executors_;
  std::multimap<std::int64_t, std::function<void()>> events_;
  std::vector<std::pair<std::size_t, std::shared_ptr<JobRecord>>> jobs_;
  std::set<TaskId> killed_;
  std::set<std::int64_t> deleted_;
  int next_executor_ = 0;
  int started_ = 0;
  int ended_ = 0;
};

struct Outcome {
  int succeeded = 0;
  int failed = 0;
};

Outcome simulate(Trouble trouble, std::uint64_t first_seed, int histories) {
  Outcome outcome;
  for (int history = 0; history < histories && !::testing::Test::HasFailure(); ++history) {
    SCOPED_TRACE(fmt::format("seed {}", first_seed + static_cast<std::uint64_t>(history)));
    Cluster cluster(first_seed + static_cast<std::uint64_t>(history), trouble);
    const RddId shared = cluster.random_rdd();
    cluster.submit(shared);
    cluster.submit(cluster.random_rdd());
    cluster.submit(shared);
    cluster.run();
    cluster.submit(shared);  // finds what the others left
    cluster.run();
    cluster.check_jobs();
    outcome.succeeded += cluster.succeeded;
    outcome.failed += cluster.failed;
  }
  return outcome;
}

TEST(SchedulerSimulation, WithoutTroubleEveryJobSucceeds) {
  const Outcome outcome = simulate({}, 1, 200);
  EXPECT_EQ(outcome.failed, 0);
  EXPECT_EQ(outcome.succeeded, 800);
}

TEST(SchedulerSimulation, TasksThatFailNowAndThen) {
  const Outcome outcome = simulate({.task_fails = 0.1, .speculation = true}, 1000, 200);
  EXPECT_GT(outcome.succeeded, 780);
}

TEST(SchedulerSimulation, ExecutorsThatVanishWithTheirOutputs) {
  const Outcome outcome = simulate({.task_fails = 0.02, .executor_dies = 0.05}, 2000, 300);
  EXPECT_GT(outcome.succeeded, 1000);
}

TEST(SchedulerSimulation, DeletedOutputsAndSpeculation) {
  const Outcome outcome =
      simulate({.task_fails = 0.02, .output_deleted = 0.05, .speculation = true}, 3000, 300);
  EXPECT_GT(outcome.succeeded, 1000);
}

TEST(SchedulerSimulation, AllTroublesAtOnce) {
  const Outcome outcome = simulate({.task_fails = 0.1,
                                    .executor_dies = 0.05,
                                    .output_deleted = 0.05,
                                    .indeterminate = 0.3,
                                    .speculation = true,
                                    .exclusion = true},
                                   4000, 300);
  EXPECT_GT(outcome.succeeded, 600);
}

TEST(SchedulerSimulation, ShuffleServiceKeepsOutputsOfTheDead) {
  const Outcome outcome = simulate({.executor_dies = 0.1, .shuffle_service = true}, 5000, 200);
  EXPECT_GT(outcome.succeeded, 700);
}

TEST(SchedulerSimulation, HopelessTrouble) {
  const Outcome outcome = simulate({.task_fails = 0.7, .output_deleted = 0.5}, 6000, 100);
  EXPECT_GT(outcome.failed, 200);
}

}  // namespace
}  // namespace mammoth::spark::scheduler
