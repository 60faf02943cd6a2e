#include "mapreduce/api/multiple_outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace mammoth::mapreduce {

namespace {

constexpr std::string_view kPrefix = "mapreduce.multipleoutputs.namedOutput.";
constexpr std::string_view kCounters = "mapreduce.multipleoutputs.counters";
constexpr std::string_view kOutputsGroup = "org.apache.hadoop.mapreduce.lib.output.MultipleOutputs";

std::string format_key(const std::string& name) {
  return fmt::format("{}{}.format", kPrefix, name);
}

void check_name(const std::string& name) {
  if (name.empty()) throw IllegalArgumentException("Name cannot be NULL or empty");
  for (const char c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0)
      throw IllegalArgumentException(fmt::format("Name cannot be have a '{}' char", c));
}

void check_path(const std::string& path) {
  if (path == "part") throw IllegalArgumentException("output name cannot be 'part'");
}

std::unique_ptr<OutputFormatBase> output_format_named(const Configuration& configuration,
                                                      const std::string& name) {
  std::unique_ptr<Object> object =
      engine::newInstance(OutputFormatBase::kKind, name, configuration);
  return std::unique_ptr<OutputFormatBase>(dynamic_cast<OutputFormatBase*>(object.release()));
}

class LazyWriter final : public RecordWriter<AnyWritable, AnyWritable> {
 public:
  using Any = OutputFormat<AnyWritable, AnyWritable>;
  LazyWriter(Any& format, TaskAttemptContext& context) : format_(format), context_(context) {}
  void write(const AnyWritable& key, const AnyWritable& value) override {
    if (writer_ == nullptr) writer_ = format_.getRecordWriter(context_);
    writer_->write(key, value);
  }
  void close(TaskAttemptContext& context) override {
    if (writer_ != nullptr) writer_->close(context);
  }

 private:
  Any& format_;
  TaskAttemptContext& context_;
  std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> writer_;
};

}  // namespace

void MultipleOutputs::add(Job& job, const std::string& name, const std::string& format) {
  check_name(name);
  check_path(name);
  if (job.getConfiguration().get(format_key(name)))
    throw IllegalArgumentException(fmt::format("Named output '{}' already alreadyDefined", name));
  job.getConfiguration().set(format_key(name), format);
}

void MultipleOutputs::setCountersEnabled(Job& job, bool enabled) {
  job.getConfiguration().setBoolean(kCounters, enabled);
}

MultipleOutputs::MultipleOutputs(TaskAttemptContext& context)
    : task_(context), counts_(context.getConfiguration().getBoolean(kCounters, false)) {}

MultipleOutputs::~MultipleOutputs() = default;

MultipleOutputs::Output& MultipleOutputs::open(const std::string& name, const std::string& path) {
  Output& output = outputs_[{name, path}];
  if (output.format != nullptr) return output;
  check_path(path);
  const Configuration& configuration = task_.getConfiguration();
  const std::string format = configuration.get(format_key(name), "");
  if (format.empty())
    throw IllegalArgumentException(fmt::format("Undefined named output '{}'", name));
  Configuration own(configuration);
  own.set("mapreduce.output.basename", path);
  output.context = std::make_unique<TaskAttemptContext>(std::move(own), task_.getTaskAttemptID(),
                                                        task_.counters());
  output.format = output_format_named(configuration, format);
  return output;
}

void MultipleOutputs::count(const std::string& file) {
  task_.getCounter(kOutputsGroup, file).increment(1);
}

void MultipleOutputs::close() {
  for (auto& [name, output] : outputs_)
    if (output.writer != nullptr) output.writer->close(*output.context);
  outputs_.clear();
}

void LazyOutputFormat::setConf(const Configuration& configuration) {
  const std::string name = configuration.get("mapreduce.output.lazyoutputformat.outputformat", "");
  if (name.empty()) throw IOException("Output Format not set for LazyOutputFormat");
  inner_ = output_format_named(configuration, name);
}

std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> LazyOutputFormat::getRecordWriter(
    TaskAttemptContext& context) {
  auto* any = dynamic_cast<OutputFormat<AnyWritable, AnyWritable>*>(inner_.get());
  if (any == nullptr)
    throw IOException("LazyOutputFormat stands before formats of records of any type only");
  return std::make_unique<LazyWriter>(*any, context);
}

}  // namespace mammoth::mapreduce
