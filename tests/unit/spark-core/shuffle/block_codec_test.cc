// Compressed shuffles: blocks come back as they were, whatever the pieces; damage is noticed.
#include "spark-core/shuffle/block_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "spark-core/plan/code_ref.h"

namespace mammoth::spark {
namespace {

std::string compressed(BlockCodec codec, std::string_view bytes, std::size_t step) {
  std::string block;
  BlockCompressor compressor(codec, [&](std::string_view piece) { block += piece; });
  for (std::size_t at = 0; at < bytes.size(); at += step) compressor.add(bytes.substr(at, step));
  compressor.finish();
  return block;
}

std::string decompressed(BlockCodec codec, std::string_view block) {
  std::string bytes;
  for (BlockDecompressor rest(codec, block); !rest.at_end();) rest.next(bytes);
  return bytes;
}

// Half of it repeats itself, half cannot be compressed.
std::string sample(std::size_t size) {
  std::mt19937 chance(7);
  std::string bytes(size, 'x');
  for (std::size_t i = size / 2; i < size; ++i) bytes[i] = static_cast<char>(chance());
  return bytes;
}

TEST(BlockCodec, BlocksComeBackAsTheyWere) {
  for (const BlockCodec codec : {BlockCodec::kLz4, BlockCodec::kZstd})
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kPieceBytes - 1, kPieceBytes,
                                   kPieceBytes + 1, 5 * kPieceBytes + 12'345})
      for (const std::size_t step : {std::size_t{977}, kPieceBytes, 3 * kPieceBytes}) {
        const std::string bytes = sample(size);
        const std::string block = compressed(codec, bytes, step);
        EXPECT_TRUE(decompressed(codec, block) == bytes) << size << " in steps of " << step;
        EXPECT_LE(block.size(), size + 8 * (size / kPieceBytes + 1));
        if (size > 2 * kPieceBytes) EXPECT_LT(block.size(), size * 6 / 10);
      }
}

TEST(BlockCodec, NothingIsDoneToBytesThatStayAsTheyAre) {
  EXPECT_EQ(compressed(BlockCodec::kNone, "as it is", 3), "as it is");
}

TEST(BlockCodec, DamageIsNoticed) {
  for (const BlockCodec codec : {BlockCodec::kLz4, BlockCodec::kZstd}) {
    const std::string block = compressed(codec, std::string(10'000, 'x'), 10'000);
    for (std::size_t size = 1; size < block.size(); ++size)
      EXPECT_THROW(decompressed(codec, block.substr(0, size)), std::runtime_error) << size;
    std::string longer = block;
    longer[3] = '\x7f';  // two thousand million bytes
    EXPECT_THROW(decompressed(codec, longer), std::runtime_error);
  }
}

TEST(BlockCodec, OthersAreRefusedByName) {
  EXPECT_EQ(parse_block_codec("zstd"), BlockCodec::kZstd);
  try {
    static_cast<void>(parse_block_codec("lzf"));
    FAIL();
  } catch (const SparkException& refusal) {
    EXPECT_THAT(refusal.what(), ::testing::HasSubstr("\"lzf\""));
  }
}

}  // namespace
}  // namespace mammoth::spark
