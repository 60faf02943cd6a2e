#include "mapreduce/task/map_task.h"

#include "mapreduce/api/file_formats.h"
#include "mapreduce/task/sort_buffer.h"

namespace mammoth::mapreduce::engine {

namespace {

// What scripts and mappers look for in their configuration.
void describe_input(Configuration& configuration, const InputSplit& split) {
  const auto* file = dynamic_cast<const FileSplit*>(&split);
  if (file == nullptr) return;
  configuration.set("mapreduce.map.input.file", file->getPath());
  configuration.setLong("mapreduce.map.input.start", static_cast<std::int64_t>(file->getStart()));
  configuration.setLong("mapreduce.map.input.length", static_cast<std::int64_t>(file->getLength()));
}

}  // namespace

std::optional<SegmentFile> runMap(const JobClasses& classes, TaskAttemptContext& context,
                                  const SplitBytes& split_bytes, const std::string& directory) {
  const auto format = classes.inputFormat();
  const auto split = format->readSplit(split_bytes.class_name, split_bytes.bytes);
  describe_input(context.getConfiguration(), *split);
  context.getCounter<TaskCounter::SPLIT_RAW_BYTES>().increment(
      static_cast<std::int64_t>(split_bytes.bytes.size()));
  const auto kernel = classes.mapper();
  const int partitions = context.getNumReduceTasks();
  if (partitions == 0) {
    const auto output = classes.outputFormat();
    kernel->run({context, *format, *split, nullptr, nullptr, 0, output.get()});
    return std::nullopt;
  }
  SortBuffer buffer(classes, context, directory);
  const auto partitioner = partitions > 1 ? classes.partitioner() : nullptr;
  kernel->run({context, *format, *split, &buffer, partitioner.get(), partitions, nullptr});
  return buffer.finish();
}

}  // namespace mammoth::mapreduce::engine
