#include "common/formats/line_reader.h"

#include <algorithm>
#include <cstring>

namespace mammoth::formats {

LineReader::LineReader(std::unique_ptr<ByteSource> source, LineOptions options)
    : source_(std::move(source)),
      options_(std::move(options)),
      capacity_(std::max<std::size_t>(options_.buffer_bytes, options_.delimiter.size() + 2)),
      buffer_(std::make_unique_for_overwrite<char[]>(capacity_)) {}

Result<bool> LineReader::skip() {
  std::string_view line;
  return step(line, 0);
}

Result<bool> LineReader::step(std::string_view& line, std::uint64_t max_bytes) {
  while (!find()) {
    if (at_end_) {
      if (begin_ == end_ && dropped_ == 0) return false;
      length_ = end_ - begin_;
      terminator_bytes_ = 0;
      break;
    }
    if (dropped_ + (scanned_ - begin_) > max_bytes) {
      dropped_ += scanned_ - begin_;
      begin_ = scanned_;
    }
    TRY(fill());
  }
  const std::uint64_t size = dropped_ + length_ + terminator_bytes_;
  is_too_long_ = size >= max_bytes;
  line = is_too_long_ ? std::string_view() : std::string_view(buffer_.get() + begin_, length_);
  position_ += size;
  dropped_ = 0;
  begin_ += length_ + terminator_bytes_;
  scanned_ = begin_;
  return true;
}

bool LineReader::find() {
  return options_.delimiter.empty() ? find_newline() : find_delimiter();
}

bool LineReader::find_newline() {
  const char* const base = buffer_.get();
  const void* const lf = std::memchr(base + scanned_, '\n', end_ - scanned_);
  const std::size_t stop =
      lf == nullptr ? end_ : static_cast<std::size_t>(static_cast<const char*>(lf) - base);
  cr_ = std::max(cr_, scanned_);
  if (cr_ < end_ && base[cr_] != '\r') {
    const void* const cr = std::memchr(base + cr_, '\r', end_ - cr_);
    cr_ = cr == nullptr ? end_ : static_cast<std::size_t>(static_cast<const char*>(cr) - base);
  }
  if (cr_ < stop) {
    // Only the byte behind it tells what it is.
    if (cr_ + 1 == end_ && !at_end_) {
      scanned_ = cr_;
      return false;
    }
    length_ = cr_ - begin_;
    terminator_bytes_ = cr_ + 1 == stop && lf != nullptr ? 2 : 1;
    return true;
  }
  scanned_ = stop;
  if (lf == nullptr) return false;
  length_ = stop - begin_;
  terminator_bytes_ = 1;
  return true;
}

bool LineReader::find_delimiter() {
  const std::string& delimiter = options_.delimiter;
  const char* const base = buffer_.get();
  const void* const found =
      ::memmem(base + scanned_, end_ - scanned_, delimiter.data(), delimiter.size());
  if (found == nullptr) {
    // Its first bytes may stand at the end.
    if (end_ - scanned_ >= delimiter.size()) scanned_ = end_ - (delimiter.size() - 1);
    return false;
  }
  length_ = static_cast<std::size_t>(static_cast<const char*>(found) - base) - begin_;
  terminator_bytes_ = delimiter.size();
  return true;
}

Result<void> LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    scanned_ -= begin_;
    cr_ = cr_ > begin_ ? cr_ - begin_ : 0;
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == capacity_) {
    auto larger = std::make_unique_for_overwrite<char[]>(2 * capacity_);
    std::memcpy(larger.get(), buffer_.get(), end_);
    buffer_ = std::move(larger);
    capacity_ *= 2;
  }
  const std::span room(buffer_.get() + end_, capacity_ - end_);
  const std::size_t count = TRY(source_->read(std::as_writable_bytes(room)));
  end_ += count;
  at_end_ = count == 0;
  return {};
}

}  // namespace mammoth::formats
