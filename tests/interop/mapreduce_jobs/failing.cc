// Jobs whose mappers go wrong, and the list of all programs.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "mapreduce/api/file_output_committer.h"
#include "tests/interop/mapreduce_jobs/programs.h"

namespace mammoth::mapreduce::test_jobs {

namespace {

class Throwing : public Mapper<LongWritable, Text, LongWritable, Text> {
  void map(const LongWritable&, const Text& line, Context&) override {
    throw std::runtime_error("the dictionary is missing: " + line.toString());
  }
};

class Crashing : public Mapper<LongWritable, Text, LongWritable, Text> {
  void map(const LongWritable&, const Text&, Context&) override {
    *static_cast<volatile int*>(nullptr) = 1;
  }
};

// Says nothing any more, and does not end.
class Hanging : public Mapper<LongWritable, Text, LongWritable, Text> {
  void map(const LongWritable&, const Text&, Context&) override {
    for (;;) std::this_thread::sleep_for(std::chrono::seconds(1));
  }
};

// Every commit of the job leaves a line in "commits".
class SlowCommitter : public FileOutputCommitter {
 public:
  using FileOutputCommitter::FileOutputCommitter;
  void commitJob(JobContext& context) override {
    const std::filesystem::path folder = context.getConfiguration().get("test.folder", "");
    std::ofstream(folder / "commits", std::ios::app) << "commit\n";
    while (!std::filesystem::exists(folder / "go"))
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    FileOutputCommitter::commitJob(context);
  }
};

class SlowOutput : public TextOutputFormat {
 public:
  std::unique_ptr<OutputCommitter> getOutputCommitter(TaskAttemptContext& context) override {
    return std::make_unique<SlowCommitter>(context);
  }
};

template <class M>
int run_failing(int argc, char** argv) {
  Configuration configuration;
  const GenericOptionsParser options(configuration, argc, argv);
  Job job = Job::getInstance(configuration, "failing");
  job.setMapperClass<M>();
  job.setNumReduceTasks(0);
  FileInputFormat::addInputPaths(job, options.getRemainingArgs().at(0));
  FileOutputFormat::setOutputPath(job, options.getRemainingArgs().at(1));
  return job.waitForCompletion(true) ? 0 : 1;
}

const mammoth::Program kTestPrograms[] = {
    {"inputs", &multiple_inputs, "reads lines and pairs"},
    {"outputs", &multiple_outputs, "writes outputs beside its own"},
    {"fixed", &fixed_length, "reads records of one length"},
    {"chain", &chain, "runs mappers one after the other"},
    {"throw", &throwing, "fails in its mapper"},
    {"crash", &crashing, "crashes in its mapper"},
    {"hang", &hanging, "hangs in its mapper"},
    {"slowcommit", &slow_commit, "commits when it may"},
    {},
};

}  // namespace

int throwing(int argc, char** argv) {
  return run_failing<Throwing>(argc, argv);
}
int crashing(int argc, char** argv) {
  return run_failing<Crashing>(argc, argv);
}
int hanging(int argc, char** argv) {
  return run_failing<Hanging>(argc, argv);
}

int slow_commit(int argc, char** argv) {
  Configuration configuration;
  const GenericOptionsParser options(configuration, argc, argv);
  Job job = Job::getInstance(configuration, "slow commit");
  job.setNumReduceTasks(0);
  job.setOutputFormatClass<SlowOutput>();
  FileInputFormat::addInputPaths(job, options.getRemainingArgs().at(0));
  FileOutputFormat::setOutputPath(job, options.getRemainingArgs().at(1));
  return job.waitForCompletion(true) ? 0 : 1;
}

}  // namespace mammoth::mapreduce::test_jobs

const mammoth::Program* mammoth_programs() {
  return mammoth::mapreduce::test_jobs::kTestPrograms;
}
