// Where a job's output goes (Hadoop: RecordWriter, OutputCommitter, OutputFormat). Failures throw
// IOException; one thread uses a writer.
#pragma once

#include <memory>

#include "mapreduce/api/context.h"
#include "mapreduce/api/object.h"

namespace mammoth::mapreduce {

template <class K, class V>
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  virtual void write(const K& key, const V& value) = 0;
  // What is written is complete only after close().
  virtual void close(TaskAttemptContext& context) = 0;
};

// Makes the output of the attempts that succeed visible, once, and removes what others leave.
class OutputCommitter {
 public:
  virtual ~OutputCommitter() = default;
  virtual void setupJob(JobContext& context) = 0;
  virtual void commitJob(JobContext& context) = 0;
  virtual void abortJob(JobContext& context) = 0;
  virtual void setupTask(TaskAttemptContext& context) = 0;
  virtual bool needsTaskCommit(TaskAttemptContext& context) = 0;
  virtual void commitTask(TaskAttemptContext& context) = 0;
  virtual void abortTask(TaskAttemptContext& context) = 0;
};

class OutputFormatBase : public Object {
 public:
  static constexpr const char* kKind = "output format";
  // Throws where the job must not begin: no output directory, or one that exists.
  virtual void checkOutputSpecs(JobContext& context) = 0;
  virtual std::unique_ptr<OutputCommitter> getOutputCommitter(TaskAttemptContext& context) = 0;
};

// A format that takes keys and values of any type is an OutputFormat<AnyWritable, AnyWritable>.
template <class K, class V>
class OutputFormat : public OutputFormatBase {
 public:
  virtual std::unique_ptr<RecordWriter<K, V>> getRecordWriter(TaskAttemptContext& context) = 0;
};

}  // namespace mammoth::mapreduce
