// Records of one length (Hadoop: FixedLengthInputFormat): offset and bytes.
// fixedlengthinputformat.record.length says how long; a file whose length is no multiple of it
// fails the task that reads its end. Compressed files are one split.
#pragma once

#include <memory>
#include <string>

#include "mapreduce/api/file_formats.h"
#include "mapreduce/io/writable.h"

namespace mammoth::mapreduce {

class FixedLengthInputFormat : public FileInputFormatOf<LongWritable, BytesWritable> {
 public:
  static void setRecordLength(Configuration& configuration, int bytes);
  static int getRecordLength(const Configuration& configuration);  // 0: not set

  bool isSplitable(JobContext& context, const std::string& path) override;
  std::unique_ptr<RecordReader<LongWritable, BytesWritable>> createRecordReader(
      const InputSplit& split, TaskAttemptContext& context) override;
};

}  // namespace mammoth::mapreduce
