#include "mapreduce/api/multiple_inputs.h"

#include <fmt/format.h>

#include "mapreduce/api/file_formats.h"
#include "mapreduce/api/files.h"
#include "mapreduce/io/text.h"

namespace mammoth::mapreduce {

namespace {

// How many inputs there are, and of each: path, format, mapper.
constexpr std::string_view kCount = "mapreduce.input.multipleinputs.count";

std::string key_of(int input, std::string_view part) {
  return fmt::format("mapreduce.input.multipleinputs.{}.{}", input, part);
}

template <class T>
std::unique_ptr<T> made(const Configuration& configuration, const std::string& name) {
  std::unique_ptr<Object> object = engine::newInstance(T::kKind, name, configuration);
  return std::unique_ptr<T>(dynamic_cast<T*>(object.release()));
}

// A split with the number of its input.
class TaggedSplit final : public InputSplit {
 public:
  TaggedSplit(int input, std::unique_ptr<InputSplit> split)
      : input_(input),
        split_(std::move(split)),
        class_(split_->className()),
        bytes_(split_->serialize()) {}
  TaggedSplit(int input, std::string class_name, std::string bytes)
      : input_(input), class_(std::move(class_name)), bytes_(std::move(bytes)) {}

  int input() const { return input_; }
  const std::string& innerClass() const { return class_; }
  const std::string& innerBytes() const { return bytes_; }

  std::uint64_t getLength() const override { return split_ == nullptr ? 0 : split_->getLength(); }
  std::vector<std::string> getLocations() const override {
    return split_ == nullptr ? std::vector<std::string>() : split_->getLocations();
  }
  std::string toString() const override {
    return split_ == nullptr ? "input " + std::to_string(input_) : split_->toString();
  }
  std::string className() const override {
    return "org.apache.hadoop.mapreduce.lib.input.TaggedInputSplit";
  }
  std::string serialize() const override {
    std::string out;
    appendVLong(input_, out);
    Text(class_).write(out);
    return out + bytes_;
  }

 private:
  const int input_;
  const std::unique_ptr<InputSplit> split_;
  const std::string class_;
  const std::string bytes_;
};

class DelegatingInputFormat final : public InputFormatBase {
 public:
  Splits getSplits(JobContext& context) override {
    Splits all;
    const Configuration& configuration = context.getConfiguration();
    const int count = configuration.getInt(kCount, 0);
    for (int input = 0; input < count; ++input) {
      JobContext own(configuration, context.getJobID());
      own.getConfiguration().set("mapreduce.input.fileinputformat.inputdir",
                                 configuration.get(key_of(input, "path"), ""));
      const auto format =
          made<InputFormatBase>(configuration, configuration.get(key_of(input, "format"), ""));
      for (auto& split : format->getSplits(own))
        all.push_back(std::make_unique<TaggedSplit>(input, std::move(split)));
    }
    return all;
  }
  std::unique_ptr<InputSplit> readSplit(std::string_view, std::string_view bytes) override {
    const std::int32_t input = takeVInt(bytes);
    Text name;
    name.readFields(bytes);
    return std::make_unique<TaggedSplit>(input, name.toString(), std::string(bytes));
  }
};

// Hands a task to the mapper of its input.
class DelegatingMapper final : public engine::MapKernel {
 public:
  void setConf(const Configuration& configuration) override {
    first_ = made<MapKernel>(configuration, configuration.get(key_of(0, "mapper"), ""));
  }
  engine::RecordTypes types() const override { return first_->types(); }
  std::unique_ptr<engine::ReduceKernel> identityReducer() const override {
    return first_->identityReducer();
  }
  void run(const engine::MapInput& input) override {
    const auto* tagged = dynamic_cast<const TaggedSplit*>(&input.split);
    if (tagged == nullptr)
      throw IOException("no split of several inputs: " + input.split.toString());
    const Configuration& configuration = input.context.getConfiguration();
    const auto name = [&](std::string_view part) {
      return configuration.get(key_of(tagged->input(), part), "");
    };
    const auto format = made<InputFormatBase>(configuration, name("format"));
    const auto split = format->readSplit(tagged->innerClass(), tagged->innerBytes());
    if (const auto* file = dynamic_cast<const FileSplit*>(split.get()))
      input.context.getConfiguration().set("mapreduce.map.input.file", file->getPath());
    made<MapKernel>(configuration, name("mapper"))
        ->run({input.context, *format, *split, input.collector, input.partitioner, input.partitions,
               input.output});
  }

 private:
  std::unique_ptr<MapKernel> first_;
};

}  // namespace

void MultipleInputs::add(Job& job, const std::string& path, const std::string& format,
                         const std::string& mapper) {
  Configuration& configuration = job.getConfiguration();
  const int input = configuration.getInt(kCount, 0);
  configuration.set(key_of(input, "path"), engine::Files(configuration).qualified(path));
  configuration.set(key_of(input, "format"), format);
  configuration.set(key_of(input, "mapper"), mapper);
  configuration.setInt(kCount, input + 1);
  job.setInputFormatClass<DelegatingInputFormat>();
  configuration.set(
      "mapreduce.job.map.class",
      engine::nameOfClass(engine::ClassEntry<DelegatingMapper, DelegatingMapper>::factory));
}

}  // namespace mammoth::mapreduce
