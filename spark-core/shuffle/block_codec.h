// How the blocks of a shuffle are compressed (Spark: spark.shuffle.compress and
// spark.io.compression.codec; the bytes are this engine's own): in pieces, each by itself,
//
//   bytes of the piece, 4 bytes, little-endian; 1 to kPieceBytes
//   bytes that follow, 4 bytes; as many as the piece has: it stands here as it is
//   LZ4's block format, or a frame of Zstandard
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace mammoth::spark {

enum class BlockCodec : std::uint8_t { kNone, kLz4, kZstd };

constexpr std::size_t kPieceBytes = std::size_t{256} << 10;

// "lz4" or "zstd"; SparkException for another.
BlockCodec parse_block_codec(const std::string& name);

// Compresses a block and hands it on; with kNone as it comes.
class BlockCompressor {
 public:
  using Out = std::function<void(std::string_view bytes)>;
  BlockCompressor(BlockCodec codec, Out out) : codec_(codec), out_(std::move(out)) {}
  void add(std::string_view bytes);
  void finish();  // once; what was added last comes out

 private:
  void put(std::string_view piece);

  const BlockCodec codec_;
  const Out out_;
  std::string waiting_;  // less than a piece
  std::string packed_;
};

// The pieces of a block whose bytes outlive it.
class BlockDecompressor {
 public:
  BlockDecompressor(BlockCodec codec, std::string_view bytes) : codec_(codec), left_(bytes) {}
  bool at_end() const { return left_.empty(); }
  // Appends the next piece. std::runtime_error for what is none.
  void next(std::string& out);

 private:
  BlockCodec codec_;
  std::string_view left_;
};

}  // namespace mammoth::spark
