// wordmean, wordmedian, wordstandarddeviation IN OUT: how long words are, in characters of Java
// (Hadoop: WordMean, WordMedian, WordStandardDeviation). The figure is computed from the job's
// output and printed.
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>

#include "mapreduce/api/files.h"
#include "mapreduce/api/mapreduce.h"
#include "mapreduce/examples/programs.h"
#include "mapreduce/examples/tokens.h"

namespace mammoth::mapreduce::examples {

namespace {

constexpr std::uint64_t kMaxOutputBytes = 64 << 20;

// UTF-16 units of a text in UTF-8.
std::int32_t javaLength(std::string_view text) {
  std::int32_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) ++units;
    if (byte >= 0xf0) ++units;
  }
  return units;
}

template <class Body>
void forEachWord(const Text& line, Body body) {
  Tokens tokens(line.view());
  for (std::string_view word; tokens.next(word);) body(word);
}

class WordMeanMapper : public Mapper<LongWritable, Text, Text, LongWritable> {
 public:
  void map(const LongWritable&, const Text& line, Context& context) override {
    forEachWord(line, [&](std::string_view word) {
      context.write(length_, LongWritable(javaLength(word)));
      context.write(count_, one_);
    });
  }

 private:
  const Text count_{"count"};
  const Text length_{"length"};
  const LongWritable one_{1};
};

class WordDeviationMapper : public Mapper<LongWritable, Text, Text, LongWritable> {
 public:
  void map(const LongWritable&, const Text& line, Context& context) override {
    forEachWord(line, [&](std::string_view word) {
      const std::int64_t length = javaLength(word);
      context.write(length_, LongWritable(length));
      context.write(square_, LongWritable(length * length));
      context.write(count_, one_);
    });
  }

 private:
  const Text count_{"count"};
  const Text length_{"length"};
  const Text square_{"square"};
  const LongWritable one_{1};
};

// As Java's programs: sums of 32 bits in longs.
class NarrowSumReducer : public Reducer<Text, LongWritable, Text, LongWritable> {
 public:
  void reduce(const Text& key, Values& values, Context& context) override {
    std::uint32_t sum = 0;
    for (const LongWritable& value : values) sum += static_cast<std::uint32_t>(value.get());
    context.write(key, LongWritable(static_cast<std::int32_t>(sum)));
  }
};

class WordMedianMapper : public Mapper<LongWritable, Text, IntWritable, IntWritable> {
 public:
  void map(const LongWritable&, const Text& line, Context& context) override {
    forEachWord(line,
                [&](std::string_view word) { context.write(IntWritable(javaLength(word)), one_); });
  }

 private:
  const IntWritable one_{1};
};

class WordMedianReducer : public Reducer<IntWritable, IntWritable, IntWritable, IntWritable> {
 public:
  void reduce(const IntWritable& key, Values& values, Context& context) override {
    std::uint32_t sum = 0;
    for (const IntWritable& value : values) sum += static_cast<std::uint32_t>(value.get());
    context.write(key, IntWritable(static_cast<std::int32_t>(sum)));
  }
};

// The output's lines of a word and a number, in their order.
std::vector<std::pair<std::string, std::int64_t>> output_of(const Configuration& configuration,
                                                            const std::string& directory) {
  const engine::Files files(configuration);
  const std::string path = engine::joined(directory, "part-r-00000");
  if (!files.exists(path)) throw IOException("Output not found!");
  const std::string text = files.readAll(path, kMaxOutputBytes);
  std::vector<std::pair<std::string, std::int64_t>> lines;
  Tokens tokens(text);
  for (std::string_view name; tokens.next(name);) {
    std::string_view digits;
    tokens.next(digits);
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    lines.emplace_back(name, number);
  }
  return lines;
}

std::map<std::string, double> sums_of(const Configuration& configuration,
                                      const std::string& directory) {
  std::map<std::string, double> sums;
  for (const auto& [name, number] : output_of(configuration, directory))
    sums[name] = static_cast<double>(number);
  return sums;
}

void print(const char* what, double figure) {
  std::printf("The %s is: %s\n", what, DoubleWritable(figure).toString().c_str());
  std::fflush(stdout);
}

template <class Map, class Reduce>
bool runLengths(Job& job, const std::vector<std::string>& arguments) {
  job.setMapperClass<Map>();
  job.template setCombinerClass<Reduce>();
  job.template setReducerClass<Reduce>();
  job.template setOutputKeyClass<typename Reduce::KeyOut>();
  job.template setOutputValueClass<typename Reduce::ValueOut>();
  FileInputFormat::addInputPath(job, arguments[0]);
  FileOutputFormat::setOutputPath(job, arguments[1]);
  return job.waitForCompletion(true);
}

class WordMean : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.size() != 2) {
      std::fputs("Usage: wordmean <in> <out>\n", stderr);
      return 0;
    }
    Job job = Job::getInstance(getConf(), "word mean");
    const bool succeeded = runLengths<WordMeanMapper, NarrowSumReducer>(job, arguments);
    auto sums = sums_of(getConf(), arguments[1]);
    print("mean", sums["length"] / sums["count"]);
    return succeeded ? 0 : 1;
  }
};

class WordStandardDeviation : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.size() != 2) {
      std::fputs("Usage: wordstddev <in> <out>\n", stderr);
      return 0;
    }
    Job job = Job::getInstance(getConf(), "word stddev");
    const bool succeeded = runLengths<WordDeviationMapper, NarrowSumReducer>(job, arguments);
    auto sums = sums_of(getConf(), arguments[1]);
    const double mean = sums["length"] / sums["count"];
    print("standard deviation", std::sqrt(sums["square"] / sums["count"] - mean * mean));
    return succeeded ? 0 : 1;
  }
};

class WordMedian : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.size() != 2) {
      std::fputs("Usage: wordmedian <in> <out>\n", stderr);
      return 0;
    }
    Job job = Job::getInstance(getConf(), "word median");
    const bool succeeded = runLengths<WordMedianMapper, WordMedianReducer>(job, arguments);
    const std::int64_t words = job.getCounters().getValue(kTaskCounterGroup, "MAP_OUTPUT_RECORDS");
    find(output_of(getConf(), arguments[1]), (words + 1) / 2, words / 2);
    return succeeded ? 0 : 1;
  }

 private:
  // The length at which half of the words are passed. As Hadoop's program does, it takes one length
  // where the half of an even number of words falls between two.
  static void find(const std::vector<std::pair<std::string, std::int64_t>>& lengths,
                   std::int64_t upper, std::int64_t lower) {
    std::int64_t passed = 0;
    for (const auto& [length, count] : lengths) {
      const std::int64_t before = passed;
      passed += count;
      if (lower < before || upper > passed) continue;
      std::printf("The median is: %s\n", length.c_str());
      std::fflush(stdout);
      return;
    }
  }
};

}  // namespace

int word_mean(int argc, char** argv) {
  WordMean tool;
  return ToolRunner::run(tool, argc, argv);
}

int word_median(int argc, char** argv) {
  WordMedian tool;
  return ToolRunner::run(tool, argc, argv);
}

int word_standard_deviation(int argc, char** argv) {
  WordStandardDeviation tool;
  return ToolRunner::run(tool, argc, argv);
}

}  // namespace mammoth::mapreduce::examples
