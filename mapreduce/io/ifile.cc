#include "mapreduce/io/ifile.h"

#include <algorithm>
#include <cstring>

#include "common/io/crc32.h"
#include "mapreduce/io/writable_bytes.h"

namespace mammoth::mapreduce {

namespace {

constexpr std::size_t kBufferBytes = 128 * 1024;
constexpr std::int64_t kMaxPartBytes = INT32_MAX;
constexpr std::string_view kEndMarker = "\xff\xff";

Error damaged(std::string message) {
  return {ErrorCode::kIo, std::move(message)};
}

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  appendFixed(value, bytes);
  return bytes;
}

}  // namespace

// Passes bytes on to the file and adds them up.
class IFileWriter::ChecksumSink final : public formats::ByteSink {
 public:
  explicit ChecksumSink(formats::ByteSink& out) : out_(out) {}
  using ByteSink::write;
  Result<void> write(ByteView bytes) override {
    crc = update_crc(ChecksumType::kCrc32, crc, bytes);
    length += bytes.size();
    return out_.write(bytes);
  }
  Result<void> close() override { return {}; }

  std::uint32_t crc = 0;
  std::uint64_t length = 0;

 private:
  formats::ByteSink& out_;
};

IFileWriter::IFileWriter(formats::ByteSink& sink, formats::Codec codec)
    : sink_(sink), checksum_(std::make_unique<ChecksumSink>(sink)) {
  if (codec != formats::Codec::kNone)
    compressor_ = formats::compressor(codec, std::make_unique<formats::SharedSink>(*checksum_));
}
IFileWriter::~IFileWriter() = default;

Result<void> IFileWriter::append(std::string_view key, std::string_view value) {
  appendVLong(static_cast<std::int64_t>(key.size()), pending_);
  appendVLong(static_cast<std::int64_t>(value.size()), pending_);
  pending_ += key;
  pending_ += value;
  return pending_.size() >= kBufferBytes ? flush() : Result<void>();
}

Result<void> IFileWriter::flush() {
  raw_length_ += pending_.size();
  if (compressor_ != nullptr)
    TRY(compressor_->write(std::string_view(pending_)));
  else
    TRY(checksum_->write(std::string_view(pending_)));
  pending_.clear();
  return {};
}

Result<IFileLengths> IFileWriter::close() {
  pending_ += kEndMarker;
  TRY(flush());
  if (compressor_ != nullptr) TRY(compressor_->close());
  TRY(sink_.write(big_endian(checksum_->crc)));
  return IFileLengths{raw_length_, checksum_->length + kCrcBytes};
}

// The bytes of the segment before its checksum.
class IFileReader::ChecksumSource final : public formats::ByteSource {
 public:
  ChecksumSource(std::unique_ptr<formats::ByteSource> source, std::uint64_t part_length)
      : source_(std::move(source)), left_(part_length < kCrcBytes ? 0 : part_length - kCrcBytes) {}

  Result<std::size_t> read(std::span<std::byte> buffer) override {
    buffer = buffer.first(std::min<std::uint64_t>(buffer.size(), left_));
    if (buffer.empty()) return std::size_t{0};
    const std::size_t count = TRY(source_->read(buffer));
    if (count == 0) return damaged("a segment of map output ends early");
    crc_ = update_crc(ChecksumType::kCrc32, crc_, buffer.first(count));
    left_ -= count;
    return count;
  }
  // Reads what is left, and the checksum.
  Result<void> verify() {
    std::byte rest[512];
    while (TRY(read(rest)) != 0) {
    }
    std::byte stored[kCrcBytes];
    const std::size_t count = TRY(formats::read_fully(*source_, stored));
    if (count != kCrcBytes || as_text(stored) != big_endian(crc_))
      return Error{ErrorCode::kChecksum, "Checksum Error: a segment of map output is damaged"};
    return {};
  }

 private:
  std::unique_ptr<formats::ByteSource> source_;
  std::uint64_t left_;
  std::uint32_t crc_ = 0;
};

IFileReader::IFileReader(std::unique_ptr<formats::ByteSource> segment, std::uint64_t part_length,
                         formats::Codec codec) {
  auto checksum = std::make_unique<ChecksumSource>(std::move(segment), part_length);
  checksum_ = checksum.get();
  source_ = std::move(checksum);
  if (codec != formats::Codec::kNone) source_ = formats::decompressor(codec, std::move(source_));
  buffer_.resize(std::min<std::uint64_t>(kBufferBytes, std::max<std::uint64_t>(part_length, 64)));
}
IFileReader::~IFileReader() = default;

// Until `wanted` bytes are unread, or the end. The buffer grows only as bytes arrive.
Result<void> IFileReader::fill(std::size_t wanted) {
  while (!at_end_ && end_ - begin_ < wanted) {
    if (begin_ > 0) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
    const std::size_t count =
        TRY(source_->read(std::as_writable_bytes(std::span(buffer_).subspan(end_))));
    at_end_ = count == 0;
    end_ += count;
  }
  return {};
}

// Behind the end marker the codec has nothing to say but its own trailer.
Result<void> IFileReader::verify() {
  TRY(fill(end_ - begin_ + 1));
  if (end_ - begin_ != kEndMarker.size())
    return damaged("a segment of map output goes on behind its end");
  return checksum_->verify();
}

Result<bool> IFileReader::next() {
  if (done_) return false;
  if (end_ - begin_ < 2 * kMaxVLongBytes) TRY(fill(2 * kMaxVLongBytes));
  std::string_view head(buffer_.data() + begin_, end_ - begin_);
  if (head.starts_with(kEndMarker)) {
    TRY(verify());
    done_ = true;
    return false;
  }
  const auto length_of = [&](std::string_view& bytes) -> Result<std::int64_t> {
    if (bytes.empty() || bytes.size() < vlongLength(bytes[0]))
      return damaged("a segment of map output ends within a record");
    const std::int64_t length = takeVLong(bytes);
    if (length < 0 || length > kMaxPartBytes)
      return damaged("Rec# has a negative or too large length in a segment of map output");
    return length;
  };
  const auto key_length = static_cast<std::size_t>(TRY(length_of(head)));
  const auto value_length = static_cast<std::size_t>(TRY(length_of(head)));
  const std::size_t lead = end_ - begin_ - head.size();
  const std::size_t whole = lead + key_length + value_length;
  if (end_ - begin_ < whole) {
    TRY(fill(whole));
    if (end_ - begin_ < whole) return damaged("a segment of map output ends within a record");
  }
  key_ = {buffer_.data() + begin_ + lead, key_length};
  value_ = {buffer_.data() + begin_ + lead + key_length, value_length};
  begin_ += whole;
  return true;
}

}  // namespace mammoth::mapreduce
