// Jobs with the formats of lib.input, lib.output and lib.chain; FormatJobs.java has the same with
// Apache's classes.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/interop/mapreduce_jobs/programs.h"

namespace mammoth::mapreduce::test_jobs {

namespace {

class LineMapper : public Mapper<LongWritable, Text, Text, Text> {
  void map(const LongWritable& offset, const Text& line, Context& context) override {
    context.write(line, Text("line at " + std::to_string(offset.get())));
  }
};

class PairMapper : public Mapper<Text, Text, Text, Text> {
  void map(const Text& key, const Text& value, Context& context) override {
    context.write(key, Text("pair " + value.toString()));
  }
};

class SortedValues : public Reducer<Text, Text, Text, Text> {
  void reduce(const Text& key, Values& values, Context& context) override {
    std::vector<std::string> all;
    for (const Text& value : values) all.push_back(value.toString());
    std::ranges::sort(all);
    std::string joined;
    for (const std::string& value : all) joined += value + ";";
    context.write(key, Text(joined));
  }
};

// By their first letter: errors and warnings into outputs of their own.
class SortingOut : public Mapper<LongWritable, Text, LongWritable, Text> {
  void setup(Context& context) override {
    outputs_ = std::make_unique<MultipleOutputs>(context.task());
  }
  void map(const LongWritable& offset, const Text& line, Context& context) override {
    if (line.view().starts_with('e'))
      outputs_->write("errors", offset, line);
    else if (line.view().starts_with('w'))
      outputs_->write("warnings", line, NullWritable(),
                      "by/day-" + std::string(line.view().substr(1, 1)));
    else
      context.write(offset, line);
  }
  void cleanup(Context&) override { outputs_->close(); }

  std::unique_ptr<MultipleOutputs> outputs_;
};

class ShowBytes : public Mapper<LongWritable, BytesWritable, LongWritable, Text> {
  void map(const LongWritable& offset, const BytesWritable& bytes, Context& context) override {
    context.write(offset, Text(bytes.view()));
  }
};

class Lower : public Mapper<LongWritable, Text, LongWritable, Text> {
  void map(const LongWritable& offset, const Text& line, Context& context) override {
    std::string text = line.toString();
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    context.write(offset, Text(text));
  }
};

class Split : public Mapper<LongWritable, Text, Text, IntWritable> {
  void map(const LongWritable&, const Text& line, Context& context) override {
    std::string_view rest = line.view();
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      if (end > 0) context.write(Text(rest.substr(0, end)), IntWritable(1));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
};

class NoStopWords : public Mapper<Text, IntWritable, Text, IntWritable> {
  void map(const Text& word, const IntWritable& count, Context& context) override {
    if (word.view() == "the") return;
    context.write(word, count);
  }
  void cleanup(Context& context) override { context.write(Text("~end"), IntWritable(1)); }
};

class Sum : public Reducer<Text, IntWritable, Text, IntWritable> {
  void reduce(const Text& word, Values& counts, Context& context) override {
    int sum = 0;
    for (const IntWritable& count : counts) sum += count.get();
    context.write(word, IntWritable(sum));
  }
};

class Swap : public Mapper<Text, IntWritable, IntWritable, Text> {
  void map(const Text& word, const IntWritable& count, Context& context) override {
    context.write(count, word);
  }
};

class Mark : public Mapper<IntWritable, Text, IntWritable, Text> {
  void map(const IntWritable& count, const Text& word, Context& context) override {
    context.write(count, Text(word.toString() + "!"));
  }
};

struct Prepared {
  Job job;
  std::vector<std::string> paths;  // the last is the output
};

Prepared prepared(int argc, char** argv, const char* name) {
  Configuration configuration;
  const GenericOptionsParser options(configuration, argc, argv);
  Prepared it{Job::getInstance(configuration, name), options.getRemainingArgs()};
  FileOutputFormat::setOutputPath(it.job, it.paths.at(it.paths.size() - 1));
  return it;
}

int done(Job& job) {
  return job.waitForCompletion(true) ? 0 : 1;
}

}  // namespace

int multiple_inputs(int argc, char** argv) {
  auto [job, paths] = prepared(argc, argv, "inputs");
  MultipleInputs::addInputPath<TextInputFormat, LineMapper>(job, paths.at(0));
  MultipleInputs::addInputPath<KeyValueTextInputFormat, PairMapper>(job, paths.at(1));
  job.setReducerClass<SortedValues>();
  return done(job);
}

int multiple_outputs(int argc, char** argv) {
  auto [job, paths] = prepared(argc, argv, "outputs");
  FileInputFormat::addInputPath(job, paths.at(0));
  job.setMapperClass<SortingOut>();
  job.setNumReduceTasks(0);
  MultipleOutputs::addNamedOutput<TextOutputFormat>(job, "errors");
  MultipleOutputs::addNamedOutput<TextOutputFormat>(job, "warnings");
  MultipleOutputs::setCountersEnabled(job, true);
  LazyOutputFormat::setOutputFormatClass<TextOutputFormat>(job);
  return done(job);
}

int fixed_length(int argc, char** argv) {
  auto [job, paths] = prepared(argc, argv, "fixed");
  FileInputFormat::addInputPath(job, paths.at(0));
  job.setInputFormatClass<FixedLengthInputFormat>();
  job.setMapperClass<ShowBytes>();
  return done(job);
}

int chain(int argc, char** argv) {
  auto [job, paths] = prepared(argc, argv, "chain");
  FileInputFormat::addInputPath(job, paths.at(0));
  job.setMapperClass<ChainMapper<Lower, Split, NoStopWords>>();
  job.setReducerClass<ChainReducer<Sum, Swap, Mark>>();
  return done(job);
}

}  // namespace mammoth::mapreduce::test_jobs
