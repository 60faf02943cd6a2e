// sort [-r N] [-inFormat C] [-outFormat C] [-outKey C] [-outValue C] [-totalOrder P N S] IN OUT:
// what the framework does by itself with SequenceFiles (Hadoop: Sort). And join [-joinOp
// inner|outer|override] … IN… OUT: sorted and equally partitioned SequenceFiles joined by their
// keys before the map (Hadoop: Join).
//
// Keys may be BytesWritable, Text, LongWritable and IntWritable, values these and NullWritable.
#include <charconv>
#include <cstdio>
#include <optional>

#include "mapreduce/api/composite_format.h"
#include "mapreduce/api/files.h"
#include "mapreduce/api/total_order.h"
#include "mapreduce/examples/cluster_size.h"
#include "mapreduce/examples/programs.h"

namespace mammoth::mapreduce::examples {

namespace {

constexpr const char* kInput = "org.apache.hadoop.mapreduce.lib.input.";
constexpr const char* kOutput = "org.apache.hadoop.mapreduce.lib.output.";

// A command line that is wrong; `what` goes to standard output before the usage.
struct Misuse {
  std::string what;
};

struct SortOptions {
  int reduces = 0;
  std::string in_format = std::string(kInput) + "SequenceFileInputFormat";
  std::string out_format = std::string(kOutput) + "SequenceFileOutputFormat";
  std::string key = "org.apache.hadoop.io.BytesWritable";
  std::string value{};
  std::string join = "inner";
  std::optional<RandomSampler> sampler{};
  std::vector<std::string> paths{};
};

template <class Number>
Number parsedOption(const std::string& text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw Misuse{"ERROR: Integer expected instead of " + text};
  return number;
}

SortOptions parseSort(const std::vector<std::string>& arguments, int reduces) {
  SortOptions options{.reduces = reduces};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    const auto next = [&]() -> const std::string& {
      if (i + 1 == arguments.size())
        throw Misuse{"ERROR: Required parameter missing from " + arguments[i]};
      return arguments[++i];
    };
    if (name == "-r") {
      options.reduces = parsedOption<int>(next());
    } else if (name == "-inFormat") {
      options.in_format = next();
    } else if (name == "-outFormat") {
      options.out_format = next();
    } else if (name == "-outKey") {
      options.key = next();
    } else if (name == "-outValue") {
      options.value = next();
    } else if (name == "-joinOp") {
      options.join = next();
    } else if (name == "-totalOrder") {
      RandomSampler sampler;
      sampler.frequency = parsedOption<double>(next());
      sampler.samples = parsedOption<int>(next());
      sampler.max_splits = parsedOption<int>(next());
      if (sampler.max_splits <= 0) sampler.max_splits = INT32_MAX;
      options.sampler = sampler;
    } else {
      options.paths.push_back(name);
    }
  }
  return options;
}

int defaultReduces(const Configuration& configuration, const char* per_host_key) {
  const ClusterSize cluster = clusterSize(configuration);
  if (configuration.get(per_host_key))
    return cluster.trackers * configuration.getInt(per_host_key, 0);
  return static_cast<int>(cluster.reduce_tasks * 0.9);
}

// Calls `body` with a value of the type that the class name means.
template <bool kOrNull, class Body>
auto withType(const std::string& name, Body body) {
  const std::string package = "org.apache.hadoop.io.";
  if (name == package + "BytesWritable") return body(BytesWritable());
  if (name == package + "Text") return body(Text());
  if (name == package + "LongWritable") return body(LongWritable());
  if (name == package + "IntWritable") return body(IntWritable());
  if constexpr (kOrNull)
    if (name == package + "NullWritable") return body(NullWritable());
  throw Exception("java.lang.ClassNotFoundException", name);
}

template <class Body>
auto withTypes(const SortOptions& options, Body body) {
  return withType<false>(options.key, [&](auto key) {
    return withType<true>(options.value, [&](auto value) { return body(key, value); });
  });
}

template <class K, class V>
void setInputFormat(Job& job, const std::string& name) {
  if (name == std::string(kInput) + "SequenceFileInputFormat")
    job.setInputFormatClass<SequenceFileInputFormat<K, V>>();
  else if (name == std::string(kInput) + "TextInputFormat")
    job.setInputFormatClass<TextInputFormat>();
  else if (name == std::string(kInput) + "KeyValueTextInputFormat")
    job.setInputFormatClass<KeyValueTextInputFormat>();
  else
    throw Exception("java.lang.ClassNotFoundException", name);
}

template <class K, class V>
void setIdentity(Job& job) {
  job.setMapperClass<Mapper<K, V, K, V>>();
  job.template setReducerClass<Reducer<K, V, K, V>>();
  job.template setOutputKeyClass<K>();
  job.template setOutputValueClass<V>();
}

template <class K, class V>
void orderTotally(Job& job, const RandomSampler& sampler) {
  std::puts("Sampling input to effect total-order sort...");
  job.setPartitionerClass<TotalOrderPartitioner<K, V>>();
  const std::string path =
      engine::joined(FileInputFormat::getInputPaths(job).front(), "_sortPartitioning");
  TotalOrderPartitioner<K, V>::setPartitionFile(job.getConfiguration(), path);
  InputSampler<K, V>::writePartitionFile(job, sampler);
}

int misused(const Misuse& misuse, const char* usage) {
  std::puts(misuse.what.c_str());
  std::puts(usage);
  ToolRunner::printGenericCommandUsage();
  return 2;
}

class Sort : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    try {
      SortOptions options =
          parseSort(arguments, defaultReduces(getConf(), "mapreduce.sort.reducesperhost"));
      if (options.value.empty()) options.value = "org.apache.hadoop.io.BytesWritable";
      return sort(options);
    } catch (const Misuse& misuse) {
      return misused(misuse,
                     "sort [-r <reduces>] [-inFormat <input format class>] [-outFormat <output "
                     "format class>] [-outKey <output key class>] [-outValue <output value class>] "
                     "[-totalOrder <pcnt> <num samples> <max splits>] <input> <output>");
    }
  }

 private:
  int sort(const SortOptions& options) {
    Job job = Job::getInstance(getConf(), "sorter");
    job.setNumReduceTasks(options.reduces);
    setOutputFormat(job, options.out_format);
    if (options.paths.size() != 2)
      throw Misuse{"ERROR: Wrong number of parameters: " + std::to_string(options.paths.size()) +
                   " instead of 2."};
    FileInputFormat::setInputPaths(job, options.paths[0]);
    FileOutputFormat::setOutputPath(job, options.paths[1]);
    withTypes(options, [&](auto key, auto value) {
      using K = decltype(key);
      using V = decltype(value);
      setIdentity<K, V>(job);
      setInputFormat<K, V>(job, options.in_format);
      if (options.sampler) orderTotally<K, V>(job, *options.sampler);
    });
    std::printf("Running on %d nodes to sort from %s into %s with %d reduces.\n",
                clusterSize(getConf()).trackers,
                FileInputFormat::getInputPaths(job).front().c_str(),
                FileOutputFormat::getOutputPath(job).c_str(), options.reduces);
    return runTimed(job);
  }
};

