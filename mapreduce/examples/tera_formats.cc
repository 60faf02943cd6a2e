#include "mapreduce/examples/tera_formats.h"

#include <algorithm>
#include <functional>

#include "mapreduce/api/files.h"
#include "mapreduce/api/output_file.h"
#include "mapreduce/examples/tera_rows.h"

namespace mammoth::mapreduce::examples {

namespace {

constexpr std::size_t kBufferRows = 10'000;

template <class T>
T or_throw(Result<T> result) {
  if (!result) throw IOException(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// The rows of a split, many at a time.
class Rows {
 public:
  using Open = std::function<std::unique_ptr<hdfs::FileReader>(const std::string&)>;

  Rows(const InputSplit& split, const Open& open) : buffer_(kBufferRows * kTeraRowBytes, '\0') {
    const auto* part = dynamic_cast<const FileSplit*>(&split);
    if (part == nullptr) throw IOException("no split of a file: " + split.toString());
    file_ = open(part->getPath());
    length_ = part->getLength();
    taken_ = (kTeraRowBytes - part->getStart() % kTeraRowBytes) % kTeraRowBytes;
    or_throw(file_->seek(part->getStart() + taken_));
  }

  // Nothing at the end; otherwise a row, valid until the next call.
  const char* next() {
    if (taken_ >= length_) return nullptr;
    if (begin_ == end_ && !fill()) return nullptr;
    const char* const row = buffer_.data() + begin_;
    begin_ += kTeraRowBytes;
    taken_ += kTeraRowBytes;
    return row;
  }

  float progress() const {
    return length_ == 0 ? 1 : static_cast<float>(taken_) / static_cast<float>(length_);
  }

 private:
  bool fill() {
    const std::uint64_t rows = (length_ - taken_ + kTeraRowBytes - 1) / kTeraRowBytes;
    const std::size_t wanted = std::min<std::uint64_t>(rows * kTeraRowBytes, buffer_.size());
    begin_ = end_ = 0;
    while (end_ < wanted) {
      const auto room = std::as_writable_bytes(std::span(buffer_)).subspan(end_, wanted - end_);
      const std::size_t count = or_throw(file_->read(room));
      if (count == 0) break;
      end_ += count;
    }
    if (end_ % kTeraRowBytes != 0) throw Exception("java.io.EOFException", "read past eof");
    return end_ > 0;
  }

  std::unique_ptr<hdfs::FileReader> file_;
  std::uint64_t length_ = 0;
  std::uint64_t taken_ = 0;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

class TeraRecordReader final : public RecordReader<Text, Text> {
 public:
  TeraRecordReader(const InputSplit& split, TaskAttemptContext& context)
      : rows_(split, [&context](const std::string& path) {
          return engine::openInputFile(context, path);
        }) {}

  bool nextKeyValue() override {
    const char* const row = rows_.next();
    if (row == nullptr) return false;
    key_.set({row, kTeraKeyBytes});
    value_.set({row + kTeraKeyBytes, kTeraRowBytes - kTeraKeyBytes});
    return true;
  }
  const Text& getCurrentKey() override { return key_; }
  const Text& getCurrentValue() override { return value_; }
  float getProgress() override { return rows_.progress(); }

 private:
  Rows rows_;
  Text key_;
  Text value_;
};

class TeraRecordWriter final : public RecordWriter<Text, Text> {
 public:
  explicit TeraRecordWriter(std::unique_ptr<hdfs::FileWriter> file) : file_(std::move(file)) {
    pending_.reserve(kBufferRows * kTeraRowBytes);
  }

  void write(const Text& key, const Text& value) override {
    pending_ += key.view();
    pending_ += value.view();
    if (pending_.size() + kTeraRowBytes > kBufferRows * kTeraRowBytes) flush();
  }
  void close(TaskAttemptContext&) override {
    flush();
    or_throw(file_->close());
  }

 private:
  void flush() {
    or_throw(file_->write(std::as_bytes(std::span(pending_))));
    pending_.clear();
  }

  const std::unique_ptr<hdfs::FileWriter> file_;
  std::string pending_;
};

}  // namespace

std::unique_ptr<RecordReader<Text, Text>> TeraInputFormat::createRecordReader(
    const InputSplit& split, TaskAttemptContext& context) {
  return std::make_unique<TeraRecordReader>(split, context);
}

void TeraOutputFormat::checkOutputSpecs(JobContext& context) {
  const std::string path = FileOutputFormat::getOutputPath(context);
  if (path.empty())
    throw Exception("org.apache.hadoop.mapred.InvalidJobConfException",
                    "Output directory not set in JobConf.");
  const engine::Files files(context.getConfiguration());
  if (!files.exists(path)) return;
  const std::vector<hdfs::FileStatus> entries = files.list(path);
  if (entries.size() != 1 || engine::baseName(entries[0].path) != kPartitionFile)
    throw Exception("org.apache.hadoop.mapred.FileAlreadyExistsException",
                    "Output directory " + files.qualified(path) + " already exists");
}

std::unique_ptr<RecordWriter<Text, Text>> TeraOutputFormat::getRecordWriter(
    TaskAttemptContext& context) {
  return std::make_unique<TeraRecordWriter>(
      engine::createOutputFile(context, FileOutputFormat::getDefaultWorkFile(context, "")));
}

std::vector<std::string> first_keys(const InputSplit& split, const Configuration& configuration,
                                    std::size_t limit) {
  std::vector<std::string> keys;
  Rows rows(split, [&configuration](const std::string& path) {
    return engine::Files(configuration).open(path);
  });
  while (keys.size() < limit) {
    const char* const row = rows.next();
    if (row == nullptr) break;
    keys.emplace_back(row, kTeraKeyBytes);
  }
  return keys;
}

}  // namespace mammoth::mapreduce::examples
