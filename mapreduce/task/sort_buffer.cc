#include "mapreduce/task/sort_buffer.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace mammoth::mapreduce::engine {

namespace {

constexpr int kMaxSortMegabytes = 2047;  // as in Hadoop: offsets have 31 bits

std::size_t sort_memory(const Configuration& configuration) {
  const int megabytes = configuration.getInt("mapreduce.task.io.sort.mb", 100);
  if (megabytes < 1 || megabytes > kMaxSortMegabytes)
    throw IOException(fmt::format("Invalid \"mapreduce.task.io.sort.mb\": {}", megabytes));
  return static_cast<std::size_t>(megabytes) << 20;
}

double spill_percent(const Configuration& configuration) {
  const double percent = configuration.getDouble("mapreduce.map.sort.spill.percent", 0.8);
  if (percent <= 0 || percent > 1)
    throw IOException(fmt::format("Invalid \"mapreduce.map.sort.spill.percent\": {}", percent));
  return percent;
}

// What a combiner writes goes to the partition that is being combined.
class Appender final : public RawCollector {
 public:
  explicit Appender(SegmentWriter& writer) : writer_(writer) {}
  void collect(int, std::string_view key, std::string_view value) override {
    writer_.append(key, value);
    ++records;
  }
  std::int64_t records = 0;

 private:
  SegmentWriter& writer_;
};

}  // namespace

std::string mapOutputCodec(const Configuration& configuration) {
  if (!configuration.getBoolean("mapreduce.map.output.compress", false)) return "";
  return configuration.get("mapreduce.map.output.compress.codec",
                           "org.apache.hadoop.io.compress.DefaultCodec");
}

SortBuffer::SortBuffer(const JobClasses& classes, TaskAttemptContext& context,
                       std::string directory)
    : classes_(classes),
      context_(context),
      directory_(std::move(directory)),
      partitions_(context.getNumReduceTasks()),
      codec_(mapOutputCodec(context.getConfiguration())),
      memory_bytes_(sort_memory(context.getConfiguration())),
      soft_limit_bytes_(static_cast<std::size_t>(static_cast<double>(memory_bytes_) *
                                                 spill_percent(context.getConfiguration()))),
      combiner_(classes.combiner()),
      filling_(std::make_unique<SortRun>(memory_bytes_, classes.sortOrder())),
      spilling_(std::make_unique<SortRun>(memory_bytes_, classes.sortOrder())) {}

SortBuffer::~SortBuffer() {
  if (spiller_.joinable()) spiller_.join();
}

void SortBuffer::collect(int partition, std::string_view key, std::string_view value) {
  if (partition < 0 || partition >= partitions_)
    throw IOException(fmt::format("Illegal partition for record ({})", partition));
  if (filling_->used_bytes() >= soft_limit_bytes_) startSpill();
  const std::size_t size = key.size() + value.size() + SortRun::kRecordOverhead;
  const auto has_room = [&] {
    const std::size_t elsewhere =
        spill_is_done_.load(std::memory_order_acquire) ? 0 : spilling_->used_bytes();
    return filling_->used_bytes() + size + elsewhere <= memory_bytes_;
  };
  if (!has_room() || !filling_->add(partition, key, value)) {
    waitForSpill();
    if (!has_room() || !filling_->add(partition, key, value)) {
      startSpill();
      waitForSpill();
      if (!filling_->add(partition, key, value)) spillLarge(partition, key, value);
    }
  }
  output_bytes_ += static_cast<std::int64_t>(key.size() + value.size());
  if ((++output_records_ & 0xfff) == 0) count();
}

void SortBuffer::count() {
  Counter& records = context_.getCounter<TaskCounter::MAP_OUTPUT_RECORDS>();
  Counter& bytes = context_.getCounter<TaskCounter::MAP_OUTPUT_BYTES>();
  records.setValue(output_records_);
  bytes.setValue(output_bytes_);
}

void SortBuffer::startSpill() {
  if (filling_->empty()) return;
  waitForSpill();
  std::swap(filling_, spilling_);
  spill_is_done_ = false;
  spiller_ = std::thread([this] {
    try {
      spill(*spilling_);
    } catch (...) {
      failure_ = std::current_exception();
    }
    spill_is_done_.store(true, std::memory_order_release);
  });
}