class Join : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    try {
      return join(
          parseSort(arguments, defaultReduces(getConf(), "mapreduce.join.reduces_per_host")));
    } catch (const Misuse& misuse) {
      return misused(misuse,
                     "join [-r <reduces>] [-inFormat <input format class>] [-outFormat <output "
                     "format class>] [-outKey <output key class>] [-outValue <output value class>] "
                     "[-joinOp <inner|outer|override>] [input]* <input> <output>");
    }
  }

 private:
  int join(SortOptions options) {
    constexpr std::string_view kTuple = TupleWritable::kJavaClass;
    if (options.paths.size() < 2) throw Misuse{"ERROR: Wrong number of parameters: "};
    Job job = Job::getInstance(getConf(), "join");
    job.setNumReduceTasks(options.reduces);
    setOutputFormat(job, options.out_format);
    FileOutputFormat::setOutputPath(job, options.paths.back());
    options.paths.pop_back();
    job.getConfiguration().set("mapreduce.join.expr",
                               composeJoin(options.join, options.in_format, options.paths));
    const bool is_override = options.join == "override";
    if (!is_override && !options.value.empty() && options.value != kTuple)
      throw IOException("Type mismatch in value from map: expected " + options.value +
                        ", received " + std::string(kTuple));
    // What is joined has the key's class; where the output is one of the inputs, that of the value.
    if (options.value.empty() || options.value == kTuple) options.value = valueClass(options);
    withTypes(options, [&](auto key, auto value) {
      using K = decltype(key);
      using V = decltype(value);
      if (is_override) {
        setIdentity<K, V>(job);
        job.template setInputFormatClass<OverrideInputFormat<K, V>>();
      } else {
        setIdentity<K, TupleWritable>(job);
        job.template setInputFormatClass<CompositeInputFormat<K, V>>();
      }
    });
    return runTimed(job);
  }

  // The class of the values that are joined, by the first input's first file.
  std::string valueClass(const SortOptions& options) {
    if (options.in_format == std::string(kInput) + "KeyValueTextInputFormat")
      return std::string(Text::kJavaClass);
    Job probe = Job::getInstance(getConf());
    FileInputFormat::setInputPaths(probe, options.paths.front());
    for (const FileStatus& file : FileInputFormat::listStatus(probe))
      if (file.length > 0) return engine::valueClassOfSequence(file.path, getConf());
    return std::string(BytesWritable::kJavaClass);
  }
};

}  // namespace

int sort(int argc, char** argv) {
  Sort tool;
  return ToolRunner::run(tool, argc, argv);
}

int join(int argc, char** argv) {
  Join tool;
  return ToolRunner::run(tool, argc, argv);
}

}  // namespace mammoth::mapreduce::examples
