// The seam between a job's typed code and the engine: the only code that is instantiated for each
// mapper and reducer. A kernel runs one task's user code from beginning to end on one thread.
#pragma once

#include <memory>

#include "mapreduce/api/mapper.h"
#include "mapreduce/api/reducer.h"
#include "mapreduce/api/task_output.h"

namespace mammoth::mapreduce::engine {

struct RecordTypes {
  const WritableType& key_in;
  const WritableType& value_in;
  const WritableType& key_out;
  const WritableType& value_out;
};

// What a map task gives its kernel. Records go to `collector`, or without one to `output`.
struct MapInput {
  TaskAttemptContext& context;
  InputFormatBase& format;
  const InputSplit& split;
  RawCollector* collector;
  PartitionerBase* partitioner;  // null: by hash
  int partitions;
  OutputFormatBase* output;
};

struct ReduceInput {
  TaskAttemptContext& context;
  RawRecords& records;
  const RawComparator& grouping;
  RawCollector* collector;  // of a combiner; its `partition` is the one that is combined
  OutputFormatBase* output;
};

struct ReduceCounts {
  std::uint64_t groups = 0;
  std::uint64_t records = 0;
};

class ReduceKernel : public Object {
 public:
  static constexpr const char* kKind = "reducer";
  virtual RecordTypes types() const = 0;
  virtual ReduceCounts run(const ReduceInput& input) = 0;
};

class MapKernel : public Object {
 public:
  static constexpr const char* kKind = "mapper";
  virtual RecordTypes types() const = 0;
  virtual void run(const MapInput& input) = 0;
  // For jobs that name no reducer.
  virtual std::unique_ptr<ReduceKernel> identityReducer() const = 0;
};

// Counts what a task writes to its output.
template <class K, class V>
class CountingWriter final : public RecordWriter<K, V> {
 public:
  CountingWriter(std::unique_ptr<RecordWriter<K, V>> writer, Counter& counter)
      : writer_(std::move(writer)), counter_(counter) {}
  void write(const K& key, const V& value) override {
    writer_->write(key, value);
    ++count_;
  }
  void close(TaskAttemptContext& context) override {
    counter_.increment(count_);
    count_ = 0;
    writer_->close(context);
  }

 private:
  std::unique_ptr<RecordWriter<K, V>> writer_;
  Counter& counter_;
  std::int64_t count_ = 0;
};

template <class T>
RecordTypes typesOf() {
  return {writableType<typename T::KeyIn>(), writableType<typename T::ValueIn>(),
          writableType<typename T::KeyOut>(), writableType<typename T::ValueOut>()};
}

// The job's input format as one of the mapper's records; throws where it is none.
template <class K, class V>
InputFormat<K, V>& inputFormatOf(InputFormatBase& format) {
  if (auto* typed = dynamic_cast<InputFormat<K, V>*>(&format)) return *typed;
  throw IOException("Type mismatch: the input format " + typeName(typeid(format)) +
                    " does not give the mapper's keys of " + std::string(writableType<K>().name) +
                    " and values of " + std::string(writableType<V>().name));
}

// Where a mapper writes: to the sort buffer, or to the job's output.
template <class K, class V>
std::unique_ptr<RecordWriter<K, V>> openMapOutput(const MapInput& input) {
  if (input.collector == nullptr)
    return std::make_unique<CountingWriter<K, V>>(
        openWriter<K, V>(*input.output, input.context),
        input.context.getCounter<TaskCounter::MAP_OUTPUT_RECORDS>());
  auto* partitioner = dynamic_cast<Partitioner<K, V>*>(input.partitioner);
  if (input.partitioner != nullptr && partitioner == nullptr)
    throw IOException("Type mismatch: the partitioner " + typeName(typeid(*input.partitioner)) +
                      " does not take the mapper's keys and values");
  return std::make_unique<CollectorWriter<K, V>>(*input.collector, partitioner, input.partitions);
}

template <class K, class V>
std::unique_ptr<RecordWriter<K, V>> openReduceOutput(const ReduceInput& input) {
  if (input.collector != nullptr)
    return std::make_unique<CollectorWriter<K, V>>(*input.collector, nullptr, 1);
  return std::make_unique<CountingWriter<K, V>>(
      openWriter<K, V>(*input.output, input.context),
      input.context.getCounter<TaskCounter::REDUCE_OUTPUT_RECORDS>());
}

template <class R>
class ReduceKernelOf final : public ReduceKernel {
 public:
  RecordTypes types() const override { return typesOf<R>(); }

  ReduceCounts run(const ReduceInput& input) override {
    const auto writer = openReduceOutput<typename R::KeyOut, typename R::ValueOut>(input);
    R reducer;
    typename R::Context context(input.context, input.records, input.grouping, *writer);
    reducer.run(context);
    writer->close(input.context);
    return {context.groups(), context.records()};
  }
};

template <class M>
class MapKernelOf final : public MapKernel {
 public:
  RecordTypes types() const override { return typesOf<M>(); }
  std::unique_ptr<ReduceKernel> identityReducer() const override {
    return std::make_unique<ReduceKernelOf<Reducer<KOut, VOut, KOut, VOut>>>();
  }

  void run(const MapInput& input) override {
    using KIn = typename M::KeyIn;
    using VIn = typename M::ValueIn;
    auto& format = inputFormatOf<KIn, VIn>(input.format);
    const auto writer = openMapOutput<KOut, VOut>(input);
    const auto reader = format.createRecordReader(input.split, input.context);
    M mapper;
    typename M::Context context(input.context, input.split, *reader, *writer);
    mapper.run(context);
    context.report();
    reader->close();
    writer->close(input.context);
  }

 private:
  using KOut = typename M::KeyOut;
  using VOut = typename M::ValueOut;
};

}  // namespace mammoth::mapreduce::engine
