// wordcount IN… OUT: every word between white space and how often it occurs (Hadoop: WordCount).
#include <cstdio>

#include "mapreduce/api/mapreduce.h"
#include "mapreduce/examples/programs.h"
#include "mapreduce/examples/tokens.h"

namespace mammoth::mapreduce::examples {

namespace {

class TokenizerMapper : public Mapper<LongWritable, Text, Text, IntWritable> {
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

class IntSumReducer : public Reducer<Text, IntWritable, Text, IntWritable> {
 public:
  void reduce(const Text& key, Values& values, Context& context) override {
    int sum = 0;
    for (const IntWritable& value : values) sum += value.get();
    context.write(key, IntWritable(sum));
  }
};

}  // namespace

int word_count(int argc, char** argv) {
  Configuration configuration;
  const GenericOptionsParser options(configuration, argc, argv);
  const std::vector<std::string>& arguments = options.getRemainingArgs();
  if (arguments.size() < 2) {
    std::fputs("Usage: wordcount <in> [<in>...] <out>\n", stderr);
    return 2;
  }
  Job job = Job::getInstance(configuration, "word count");
  job.setMapperClass<TokenizerMapper>();
  job.setCombinerClass<IntSumReducer>();
  job.setReducerClass<IntSumReducer>();
  job.setOutputKeyClass<Text>();
  job.setOutputValueClass<IntWritable>();
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i)
    FileInputFormat::addInputPath(job, arguments[i]);
  FileOutputFormat::setOutputPath(job, arguments.back());
  return job.waitForCompletion(true) ? 0 : 1;
}

}  // namespace mammoth::mapreduce::examples
