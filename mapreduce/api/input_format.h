// Where a job's input comes from (Hadoop: InputSplit, RecordReader, InputFormat). One thread uses a
// reader. Failures throw IOException.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mapreduce/api/context.h"
#include "mapreduce/api/object.h"

namespace mammoth::mapreduce {

// A part of the input, for one map task.
class InputSplit {
 public:
  virtual ~InputSplit() = default;
  virtual std::uint64_t getLength() const = 0;                // bytes
  virtual std::vector<std::string> getLocations() const = 0;  // hosts that hold it
  virtual std::string toString() const = 0;
  // How it travels to its task: the Java class of its format, and its bytes.
  virtual std::string className() const = 0;
  virtual std::string serialize() const = 0;
};

template <class K, class V>
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  virtual bool nextKeyValue() = 0;
  // Valid, and the reader's own, until the next call of nextKeyValue().
  virtual const K& getCurrentKey() = 0;
  virtual const V& getCurrentValue() = 0;
  virtual float getProgress() = 0;  // 0 to 1
  virtual void close() {}
};

class InputFormatBase : public Object {
 public:
  static constexpr const char* kKind = "input format";
  using Splits = std::vector<std::unique_ptr<InputSplit>>;
  virtual Splits getSplits(JobContext& context) = 0;
  // The opposite of InputSplit::serialize; throws IOException for bytes that are none.
  virtual std::unique_ptr<InputSplit> readSplit(std::string_view class_name,
                                                std::string_view bytes) = 0;
};

template <class K, class V>
class InputFormat : public InputFormatBase {
 public:
  using Key = K;
  using Value = V;
  virtual std::unique_ptr<RecordReader<K, V>> createRecordReader(const InputSplit& split,
                                                                 TaskAttemptContext& context) = 0;
};

}  // namespace mammoth::mapreduce
