#include "spark-core/shuffle/block_codec.h"

#include <lz4.h>
#include <zstd.h>

#include <cstring>
#include <stdexcept>

#include "spark-core/plan/code_ref.h"

namespace mammoth::spark {
namespace {

constexpr int kZstdLevel = 1;  // spark.io.compression.zstd.level
constexpr std::size_t kHeadBytes = 8;

std::size_t most_packed(BlockCodec codec, std::size_t bytes) {
  return codec == BlockCodec::kLz4
             ? static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(bytes)))
             : ZSTD_compressBound(bytes);
}

// How many bytes came out; 0 where that failed.
std::size_t pack(BlockCodec codec, std::string_view piece, char* out, std::size_t capacity) {
  if (codec == BlockCodec::kLz4)
    return static_cast<std::size_t>(LZ4_compress_default(
        piece.data(), out, static_cast<int>(piece.size()), static_cast<int>(capacity)));
  const std::size_t size = ZSTD_compress(out, capacity, piece.data(), piece.size(), kZstdLevel);
  return ZSTD_isError(size) != 0 ? 0 : size;
}

bool unpack(BlockCodec codec, std::string_view packed, char* out, std::size_t size) {
  if (codec == BlockCodec::kLz4)
    return LZ4_decompress_safe(packed.data(), out, static_cast<int>(packed.size()),
                               static_cast<int>(size)) == static_cast<int>(size);
  return ZSTD_decompress(out, size, packed.data(), packed.size()) == size;
}

void put_size(char* at, std::size_t size) {
  const auto value = static_cast<std::uint32_t>(size);
  std::memcpy(at, &value, sizeof value);
}

std::size_t size_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

}  // namespace

BlockCodec parse_block_codec(const std::string& name) {
  if (name == "lz4") return BlockCodec::kLz4;
  if (name == "zstd") return BlockCodec::kZstd;
  throw SparkException("spark.io.compression.codec is \"" + name +
                       "\"; shuffles are compressed with lz4 or zstd");
}

void BlockCompressor::put(std::string_view piece) {
  packed_.resize(kHeadBytes + most_packed(codec_, piece.size()));
  std::size_t size = pack(codec_, piece, packed_.data() + kHeadBytes, packed_.size() - kHeadBytes);
  if (size == 0 || size >= piece.size()) {
    size = piece.size();
    std::memcpy(packed_.data() + kHeadBytes, piece.data(), size);
  }
  put_size(packed_.data(), piece.size());
  put_size(packed_.data() + 4, size);
  out_(std::string_view(packed_).substr(0, kHeadBytes + size));
}

void BlockCompressor::add(std::string_view bytes) {
  if (codec_ == BlockCodec::kNone) return out_(bytes);
  if (!waiting_.empty()) {
    const std::string_view head = bytes.substr(0, kPieceBytes - waiting_.size());
    waiting_ += head;
    bytes.remove_prefix(head.size());
    if (waiting_.size() < kPieceBytes) return;
    put(waiting_);
    waiting_.clear();
  }
  for (; bytes.size() >= kPieceBytes; bytes.remove_prefix(kPieceBytes))
    put(bytes.substr(0, kPieceBytes));
  waiting_ = bytes;
}

void BlockCompressor::finish() {
  if (!waiting_.empty()) put(waiting_);
  waiting_.clear();
}

void BlockDecompressor::next(std::string& out) {
  if (left_.size() < kHeadBytes) throw std::runtime_error("a compressed block is cut short");
  const std::size_t size = size_at(left_, 0), packed = size_at(left_, 4);
  left_.remove_prefix(kHeadBytes);
  if (size == 0 || size > kPieceBytes || packed > size || packed > left_.size())
    throw std::runtime_error("a compressed block is damaged");
  const std::string_view bytes = left_.substr(0, packed);
  left_.remove_prefix(packed);
  if (packed == size) {
    out += bytes;
    return;
  }
  const std::size_t begin = out.size();
  out.resize(begin + size);
  if (!unpack(codec_, bytes, out.data() + begin, size))
    throw std::runtime_error("a compressed block is damaged");
}

}  // namespace mammoth::spark
