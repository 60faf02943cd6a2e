// multifilewc IN OUT: word count of many files in few tasks (Hadoop: MultiFileWordCount over
// CombineFileInputFormat).
#include <cstdio>

#include "mapreduce/api/mapreduce.h"
#include "mapreduce/examples/programs.h"
#include "mapreduce/examples/tokens.h"

namespace mammoth::mapreduce::examples {

namespace {

class MultiFileMapper : public Mapper<LongWritable, Text, Text, IntWritable> {
 public:
  void map(const LongWritable&, const Text& line, Context& context) override {
    Tokens tokens(line.view());
    for (std::string_view word; tokens.next(word);) {
      word_.set(word);
      context.write(word_, one_);
    }
  }

 private:
  const IntWritable one_{1};
  Text word_;
};

class MultiFileSum : public Reducer<Text, IntWritable, Text, IntWritable> {
 public:
  void reduce(const Text& key, Values& values, Context& context) override {
    int sum = 0;
    for (const IntWritable& value : values) sum += value.get();
    context.write(key, IntWritable(sum));
  }
};

class MultiFileWordCount : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.size() < 2) {
      std::puts("Usage : multifilewc <input_dir> <output>");
      return 2;
    }
    Job job = Job::getInstance(getConf(), "MultiFileWordCount");
    job.setInputFormatClass<CombineTextInputFormat>();
    job.setMapperClass<MultiFileMapper>();
    job.setCombinerClass<MultiFileSum>();
    job.setReducerClass<MultiFileSum>();
    job.setOutputKeyClass<Text>();
    job.setOutputValueClass<IntWritable>();
    FileInputFormat::addInputPaths(job, arguments[0]);
    FileOutputFormat::setOutputPath(job, arguments[1]);
    return job.waitForCompletion(true) ? 0 : 1;
  }
};

}  // namespace

int multi_file_word_count(int argc, char** argv) {
  MultiFileWordCount tool;
  return ToolRunner::run(tool, argc, argv);
}

}  // namespace mammoth::mapreduce::examples
