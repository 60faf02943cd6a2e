#include "mapreduce/streaming/stream_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "common/base/log.h"
#include "mapreduce/api/generic_options.h"
#include "mapreduce/api/job.h"
#include "mapreduce/api/text_formats.h"
#include "mapreduce/streaming/pipe_kernels.h"

namespace mammoth::mapreduce::streaming {

namespace {

constexpr int kFailed = 1;
constexpr int kNotBegun = 5;

struct BadOption {
  std::string message;
};

struct Options {
  std::vector<std::string> inputs;
  std::optional<std::string> output;
  std::string mapper;
  std::string combiner;
  std::optional<std::string> reducer;
  std::string input_format = "TextInputFormat";
  std::string output_format = "TextOutputFormat";
  std::string partitioner;
  std::string environment;
  std::vector<std::string> files;
};

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fputc('\n', stderr);
}

int command_failed(std::string_view message, int code) {
  if (!message.empty()) log::error("streaming.StreamJob", "{}", message);
  print("Streaming Command Failed!");
  return code;
}

std::string simple_name(const std::string& class_name) {
  return class_name.substr(class_name.rfind('.') + 1);
}

// A command, or one of the few classes of Java that have a meaning here: "" passes records on.
std::string command_of(const std::string& text) {
  const std::string name = simple_name(text);
  if (text.starts_with("org.apache.hadoop.") &&
      (name == "IdentityMapper" || name == "IdentityReducer"))
    return "";
  if (text == "aggregate" || text.starts_with("org.apache.hadoop."))
    throw BadOption{text + " is a Java class: streaming runs programs only"};
  return text;
}

Options parse(Configuration& configuration, const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const std::string& name = arguments[at];
    const auto value = [&]() -> const std::string& {
      if (at + 1 == arguments.size())
        throw BadOption{"Missing argument for option: " + name.substr(1)};
      return arguments[++at];
    };
    if (name == "-input")
      options.inputs.push_back(value());
    else if (name == "-output")
      options.output = value();
    else if (name == "-mapper")
      options.mapper = command_of(value());
    else if (name == "-combiner")
      options.combiner = command_of(value());
    else if (name == "-reducer")
      options.reducer = value();
    else if (name == "-numReduceTasks")
      configuration.set("mapreduce.job.reduces", value());
    else if (name == "-inputformat")
      options.input_format = simple_name(value());
    else if (name == "-outputformat")
      options.output_format = simple_name(value());
    else if (name == "-partitioner")
      options.partitioner = value();
    else if (name == "-cmdenv")
      options.environment += (options.environment.empty() ? "" : " ") + value();
    else if (name == "-file")
      options.files.push_back(value());
    else if (name == "-jobconf") {
      const std::string& property = value();
      const std::size_t equals = std::min(property.find('='), property.size());
      configuration.set(property.substr(0, equals),
                        property.substr(std::min(equals + 1, property.size())));
    } else if (name == "-verbose" || name == "-background") {
      continue;
    } else {
      throw BadOption{"Unrecognized option: " + name};
    }
  }
  return options;
}

void set_formats(Job& job, const Options& options) {
  if (options.input_format == "TextInputFormat")
    job.setInputFormatClass<TextInputFormat>();
  else if (options.input_format == "KeyValueTextInputFormat")
    job.setInputFormatClass<KeyValueTextInputFormat>();
  else if (options.input_format == "NLineInputFormat")
    job.setInputFormatClass<NLineInputFormat>();
  else
    throw BadOption{"-inputformat " + options.input_format + " is not supported"};
  if (options.output_format == "NullOutputFormat")
    job.setOutputFormatClass<NullOutputFormat>();
  else if (options.output_format != "TextOutputFormat")
    throw BadOption{"-outputformat " + options.output_format + " is not supported"};
  if (!options.partitioner.empty() && simple_name(options.partitioner) != "HashPartitioner")
    throw BadOption{"-partitioner " + options.partitioner + " is not supported"};
}

// The old interface of Java, which Hadoop's streaming stands on, cuts the input into
// mapreduce.job.maps splits at least; for local jobs that is one unless the user says more.
void set_split_size(Job& job) {
  Configuration& configuration = job.getConfiguration();
  const auto wanted =
      static_cast<std::uint64_t>(std::max(configuration.getInt("mapreduce.job.maps", 1), 1));
  std::uint64_t total = 0;
  for (const FileStatus& file : FileInputFormat::listStatus(job)) total += file.length;
  configuration.setIfUnset("mapreduce.input.fileinputformat.split.maxsize",
                           std::to_string(std::max<std::uint64_t>(total / wanted, 1)));
}

Job set_up(const Configuration& base, const Options& options) {
  Job job = Job::getInstance(base, base.get("mapreduce.job.name", "streamjob"));
  Configuration& configuration = job.getConfiguration();
  set_formats(job, options);
  configuration.set("mapreduce.job.map.class", mapperName());
  configuration.set("mapreduce.job.reduce.class", reducerName());
  configuration.set("stream.map.streamprocessor", options.mapper);
  if (options.reducer == "NONE")
    job.setNumReduceTasks(0);
  else if (options.reducer)
    configuration.set("stream.reduce.streamprocessor", command_of(*options.reducer));
  if (!options.combiner.empty()) {
    configuration.set("mapreduce.job.combine.class", combinerName());
    configuration.set("stream.combine.streamprocessor", options.combiner);
  }
  configuration.set("stream.addenvironment", options.environment);
  // Files are named part-00000, as by Java's old interface.
  configuration.setBoolean("mapred.mapper.new-api", false);
  configuration.setBoolean("mapred.reducer.new-api", false);
  for (const std::string& file : options.files)
    job.addCacheFile("file://" + std::filesystem::absolute(file).lexically_normal().string());
  for (const std::string& input : options.inputs) FileInputFormat::addInputPaths(job, input);
  FileOutputFormat::setOutputPath(job, *options.output);
  return job;
}

}  // namespace

int runStreamJob(std::vector<std::string> arguments) {
  Configuration configuration;
  arguments.insert(arguments.begin(), "streaming");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  std::optional<Job> job;
  try {
    const GenericOptionsParser generic(configuration, static_cast<int>(argv.size()), argv.data());
    const Options options = parse(configuration, generic.getRemainingArgs());
    if (options.inputs.empty()) throw BadOption{"Required argument: -input <name>"};
    if (!options.output) throw BadOption{"Required argument: -output "};
    if (!options.files.empty())
      log::warn("streaming.StreamJob",
                "-file option is deprecated, please use generic option -files instead.");
    job.emplace(set_up(configuration, options));
  } catch (const BadOption& bad) {
    print(bad.message);
    print("Try -help for more information");
    return command_failed("", kFailed);
  }
  try {
    set_split_size(*job);
    job->submit();
  } catch (const Exception& exception) {
    return command_failed(fmt::format("Error Launching job : {}", exception.what()), kNotBegun);
  }
  if (!job->waitForCompletion(true)) return command_failed("Job not successful!", kFailed);
  log::info("streaming.StreamJob", "Output directory: {}", FileOutputFormat::getOutputPath(*job));
  return 0;
}

}  // namespace mammoth::mapreduce::streaming
