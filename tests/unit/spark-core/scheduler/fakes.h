// The scheduler's surroundings, made by hand: lineage, blocks, backend, listeners that remember.
#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "spark-core/scheduler/backend.h"
#include "spark-core/scheduler/events.h"
#include "spark-core/scheduler/job.h"
#include "spark-core/scheduler/lineage.h"
#include "spark-core/scheduler/task_set_runner.h"

namespace mammoth::spark::scheduler {

class FakeLineage final : public Lineage, public BlockLocations {
 public:
  RddId add(int partitions, std::vector<Dependency> dependencies = {}) {
    RddView view;
    view.id = RddId{static_cast<int>(rdds_.size())};
    view.call_site = fmt::format("rdd {}", view.id.value());
    view.partition_count = partitions;
    for (const Dependency& parent : dependencies) {
      if (rdds_.at(parent.rdd).determinism == Determinism::kIndeterminate)
        view.determinism = Determinism::kIndeterminate;
      view.barrier |= !parent.shuffle && rdds_.at(parent.rdd).barrier;
    }
    view.dependencies = std::move(dependencies);
    rdds_[view.id] = view;
    return view.id;
  }
  static Dependency narrow(RddId parent) { return {parent, {}}; }
  Dependency shuffle(RddId parent, int reduces) {
    return {parent, ShuffleDependency{ShuffleId{next_shuffle_++}, reduces}};
  }
  RddView& at(RddId id) { return rdds_.at(id); }

  const RddView& rdd(RddId id) override {
    if (broken_partitions == id) throw std::runtime_error("Input path does not exist");
    return rdds_.at(id);
  }
  std::vector<int> narrow_parents(RddId, int, int partition) override { return {partition}; }
  std::vector<TaskLocation> preferred_locations(RddId rdd, int partition) override {
    ++preferred_calls;
    if (broken_locations == rdd) throw std::runtime_error("no locations today");
    const auto entry = wishes.find({rdd, partition});
    return entry == wishes.end() ? std::vector<TaskLocation>() : entry->second;
  }
  std::vector<std::vector<TaskLocation>> cached_locations(RddId rdd, int count) override {
    ++cached_calls;
    auto result = cached[rdd];
    result.resize(static_cast<std::size_t>(count));
    return result;
  }
  void executor_removed(const std::string& id) override { removed_executors.push_back(id); }

  std::map<std::pair<RddId, int>, std::vector<TaskLocation>> wishes;
  std::map<RddId, std::vector<std::vector<TaskLocation>>> cached;
  std::vector<std::string> removed_executors;
  std::optional<RddId> broken_partitions, broken_locations;
  int preferred_calls = 0;
  int cached_calls = 0;

 private:
  std::map<RddId, RddView> rdds_;
  int next_shuffle_ = 0;
};

// What a job's listener heard.
struct JobRecord final : JobListener {
  std::map<int, int> results;  // by output index; counts how often
  std::map<int, int> values;
  std::vector<std::uint64_t> statistics;
  int succeeded = 0;
  std::optional<JobFailure> failure;
  std::function<void(int)> on_task;

  void task_succeeded(int output, const Payload& value) override {
    ++results[output];
    if (value) values[output] = *static_cast<const int*>(value.get());
    if (on_task) on_task(output);
  }
  void job_succeeded() override {
    if (failure || succeeded) throw std::logic_error("ended twice");
    ++succeeded;
  }
  void job_failed(const JobFailure& why) override {
    if (failure || succeeded) throw std::logic_error("ended twice");
    failure = why;
  }
  std::string message() const { return failure ? failure->message : ""; }
};

struct EventRecord final : SchedulerListener {
  std::vector<std::string> lines;
  std::vector<StageInfo> submitted, completed;
  int task_starts = 0;
  int task_ends = 0;
  std::vector<int> speculated;
  std::set<std::string> excluded, excluded_nodes;
  void job_started(JobId id, const std::vector<StageInfo>& stages, const Properties&) override {
    lines.push_back(fmt::format("job {} started, {} stages", id.value(), stages.size()));
  }
  void job_ended(JobId id, const JobFailure* failure) override {
    lines.push_back(fmt::format("job {} {}", id.value(), failure ? "failed" : "succeeded"));
  }
  void stage_submitted(const StageInfo& info, const Properties&) override {
    submitted.push_back(info);
  }
  void stage_completed(const StageInfo& info) override { completed.push_back(info); }
  void task_started(const StageTask&, const TaskInfo&) override { ++task_starts; }
  void task_ended(const TaskEnd&) override { ++task_ends; }
  void speculative_task_submitted(const StageTask&, int index, int) override {
    speculated.push_back(index);
  }
  void executor_excluded(const std::string& id, int, std::optional<StageId>) override {
    excluded.insert(id);
  }
  void node_excluded(const std::string& host, int, std::optional<StageId>) override {
    excluded_nodes.insert(host);
  }
  void executor_unexcluded(const std::string& id) override { excluded.erase(id); }
  void node_unexcluded(const std::string& host) override { excluded_nodes.erase(host); }
};

struct FakeBackend final : ExecutorBackend {
  std::vector<TaskDescription> launched;
  std::vector<std::pair<TaskId, std::string>> kills;
  std::vector<std::string> killed_executors;
  bool can_kill = true;
  void launch(const TaskDescription& task) override { launched.push_back(task); }
  bool kill(TaskId task, const std::string&, bool, const std::string& reason) override {
    if (can_kill) kills.emplace_back(task, reason);
    return can_kill;
  }
  bool kill_executor(const std::string& id, const std::string&) override {
    killed_executors.push_back(id);
    return true;
  }
};

struct FakeAccumulators final : AccumulatorSink {
  std::map<std::int64_t, int> sums;
  std::optional<std::int64_t> broken;
  void merge(const AccumulatorUpdate& update) override {
    if (broken == update.id.value()) throw std::runtime_error("bad accumulator");
    sums[update.id.value()] += std::stoi(update.value);
  }
};

struct FakeBinaries final : TaskBinaries {
  std::optional<std::string> broken;
  Payload prepare(const StageTask&) override {
    if (broken) throw std::runtime_error(*broken);
    return std::make_shared<const int>(0);
  }
};

inline Payload value_of(int number) {
  return std::make_shared<const int>(number);
}
inline BlockManagerId block_manager(const std::string& host) {
  return {"exec-" + host, host, 12345};
}
inline MapStatus map_status_on(const std::string& host, int reduces, std::uint64_t bytes = 2,
                               std::int64_t map_id = 0) {
  const std::vector<std::uint64_t> sizes(static_cast<std::size_t>(reduces), bytes);
  return MapStatus(block_manager(host), sizes, map_id);
}

}  // namespace mammoth::spark::scheduler
