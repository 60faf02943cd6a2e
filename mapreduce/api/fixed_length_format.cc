#include "mapreduce/api/fixed_length_format.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/formats/byte_source.h"
#include "common/formats/codec.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/output_file.h"

namespace mammoth::mapreduce {

namespace {

constexpr std::string_view kRecordLength = "fixedlengthinputformat.record.length";

class FixedLengthReader final : public RecordReader<LongWritable, BytesWritable> {
 public:
  FixedLengthReader(const FileSplit& split, TaskAttemptContext& context, std::size_t length)
      : record_(length, '\0'), end_(split.getStart() + split.getLength()) {
    const formats::Codec codec = formats::codec_of_name(split.getPath());
    auto file = engine::openInputFile(context, split.getPath());
    start_ = (split.getStart() + length - 1) / length * length;
    if (codec == formats::Codec::kNone) engine::orRaise(file->seek(start_));
    source_ = std::make_unique<formats::FileSource>(std::move(file));
    if (codec == formats::Codec::kNone) {
      at_ = start_;
      return;
    }
    source_ = formats::decompressor(codec, std::move(source_));
    end_ = UINT64_MAX;
    start_ = 0;
  }

  bool nextKeyValue() override {
    if (at_ >= end_) return false;
    std::size_t done = 0;
    while (done < record_.size()) {
      const auto room = std::as_writable_bytes(std::span(record_)).subspan(done);
      const std::size_t count = engine::orRaise(source_->read(room));
      if (count == 0) break;
      done += count;
    }
    if (done == 0) return false;
    if (done < record_.size())
      throw IOException(
          fmt::format("Partial record(length = {}) found at the end of split.", done));
    key_.set(static_cast<std::int64_t>(at_));
    value_.set(record_);
    at_ += done;
    return true;
  }
  const LongWritable& getCurrentKey() override { return key_; }
  const BytesWritable& getCurrentValue() override { return value_; }
  float getProgress() override {
    if (end_ <= start_ || end_ == UINT64_MAX) return 0;
    return std::min(1.0F, static_cast<float>(at_ - start_) / static_cast<float>(end_ - start_));
  }

 private:
  std::string record_;
  std::unique_ptr<formats::ByteSource> source_;
  std::uint64_t start_ = 0;
  std::uint64_t at_ = 0;
  std::uint64_t end_;
  LongWritable key_;
  BytesWritable value_;
};

}  // namespace

void FixedLengthInputFormat::setRecordLength(Configuration& configuration, int bytes) {
  configuration.setInt(kRecordLength, bytes);
}
int FixedLengthInputFormat::getRecordLength(const Configuration& configuration) {
  return configuration.getInt(kRecordLength, 0);
}

bool FixedLengthInputFormat::isSplitable(JobContext& context, const std::string& path) {
  return getRecordLength(context.getConfiguration()) > 0 && FileInputFormat::isTextSplitable(path);
}

std::unique_ptr<RecordReader<LongWritable, BytesWritable>>
FixedLengthInputFormat::createRecordReader(const InputSplit& split, TaskAttemptContext& context) {
  const int length = getRecordLength(context.getConfiguration());
  if (length <= 0)
    throw IOException(fmt::format(
        "Fixed record length {} is invalid.  It should be set to a value greater than zero",
        length));
  const auto* file = dynamic_cast<const FileSplit*>(&split);
  if (file == nullptr) throw IOException("records of one length are read by splits of files only");
  return std::make_unique<FixedLengthReader>(*file, context, static_cast<std::size_t>(length));
}

}  // namespace mammoth::mapreduce
