// terasort IN OUT: sorts rows of teragen over all reducers (Hadoop: terasort.TeraSort). Cut points
// between the reducers come from a sample of the input's keys and stand in OUT/_partition.lst.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "mapreduce/api/files.h"
#include "mapreduce/examples/programs.h"
#include "mapreduce/examples/tera_formats.h"

namespace mammoth::mapreduce::examples {

namespace {

constexpr const char* kSampleSize = "mapreduce.terasort.partitions.sample";
constexpr const char* kSamples = "mapreduce.terasort.num.partitions";
constexpr const char* kSimplePartitioner = "mapreduce.terasort.simplepartitioner";
constexpr std::uint64_t kMaxPartitionFile = 64 << 20;

std::string partition_file(const Configuration& configuration) {
  return engine::joined(configuration.get("mapreduce.output.fileoutputformat.outputdir", ""),
                        kPartitionFile);
}

// By the cut points: how many of them are not behind the key.
class TotalOrderPartitioner : public Partitioner<Text, Text> {
 public:
  void setConf(const Configuration& configuration) override {
    if (configuration.getInt("mapreduce.job.reduces", 1) < 2) return;
    const engine::Files files(configuration);
    const std::string bytes = files.readAll(partition_file(configuration), kMaxPartitionFile);
    std::string_view rest = bytes;
    while (!rest.empty()) {
      cuts_.emplace_back();
      cuts_.back().readFields(rest);
    }
  }
  int getPartition(const Text& key, const Text&, int) override {
    return static_cast<int>(std::ranges::upper_bound(cuts_, key) - cuts_.begin());
  }

 private:
  std::vector<Text> cuts_;
};

// By the first three bytes, as if keys were spread evenly.
class SimplePartitioner : public Partitioner<Text, Text> {
 public:
  int getPartition(const Text& key, const Text&, int partitions) override {
    static constexpr int kPrefixBytes = 3;
    const int range =
        static_cast<int>(std::ceil((1 << 8 * kPrefixBytes) / static_cast<float>(partitions)));
    int prefix = 0;
    for (std::size_t i = 0; i < kPrefixBytes; ++i)
      prefix = prefix << 8 | (i < key.getLength() ? static_cast<unsigned char>(key.view()[i]) : 0);
    return prefix / range;
  }
};

class Stopwatch {
 public:
  long milliseconds() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_).count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

std::vector<std::string> cut_points(std::vector<std::string> keys, int partitions) {
  std::printf("Making %d from %zu sampled records\n", partitions, keys.size());
  if (static_cast<std::size_t>(partitions) > keys.size())
    throw IllegalArgumentException("Requested more partitions than input keys (" +
                                   std::to_string(partitions) + " > " +
                                   std::to_string(keys.size()) + ")");
  std::ranges::sort(keys);
  const float step = static_cast<float>(keys.size()) / static_cast<float>(partitions);
  std::vector<std::string> cuts;
  for (int i = 1; i < partitions; ++i)
    cuts.push_back(keys[static_cast<std::size_t>(std::floor(step * static_cast<float>(i) + 0.5F))]);
  return cuts;
}

void write_partition_file(Job& job) {
  const Stopwatch whole;
  TeraInputFormat format;
  const auto splits = format.getSplits(job);
  std::printf("Computing input splits took %ldms\n", whole.milliseconds());
  const Configuration& configuration = job.getConfiguration();
  const auto samples = std::min<std::size_t>(
      static_cast<std::size_t>(std::max(1, configuration.getInt(kSamples, 10))), splits.size());
  std::printf("Sampling %zu splits of %zu\n", samples, splits.size());
  if (samples == 0) throw IllegalArgumentException("There is no input to sample");
  const auto each = static_cast<std::size_t>(configuration.getLong(kSampleSize, 100'000)) / samples;
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < samples; ++i)
    for (std::string& key : first_keys(*splits[splits.size() / samples * i], configuration, each))
      keys.push_back(std::move(key));
  std::string bytes;
  for (const std::string& cut : cut_points(std::move(keys), job.getNumReduceTasks()))
    Text(cut).write(bytes);
  const engine::Files files(configuration);
  const auto file = files.create(partition_file(configuration), true);
  const auto written = file->write(std::as_bytes(std::span(bytes)));
  const auto closed = file->close();
  if (!written || !closed) throw IOException((written ? closed : written).error().message);
  std::printf("Computing parititions took %ldms\n", whole.milliseconds());
}

class TeraSort : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.size() != 2) {
      std::fputs("Usage: terasort [-Dproperty=value] <in> <out>\n", stderr);
      return 2;
    }
    Job job = Job::getInstance(getConf(), "TeraSort");
    FileInputFormat::setInputPaths(job, arguments[0]);
    FileOutputFormat::setOutputPath(job, arguments[1]);
    job.setOutputKeyClass<Text>();
    job.setOutputValueClass<Text>();
    job.setMapperClass<Mapper<Text, Text, Text, Text>>();
    job.setReducerClass<Reducer<Text, Text, Text, Text>>();
    job.setInputFormatClass<TeraInputFormat>();
    job.setOutputFormatClass<TeraOutputFormat>();
    const Stopwatch whole;
    if (getConf().getBoolean(kSimplePartitioner, false)) {
      job.setPartitionerClass<SimplePartitioner>();
    } else {
      TeraOutputFormat().checkOutputSpecs(job);
      write_partition_file(job);
      job.setPartitionerClass<TotalOrderPartitioner>();
    }
    std::printf("Spent %ldms computing partitions.\n", whole.milliseconds());
    std::fflush(stdout);
    return job.waitForCompletion(true) ? 0 : 1;
  }
};

}  // namespace

int tera_sort(int argc, char** argv) {
  TeraSort tool;
  return ToolRunner::run(tool, argc, argv);
}

}  // namespace mammoth::mapreduce::examples
