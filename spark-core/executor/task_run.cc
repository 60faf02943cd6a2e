#include "spark-core/executor/task_run.h"

#include <algorithm>

#include "spark-core/shuffle/map_output.h"
#include "spark-core/storage/block.h"

namespace mammoth::spark {

TaskRun::TaskRun(Executor& executor, const Task& task, std::shared_ptr<const StagePlan> plan,
                 const std::atomic<bool>& killed)
    : executor_(executor),
      task_(task),
      plan_(std::move(plan)),
      killed_(killed),
      identity_{task.stage_id, task.stage_attempt, task.partition,
                task.attempt,  task.task_id,       task.partitions} {
  for (const TaskPayload& payload : task.payloads)
    payloads_[{payload.node, payload.partition}] = payload.bytes;
  for (const OutputPlace& place : task.places)
    places_.push_back(std::make_shared<const OutputPlace>(place));
  TaskContext::enter(this);
}

TaskRun::~TaskRun() {
  TaskContext::enter(nullptr);
}

TaskOutcome TaskRun::run() {
  TaskOutcome outcome;
  try {
    const std::unique_ptr<Stream> elements =
        stream(static_cast<int>(plan_->nodes.size()) - 1, task_.partition);
    if (plan_->sink != nullptr) {
      MapOutput output = write_map_output(*elements, *plan_, *this, executor_.files(),
                                          {plan_->shuffle_id, task_.task_id, task_.partition},
                                          executor_.options().shuffle_codec);
      outcome.sizes = std::move(output.sizes);
      outcome.checksum = output.checksum;
      outcome.records = output.records;
      metrics_.shuffle_write_records = output.records;
      for (const std::uint64_t size : outcome.sizes) metrics_.shuffle_write_bytes += size;
    } else {
      Writer result;
      plan_->action(plan_->function.get(), *this, *elements, result);
      outcome.result = result.take();
    }
  } catch (...) {
    call_listeners();
    throw;
  }
  call_listeners();
  for (const auto& [id, part] : accumulators_) {
    Writer out;
    part.ops->write(out, part.value.get());
    outcome.accumulators.emplace_back(id, out.take());
  }
  outcome.metrics = metrics_;
  outcome.end = TaskEnd::kSucceeded;
  return outcome;
}

void TaskRun::call_listeners() {
  while (!listeners_.empty()) {
    const auto listener = std::move(listeners_.back());
    listeners_.pop_back();
    listener(*this);
  }
}

void* TaskRun::accumulator(std::uint64_t id, const AccumulatorOps& ops) {
  if (id == last_id_ && last_value_ != nullptr) return last_value_;
  Part& part = accumulators_[id];
  if (!part.value) part = {&ops, ops.zero()};
  last_id_ = id;
  return last_value_ = part.value.get();
}

std::vector<std::string> TaskRun::all_gather(const std::string& message) {
  return executor_.peers().all_gather(identity_, gatherings_++, message,
                                      [this] { check_interrupted(); });
}

std::unique_ptr<Stream> TaskRun::stream(int index, int partition) {
  const PlannedNode& node = plan_->nodes[static_cast<std::size_t>(index)];
  if (!node.storage.is_valid()) return compute(node, partition);
  const BlockKey key{node.id, partition};
  if (std::unique_ptr<Stream> kept = executor_.blocks().find(key, node.type)) return kept;
  const Peers& peers = executor_.peers();
  if (peers.fetch && std::ranges::count(task_.kept, node.id) != 0)
    if (std::optional<std::string> bytes = peers.fetch(key))
      return Block::read(std::move(*bytes), node.type);
  auto elements = executor_.blocks().keep(key, node.type, node.storage, compute(node, partition));
  if (peers.replicate && node.storage.replication > 1) peers.replicate(key, node.storage);
  return elements;
}

std::unique_ptr<Stream> TaskRun::compute(const PlannedNode& node, int partition) {
  StreamArguments arguments{node.function.get(), {}, {}, partition, node.type, *this};
  if (const auto payload = payloads_.find({node.id, partition}); payload != payloads_.end())
    arguments.payload = payload->second;
  for (const PlannedInput& input : node.inputs) {
    if (input.node < 0) {
      arguments.inputs.push_back(shuffle_input(input, partition));
      continue;
    }
    for (const int parent : input.map.parents(partition, input.parent_partitions))
      arguments.inputs.push_back(stream(input.node, parent));
  }
  return node.factory(arguments);
}

std::unique_ptr<Stream> TaskRun::shuffle_input(const PlannedInput& input, int partition) {
  for (const TaskShuffleInput& known : task_.inputs) {
    if (known.shuffle_id != input.shuffle_id) continue;
    std::vector<LocatedOutput> outputs;
    for (const TaskMapOutput& output : known.outputs)
      outputs.push_back({{input.shuffle_id, output.map_task, static_cast<int>(outputs.size())},
                         places_.at(static_cast<std::size_t>(output.place))});
    return read_reduce_input(executor_.shuffle_reader(), std::move(outputs), partition,
                             input.record, metrics_);
  }
  throw FetchFailure({{input.shuffle_id, -1, -1}, nullptr}, partition,
                     "Missing an output location for shuffle " + std::to_string(input.shuffle_id) +
                         " partition " + std::to_string(partition));
}

}  // namespace mammoth::spark
