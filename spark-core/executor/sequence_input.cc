#include "common/formats/sequence_reader.h"
#include "spark-core/executor/task_run.h"
#include "spark-core/executor/text_input.h"

namespace mammoth::spark {
namespace {

struct RecordClasses {
  std::string key;
  std::string value;
  void save(Writer& out) const {
    out.text(key);
    out.text(value);
  }
  static RecordClasses load(Reader& in) {
    std::string key(in.text());
    return {std::move(key), std::string(in.text())};
  }
};

class SequenceStream final : public Stream {
 public:
  using Record = std::pair<std::string_view, std::string_view>;
  explicit SequenceStream(StreamArguments& arguments)
      : context_(arguments.context),
        classes_(*static_cast<const RecordClasses*>(arguments.function)),
        splits_(from_bytes<std::vector<FileSplit>>(arguments.payload)),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    context_.check_interrupted();
    out_.clear();
    while (!out_.full() && (reader_ || at_ < splits_.size())) {
      if (!reader_) open(splits_[at_]);
      if (must(reader_->next())) {
        out_.emplace<Record>(out_.arena().copy(reader_->key()), out_.arena().copy(reader_->value()));
      } else {
        reader_.reset();
        ++at_;
      }
    }
    context_.metrics().input_records += out_.size();
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  void open(const FileSplit& split) {
    const LocatedPath place =
        static_cast<TaskRun&>(context_).executor().file_systems().locate(split.path);
    reader_ = must(formats::SequenceReader::open(must(place.file_system->open(place.path)),
                                                 split.start, split.length));
    context_.metrics().input_bytes += split.length;
    const formats::SequenceHeader& header = reader_->header();
    if (header.key_class != classes_.key || header.value_class != classes_.value)
      throw SparkException(split.path + " holds (" + header.key_class + ", " + header.value_class +
                           "), not (" + classes_.key + ", " + classes_.value + ")");
  }

  TaskContext& context_;
  const RecordClasses& classes_;
  std::vector<FileSplit> splits_;
  std::size_t at_ = 0;
  std::unique_ptr<formats::SequenceReader> reader_;
  OutputBuffer out_;
};

}  // namespace

std::unique_ptr<Stream> make_sequence_stream(StreamArguments& arguments) {
  return std::make_unique<SequenceStream>(arguments);
}

Closure record_classes(const std::string& key, const std::string& value) {
  return make_closure(RecordClasses{key, value});
}

}  // namespace mammoth::spark
