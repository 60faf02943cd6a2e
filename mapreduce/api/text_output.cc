#include <algorithm>
#include <optional>

#include "common/formats/byte_sink.h"
#include "common/formats/codec.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/files.h"
#include "mapreduce/api/output_file.h"
#include "mapreduce/api/text_formats.h"

namespace mammoth::mapreduce {

namespace {

class TextWriter final : public RecordWriter<AnyWritable, AnyWritable> {
 public:
  TextWriter(std::unique_ptr<formats::ByteSink> sink, std::string separator)
      : sink_(std::move(sink)), separator_(std::move(separator)) {}

  void write(const AnyWritable& key, const AnyWritable& value) override {
    const bool has_key = !key.isNull();
    const bool has_value = !value.isNull();
    if (!has_key && !has_value) return;
    if (has_key) key.appendText(pending_);
    if (has_key && has_value) pending_ += separator_;
    if (has_value) value.appendText(pending_);
    pending_ += '\n';
    if (pending_.size() >= kPendingBytes) flush();
  }
  void close(TaskAttemptContext&) override {
    flush();
    engine::orRaise(sink_->close());
  }

 private:
  static constexpr std::size_t kPendingBytes = 64 * 1024;

  void flush() {
    engine::orRaise(sink_->write(std::string_view(pending_)));
    pending_.clear();
  }

  std::unique_ptr<formats::ByteSink> sink_;
  const std::string separator_;
  std::string pending_;
};

class NullWriter final : public RecordWriter<AnyWritable, AnyWritable> {
 public:
  void write(const AnyWritable&, const AnyWritable&) override {}
  void close(TaskAttemptContext&) override {}
};

class NullCommitter final : public OutputCommitter {
 public:
  void setupJob(JobContext&) override {}
  void commitJob(JobContext&) override {}
  void abortJob(JobContext&) override {}
  void setupTask(TaskAttemptContext&) override {}
  bool needsTaskCommit(TaskAttemptContext&) override { return false; }
  void commitTask(TaskAttemptContext&) override {}
  void abortTask(TaskAttemptContext&) override {}
};

}  // namespace

std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> TextOutputFormat::getRecordWriter(
    TaskAttemptContext& context) {
  const Configuration& configuration = context.getConfiguration();
  return std::make_unique<TextWriter>(
      engine::openOutputFile(context),
      configuration.get("mapreduce.output.textoutputformat.separator", "\t"));
}

std::unique_ptr<OutputCommitter> NullOutputFormat::getOutputCommitter(TaskAttemptContext&) {
  return std::make_unique<NullCommitter>();
}

std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> NullOutputFormat::getRecordWriter(
    TaskAttemptContext&) {
  return std::make_unique<NullWriter>();
}

}  // namespace mammoth::mapreduce
