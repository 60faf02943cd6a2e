#include "hdfs-cli/text/sequence_file.h"

#include <fmt/format.h>

#include "common/formats/sequence_reader.h"
#include "common/formats/writable_text.h"
#include "hdfs-cli/text/line_source.h"

namespace mammoth::cli {

namespace {

using formats::SequenceReader;
using formats::writable_text;

class SequenceFileSource final : public LineSource {
 public:
  explicit SequenceFileSource(std::unique_ptr<SequenceReader> reader)
      : reader_(std::move(reader)) {}

 protected:
  Result<bool> next(std::string& text) override {
    if (!TRY(reader_->next())) return false;
    const formats::SequenceHeader& header = reader_->header();
    text += TRY(writable_text(header.key_class, reader_->key()));
    text += '\t';
    text += TRY(writable_text(header.value_class, reader_->value()));
    text += '\n';
    return true;
  }

 private:
  const std::unique_ptr<SequenceReader> reader_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> sequence_file_source(std::unique_ptr<hdfs::FileReader> file) {
  auto reader = TRY(SequenceReader::open(std::move(file)));
  for (const std::string& name : {reader->header().key_class, reader->header().value_class})
    if (!formats::is_known_writable(name))
      return Error{ErrorCode::kUnsupportedOperation,
                   fmt::format("Values of the class {} cannot be shown", name)};
  return std::make_unique<SequenceFileSource>(std::move(reader));
}

}  // namespace mammoth::cli