void SortBuffer::waitForSpill() {
  if (spiller_.joinable()) spiller_.join();
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

std::string SortBuffer::spillPath(std::size_t number) const {
  return fmt::format("{}/spill{}.out", directory_, number);
}

void SortBuffer::spill(SortRun& run) {
  run.sort();
  SegmentWriter writer(spillPath(spills_.size()), codec_);
  write(writer, [&](int partition) { return run.partition(partition); }, true);
  context_.getCounter<TaskCounter::SPILLED_RECORDS>().increment(
      static_cast<std::int64_t>(writer.records()));
  spills_.push_back(writer.finish());
  run.clear();
}

void SortBuffer::spillLarge(int partition, std::string_view key, std::string_view value) {
  SegmentWriter writer(spillPath(spills_.size()), codec_);
  for (int at = 0; at < partitions_; ++at) {
    writer.beginPartition();
    if (at == partition) writer.append(key, value);
    writer.endPartition();
  }
  context_.getCounter<TaskCounter::SPILLED_RECORDS>().increment(1);
  spills_.push_back(writer.finish());
}

void SortBuffer::write(SegmentWriter& writer, const Source& source, bool combines) {
  for (int partition = 0; partition < partitions_; ++partition) {
    writer.beginPartition();
    const std::unique_ptr<RawRecords> records = source(partition);
    if (combines && combiner_ != nullptr) {
      combine(*records, writer);
    } else {
      while (records->next()) writer.append(records->key(), records->value());
    }
    writer.endPartition();
  }
}

void SortBuffer::combine(RawRecords& records, SegmentWriter& writer) {
  Appender appender(writer);
  const ReduceCounts counts =
      combiner_->run({context_, records, classes_.combinerGrouping(), &appender, nullptr});
  context_.getCounter<TaskCounter::COMBINE_INPUT_RECORDS>().increment(
      static_cast<std::int64_t>(counts.records));
  context_.getCounter<TaskCounter::COMBINE_OUTPUT_RECORDS>().increment(appender.records);
}

SegmentFile SortBuffer::finish() {
  count();
  context_.getCounter<TaskCounter::SPILLED_RECORDS>();
  context_.getCounter<TaskCounter::COMBINE_INPUT_RECORDS>();
  context_.getCounter<TaskCounter::COMBINE_OUTPUT_RECORDS>();
  waitForSpill();
  if (!filling_->empty() || spills_.empty()) spill(*filling_);
  filling_.reset();
  spilling_.reset();
  SegmentFile file = mergeSpills();
  context_.getCounter<TaskCounter::MAP_OUTPUT_MATERIALIZED_BYTES>().increment(
      static_cast<std::int64_t>(file.materializedBytes()));
  return file;
}

SegmentFile SortBuffer::mergeSpills() {
  const std::string path = directory_ + "/file.out";
  if (spills_.size() == 1) {
    SegmentFile& only = spills_.front();
    std::filesystem::rename(only.path, path);
    std::filesystem::rename(only.path + ".index", path + ".index");
    only.path = path;
    for (Segment& segment : only.partitions) segment.path = path;
    return std::move(only);
  }
  const Configuration& configuration = context_.getConfiguration();
  const auto enough = static_cast<std::size_t>(
      std::max(configuration.getInt("mapreduce.map.combine.minspills", 3), 1));
  const auto factor = static_cast<std::size_t>(
      std::max(configuration.getInt("mapreduce.task.io.sort.factor", 10), 2));
  SegmentWriter writer(path, codec_);
  for (int partition = 0; partition < partitions_; ++partition) {
    std::vector<Segment> segments;
    for (const SegmentFile& spill : spills_)
      segments.push_back(spill.partitions[static_cast<std::size_t>(partition)]);
    SegmentMerge merged(std::move(segments), classes_.sortOrder(),
                        {directory_ + "/merge", codec_, factor});
    writer.beginPartition();
    if (combiner_ != nullptr && spills_.size() >= enough) {
      combine(merged.records(), writer);
    } else {
      while (merged.records().next())
        writer.append(merged.records().key(), merged.records().value());
    }
    writer.endPartition();
    context_.getCounter<TaskCounter::SPILLED_RECORDS>().increment(
        static_cast<std::int64_t>(merged.spilledRecords()));
  }
  context_.getCounter<TaskCounter::SPILLED_RECORDS>().increment(
      static_cast<std::int64_t>(writer.records()));
  SegmentFile file = writer.finish();
  for (const SegmentFile& spill : spills_) {
    std::filesystem::remove(spill.path);
    std::filesystem::remove(spill.path + ".index");
  }
  return file;
}

}  // namespace mammoth::mapreduce::engine
