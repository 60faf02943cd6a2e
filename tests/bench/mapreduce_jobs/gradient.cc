// gradient IN OUT: one iteration of logistic regression as a MapReduce job: the gradient of the
// logarithmic loss where all weights are zero, over "label index:value ..." lines, label 0 or 1.
#include <charconv>
#include <map>

#include "mapreduce/api/mapreduce.h"

namespace mammoth::mapreduce::bench {

namespace {

template <class T>
T number(std::string_view text) {
  T value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

class Gradient : public Mapper<LongWritable, Text, IntWritable, DoubleWritable> {
  void map(const LongWritable&, const Text& line, Context&) override {
    std::string_view rest = line.view();
    const double scale = rest.starts_with('1') ? -0.5 : 0.5;
    for (std::size_t space = rest.find(' '); space != std::string_view::npos;
         space = rest.find(' ')) {
      rest.remove_prefix(space + 1);
      const std::string_view word = rest.substr(0, rest.find(' '));
      const std::size_t colon = word.find(':');
      sums_[number<int>(word.substr(0, colon))] += scale * number<double>(word.substr(colon + 1));
    }
  }
  void cleanup(Context& context) override {
    for (const auto& [index, sum] : sums_) context.write(IntWritable(index), DoubleWritable(sum));
  }
  std::map<int, double> sums_;
};

class Sum : public Reducer<IntWritable, DoubleWritable, IntWritable, DoubleWritable> {
  void reduce(const IntWritable& index, Values& values, Context& context) override {
    double sum = 0;
    for (const DoubleWritable& value : values) sum += value.get();
    context.write(index, DoubleWritable(sum));
  }
};

int gradient(int argc, char** argv) {
  Configuration configuration;
  const GenericOptionsParser options(configuration, argc, argv);
  Job job = Job::getInstance(configuration, "gradient");
  job.setMapperClass<Gradient>();
  job.setReducerClass<Sum>();
  job.setOutputKeyClass<IntWritable>();
  job.setOutputValueClass<DoubleWritable>();
  FileInputFormat::addInputPath(job, options.getRemainingArgs().at(0));
  FileOutputFormat::setOutputPath(job, options.getRemainingArgs().at(1));
  return job.waitForCompletion(true) ? 0 : 1;
}

const mammoth::Program kPrograms[] = {{"gradient", &gradient, "adds up a gradient"}, {}};

}  // namespace

}  // namespace mammoth::mapreduce::bench

const mammoth::Program* mammoth_programs() {
  return mammoth::mapreduce::bench::kPrograms;
}
