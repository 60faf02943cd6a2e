#include "common/formats/sequence_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "common/base/bytes.h"
#include "common/formats/writable_text.h"
#include "common/io/byte_reader.h"

namespace mammoth::formats {

namespace {

constexpr std::uint64_t kMaxNameBytes = 1 << 16;
constexpr std::int32_t kMaxMetadata = 1 << 16;
constexpr std::size_t kSequenceBufferBytes = 256 * 1024;
constexpr std::size_t kSyncSize = 4 + kSequenceSyncBytes;  // with its escape
constexpr int kOldestVersion = 2;
constexpr int kWithCompression = 3;
constexpr int kWithBlocks = 4;
constexpr int kWithCodec = 5;
constexpr int kWithMetadata = 6;

Error damaged(std::string_view what) {
  return {ErrorCode::kIo, fmt::format("SequenceFile is damaged: {}", what)};
}

}  // namespace

// The file through a buffer that views point into.
class SequenceReader::Input {
 public:
  explicit Input(std::unique_ptr<hdfs::FileReader> file)
      : file_(std::move(file)), buffer_(kSequenceBufferBytes, '\0') {}

  std::uint64_t position() const { return file_->position() - (end_ - begin_); }
  std::uint64_t length() const { return file_->length_bytes(); }

  Result<void> seek(std::uint64_t position) {
    begin_ = end_ = 0;
    return file_->seek(position);
  }

  // Whether `count` bytes are there; the buffer grows only as they arrive.
  Result<bool> has(std::size_t count) {
    while (end_ - begin_ < count) {
      if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
      }
      if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
      const auto room = std::as_writable_bytes(std::span(buffer_)).subspan(end_);
      const std::size_t read = TRY(file_->read(room));
      if (read == 0) return false;
      end_ += read;
    }
    return true;
  }

  // Valid until the next call.
  Result<std::string_view> take(std::size_t count) {
    if (!TRY(has(count))) return Error{ErrorCode::kEof, "java.io.EOFException"};
    const std::string_view taken(buffer_.data() + begin_, count);
    begin_ += count;
    return taken;
  }

  Result<std::string_view> peek(std::size_t count) {
    const std::string_view taken = TRY(take(count));
    begin_ -= count;
    return taken;
  }

  Result<std::int32_t> take_int() {
    return static_cast<std::int32_t>(
        load_big_endian<std::uint32_t>(as_byte_view(TRY(take(4))).data()));
  }

  Result<std::uint64_t> take_length() {
    const std::size_t size = vlong_length(TRY(peek(1))[0]);
    std::string_view bytes = TRY(take(size));
    const std::int64_t value = TRY(take_vlong(bytes));
    if (value < 0) return damaged("a negative length");
    return static_cast<std::uint64_t>(value);
  }

 private:
  const std::unique_ptr<hdfs::FileReader> file_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// One key or value after the other out of the bytes of a block.
class SequenceReader::Pieces {
 public:
  Pieces(std::string lengths, std::string bytes)
      : lengths_(std::move(lengths)), bytes_(std::move(bytes)), left_(lengths_), rest_(bytes_) {}

  Result<std::string_view> next() {
    const std::int64_t length = TRY(take_vlong(left_));
    if (length < 0 || rest_.size() < static_cast<std::uint64_t>(length))
      return damaged("a length in a block");
    const std::string_view piece = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(piece.size());
    return piece;
  }

