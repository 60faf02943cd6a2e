#include "mapreduce/streaming/pipe_kernels.h"

#include <optional>

#include "mapreduce/api/text_formats.h"
#include "mapreduce/streaming/pipe_task.h"

namespace mammoth::mapreduce::streaming {

namespace {

using engine::MapInput;
using engine::ReduceInput;
using Writer = RecordWriter<Text, Text>;

std::unique_ptr<Writer> open_output(const MapInput& input) {
  if (input.collector == nullptr)
    return std::make_unique<engine::CountingWriter<Text, Text>>(
        engine::openWriter<Text, Text>(*input.output, input.context),
        input.context.getCounter<TaskCounter::MAP_OUTPUT_RECORDS>());
  auto* partitioner = dynamic_cast<Partitioner<Text, Text>*>(input.partitioner);
  return std::make_unique<engine::CollectorWriter<Text, Text>>(*input.collector, partitioner,
                                                               input.partitions);
}

// Feeds the program with what a reader finds; `line` is what it gets for a record.
template <class K, class Feed>
void feed_all(InputFormat<K, Text>& format, const MapInput& input, Writer& writer, Feed feed) {
  const auto reader = format.createRecordReader(input.split, input.context);
  MapContext<K, Text, Text, Text> context(input.context, input.split, *reader, writer);
  while (context.nextKeyValue())
    if (!feed(context.getCurrentKey(), context.getCurrentValue())) break;
  context.report();
  reader->close();
}

}  // namespace

engine::RecordTypes PipeMapKernel::types() const {
  return engine::typesOf<Mapper<Text, Text, Text, Text>>();
}

std::unique_ptr<engine::ReduceKernel> PipeMapKernel::identityReducer() const {
  return std::make_unique<PipeReduceKernel>();
}

void PipeMapKernel::run(const MapInput& input) {
  const Configuration& configuration = input.context.getConfiguration();
  const std::string command = configuration.get("stream.map.streamprocessor", "");
  const std::unique_ptr<Writer> writer = open_output(input);
  std::optional<PipeTask> task;
  if (!command.empty()) task.emplace(command, Side::MAP, input.context, *writer);
  if (auto* lines = dynamic_cast<InputFormat<LongWritable, Text>*>(&input.format)) {
    const bool ignore_key = configuration.getBoolean("stream.map.input.ignoreKey", true);
    Text offset;
    feed_all<LongWritable>(*lines, input, *writer, [&](const LongWritable& at, const Text& line) {
      if (task && ignore_key) return task->writeValue(line.view());
      offset.set(at.toString());
      if (task) return task->writePair(offset.view(), line.view());
      writer->write(offset, line);
      return true;
    });
  } else if (auto* pairs = dynamic_cast<InputFormat<Text, Text>*>(&input.format)) {
    feed_all<Text>(*pairs, input, *writer, [&](const Text& key, const Text& value) {
      if (task) return task->writePair(key.view(), value.view());
      writer->write(key, value);
      return true;
    });
  } else {
    throw IOException("Type mismatch: streaming reads text only, not what " +
                      engine::typeName(typeid(input.format)) + " gives");
  }
  if (task) task->finish();
  writer->close(input.context);
}

engine::RecordTypes PipeReduceKernel::types() const {
  return engine::typesOf<Reducer<Text, Text, Text, Text>>();
}

engine::ReduceCounts PipeReduceKernel::run(const ReduceInput& input) {
  std::unique_ptr<Writer> writer;
  if (input.collector != nullptr)
    writer = std::make_unique<engine::CollectorWriter<Text, Text>>(*input.collector, nullptr, 1);
  else
    writer = std::make_unique<engine::CountingWriter<Text, Text>>(
        engine::openWriter<Text, Text>(*input.output, input.context),
        input.context.getCounter<TaskCounter::REDUCE_OUTPUT_RECORDS>());
  const std::string command = input.context.getConfiguration().get(commandKey(), "");
  std::optional<PipeTask> task;
  if (!command.empty()) task.emplace(command, Side::REDUCE, input.context, *writer);
  engine::ReduceCounts counts;
  Text key;
  Text value;
  std::string group;
  bool reads = true;
  while (input.records.next()) {
    ++counts.records;
    if (counts.groups == 0 ||
        (group != input.records.key() && input.grouping.compare(group, input.records.key()) != 0)) {
      ++counts.groups;
      group.assign(input.records.key());
    }
    engine::deserialize(key, input.records.key());
    engine::deserialize(value, input.records.value());
    if (!task)
      writer->write(key, value);
    else if (reads)
      reads = task->writePair(key.view(), value.view());
  }
  if (task) task->finish();
  writer->close(input.context);
  return counts;
}

std::string mapperName() {
  return engine::nameOfClass(engine::ClassEntry<PipeMapper, PipeMapKernel>::factory);
}
std::string combinerName() {
  return engine::nameOfClass(engine::ClassEntry<PipeCombiner, PipeCombineKernel>::factory);
}
std::string reducerName() {
  return engine::nameOfClass(engine::ClassEntry<PipeReducer, PipeReduceKernel>::factory);
}

}  // namespace mammoth::mapreduce::streaming
