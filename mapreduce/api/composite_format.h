// CompositeInputFormat: files that are sorted and partitioned alike, joined by their keys before
// the map (Hadoop: lib.join.CompositeInputFormat). Split i joins the i-th files of all sources.
//
//   job.setInputFormatClass<CompositeInputFormat<Text, Text>>();
//   job.getConfiguration().set("mapreduce.join.expr", composeJoin("inner", FORMAT, {"/a", "/b"}));
//
// inner: keys that all sources have; outer: keys of any. A key that sources have several times
// gives every combination. OverrideInputFormat is the join "override": the values of the last
// source that has the key, as they are. Expressions are flat: no join within a join.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mapreduce/api/join_walk.h"
#include "mapreduce/api/sequence_formats.h"
#include "mapreduce/api/text_formats.h"
#include "mapreduce/api/tuple_writable.h"

namespace mammoth::mapreduce {

// "inner(tbl(FORMAT,"path"),tbl(FORMAT,"path"))"; FORMAT is the class name of an input format.
std::string composeJoin(const std::string& operation, const std::string& format,
                        const std::vector<std::string>& paths);

namespace engine {

template <class K, class Out>
class CompositeFormatOf : public InputFormat<K, Out> {
 public:
  InputFormatBase::Splits getSplits(JobContext& context) override {
    return compositeSplits(context, joinExpression(context.getConfiguration()));
  }
  std::unique_ptr<InputSplit> readSplit(std::string_view, std::string_view bytes) override {
    return CompositeSplit::deserialize(bytes);
  }
};

// An object of a format class, also by the Java names of Hadoop's own.
template <class K, class V>
std::unique_ptr<InputFormatBase> joinFormat(const std::string& name,
                                            const Configuration& configuration) {
  const std::string package = "org.apache.hadoop.mapreduce.lib.input.";
  if (name == package + "SequenceFileInputFormat")
    return std::make_unique<SequenceFileInputFormat<K, V>>();
  if (name == package + "KeyValueTextInputFormat")
    return std::make_unique<KeyValueTextInputFormat>();
  if (name == package + "TextInputFormat") return std::make_unique<TextInputFormat>();
  std::unique_ptr<Object> object = newInstance(InputFormatBase::kKind, name, configuration);
  return std::unique_ptr<InputFormatBase>(dynamic_cast<InputFormatBase*>(object.release()));
}

}  // namespace engine

template <class K, class V>
class CompositeInputFormat : public engine::CompositeFormatOf<K, TupleWritable> {
 public:
  std::unique_ptr<RecordReader<K, TupleWritable>> createRecordReader(
      const InputSplit& split, TaskAttemptContext& context) override {
    return std::make_unique<Reader>(split, context);
  }

 private:
  // Combinations as an odometer counts: the last source's values turn fastest.
  class Reader final : public RecordReader<K, TupleWritable> {
   public:
    Reader(const InputSplit& split, TaskAttemptContext& context)
        : walk_(split, context, &engine::joinFormat<K, V>) {}

    bool nextKeyValue() override {
      if (!turn()) {
        do {
          if (!walk_.next()) return false;
        } while (walk_.operation() == "inner" && !isEverywhere());
        at_.assign(walk_.values.size(), 0);
      }
      std::vector<TupleWritable::Value> values;
      for (std::size_t i = 0; i < at_.size(); ++i) {
        const bool is_there = !walk_.values[i].empty();
        values.push_back({std::string(engine::writableType<V>().name), is_there,
                          is_there ? walk_.values[i][at_[i]] : std::string()});
      }
      tuple_ = TupleWritable(std::move(values));
      return true;
    }
    const K& getCurrentKey() override { return walk_.key; }
    const TupleWritable& getCurrentValue() override { return tuple_; }
    float getProgress() override { return walk_.progress(); }

   private:
    bool isEverywhere() const {
      for (const auto& values : walk_.values)
        if (values.empty()) return false;
      return true;
    }
    bool turn() {
      for (std::size_t i = at_.size(); i-- > 0;) {
        if (++at_[i] < walk_.values[i].size()) return true;
        at_[i] = 0;
      }
      return false;
    }

    engine::JoinWalk<K, V> walk_;
    std::vector<std::size_t> at_;
    TupleWritable tuple_;
  };
};

template <class K, class V>
class OverrideInputFormat : public engine::CompositeFormatOf<K, V> {
 public:
  std::unique_ptr<RecordReader<K, V>> createRecordReader(const InputSplit& split,
                                                         TaskAttemptContext& context) override {
    return std::make_unique<Reader>(split, context);
  }

 private:
  class Reader final : public RecordReader<K, V> {
   public:
    Reader(const InputSplit& split, TaskAttemptContext& context)
        : walk_(split, context, &engine::joinFormat<K, V>) {}
    bool nextKeyValue() override {
      if (++at_ >= values_.size()) {
        if (!walk_.next()) return false;
        for (auto& values : walk_.values)
          if (!values.empty()) values_ = std::move(values);
        at_ = 0;
      }
      engine::deserialize(value_, values_[at_]);
      return true;
    }
    const K& getCurrentKey() override { return walk_.key; }
    const V& getCurrentValue() override { return value_; }
    float getProgress() override { return walk_.progress(); }

   private:
    engine::JoinWalk<K, V> walk_;
    std::vector<std::string> values_;
    std::size_t at_ = 0;
    V value_;
  };
};

}  // namespace mammoth::mapreduce
