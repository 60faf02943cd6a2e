// SequenceFiles as input and output (Hadoop: SequenceFileInputFormat, SequenceFileOutputFormat).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "mapreduce/api/any_writable.h"
#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/file_formats.h"

namespace mammoth::mapreduce {

namespace engine {

// The serialised records of a split. One thread; failures throw IOException.
class SequenceInput {
 public:
  // A class that the file names otherwise than `key_class` or `value_class` is refused; an empty
  // one takes every class.
  SequenceInput(const InputSplit& split, TaskAttemptContext& context, std::string_view key_class,
                std::string_view value_class);
  // A whole file of any classes, outside a task.
  SequenceInput(const std::string& path, const Configuration& configuration);
  ~SequenceInput();
  bool next();
  std::string_view key() const;
  std::string_view value() const;
  float progress() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Writes one file, not compressed, outside what a job commits. Complete after close() only.
class SequenceOutput {
 public:
  SequenceOutput(const std::string& path, const Configuration& configuration,
                 std::string_view key_class, std::string_view value_class);
  ~SequenceOutput();
  template <class K, class V>
  void append(const K& key, const V& value) {
    std::string key_bytes;
    std::string value_bytes;
    serialize(key, key_bytes);
    serialize(value, value_bytes);
    append(std::string_view(key_bytes), std::string_view(value_bytes));
  }
  void append(std::string_view key, std::string_view value);
  void close();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Java's name of a type; "" for a type that is C++'s alone.
template <class T>
constexpr std::string_view javaClassOf() {
  if constexpr (requires { T::kJavaClass; })
    return T::kJavaClass;
  else
    return {};
}

}  // namespace engine

template <class K, class V>
class SequenceFileRecordReader final : public RecordReader<K, V> {
 public:
  SequenceFileRecordReader(const InputSplit& split, TaskAttemptContext& context)
      : input_(split, context, engine::javaClassOf<K>(), engine::javaClassOf<V>()) {}
  bool nextKeyValue() override {
    if (!input_.next()) return false;
    engine::deserialize(key_, input_.key());
    engine::deserialize(value_, input_.value());
    return true;
  }
  const K& getCurrentKey() override { return key_; }
  const V& getCurrentValue() override { return value_; }
  float getProgress() override { return input_.progress(); }

 private:
  engine::SequenceInput input_;
  K key_;
  V value_;
};

template <class K, class V>
class SequenceFileInputFormat : public FileInputFormatOf<K, V> {
 public:
  std::unique_ptr<RecordReader<K, V>> createRecordReader(const InputSplit& split,
                                                         TaskAttemptContext& context) override {
    return std::make_unique<SequenceFileRecordReader<K, V>>(split, context);
  }
};

// Of the classes that Job::setOutputKeyClass and setOutputValueClass name. Compressed as
// mapreduce.output.fileoutputformat.compress, .codec and .type (NONE, RECORD, BLOCK) say.
class SequenceFileOutputFormat : public FileOutputFormatOf<AnyWritable, AnyWritable> {
 public:
  static void setOutputCompressionType(Job& job, const std::string& type);
  std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> getRecordWriter(
      TaskAttemptContext& context) override;
};

}  // namespace mammoth::mapreduce
