// One task while it runs: its context, and the streams it builds out of the stage's plan.
// Lives on the task's thread for as long as the task.
#pragma once

#include <atomic>
#include <deque>
#include <map>

#include "spark-core/executor/executor.h"
#include "spark-core/plan/task_context.h"

namespace mammoth::spark {

// The task was told to end.
class TaskInterrupted : public std::runtime_error {
 public:
  TaskInterrupted() : std::runtime_error("killed") {}
};
// Another attempt may commit this partition.
class CommitDenied : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class TaskRun final : public TaskContext {
 public:
  TaskRun(Executor& executor, const Task& task, std::shared_ptr<const StagePlan> plan,
          const std::atomic<bool>& killed);
  ~TaskRun() override;
  // Answers what it made; throws what went wrong.
  TaskOutcome run();
  Executor& executor() { return executor_; }

  const TaskIdentity& identity() const override { return identity_; }
  void check_interrupted() const override {
    if (killed_) throw TaskInterrupted();
  }
  void addTaskCompletionListener(std::function<void(TaskContext&)> listener) override {
    listeners_.push_back(std::move(listener));
  }
  std::size_t memory_limit_bytes() const override { return executor_.options().task_memory_bytes; }
  std::unique_ptr<SpillFile> new_spill_file() override {
    return executor_.files().new_spill_file();
  }
  TaskMetrics& metrics() override { return metrics_; }
  void* accumulator(std::uint64_t id, const AccumulatorOps& ops) override;
  const std::vector<std::string>& barrier_addresses() const override {
    return task_.barrier_addresses;
  }
  std::vector<std::string> all_gather(const std::string& message) override;

 private:
  struct Part {
    const AccumulatorOps* ops;
    std::shared_ptr<void> value;
  };
  std::unique_ptr<Stream> stream(int node, int partition);
  std::unique_ptr<Stream> compute(const PlannedNode& node, int partition);
  std::unique_ptr<Stream> shuffle_input(const PlannedInput& input, int partition);
  void call_listeners();

  Executor& executor_;
  const Task& task_;
  const std::shared_ptr<const StagePlan> plan_;
  const std::atomic<bool>& killed_;
  const TaskIdentity identity_;
  std::map<std::pair<int, int>, std::string_view> payloads_;
  std::vector<std::shared_ptr<const OutputPlace>> places_;
  std::map<std::uint64_t, Part> accumulators_;
  TaskMetrics metrics_;
  std::uint64_t gatherings_ = 0;
  std::uint64_t last_id_ = 0;  // the accumulator used last, and its value
  void* last_value_ = nullptr;
  std::vector<std::function<void(TaskContext&)>> listeners_;
};

}  // namespace mammoth::spark
