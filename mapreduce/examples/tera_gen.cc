// teragen ROWS OUT: rows for terasort (Hadoop: terasort.TeraGen). ROWS may end in k, m, b or t.
#include <charconv>
#include <cmath>
#include <cstdio>

#include "mapreduce/api/files.h"
#include "mapreduce/examples/programs.h"
#include "mapreduce/examples/tera_formats.h"
#include "mapreduce/examples/tera_rows.h"

namespace mammoth::mapreduce::examples {

namespace {

constexpr const char* kRowsKey = "mapreduce.terasort.num-rows";
constexpr const char* kCounters = "org.apache.hadoop.examples.terasort.TeraGen$Counters";

// Rows from `first` on, by their numbers.
class RangeSplit final : public InputSplit {
 public:
  RangeSplit(std::uint64_t first, std::uint64_t count) : first_(first), count_(count) {}

  std::uint64_t first() const { return first_; }
  std::uint64_t count() const { return count_; }
  std::uint64_t getLength() const override { return 0; }
  std::vector<std::string> getLocations() const override { return {}; }
  std::string toString() const override { return className(); }
  std::string className() const override {
    return "org.apache.hadoop.examples.terasort.TeraGen$RangeInputFormat$RangeInputSplit";
  }
  std::string serialize() const override {
    std::string bytes;
    appendVLong(static_cast<std::int64_t>(first_), bytes);
    appendVLong(static_cast<std::int64_t>(count_), bytes);
    return bytes;
  }

 private:
  const std::uint64_t first_;
  const std::uint64_t count_;
};

class RangeReader final : public RecordReader<LongWritable, NullWritable> {
 public:
  explicit RangeReader(const RangeSplit& split) : first_(split.first()), count_(split.count()) {}

  bool nextKeyValue() override {
    if (done_ >= count_) return false;
    key_.set(static_cast<std::int64_t>(first_ + done_));
    ++done_;
    return true;
  }
  const LongWritable& getCurrentKey() override { return key_; }
  const NullWritable& getCurrentValue() override { return NullWritable::get(); }
  float getProgress() override {
    return count_ == 0 ? 1 : static_cast<float>(done_) / static_cast<float>(count_);
  }

 private:
  const std::uint64_t first_;
  const std::uint64_t count_;
  std::uint64_t done_ = 0;
  LongWritable key_;
};

class RangeInputFormat : public InputFormat<LongWritable, NullWritable> {
 public:
  Splits getSplits(JobContext& context) override {
    const Configuration& configuration = context.getConfiguration();
    const std::int64_t rows = configuration.getLong(kRowsKey, 0);
    const int maps = std::max(1, configuration.getInt("mapreduce.job.maps", 1));
    Splits splits;
    std::int64_t current = 0;
    for (int split = 0; split < maps; ++split) {
      const auto goal = static_cast<std::int64_t>(
          std::ceil(static_cast<double>(rows) * static_cast<double>(split + 1) / maps));
      splits.push_back(std::make_unique<RangeSplit>(static_cast<std::uint64_t>(current),
                                                    static_cast<std::uint64_t>(goal - current)));
      current = goal;
    }
    return splits;
  }

  std::unique_ptr<InputSplit> readSplit(std::string_view, std::string_view bytes) override {
    const std::int64_t first = takeVLong(bytes);
    const std::int64_t count = takeVLong(bytes);
    if (first < 0 || count < 0) throw IOException("a range of rows makes no sense");
    return std::make_unique<RangeSplit>(static_cast<std::uint64_t>(first),
                                        static_cast<std::uint64_t>(count));
  }

  std::unique_ptr<RecordReader<LongWritable, NullWritable>> createRecordReader(
      const InputSplit& split, TaskAttemptContext&) override {
    return std::make_unique<RangeReader>(dynamic_cast<const RangeSplit&>(split));
  }
};

class SortGenMapper : public Mapper<LongWritable, NullWritable, Text, Text> {
 public:
  void map(const LongWritable& row, const NullWritable&, Context& context) override {
    if (!rows_) rows_ = std::make_unique<TeraRows>(static_cast<std::uint64_t>(row.get()));
    char bytes[kTeraRowBytes];
    rows_->next(bytes);
    key_.set({bytes, kTeraKeyBytes});
    value_.set({bytes + kTeraKeyBytes, kTeraRowBytes - kTeraKeyBytes});
    context.write(key_, value_);
    checksum_ += crc32_of({bytes, kTeraRowBytes});
  }
  void cleanup(Context& context) override {
    context.getCounter(kCounters, "CHECKSUM").increment(static_cast<std::int64_t>(checksum_));
  }

 private:
  std::unique_ptr<TeraRows> rows_;
  Text key_;
  Text value_;
  std::uint64_t checksum_ = 0;
};

// "10k", "1m", "3b", "1t".
std::int64_t human_long(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view suffix(end, static_cast<std::size_t>(text.data() + text.size() - end));
  std::int64_t unit = 0;
  if (suffix.empty()) unit = 1;
  if (suffix == "k") unit = 1'000;
  if (suffix == "m") unit = 1'000'000;
  if (suffix == "b") unit = 1'000'000'000;
  if (suffix == "t") unit = 1'000'000'000'000;
  std::int64_t rows = 0;
  if (error != std::errc() || unit == 0 || __builtin_mul_overflow(number, unit, &rows))
    throw Exception("java.lang.NumberFormatException",
                    "For input string: \"" + std::string(text) + "\"");
  return rows;
}

class TeraGen : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.size() != 2) {
      std::fputs("teragen <num rows> <output dir>\n", stderr);
      return 2;
    }
    const std::int64_t rows = human_long(arguments[0]);
    if (rows < 0) throw IllegalArgumentException("Number of rows is negative: " + arguments[0]);
    Job job = Job::getInstance(getConf(), "TeraGen");
    job.getConfiguration().setLong(kRowsKey, rows);
    FileOutputFormat::setOutputPath(job, arguments[1]);
    const engine::Files files(job.getConfiguration());
    if (files.exists(arguments[1]))
      throw IOException("Output directory " + arguments[1] + " already exists.");
    job.setMapperClass<SortGenMapper>();
    job.setNumReduceTasks(0);
    job.setOutputKeyClass<Text>();
    job.setOutputValueClass<Text>();
    job.setInputFormatClass<RangeInputFormat>();
    job.setOutputFormatClass<TeraOutputFormat>();
    return job.waitForCompletion(true) ? 0 : 1;
  }
};

}  // namespace

int tera_gen(int argc, char** argv) {
  TeraGen tool;
  return ToolRunner::run(tool, argc, argv);
}

}  // namespace mammoth::mapreduce::examples
