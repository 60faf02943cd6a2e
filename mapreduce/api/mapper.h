// Mapper: derive, override map(), name it with job.setMapperClass<X>() (Hadoop: Mapper and its
// Context). One thread runs one mapper object from setup() to cleanup(). What map() throws fails
// the task attempt with its message.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/input_format.h"
#include "mapreduce/api/output_format.h"

namespace mammoth::mapreduce {

template <class KIn, class VIn, class KOut, class VOut>
class MapContext {
 public:
  MapContext(TaskAttemptContext& task, const InputSplit& split, RecordReader<KIn, VIn>& reader,
             RecordWriter<KOut, VOut>& writer)
      : task_(task),
        split_(split),
        reader_(reader),
        writer_(writer),
        records_(task.getCounter<TaskCounter::MAP_INPUT_RECORDS>()) {}

  bool nextKeyValue() {
    if (!reader_.nextKeyValue()) return false;
    if ((++count_ & 0xff) == 0) report();
    return true;
  }
  const KIn& getCurrentKey() { return reader_.getCurrentKey(); }
  const VIn& getCurrentValue() { return reader_.getCurrentValue(); }
  void write(const KOut& key, const VOut& value) { writer_.write(key, value); }

  const InputSplit& getInputSplit() const { return split_; }
  TaskAttemptContext& task() { return task_; }
  const Configuration& getConfiguration() const { return task_.getConfiguration(); }
  const TaskAttemptID& getTaskAttemptID() const { return task_.getTaskAttemptID(); }
  Counter& getCounter(std::string_view group, std::string_view name) {
    return task_.getCounter(group, name);
  }
  template <auto Enumerator>
  Counter& getCounter() {
    return task_.getCounter<Enumerator>();
  }
  void setStatus(std::string status) { task_.setStatus(std::move(status)); }
  void progress() { task_.progress(); }

  // Brings counter and progress up to date; the engine calls it at the end.
  void report() {
    records_.increment(static_cast<std::int64_t>(count_ - reported_));
    reported_ = count_;
    task_.setProgress(reader_.getProgress());
    if (task_.isCancelled()) throw Exception("java.lang.InterruptedException", "task was killed");
  }

 private:
  TaskAttemptContext& task_;
  const InputSplit& split_;
  RecordReader<KIn, VIn>& reader_;
  RecordWriter<KOut, VOut>& writer_;
  Counter& records_;
  std::uint64_t count_ = 0;
  std::uint64_t reported_ = 0;
};

template <class KIn, class VIn, class KOut, class VOut>
class Mapper {
 public:
  using KeyIn = KIn;
  using ValueIn = VIn;
  using KeyOut = KOut;
  using ValueOut = VOut;
  using Context = MapContext<KIn, VIn, KOut, VOut>;

  virtual ~Mapper() = default;
  virtual void setup(Context&) {}
  // Not overridden: the record goes on as it is.
  virtual void map(const KIn& key, const VIn& value, Context& context) {
    if constexpr (std::is_same_v<KIn, KOut> && std::is_same_v<VIn, VOut>)
      context.write(key, value);
    else
      throw IOException("Type mismatch in key from map: this mapper does not override map()");
  }
  virtual void cleanup(Context&) {}
  virtual void run(Context& context) {
    setup(context);
    while (context.nextKeyValue()) map(context.getCurrentKey(), context.getCurrentValue(), context);
    cleanup(context);
  }
};

}  // namespace mammoth::mapreduce
