#include "mapreduce/task/job_classes.h"

#include <fmt/format.h>

#include "mapreduce/api/text_formats.h"

namespace mammoth::mapreduce::engine {

namespace {

using IdentityMapper = Mapper<LongWritable, Text, LongWritable, Text>;

class TypeOrder final : public RawComparator {
 public:
  explicit TypeOrder(const WritableType& type) : type_(type) {}
  int compare(std::string_view a, std::string_view b) const override { return type_.compare(a, b); }

 private:
  const WritableType& type_;
};

class OrderOf final : public RawComparator {
 public:
  explicit OrderOf(const RawComparator& other) : other_(other) {}
  int compare(std::string_view a, std::string_view b) const override {
    return other_.compare(a, b);
  }

 private:
  const RawComparator& other_;
};

void expect(std::string_view what, const WritableType& expected, const WritableType& received) {
  if (expected.name != received.name)
    throw IOException(fmt::format("Type mismatch in {}: expected {}, received {}", what,
                                  expected.name, received.name));
}

}  // namespace

JobClasses::JobClasses(const Configuration& configuration)
    : configuration_(configuration), key_type_(&mapper()->types().key_out) {
  if (configuration_.getInt("mapreduce.job.reduces", 1) == 0) return;
  checkTypes();
  sort_ = make<RawComparator>("mapreduce.job.output.key.comparator.class");
  if (sort_ == nullptr && key_type_->compare == nullptr)
    throw IOException(
        fmt::format("{} has no order: keys of the map output must be comparable, or "
                    "the job must name a sort comparator",
                    key_type_->name));
  const auto same_as_sort = [&]() -> std::unique_ptr<RawComparator> {
    if (sort_ != nullptr) return std::make_unique<OrderOf>(*sort_);
    return std::make_unique<TypeOrder>(*key_type_);
  };
  grouping_ = make<RawComparator>("mapreduce.job.output.group.comparator.class");
  if (grouping_ == nullptr) grouping_ = same_as_sort();
  combiner_grouping_ = make<RawComparator>("mapreduce.job.combiner.group.comparator.class");
  if (combiner_grouping_ == nullptr) combiner_grouping_ = same_as_sort();
}

template <class T>
std::unique_ptr<T> JobClasses::make(const char* key) const {
  const std::string name = configuration_.get(key, "");
  if (name.empty()) return nullptr;
  std::unique_ptr<Object> object = newInstance(T::kKind, name, configuration_);
  T* wanted = dynamic_cast<T*>(object.get());
  if (wanted == nullptr)
    throw Exception("java.lang.RuntimeException", fmt::format("class {} not {}", name, T::kKind));
  object.release();
  return std::unique_ptr<T>(wanted);
}

std::unique_ptr<MapKernel> JobClasses::mapper() const {
  auto named = make<MapKernel>("mapreduce.job.map.class");
  return named != nullptr ? std::move(named) : std::make_unique<MapKernelOf<IdentityMapper>>();
}

std::unique_ptr<ReduceKernel> JobClasses::reducer() const {
  auto named = make<ReduceKernel>("mapreduce.job.reduce.class");
  return named != nullptr ? std::move(named) : mapper()->identityReducer();
}

std::unique_ptr<ReduceKernel> JobClasses::combiner() const {
  return make<ReduceKernel>("mapreduce.job.combine.class");
}

std::unique_ptr<InputFormatBase> JobClasses::inputFormat() const {
  auto named = make<InputFormatBase>("mapreduce.job.inputformat.class");
  return named != nullptr ? std::move(named) : std::make_unique<TextInputFormat>();
}

std::unique_ptr<OutputFormatBase> JobClasses::outputFormat() const {
  auto named = make<OutputFormatBase>("mapreduce.job.outputformat.class");
  return named != nullptr ? std::move(named) : std::make_unique<TextOutputFormat>();
}

std::unique_ptr<PartitionerBase> JobClasses::partitioner() const {
  return make<PartitionerBase>("mapreduce.job.partitioner.class");
}

void JobClasses::checkTypes() const {
  const RecordTypes map = mapper()->types();
  const RecordTypes reduce = reducer()->types();
  expect("key from map", reduce.key_in, map.key_out);
  expect("value from map", reduce.value_in, map.value_out);
  if (const auto combine = combiner()) {
    expect("key to combiner", combine->types().key_in, map.key_out);
    expect("value to combiner", combine->types().value_in, map.value_out);
    expect("key from combiner", map.key_out, combine->types().key_out);
    expect("value from combiner", map.value_out, combine->types().value_out);
  }
}

}  // namespace mammoth::mapreduce::engine
