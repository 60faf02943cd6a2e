#include <algorithm>

#include "spark-core/executor/task_run.h"
#include "spark-core/executor/text_input.h"

namespace mammoth::spark {
namespace {

struct RecordLength {
  std::uint64_t bytes;
  void save(Writer& out) const { out.fixed(bytes); }
  static RecordLength load(Reader& in) { return {in.fixed<std::uint64_t>()}; }
};

class RecordStream final : public Stream {
 public:
  explicit RecordStream(StreamArguments& arguments)
      : context_(arguments.context),
        length_(static_cast<const RecordLength*>(arguments.function)->bytes),
        splits_(from_bytes<std::vector<FileSplit>>(arguments.payload)),
        buffer_(std::max<std::uint64_t>(1, (std::uint64_t{256} << 10) / length_) * length_, '\0'),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    context_.check_interrupted();
    out_.clear();
    while (!reader_ && at_ < splits_.size()) open(splits_[at_]);
    if (!reader_) return false;
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(
        buffer_.size(), splits_[at_].start + splits_[at_].length - offset_));
    read(wanted);
    for (std::size_t i = 0; i < wanted; i += length_)
      out_.emplace<std::string_view>(buffer_.data() + i, length_);
    if (offset_ == splits_[at_].start + splits_[at_].length) close();
    context_.metrics().input_bytes += wanted;
    context_.metrics().input_records += out_.size();
    batch = out_.batch();
    return true;
  }

 private:
  void open(const FileSplit& split) {
    if (split.length == 0) return static_cast<void>(++at_);
    if (split.length % length_ != 0)
      throw SparkException("Partial record(length = " + std::to_string(split.length % length_) +
                           ") found at the end of file: " + split.path);
    const LocatedPath place =
        static_cast<TaskRun&>(context_).executor().file_systems().locate(split.path);
    reader_ = must(place.file_system->open(place.path));
    offset_ = split.start;
    must(reader_->seek(offset_));
  }
  void read(std::size_t wanted) {
    for (std::size_t done = 0; done < wanted;) {
      const std::size_t n = must(reader_->read(
          std::as_writable_bytes(std::span(buffer_.data() + done, wanted - done))));
      if (n == 0) throw SparkException(splits_[at_].path + " became shorter while it was read");
      done += n;
    }
    offset_ += wanted;
  }
  void close() {
    reader_.reset();
    ++at_;
  }

  TaskContext& context_;
  const std::uint64_t length_;
  std::vector<FileSplit> splits_;
  std::string buffer_;
  OutputBuffer out_;
  std::size_t at_ = 0;
  std::uint64_t offset_ = 0;
  std::unique_ptr<hdfs::FileReader> reader_;
};

}  // namespace

std::unique_ptr<Stream> make_record_stream(StreamArguments& arguments) {
  return std::make_unique<RecordStream>(arguments);
}

Closure record_length(std::uint64_t bytes) {
  return make_closure(RecordLength{bytes});
}

}  // namespace mammoth::spark
