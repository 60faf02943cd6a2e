// DriverSession: stages and tasks as bytes, and what becomes of them. On the scheduler's thread.
#include "spark-core/driver/driver_session.h"
#include "spark-core/executor/shared_variables.h"
#include "spark-core/plan/stage_plan.h"

namespace mammoth::spark {

scheduler::Payload DriverSession::prepare(const scheduler::StageTask& stage) {
  const NodePtr node = lineage_.node(stage.rdd.value());
  std::string bytes =
      stage.shuffle ? write_map_stage(*node, *lineage_.shuffle(stage.shuffle->value()))
                    : write_result_stage(*node, *static_cast<const Action*>(stage.function.get()));
  return std::make_shared<const std::string>(std::move(bytes));
}

void DriverSession::merge(const scheduler::AccumulatorUpdate& update) {
  merge_accumulator(static_cast<std::uint64_t>(update.id.value()), update.value);
}

// What the task needs to know beside its stage's plan: its sources' payloads, where the shuffles
// that its stage begins with have their map outputs, and which RDDs are cached somewhere.
std::string DriverSession::encode(const scheduler::TaskDescription& description) {
  const scheduler::StageTask& stage = *description.stage;
  Task task;
  task.stage_id = stage.stage.value();
  task.stage_attempt = stage.stage_attempt;
  task.partition = description.partition;
  task.partitions = stage.partition_count;
  task.attempt = description.attempt_number;
  task.task_id = description.id.value();
  task.barrier_addresses = description.barrier_addresses;
  const NodePtr node = lineage_.node(stage.rdd.value());
  for (auto& [place, bytes] : payloads_of(*node, description.partition))
    task.payloads.push_back({place.first, place.second, std::move(bytes)});
  std::set<const Node*> seen;
  add_shuffle_inputs(*node, seen, task);
  return to_bytes(task);
}

void DriverSession::add_shuffle_inputs(const Node& node, std::set<const Node*>& seen, Task& task) {
  if (!seen.insert(&node).second) return;
  if (node.storage.is_valid() && lineage_.has_blocks(node.id)) task.kept.push_back(node.id);
  const auto place_index = [&](const std::string& executor) {
    for (std::size_t i = 0; i < task.places.size(); ++i)
      if (task.places[i].executor == executor) return static_cast<int>(i);
    task.places.push_back(backend_->place_of(executor));
    return static_cast<int>(task.places.size()) - 1;
  };
  for (const Dependency& dependency : node.dependencies) {
    if (dependency.shuffle == nullptr) {
      add_shuffle_inputs(*dependency.parent, seen, task);
      continue;
    }
    const scheduler::ShuffleId id(dependency.shuffle->id);
    TaskShuffleInput input{dependency.shuffle->id, {}};
    for (int map = 0; map < dependency.parent->partitions; ++map) {
      const scheduler::MapStatus* status = scheduler_->map_outputs().contains(id)
                                               ? scheduler_->map_outputs().map_status(id, map)
                                               : nullptr;
      if (status == nullptr) break;
      input.outputs.push_back({status->map_id(), place_index(status->location().executor_id)});
    }
    // An incomplete list is left out: the task then says which shuffle it misses.
    if (input.outputs.size() == static_cast<std::size_t>(dependency.parent->partitions))
      task.inputs.push_back(std::move(input));
  }
}

scheduler::BlockManagerId DriverSession::location_of(const std::string& executor) const {
  const OutputPlace place = backend_->place_of(executor);
  return {place.executor, place.host, place.port};
}

void DriverSession::ended(const scheduler::TaskDescription& task, const TaskOutcome& outcome) {
  for (const BlockChange& change : outcome.blocks)
    lineage_.block_changed(change.executor.empty() ? task.executor_id : change.executor, change);
  if (outcome.end == TaskEnd::kSucceeded) return succeeded(task, outcome);
  scheduler_->task_failed(task.id, failure_of(task, outcome));
}

void DriverSession::succeeded(const scheduler::TaskDescription& task, const TaskOutcome& outcome) {
  scheduler::TaskSuccess success;
  for (const auto& [id, value] : outcome.accumulators)
    success.accumulators.push_back(
        {scheduler::AccumulatorId(static_cast<std::int64_t>(id)), value});
  success.result_bytes = outcome.result.size();
  success.run_ms = outcome.run_ms;
  success.records_read = outcome.records;
  success.metrics = outcome.metrics;
  if (task.stage->shuffle)
    success.map_status.emplace(location_of(task.executor_id), outcome.sizes, task.id.value(),
                               outcome.checksum);
  else
    success.value = std::make_shared<const std::string>(outcome.result);
  scheduler_->task_succeeded(task.id, std::move(success));
}

scheduler::TaskFailure DriverSession::failure_of(const scheduler::TaskDescription& task,
                                                 const TaskOutcome& outcome) const {
  switch (outcome.end) {
    case TaskEnd::kFetchFailed: {
      scheduler::FetchFailed failure;
      if (!outcome.fetch.executor.empty()) failure.address = location_of(outcome.fetch.executor);
      failure.shuffle_id = scheduler::ShuffleId(outcome.fetch.shuffle_id);
      failure.map_id = outcome.fetch.map_task;
      failure.map_index = outcome.fetch.map_index;
      failure.reduce = outcome.fetch.reduce;
      failure.message = outcome.message;
      return failure;
    }
    case TaskEnd::kKilled:
      return scheduler::TaskKilled{outcome.message, {}};
    case TaskEnd::kCommitDenied:
      return scheduler::TaskCommitDenied{task.stage->job, task.partition, task.attempt_number};
    case TaskEnd::kSucceeded:
    case TaskEnd::kFailed:
    case TaskEnd::kOutputExists:
      break;
  }
  scheduler::ExceptionFailure failure;
  failure.description = outcome.message;
  return failure;
}

}  // namespace mammoth::spark
