#include "hdfs-cli/text/sequence_file.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "common/formats/codec.h"
#include "common/formats/writable_text.h"
#include "hdfs-cli/text/line_source.h"

namespace mammoth::cli {

using namespace formats;

namespace {

constexpr std::uint64_t kMaxBytes = 1 << 30;
constexpr std::uint64_t kMaxNameBytes = 1 << 16;
constexpr std::size_t kSyncBytes = 16;

Error damaged(std::string_view what) {
  return {ErrorCode::kIo, fmt::format("SequenceFile is damaged: {}", what)};
}

// One key or value after the other out of the bytes of a block.
class Pieces {
 public:
  Pieces() = default;
  Pieces(std::string lengths, std::string bytes)
      : lengths_(std::move(lengths)), bytes_(std::move(bytes)) {}

  Result<std::string_view> next() {
    std::string_view lengths = std::string_view(lengths_).substr(lengths_position_);
    const std::int64_t length = TRY(take_vlong(lengths));
    lengths_position_ = lengths_.size() - lengths.size();
    if (length < 0 || bytes_.size() - position_ < static_cast<std::uint64_t>(length))
      return damaged("a length in a block");
    const auto piece = std::string_view(bytes_).substr(position_, static_cast<std::size_t>(length));
    position_ += piece.size();
    return piece;
  }

 private:
  std::string lengths_;
  std::string bytes_;
  std::size_t lengths_position_ = 0;
  std::size_t position_ = 0;
};

class SequenceFileSource final : public LineSource {
 public:
  explicit SequenceFileSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  Result<void> read_header() {
    const std::string magic = TRY(read_exactly(*source_, 4));
    const int version = magic[3];
    if (version < 5 || version > 6)
      return Error{ErrorCode::kUnsupportedOperation,
                   fmt::format("SequenceFiles of version {} are not supported", version)};
    key_class_ = TRY(read_string());
    value_class_ = TRY(read_string());
    for (const std::string& name : {key_class_, value_class_})
      if (!is_known_writable(name))
        return Error{ErrorCode::kUnsupportedOperation,
                     fmt::format("Values of the class {} cannot be shown", name)};
    const std::string flags = TRY(read_exactly(*source_, 2));
    by_block_ = flags[1] != 0;
    if (flags[0] != 0) codec_ = TRY(read_codec());
    if (version == 6) TRY(skip_metadata());
    sync_ = TRY(read_exactly(*source_, kSyncBytes));
    return {};
  }

 protected:
  Result<bool> next(std::string& text) override {
    return by_block_ ? next_of_block(text) : next_record(text);
  }

 private:
  Result<Codec> read_codec() {
    const std::string name = TRY(read_string());
    const Result<Codec> codec = codec_of_class(name);
    if (codec) return codec;
    return Error{ErrorCode::kUnsupportedOperation,
                 fmt::format("The codec {} is not supported", name)};
  }

  Result<std::uint64_t> read_vlong() {
    std::string bytes = TRY(read_exactly(*source_, 1));
    if (const std::size_t length = vlong_length(bytes[0]); length > 1)
      bytes += TRY(read_exactly(*source_, length - 1));
    std::string_view view = bytes;
    const std::int64_t value = TRY(take_vlong(view));
    if (value < 0) return damaged("a negative length");
    return static_cast<std::uint64_t>(value);
  }

  Result<std::string> read_string() {
    const std::uint64_t length = TRY(read_vlong());
    if (length > kMaxNameBytes) return damaged("a name is too long");
    return read_exactly(*source_, length);
  }

  Result<void> skip_metadata() {
    const std::int32_t count = TRY(read_int());
    for (std::int32_t i = 0; i < 2 * std::int64_t{count}; ++i) TRY(read_string());
    return {};
  }

  Result<std::int32_t> read_int() {
    const std::string bytes = TRY(read_exactly(*source_, 4));
    std::uint32_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return static_cast<std::int32_t>(value);
  }

  // The length that begins the next record or block; nothing at the end of the file. -1 and the
  // sync marker behind it are skipped and noted.
  Result<std::optional<std::int32_t>> read_start(bool& saw_sync) {
    std::array<std::byte, 4> bytes{};
    const std::size_t count = TRY(read_fully(*source_, bytes));
    if (count == 0) return std::nullopt;
    if (count < bytes.size()) return damaged("it is cut off");
    std::uint32_t value = 0;
    for (const std::byte byte : bytes) value = value << 8 | std::to_integer<std::uint32_t>(byte);
    saw_sync = value == UINT32_MAX;
    if (!saw_sync) return static_cast<std::int32_t>(value);
    if (TRY(read_exactly(*source_, kSyncBytes)) != sync_) return damaged("a sync marker is wrong");
    return -1;
  }

  void append(std::string& text, std::string_view key, std::string_view value) const {
    text.append(key).append("\t").append(value).append("\n");
  }

  Result<bool> next_record(std::string& text) {
    bool saw_sync = false;
    auto length = TRY(read_start(saw_sync));
    if (length && saw_sync) length = TRY(read_start(saw_sync));
    if (!length) return false;
    const std::int32_t key_length = TRY(read_int());
    if (key_length < 0 || *length < key_length) return damaged("the length of a record");
    const std::string key = TRY(read_exactly(*source_, static_cast<std::uint64_t>(key_length)));
    std::string value =
        TRY(read_exactly(*source_, static_cast<std::uint64_t>(*length - key_length)));
    value = TRY(decompress(codec_, std::move(value)));
    append(text, TRY(writable_text(key_class_, key)), TRY(writable_text(value_class_, value)));
    return true;
  }

  Result<std::string> read_buffer() {
    const std::uint64_t length = TRY(read_vlong());
    if (length > kMaxBytes) return damaged("a block is too long");
    return decompress(codec_, TRY(read_exactly(*source_, length)));
  }

  Result<bool> next_of_block(std::string& text) {
    while (left_in_block_ == 0) {
      bool saw_sync = false;
      if (!TRY(read_start(saw_sync))) return false;
      if (!saw_sync) return damaged("a block does not begin with a sync marker");
      left_in_block_ = TRY(read_vlong());
      std::string key_lengths = TRY(read_buffer());
      keys_ = Pieces(std::move(key_lengths), TRY(read_buffer()));
      std::string value_lengths = TRY(read_buffer());
      values_ = Pieces(std::move(value_lengths), TRY(read_buffer()));
    }
    --left_in_block_;
    const std::string_view key = TRY(keys_.next());
    const std::string_view value = TRY(values_.next());
    append(text, TRY(writable_text(key_class_, key)), TRY(writable_text(value_class_, value)));
    return true;
  }

  std::unique_ptr<ByteSource> source_;
  std::string key_class_;
  std::string value_class_;
  Codec codec_ = Codec::kNone;
  bool by_block_ = false;
  std::string sync_;
  Pieces keys_;
  Pieces values_;
  std::uint64_t left_in_block_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> sequence_file_source(std::unique_ptr<ByteSource> source) {
  auto file = std::make_unique<SequenceFileSource>(std::move(source));
  TRY(file->read_header());
  return file;
}

}  // namespace mammoth::cli
