// A TaskScheduler with a hand-moved clock, whose reports are kept for the test to read.
#pragma once

#include <gtest/gtest.h>

#include "spark-core/scheduler/task_scheduler.h"
#include "tests/unit/spark-core/scheduler/fakes.h"

namespace mammoth::spark::scheduler {

struct ReportedEvents final : TaskSetEvents {
  struct End {
    StageId stage;
    int stage_attempt = 0;
    TaskInfo info;
    TaskOutcome outcome;
  };
  std::vector<TaskInfo> started;
  std::vector<End> ended;
  std::vector<std::string> aborts;
  std::vector<std::string> added, lost;
  void task_started(std::shared_ptr<const StageTask>, const TaskInfo& info) override {
    started.push_back(info);
  }
  void task_ended(std::shared_ptr<const StageTask> stage, const TaskInfo& info,
                  TaskOutcome outcome) override {
    ended.push_back({stage->stage, stage->stage_attempt, info, std::move(outcome)});
  }
  void task_set_failed(StageId, std::string message) override {
    aborts.push_back(std::move(message));
  }
  void executor_added(const std::string& id, const std::string&) override { added.push_back(id); }
  void executor_lost(const std::string& id, const ExecutorLoss&) override { lost.push_back(id); }

  template <class Failure>
  int count() const {
    int found = 0;
    for (const End& end : ended)
      if (const auto* failure = std::get_if<TaskFailure>(&end.outcome))
        found += std::holds_alternative<Failure>(*failure);
    return found;
  }
};

class TaskFixture : public ::testing::Test {
 protected:
  using Wishes = std::vector<std::vector<TaskLocation>>;

  TaskScheduler& tasks() {
    if (!tasks_)
      tasks_ = std::make_unique<TaskScheduler>(
          options, TaskSchedulerEnvironment{clock, outputs, reports, events, backend});
    return *tasks_;
  }
  struct SetOptions {
    int stage = 0;
    int attempt = 0;
    int priority = 0;
    bool barrier = false;
    std::optional<ShuffleId> shuffle{};
    Properties properties{};
  };
  TaskSetManager& submit(int task_count, Wishes wishes, SetOptions with) {
    auto stage = std::make_shared<StageTask>();
    stage->stage = StageId{with.stage};
    stage->stage_attempt = with.attempt;
    stage->priority = with.priority;
    stage->barrier = with.barrier;
    stage->shuffle = with.shuffle;
    stage->partition_count = task_count;
    stage->properties = std::make_shared<const Properties>(with.properties);
    TaskSet set{stage, {}};
    for (int index = 0; index < task_count; ++index)
      set.tasks.push_back({index, index,
                           wishes.empty() ? std::vector<TaskLocation>()
                                          : wishes.at(static_cast<std::size_t>(index))});
    tasks().submit(std::move(set));
    return *tasks().task_set(StageId{with.stage}, with.attempt);
  }
  TaskSetManager& submit(int task_count, Wishes wishes = {}) {
    return submit(task_count, std::move(wishes), SetOptions{});
  }

  // Offers one core of one executor; the index of the task that took it, or -1.
  int offer(const std::string& executor, const std::string& host, bool all_free = true) {
    last = tasks().offer({{executor, host, 1}}, all_free);
    return last.empty() ? -1 : last[0].index;
  }
  // Introduces executors while nothing is pending.
  void meet(const std::vector<std::pair<std::string, std::string>>& executors) {
    std::vector<Offer> offers;
    for (const auto& [id, host] : executors) offers.push_back({id, host, 0});
    tasks().offer(offers);
  }
  TaskId task_of(int index) const {
    for (auto it = reports.started.rbegin(); it != reports.started.rend(); ++it)
      if (it->index == index) return it->id;
    return TaskId{-1};
  }
  void succeed(TaskId task) { tasks().task_succeeded(task, TaskSuccess{}); }
  void fail(TaskId task, std::string why = "boom") {
    tasks().task_failed(task, ExceptionFailure{.description = std::move(why)});
  }
  static TaskLocation host(const std::string& name) { return TaskLocation::on_host(name); }
  static TaskLocation executor(const std::string& on, const std::string& id) {
    return TaskLocation::on_executor(on, id);
  }

  ManualClock clock;
  SchedulerOptions options;
  MapOutputTracker outputs;
  ReportedEvents reports;
  EventRecord events;
  FakeBackend backend;
  std::vector<TaskDescription> last;

 private:
  std::unique_ptr<TaskScheduler> tasks_;
};

}  // namespace mammoth::spark::scheduler
