// grep IN OUT REGEX [GROUP]: what matches the expression, and how often, the most frequent first
// (Hadoop: Grep, RegexMapper, InverseMapper). The expression is of Perl's kind, as Java's is.
#include <boost/regex.hpp>
#include <charconv>
#include <cstdio>
#include <random>

#include "mapreduce/api/files.h"
#include "mapreduce/api/mapreduce.h"
#include "mapreduce/api/sequence_formats.h"
#include "mapreduce/examples/programs.h"

namespace mammoth::mapreduce::examples {

namespace {

constexpr const char* kPattern = "mapreduce.mapper.regex";
constexpr const char* kGroup = "mapreduce.mapper.regexmapper..group";

class RegexMapper : public Mapper<LongWritable, Text, Text, LongWritable> {
 public:
  void setup(Context& context) override {
    pattern_.assign(context.getConfiguration().get(kPattern, ""));
    group_ = context.getConfiguration().getInt(kGroup, 0);
    if (group_ < 0 || static_cast<std::size_t>(group_) > pattern_.mark_count())
      throw Exception("java.lang.IndexOutOfBoundsException", "No group " + std::to_string(group_));
  }
  void map(const LongWritable&, const Text& line, Context& context) override {
    const std::string_view text = line.view();
    const boost::cregex_iterator end;
    for (boost::cregex_iterator match(text.data(), text.data() + text.size(), pattern_);
         match != end; ++match) {
      const auto& found = (*match)[group_];
      word_.set({found.first, static_cast<std::size_t>(found.length())});
      context.write(word_, one_);
    }
  }

 private:
  boost::regex pattern_;
  int group_ = 0;
  const LongWritable one_{1};
  Text word_;
};

class LongSumReducer : public Reducer<Text, LongWritable, Text, LongWritable> {
 public:
  void reduce(const Text& key, Values& values, Context& context) override {
    std::int64_t sum = 0;
    for (const LongWritable& value : values) sum += value.get();
    context.write(key, LongWritable(sum));
  }
};

class InverseMapper : public Mapper<Text, LongWritable, LongWritable, Text> {
 public:
  void map(const Text& key, const LongWritable& value, Context& context) override {
    context.write(value, key);
  }
};

class Grep : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.size() < 3) {
      std::fputs("Grep <inDir> <outDir> <regex> [<group>]\n", stdout);
      return 2;
    }
    getConf().set(kPattern, arguments[2]);
    if (arguments.size() == 4) getConf().set(kGroup, arguments[3]);
    std::random_device random;
    const std::string between = "grep-temp-" + std::to_string(random() & 0x7fffffff);
    int code = 1;
    try {
      code = search(arguments[0], between) && sort(between, arguments[1]) ? 0 : 1;
    } catch (...) {
      engine::Files(getConf()).remove(between);
      throw;
    }
    engine::Files(getConf()).remove(between);
    return code;
  }

 private:
  bool search(const std::string& input, const std::string& output) {
    Job job = Job::getInstance(getConf(), "grep-search");
    FileInputFormat::setInputPaths(job, input);
    job.setMapperClass<RegexMapper>();
    job.setCombinerClass<LongSumReducer>();
    job.setReducerClass<LongSumReducer>();
    FileOutputFormat::setOutputPath(job, output);
    job.setOutputFormatClass<SequenceFileOutputFormat>();
    job.setOutputKeyClass<Text>();
    job.setOutputValueClass<LongWritable>();
    return job.waitForCompletion(true);
  }

  bool sort(const std::string& input, const std::string& output) {
    Job job = Job::getInstance(getConf(), "grep-sort");
    FileInputFormat::setInputPaths(job, input);
    job.setInputFormatClass<SequenceFileInputFormat<Text, LongWritable>>();
    job.setMapperClass<InverseMapper>();
    job.setReducerClass<Reducer<LongWritable, Text, LongWritable, Text>>();
    job.setNumReduceTasks(1);
    FileOutputFormat::setOutputPath(job, output);
    job.setSortComparatorClass<DecreasingComparator<LongWritable>>();
    return job.waitForCompletion(true);
  }
};

}  // namespace

int grep(int argc, char** argv) {
  Grep tool;
  return ToolRunner::run(tool, argc, argv);
}

}  // namespace mammoth::mapreduce::examples
