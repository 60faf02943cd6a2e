// Several mappers in one task, each reading what the one before writes (Hadoop: ChainMapper,
// ChainReducer), without a copy of a record between them.
//
//   job.setMapperClass<ChainMapper<Split, Clean, Count>>();
//   job.setReducerClass<ChainReducer<Sum, Format>>();          // a reducer, then mappers
//
// The second and later mappers get their records one by one: what they do in run() is not called.
#pragma once

#include <memory>
#include <tuple>
#include <type_traits>

#include "mapreduce/api/kernel.h"

namespace mammoth::mapreduce {

template <class First, class... Rest>
class ChainMapper {
 public:
  using Last = std::tuple_element_t<sizeof...(Rest), std::tuple<First, Rest...>>;
  using KeyIn = typename First::KeyIn;
  using ValueIn = typename First::ValueIn;
  using KeyOut = typename Last::KeyOut;
  using ValueOut = typename Last::ValueOut;
};

template <class R, class... Maps>
class ChainReducer {
 public:
  using Last = std::tuple_element_t<sizeof...(Maps), std::tuple<R, Maps...>>;
  using KeyIn = typename R::KeyIn;
  using ValueIn = typename R::ValueIn;
  using KeyOut = typename Last::KeyOut;
  using ValueOut = typename Last::ValueOut;
};

namespace engine {

// A reader that nothing is read from: its records come from the mapper before.
template <class K, class V>
class PushedRecords final : public RecordReader<K, V> {
 public:
  bool nextKeyValue() override { return false; }
  const K& getCurrentKey() override { return key_; }
  const V& getCurrentValue() override { return value_; }
  float getProgress() override { return 0; }

 private:
  K key_;
  V value_;
};

class NoSplit final : public InputSplit {
 public:
  std::uint64_t getLength() const override { return 0; }
  std::vector<std::string> getLocations() const override { return {}; }
  std::string toString() const override { return "no split"; }
  std::string className() const override { return ""; }
  std::string serialize() const override { return ""; }
};

// What is written here goes into M, and what that writes to `next`. Opened and closed from the end.
template <class M>
class MapPipe final : public RecordWriter<typename M::KeyIn, typename M::ValueIn> {
 public:
  MapPipe(TaskAttemptContext& context, RecordWriter<typename M::KeyOut, typename M::ValueOut>& next)
      : context_(context, split_, none_, next) {
    base().setup(context_);
  }
  void write(const typename M::KeyIn& key, const typename M::ValueIn& value) override {
    base().map(key, value, context_);
  }
  void close(TaskAttemptContext&) override { base().cleanup(context_); }

 private:
  // What a mapper overrides may be private to it.
  Mapper<typename M::KeyIn, typename M::ValueIn, typename M::KeyOut, typename M::ValueOut>& base() {
    return mapper_;
  }

  const NoSplit split_;
  PushedRecords<typename M::KeyIn, typename M::ValueIn> none_;
  typename M::Context context_;
  M mapper_;
};

// Runs `body` with the writer that leads through all of Maps to `end`.
template <class... Maps>
struct Pipeline {
  template <class End, class Body>
  static void run(TaskAttemptContext&, End& end, Body body) {
    body(end);
  }
};
template <class First, class... Rest>
struct Pipeline<First, Rest...> {
  template <class End, class Body>
  static void run(TaskAttemptContext& context, End& end, Body body) {
    Pipeline<Rest...>::run(context, end, [&](auto& next) {
      MapPipe<First> pipe(context, next);
      body(static_cast<RecordWriter<typename First::KeyIn, typename First::ValueIn>&>(pipe));
      pipe.close(context);
    });
  }
};

template <class First, class... Rest>
class MapKernelOf<ChainMapper<First, Rest...>> final : public MapKernel {
  using Chain = ChainMapper<First, Rest...>;
  using KOut = typename Chain::KeyOut;
  using VOut = typename Chain::ValueOut;

 public:
  RecordTypes types() const override { return typesOf<Chain>(); }
  std::unique_ptr<ReduceKernel> identityReducer() const override {
    return std::make_unique<ReduceKernelOf<Reducer<KOut, VOut, KOut, VOut>>>();
  }
  void run(const MapInput& input) override {
    using KIn = typename First::KeyIn;
    using VIn = typename First::ValueIn;
    auto& format = inputFormatOf<KIn, VIn>(input.format);
    const auto writer = openMapOutput<KOut, VOut>(input);
    const auto reader = format.createRecordReader(input.split, input.context);
    Pipeline<Rest...>::run(input.context, *writer, [&](auto& next) {
      First mapper;
      typename First::Context context(input.context, input.split, *reader, next);
      mapper.run(context);
      context.report();
    });
    reader->close();
    writer->close(input.context);
  }
};

template <class R, class... Maps>
class ReduceKernelOf<ChainReducer<R, Maps...>> final : public ReduceKernel {
  using Chain = ChainReducer<R, Maps...>;

 public:
  RecordTypes types() const override { return typesOf<Chain>(); }
  ReduceCounts run(const ReduceInput& input) override {
    const auto writer = openReduceOutput<typename Chain::KeyOut, typename Chain::ValueOut>(input);
    ReduceCounts counts;
    Pipeline<Maps...>::run(input.context, *writer, [&](auto& next) {
      R reducer;
      typename R::Context context(input.context, input.records, input.grouping, next);
      reducer.run(context);
      counts = {context.groups(), context.records()};
    });
    writer->close(input.context);
    return counts;
  }
};

}  // namespace engine
}  // namespace mammoth::mapreduce
