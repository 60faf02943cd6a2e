#include "mapreduce/task/reduce_task.h"

#include <algorithm>

#include "mapreduce/task/sort_buffer.h"

namespace mammoth::mapreduce::engine {

namespace {

// Counts what is read and brings the progress of the attempt up to date: the last third.
class Watched final : public RawRecords {
 public:
  Watched(RawRecords& records, TaskAttemptContext& context, std::uint64_t total_bytes)
      : records_(records),
        context_(context),
        total_bytes_(std::max<std::uint64_t>(total_bytes, 1)) {}

  bool next() override {
    if (!records_.next()) return false;
    key_ = records_.key();
    value_ = records_.value();
    read_bytes_ += key_.size() + value_.size() + 2;
    if ((++count & 0x3ff) == 0) {
      const double done = static_cast<double>(read_bytes_) / static_cast<double>(total_bytes_);
      context_.setProgress(static_cast<float>((2 + std::min(done, 1.0)) / 3));
      if (context_.isCancelled())
        throw Exception("java.lang.InterruptedException", "task was killed");
    }
    return true;
  }
  std::uint64_t count = 0;

 private:
  RawRecords& records_;
  TaskAttemptContext& context_;
  const std::uint64_t total_bytes_;
  std::uint64_t read_bytes_ = 0;
};

}  // namespace

void runReduce(const JobClasses& classes, TaskAttemptContext& context,
               std::vector<Segment> segments, const std::string& directory) {
  std::uint64_t raw_bytes = 0;
  std::uint64_t part_bytes = 0;
  for (const Segment& segment : segments) {
    raw_bytes += segment.raw_length;
    part_bytes += segment.part_length;
  }
  const auto count = [&](Counter& counter, std::uint64_t by) {
    counter.increment(static_cast<std::int64_t>(by));
  };
  count(context.getCounter<TaskCounter::SHUFFLED_MAPS>(), segments.size());
  count(context.getCounter<TaskCounter::MERGED_MAP_OUTPUTS>(), segments.size());
  count(context.getCounter<TaskCounter::REDUCE_SHUFFLE_BYTES>(), part_bytes);

  const Configuration& configuration = context.getConfiguration();
  const auto factor = static_cast<std::size_t>(
      std::max(configuration.getInt("mapreduce.task.io.sort.factor", 10), 2));
  SegmentMerge merge(std::move(segments), classes.sortOrder(),
                     {directory + "/reduce_merge", mapOutputCodec(configuration), factor});
  count(context.getCounter<TaskCounter::SPILLED_RECORDS>(), merge.spilledRecords());
  context.setProgress(2.0F / 3);

  Watched records(merge.records(), context, raw_bytes);
  const auto output = classes.outputFormat();
  const ReduceCounts counts =
      classes.reducer()->run({context, records, classes.grouping(), nullptr, output.get()});
  count(context.getCounter<TaskCounter::REDUCE_INPUT_GROUPS>(), counts.groups);
  count(context.getCounter<TaskCounter::REDUCE_INPUT_RECORDS>(), records.count);
}

}  // namespace mammoth::mapreduce::engine
