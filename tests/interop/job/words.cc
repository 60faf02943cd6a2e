// The job library of job_library_test.py: what an author outside the tree writes.
#include <stdexcept>
#include <string_view>

#include "mapreduce/api/mapreduce.h"

using namespace mammoth::mapreduce;

namespace {

enum class Quality { EMPTY_LINES };

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

class Tokenizer : public Mapper<LongWritable, Text, Text, IntWritable> {
  void map(const LongWritable&, const Text& line, Context& context) override {
    const char* at = line.view().data();
    const char* const end = at + line.getLength();
    if (at == end) context.getCounter<Quality::EMPTY_LINES>().increment(1);
    for (;;) {
      while (at != end && is_space(*at)) ++at;
      if (at == end) return;
      const char* begin = at;
      while (at != end && !is_space(*at)) ++at;
      word_.set(std::string_view(begin, static_cast<std::size_t>(at - begin)));
      context.write(word_, one_);
    }
  }
  Text word_;
  const IntWritable one_{1};
};

class Sum : public Reducer<Text, IntWritable, Text, IntWritable> {
  void reduce(const Text& word, Values& counts, Context& context) override {
    int sum = 0;
    for (const IntWritable& count : counts) sum += count.get();
    context.write(word, sum);
  }
};

class Throwing : public Tokenizer {
  void setup(Context&) override { throw std::runtime_error("the dictionary is missing"); }
};

class Crashing : public Tokenizer {
  void setup(Context& context) override {
    if (context.getTaskAttemptID().isMap()) *static_cast<volatile int*>(nullptr) = 1;
  }
};

template <class M>
int run(int argc, char** argv) {
  Configuration configuration;
  const GenericOptionsParser options(configuration, argc, argv);
  Job job = Job::getInstance(configuration, "words");
  job.setMapperClass<M>();
  job.setCombinerClass<Sum>();
  job.setReducerClass<Sum>();
  FileInputFormat::addInputPaths(job, options.getRemainingArgs().at(0));
  FileOutputFormat::setOutputPath(job, options.getRemainingArgs().at(1));
  return job.waitForCompletion(true) ? 0 : 1;
}

const mammoth::Program kPrograms[] = {
    {"count", &run<Tokenizer>, "counts words"},
    {"throw", &run<Throwing>, "fails in its mapper"},
    {"crash", &run<Crashing>, "crashes in its mapper"},
    {},
};

}  // namespace

const mammoth::Program* mammoth_programs() {
  return kPrograms;
}
