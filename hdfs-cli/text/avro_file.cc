#include "hdfs-cli/text/avro_file.h"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <optional>

#include "common/formats/block_source.h"
#include "common/formats/codec.h"
#include "common/formats/inflate_source.h"
#include "common/formats/memory_source.h"
#include "hdfs-cli/text/avro_json.h"
#include "hdfs-cli/text/avro_schema.h"
#include "hdfs-cli/text/line_source.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kAvroMagic("Obj\1", 4);
constexpr std::size_t kSyncBytes = 16;
constexpr std::uint64_t kMaxBytes = 1 << 30;
constexpr std::int64_t kMaxMetadata = 10'000;  // entries in a block of the header

Error damaged(std::string_view what) {
  return {ErrorCode::kIo, fmt::format("Avro data file is damaged: {}", what)};
}

enum class AvroCodec { kNone, kDeflate, kBzip2, kSnappy, kZstd };

Result<AvroCodec> codec_of(const std::string& name) {
  if (name.empty() || name == "null") return AvroCodec::kNone;
  if (name == "deflate") return AvroCodec::kDeflate;
  if (name == "bzip2") return AvroCodec::kBzip2;
  if (name == "snappy") return AvroCodec::kSnappy;
  if (name == "zstandard") return AvroCodec::kZstd;
  return Error{ErrorCode::kUnsupportedOperation, "Unrecognized codec: " + name};
}

// Snappy's blocks have a CRC of what is decompressed behind them.
Result<std::string> decompress(AvroCodec codec, std::string bytes) {
  switch (codec) {
    case AvroCodec::kNone:
      return bytes;
    case AvroCodec::kDeflate:
      return formats::read_all(
          *formats::inflate_source(std::make_unique<formats::MemorySource>(std::move(bytes)),
                                   formats::DeflateFormat::kRaw),
          kMaxBytes);
    case AvroCodec::kBzip2:
      return formats::decompress(formats::Codec::kBzip2, std::move(bytes));
    case AvroCodec::kZstd:
      return formats::decompress(formats::Codec::kZstd, std::move(bytes));
    case AvroCodec::kSnappy:
      if (bytes.size() < 4) return damaged("a block is too short");
      return formats::snappy_decompress(std::string_view(bytes).substr(0, bytes.size() - 4));
  }
  return damaged("its codec");
}

class AvroFileSource final : public LineSource {
 public:
  explicit AvroFileSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  Result<void> read_header() {
    const Result<std::string> magic = formats::read_exactly(*source_, kAvroMagic.size());
    if (!magic || *magic != kAvroMagic) return Error{ErrorCode::kIo, "Not an Avro data file"};
    std::map<std::string, std::string> metadata;
    while (std::int64_t count = TRY(read_long())) {
      if (count < -kMaxMetadata || count > kMaxMetadata) return damaged("its metadata");
      if (count < 0) TRY(read_long());  // the length of the entries, for whoever skips them
      for (std::int64_t left = std::abs(count); left > 0; --left) {
        const std::string key = TRY(read_bytes());
        metadata[key] = TRY(read_bytes());
      }
    }
    codec_ = TRY(codec_of(metadata["avro.codec"]));
    schema_ = TRY(AvroSchema::parse(metadata["avro.schema"]));
    sync_ = TRY(formats::read_exactly(*source_, kSyncBytes));
    return {};
  }

 protected:
  Result<bool> next(std::string& text) override {
    while (left_in_block_ == 0) {
      if (!rest_of_block_.empty()) return damaged("a block is too long");
      if (!TRY(next_block())) return false;
    }
    --left_in_block_;
    TRY(append_avro_json(schema_->root(), rest_of_block_, text));
    text += '\n';
    return true;
  }

 private:
  // A number, byte by byte; nothing at the end of the file.
  Result<std::optional<std::int64_t>> read_long_or_end() {
    std::string bytes;
    for (;;) {
      std::byte next{};
      if (TRY(source_->read({&next, 1})) == 0) {
        if (bytes.empty()) return std::nullopt;
        return damaged("it is cut off");
      }
      bytes.push_back(static_cast<char>(next));
      if (std::to_integer<unsigned>(next) < 0x80 || bytes.size() > 10) break;
    }
    std::string_view view = bytes;
    return TRY(take_avro_long(view));
  }

  Result<std::int64_t> read_long() {
    const auto value = TRY(read_long_or_end());
    if (!value) return damaged("it is cut off");
    return *value;
  }

  Result<std::string> read_bytes() {
    const std::int64_t length = TRY(read_long());
    if (length < 0 || static_cast<std::uint64_t>(length) > kMaxBytes) return damaged("a length");
    return read_exactly(*source_, static_cast<std::uint64_t>(length));
  }

  Result<bool> next_block() {
    const auto count = TRY(read_long_or_end());
    if (!count) return false;
    if (*count < 0) return damaged("a count");
    block_ = TRY(decompress(codec_, TRY(read_bytes())));
    if (TRY(formats::read_exactly(*source_, kSyncBytes)) != sync_) return damaged("Invalid sync!");
    rest_of_block_ = block_;
    left_in_block_ = static_cast<std::uint64_t>(*count);
    return true;
  }

  std::unique_ptr<ByteSource> source_;
  AvroCodec codec_ = AvroCodec::kNone;
  std::optional<AvroSchema> schema_;
  std::string sync_;
  std::string block_;
  std::string_view rest_of_block_;
  std::uint64_t left_in_block_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> avro_file_source(std::unique_ptr<ByteSource> source) {
  auto file = std::make_unique<AvroFileSource>(std::move(source));
  TRY(file->read_header());
  return file;
}

}  // namespace mammoth::cli
