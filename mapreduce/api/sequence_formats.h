// Input and output in SequenceFiles (Hadoop: SequenceFileInputFormat, SequenceFileOutputFormat).
// Keys and values must be of the classes that the file names; mapreduce.output.fileoutputformat.
// compress, .compress.type (RECORD, BLOCK) and .compress.codec say how output is compressed.
#pragma once

#include <memory>
#include <string_view>

#include "mapreduce/api/any_writable.h"
#include "mapreduce/api/file_formats.h"
#include "mapreduce/api/raw.h"

namespace mammoth::mapreduce {

namespace engine {

class RawSequence : public RawRecords {
 public:
  virtual float progress() const = 0;
};

// Throws IOException where the file's classes are others.
std::unique_ptr<RawSequence> openSequence(const InputSplit& split, TaskAttemptContext& context,
                                          std::string_view key_class, std::string_view value_class);

}  // namespace engine

template <class K, class V>
class SequenceFileInputFormat : public FileInputFormatOf<K, V> {
 public:
  std::unique_ptr<RecordReader<K, V>> createRecordReader(const InputSplit& split,
                                                         TaskAttemptContext& context) override {
    return std::make_unique<Reader>(engine::openSequence(
        split, context, engine::writableType<K>().name, engine::writableType<V>().name));
  }

 private:
  class Reader final : public RecordReader<K, V> {
   public:
    explicit Reader(std::unique_ptr<engine::RawSequence> records) : records_(std::move(records)) {}
    bool nextKeyValue() override {
      if (!records_->next()) return false;
      engine::deserialize(key_, records_->key());
      engine::deserialize(value_, records_->value());
      return true;
    }
    const K& getCurrentKey() override { return key_; }
    const V& getCurrentValue() override { return value_; }
    float getProgress() override { return records_->progress(); }

   private:
    std::unique_ptr<engine::RawSequence> records_;
    K key_;
    V value_;
  };
};

class SequenceFileOutputFormat : public FileOutputFormatOf<AnyWritable, AnyWritable> {
 public:
  std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> getRecordWriter(
      TaskAttemptContext& context) override;
};

}  // namespace mammoth::mapreduce
