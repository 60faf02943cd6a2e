#include "common/formats/line_split.h"

#include <fmt/format.h>

#include <algorithm>

namespace mammoth::formats {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
// What is read at a time behind the split: its last line mostly ends soon.
constexpr std::size_t kBehindBytes = 16 * 1024;

// The file, with small reads behind `end`.
class SplitSource final : public ByteSource {
 public:
  SplitSource(std::unique_ptr<hdfs::FileReader> file, std::uint64_t end)
      : file_(std::move(file)), end_(end) {}

  Result<std::size_t> read(std::span<std::byte> buffer) override {
    const std::uint64_t position = file_->position();
    const std::uint64_t wanted = position < end_ ? end_ - position : kBehindBytes;
    return file_->read(buffer.first(std::min<std::uint64_t>(buffer.size(), wanted)));
  }

 private:
  const std::unique_ptr<hdfs::FileReader> file_;
  const std::uint64_t end_;
};

}  // namespace

Result<std::unique_ptr<LineSplitReader>> LineSplitReader::open(
    std::unique_ptr<hdfs::FileReader> file, Codec codec, std::uint64_t start_bytes,
    std::uint64_t length_bytes, LineOptions options) {
  hdfs::FileReader* const reader = file.get();
  const bool is_compressed = codec != Codec::kNone;
  if (is_compressed && start_bytes != 0)
    return Error{ErrorCode::kIo,
                 fmt::format("Cannot seek in {} compressed stream", class_name_of(codec))};
  const std::uint64_t end =
      is_compressed ? UINT64_MAX : start_bytes + std::min(length_bytes, UINT64_MAX - start_bytes);
  TRY(file->seek(start_bytes));
  auto source = decompressor(codec, std::make_unique<SplitSource>(std::move(file), end));
  std::unique_ptr<LineSplitReader> split(new LineSplitReader(
      reader, std::move(source), is_compressed, start_bytes, end, std::move(options)));
  if (start_bytes != 0) {
    TRY(split->lines_.skip());
    split->note_delimiter(start_bytes);
  }
  return split;
}

LineSplitReader::LineSplitReader(hdfs::FileReader* file, std::unique_ptr<ByteSource> source,
                                 bool is_compressed, std::uint64_t start, std::uint64_t end,
                                 LineOptions options)
    : file_(file),
      is_compressed_(is_compressed),
      custom_delimiter_(!options.delimiter.empty()),
      first_byte_(start),
      end_(end),
      lines_(std::move(source), std::move(options)) {}

bool LineSplitReader::is_over() const {
  return first_byte_ + lines_.position() > end_ && !one_more_;
}

// Looks whether the delimiter of the line that was read last lies across the split's end.
void LineSplitReader::note_delimiter(std::uint64_t line_start) {
  const std::uint64_t line_end = first_byte_ + lines_.position();
  const std::uint64_t delimiter_start = line_end - lines_.terminator_bytes();
  one_more_ = custom_delimiter_ && line_start <= end_ && delimiter_start < end_ && line_end > end_;
}

Result<bool> LineSplitReader::next(Line& line) {
  while (!is_over()) {
    line.offset = first_byte_ + lines_.position();
    if (!TRY(lines_.next(line.text))) return false;
    note_delimiter(line.offset);
    if (line.offset == 0 && line.text.starts_with(kByteOrderMark))
      line.text.remove_prefix(kByteOrderMark.size());
    if (!lines_.is_too_long()) return true;
    ++skipped_lines_;
  }
  return false;
}

float LineSplitReader::progress() const {
  const std::uint64_t end = is_compressed_ ? file_->length_bytes() : end_;
  const std::uint64_t here = is_compressed_ ? file_->position() : first_byte_ + lines_.position();
  if (end <= first_byte_) return 0;
  return std::min(1.0F,
                  static_cast<float>(here - first_byte_) / static_cast<float>(end - first_byte_));
}

}  // namespace mammoth::formats
