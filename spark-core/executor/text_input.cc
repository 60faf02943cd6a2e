#include "spark-core/executor/text_input.h"

#include <optional>

#include "common/formats/line_split.h"
#include "spark-core/executor/task_run.h"

namespace mammoth::spark {
namespace {

template <class T>
T must(Result<T>&& result, const std::string& path) {
  if (!result) throw SparkException(path + ": " + result.error().message);
  return std::move(*result);
}

std::unique_ptr<hdfs::FileReader> open_file(TaskContext& context, const std::string& path) {
  const LocatedPath place = static_cast<TaskRun&>(context).executor().file_systems().locate(path);
  return must(place.file_system->open(place.path), path);
}

class TextStream final : public Stream {
 public:
  explicit TextStream(StreamArguments& arguments)
      : context_(arguments.context),
        splits_(from_bytes<std::vector<FileSplit>>(arguments.payload)),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    context_.check_interrupted();
    out_.clear();
    formats::Line line;
    while (!out_.full()) {
      if (!lines_) {
        if (at_ == splits_.size()) break;
        open(splits_[at_]);
      }
      if (must(lines_->next(line), splits_[at_].path)) {
        out_.emplace<std::string_view>(out_.arena().copy(line.text));
      } else {
        lines_.reset();
        ++at_;
      }
    }
    context_.metrics().input_records += out_.size();
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  void open(const FileSplit& split) {
    context_.metrics().input_bytes += split.length;
    lines_ = must(formats::LineSplitReader::open(open_file(context_, split.path),
                                                 formats::codec_of_name(split.path), split.start,
                                                 split.length),
                  split.path);
  }

  TaskContext& context_;
  std::vector<FileSplit> splits_;
  std::size_t at_ = 0;
  std::unique_ptr<formats::LineSplitReader> lines_;
  OutputBuffer out_;
};

class WholeFileStream final : public Stream {
 public:
  WholeFileStream(StreamArguments& arguments, bool expands)
      : context_(arguments.context),
        expands_(expands),
        splits_(from_bytes<std::vector<FileSplit>>(arguments.payload)),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    out_.clear();
    if (at_ == splits_.size()) return false;
    const std::string& path = splits_[at_++].path;
    auto source = std::make_unique<formats::FileSource>(open_file(context_, path));
    const auto plain = formats::decompressor(
        expands_ ? formats::codec_of_name(path) : formats::Codec::kNone, std::move(source));
    out_.emplace<std::pair<std::string, std::string>>(
        path, must(formats::read_all(*plain, kLargestFile), path));
    batch = out_.batch();
    return true;
  }

 private:
  static constexpr std::uint64_t kLargestFile = std::uint64_t{2} << 30;  // as a Java string's
  TaskContext& context_;
  const bool expands_;  // what is compressed
  std::vector<FileSplit> splits_;
  std::size_t at_ = 0;
  OutputBuffer out_;
};

}  // namespace

std::unique_ptr<Stream> make_text_stream(StreamArguments& arguments) {
  return std::make_unique<TextStream>(arguments);
}
std::unique_ptr<Stream> make_whole_file_stream(StreamArguments& arguments) {
  return std::make_unique<WholeFileStream>(arguments, true);
}
std::unique_ptr<Stream> make_binary_file_stream(StreamArguments& arguments) {
  return std::make_unique<WholeFileStream>(arguments, false);
}

}  // namespace mammoth::spark
