// Text in and out: TextInputFormat, KeyValueTextInputFormat, NLineInputFormat, TextOutputFormat,
// NullOutputFormat (Hadoop: the classes of these names in lib.input and lib.output). Compressed
// input is recognised by its name.
#pragma once

#include <memory>
#include <string>

#include "mapreduce/api/any_writable.h"
#include "mapreduce/api/file_formats.h"

namespace mammoth::mapreduce {

// Offset and line. textinputformat.record.delimiter,
// mapreduce.input.linerecordreader.line.maxlength.
class TextInputFormat : public FileInputFormatOf<LongWritable, Text> {
 public:
  bool isSplitable(JobContext& context, const std::string& path) override;
  std::unique_ptr<RecordReader<LongWritable, Text>> createRecordReader(
      const InputSplit& split, TaskAttemptContext& context) override;
};

// What stands before and behind the first separator of a line
// (mapreduce.input.keyvaluelinerecordreader.key.value.separator, a tab).
class KeyValueTextInputFormat : public FileInputFormatOf<Text, Text> {
 public:
  bool isSplitable(JobContext& context, const std::string& path) override;
  std::unique_ptr<RecordReader<Text, Text>> createRecordReader(
      const InputSplit& split, TaskAttemptContext& context) override;
};

// Splits of mapreduce.input.lineinputformat.linespermap lines.
class NLineInputFormat : public TextInputFormat {
 public:
  static void setNumLinesPerSplit(Job& job, int lines);
  InputFormatBase::Splits getSplits(JobContext& context) override;
};

// Key, separator (mapreduce.output.textoutputformat.separator, a tab), value; one of them alone
// where the other is a NullWritable.
class TextOutputFormat : public FileOutputFormatOf<AnyWritable, AnyWritable> {
 public:
  std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> getRecordWriter(
      TaskAttemptContext& context) override;
};

// Output that is thrown away.
class NullOutputFormat : public OutputFormat<AnyWritable, AnyWritable> {
 public:
  void checkOutputSpecs(JobContext&) override {}
  std::unique_ptr<OutputCommitter> getOutputCommitter(TaskAttemptContext& context) override;
  std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> getRecordWriter(
      TaskAttemptContext& context) override;
};

}  // namespace mammoth::mapreduce
