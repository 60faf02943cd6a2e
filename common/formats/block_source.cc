#include "common/formats/block_source.h"

#include <lz4.h>
#include <snappy.h>

#include <algorithm>
#include <array>

#include "common/base/bytes.h"
#include "common/io/byte_reader.h"

namespace mammoth::formats {

namespace {

constexpr std::uint64_t kMaxBlockBytes = 1 << 30;
constexpr std::uint64_t kLz4MaxRatio = 255;

Error damaged() {
  return {ErrorCode::kIo, "Could not decompress data. Input is invalid."};
}

class BlockSource : public ByteSource {
 public:
  explicit BlockSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  Result<std::size_t> read(std::span<std::byte> buffer) final {
    while (position_ == plain_.size() && !buffer.empty())
      if (!TRY(next_chunk())) return 0;
    const ByteView rest = as_byte_view(plain_).subspan(position_);
    const std::size_t count = std::min(buffer.size(), rest.size());
    std::ranges::copy(rest.first(count), buffer.begin());
    position_ += count;
    return count;
  }

 protected:
  // One chunk into `plain`; its result may have `limit_bytes` at most.
  virtual Result<void> decompress(std::string_view chunk, std::uint64_t limit_bytes,
                                  std::string& plain) = 0;

 private:
  Result<bool> next_chunk() {
    while (left_in_block_ == 0) {
      std::array<std::byte, 4> bytes{};
      const std::size_t count = TRY(read_fully(*source_, bytes));
      if (count == 0) return false;
      if (count < bytes.size()) return damaged();
      left_in_block_ = load_big_endian<std::uint32_t>(bytes.data());
    }
    const std::string head = TRY(read_exactly(*source_, 4));
    const std::uint64_t length = load_big_endian<std::uint32_t>(as_byte_view(head).data());
    if (length > kMaxBlockBytes) return damaged();
    const std::string chunk = TRY(read_exactly(*source_, length));
    plain_.clear();
    position_ = 0;
    TRY(decompress(chunk, std::min(left_in_block_, kMaxBlockBytes), plain_));
    left_in_block_ -= plain_.size();
    return true;
  }

  const std::unique_ptr<ByteSource> source_;
  std::uint64_t left_in_block_ = 0;
  std::string plain_;
  std::size_t position_ = 0;
};

class SnappySource final : public BlockSource {
 public:
  using BlockSource::BlockSource;

 protected:
  Result<void> decompress(std::string_view chunk, std::uint64_t limit_bytes,
                          std::string& plain) override {
    plain = TRY(snappy_decompress(chunk));
    if (plain.size() > limit_bytes) return damaged();
    return {};
  }
};

class Lz4Source final : public BlockSource {
 public:
  using BlockSource::BlockSource;

 protected:
  Result<void> decompress(std::string_view chunk, std::uint64_t limit_bytes,
                          std::string& plain) override {
    plain.resize(std::min(limit_bytes, chunk.size() * kLz4MaxRatio));
    const int length = ::LZ4_decompress_safe(
        chunk.data(), plain.data(), static_cast<int>(chunk.size()), static_cast<int>(plain.size()));
    if (length < 0) return damaged();
    plain.resize(static_cast<std::size_t>(length));
    return {};
  }
};

}  // namespace

Result<std::string> snappy_decompress(std::string_view compressed) {
  std::size_t length = 0;
  // Nothing is compressed more than 64 to 1, so a forged length takes no memory.
  if (!::snappy::GetUncompressedLength(compressed.data(), compressed.size(), &length) ||
      length > kMaxBlockBytes || length > compressed.size() * 64 + 64)
    return damaged();
  std::string plain(length, '\0');
  if (!::snappy::RawUncompress(compressed.data(), compressed.size(), plain.data()))
    return damaged();
  return plain;
}

std::unique_ptr<ByteSource> snappy_source(std::unique_ptr<ByteSource> source) {
  return std::make_unique<SnappySource>(std::move(source));
}

std::unique_ptr<ByteSource> lz4_source(std::unique_ptr<ByteSource> source) {
  return std::make_unique<Lz4Source>(std::move(source));
}

}  // namespace mammoth::formats