 private:
  const std::string lengths_;
  const std::string bytes_;
  std::string_view left_;
  std::string_view rest_;
};

SequenceReader::SequenceReader(std::unique_ptr<hdfs::FileReader> file)
    : input_(std::make_unique<Input>(std::move(file))) {}
SequenceReader::~SequenceReader() = default;

Result<std::unique_ptr<SequenceReader>> SequenceReader::open(std::unique_ptr<hdfs::FileReader> file,
                                                             std::uint64_t start_bytes,
                                                             std::uint64_t length_bytes) {
  std::unique_ptr<SequenceReader> reader(new SequenceReader(std::move(file)));
  TRY(reader->input_->seek(0));
  TRY(reader->read_header());
  reader->end_ = start_bytes + std::min(length_bytes, UINT64_MAX - start_bytes);
  if (start_bytes > reader->position()) TRY(reader->sync(start_bytes));
  reader->start_ = reader->position();
  reader->over_ = reader->start_ >= reader->end_;
  return reader;
}

Result<std::string> SequenceReader::read_name() {
  std::uint64_t length = 0;
  if (header_.version < kWithBlocks)
    length = load_big_endian<std::uint16_t>(as_byte_view(TRY(input_->take(2))).data());
  else
    length = TRY(input_->take_length());
  if (length > kMaxNameBytes) return damaged("a name is too long");
  return std::string(TRY(input_->take(length)));
}

Result<void> SequenceReader::read_header() {
  if (!TRY(input_->has(4)) || !TRY(input_->peek(3)).starts_with("SEQ"))
    return Error{ErrorCode::kIo, "not a SequenceFile"};
  header_.version = TRY(input_->take(4))[3];
  if (header_.version < kOldestVersion || header_.version > kWithMetadata)
    return Error{ErrorCode::kUnsupportedOperation,
                 fmt::format("SequenceFiles of version {} are not supported", header_.version)};
  header_.key_class = TRY(read_name());
  header_.value_class = TRY(read_name());
  TRY(read_compression());
  if (header_.version >= kWithMetadata) TRY(read_metadata());
  header_.sync = TRY(input_->take(kSequenceSyncBytes));
  header_end_ = input_->position();
  return {};
}

Result<void> SequenceReader::read_compression() {
  if (header_.version < kWithCompression) return {};
  const bool compressed = TRY(input_->take(1))[0] != 0;
  const bool by_block = header_.version >= kWithBlocks && TRY(input_->take(1))[0] != 0;
  if (!compressed) return {};
  header_.compression = by_block ? SequenceCompression::kBlock : SequenceCompression::kRecord;
  if (header_.version < kWithCodec)
    return Error{
        ErrorCode::kUnsupportedOperation,
        fmt::format("Compressed SequenceFiles of version {} are not supported", header_.version)};
  const std::string name = TRY(read_name());
  const Result<Codec> codec = codec_of_class(name);
  if (!codec)
    return Error{ErrorCode::kUnsupportedOperation,
                 fmt::format("The codec {} is not supported", name)};
  header_.codec = *codec;
  return {};
}

Result<void> SequenceReader::read_metadata() {
  const std::int32_t count = TRY(input_->take_int());
  if (count < 0 || count > kMaxMetadata) return damaged("the count of its metadata");
  for (std::int32_t i = 0; i < count; ++i) {
    std::string key = TRY(read_name());
    header_.metadata.emplace_back(std::move(key), TRY(read_name()));
  }
  return {};
}

std::uint64_t SequenceReader::position() const {
  return input_->position();
}

float SequenceReader::progress() const {
  const std::uint64_t end = std::min(end_, input_->length());
  if (over_ || end <= start_) return over_ ? 1 : 0;
  return std::min(1.0F, static_cast<float>(position() - start_) / static_cast<float>(end - start_));
}

Result<void> SequenceReader::sync(std::uint64_t position_bytes) {
  left_in_block_ = 0;
  over_ = false;
  const std::uint64_t length = input_->length();
  if (position_bytes + kSyncSize >= length) return input_->seek(length);
  if (position_bytes < header_end_) return input_->seek(header_end_);
  TRY(input_->seek(position_bytes + 4));
  while (TRY(input_->has(kSequenceSyncBytes))) {
    // In steps of what one look can search.
    static constexpr std::size_t kStep = 64 * 1024;
    std::size_t step = kSequenceSyncBytes;
    if (TRY(input_->has(kStep))) step = kStep;
    const std::string_view bytes = TRY(input_->peek(step));
    const std::size_t found = bytes.find(header_.sync);
    if (found != std::string_view::npos) return input_->seek(input_->position() + found - 4);
    TRY(input_->take(step - (kSequenceSyncBytes - 1)));
  }
  return input_->seek(length);
}

Result<bool> SequenceReader::next() {
  if (over_) return false;
  const std::uint64_t before = position();
  const bool found =
      TRY(header_.compression == SequenceCompression::kBlock ? next_of_block() : next_record());
  over_ = !found || (before >= end_ && sync_seen_);
  return !over_;
}

// Whether there is a sync marker here, which is then passed over.
Result<bool> SequenceReader::skip_sync() {
  static constexpr std::string_view kEscape("\xff\xff\xff\xff", 4);
  if (TRY(input_->peek(4)) != kEscape) return false;
  TRY(input_->take(4));
  if (TRY(input_->take(kSequenceSyncBytes)) != header_.sync)
    return damaged("a sync marker is wrong");
  return true;
}

Result<bool> SequenceReader::next_record() {
  sync_seen_ = false;
  if (!TRY(input_->has(1))) return false;
  while (TRY(skip_sync())) {
    sync_seen_ = true;
    if (!TRY(input_->has(1))) return false;
  }
  const std::int32_t length = TRY(input_->take_int());
  const std::int32_t key_length = TRY(input_->take_int());
  if (key_length < 0 || length < key_length || length > static_cast<std::int64_t>(kMaxSequenceRecordBytes))
    return damaged("the length of a record");
  const std::string_view record = TRY(input_->take(static_cast<std::size_t>(length)));
  key_ = record.substr(0, static_cast<std::size_t>(key_length));
  value_ = record.substr(key_.size());
  if (header_.compression == SequenceCompression::kRecord) {
    plain_ = TRY(decompress(header_.codec, std::string(value_), kMaxSequenceRecordBytes));
    value_ = plain_;
  }
  return true;
}

Result<std::string> SequenceReader::read_buffer() {
  const std::uint64_t length = TRY(input_->take_length());
  if (length > kMaxSequenceRecordBytes) return damaged("a block is too long");
  return decompress(header_.codec, std::string(TRY(input_->take(length))), kMaxSequenceRecordBytes);
}

Result<bool> SequenceReader::next_of_block() {
  sync_seen_ = false;
  while (left_in_block_ == 0) {
    if (!TRY(input_->has(1))) return false;
    if (!TRY(skip_sync())) return damaged("a block does not begin with a sync marker");
    sync_seen_ = true;
    // A writer that is closed may leave a marker with nothing behind it.
    if (!TRY(input_->has(1))) return false;
    left_in_block_ = TRY(input_->take_length());
    std::string key_lengths = TRY(read_buffer());
    keys_ = std::make_unique<Pieces>(std::move(key_lengths), TRY(read_buffer()));
    std::string value_lengths = TRY(read_buffer());
    values_ = std::make_unique<Pieces>(std::move(value_lengths), TRY(read_buffer()));
  }
  --left_in_block_;
  key_ = TRY(keys_->next());
  value_ = TRY(values_->next());
  return true;
}

}  // namespace mammoth::formats
