#include "common/io/crc32.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace mammoth {
namespace {

// Bit by bit, straight from the definition: what the fast ones must agree with.
std::uint32_t slow_crc(std::uint32_t polynomial, std::string_view data) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : data) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >> 1) ^ polynomial : crc >> 1;
  }
  return ~crc;
}

std::uint32_t slow_crc(ChecksumType type, std::string_view data) {
  return slow_crc(type == ChecksumType::kCrc32 ? 0xEDB88320 : 0x82F63B78, data);
}

std::string random_text(std::mt19937_64& dice, std::size_t size) {
  std::string text(size, '\0');
  for (auto& c : text) c = static_cast<char>(dice());
  return text;
}

constexpr ChecksumType kCrcs[] = {ChecksumType::kCrc32, ChecksumType::kCrc32c};

TEST(Crc32, TheCheckValueOfEachPolynomial) {
  // The value that every catalogue of CRCs lists for "123456789".
  EXPECT_EQ(update_crc(ChecksumType::kCrc32, 0, as_byte_view("123456789")), 0xCBF43926u);
  EXPECT_EQ(update_crc(ChecksumType::kCrc32c, 0, as_byte_view("123456789")), 0xE3069283u);
  EXPECT_EQ(update_crc(ChecksumType::kNull, 0, as_byte_view("123456789")), 0u);
}

TEST(Crc32, AgreesWithTheDefinitionAtEveryLengthAndAlignment) {
  // Vector code has its faults at the edges: all lengths up to 300, from eight alignments.
  std::mt19937_64 dice(1);
  const auto text = random_text(dice, 320);
  for (const auto type : kCrcs)
    for (std::size_t start = 0; start < 8; ++start)
      for (std::size_t size = 0; size <= 300; ++size) {
        const auto part = std::string_view(text).substr(start, size);
        ASSERT_EQ(update_crc(type, 0, as_byte_view(part)), slow_crc(type, part))
            << start << " " << size;
      }
}

TEST(Crc32, ContinuesAndCombines) {
  // A text cut anywhere: continuing over the second part and combining both CRCs give the CRC of it
  // all; so does a combiner prepared for that length.
  std::mt19937_64 dice(2);
  for (const auto type : kCrcs)
    for (int round = 0; round < 200; ++round) {
      const auto a = random_text(dice, dice() % 2000);
      const auto b = random_text(dice, dice() % 2000);
      const auto crc_a = update_crc(type, 0, as_byte_view(a));
      const auto crc_b = update_crc(type, 0, as_byte_view(b));
      const auto whole = slow_crc(type, a + b);
      ASSERT_EQ(update_crc(type, crc_a, as_byte_view(b)), whole);
      ASSERT_EQ(combine_crc(type, crc_a, crc_b, b.size()), whole);
      ASSERT_EQ(CrcCombiner(type, b.size()).combine(crc_a, crc_b), whole);
    }
}

TEST(Crc32, CombinesOverLengthsThatNobodyComputes) {
  // Two pieces of 2^40 zeros each, composed from one zero by doubling, against the same by two
  // roads.
  for (const auto type : kCrcs) {
    auto crc = update_crc(type, 0, as_byte_view(std::string_view("\0", 1)));
    for (std::uint64_t length = 1; length < std::uint64_t{1} << 40; length *= 2)
      crc = combine_crc(type, crc, crc, length);
    const auto twice = combine_crc(type, crc, crc, std::uint64_t{1} << 40);
    const auto thrice_left = combine_crc(type, twice, crc, std::uint64_t{1} << 40);
    const auto thrice_right = combine_crc(type, crc, twice, std::uint64_t{1} << 41);
    EXPECT_EQ(thrice_left, thrice_right);
  }
}

struct Chunks {
  std::string data;
  std::vector<std::byte> checksums;
};

Chunks make_chunks(ChecksumType type, std::size_t data_bytes, std::size_t chunk_bytes) {
  std::mt19937_64 dice(data_bytes * 31 + chunk_bytes);
  Chunks chunks{random_text(dice, data_bytes), {}};
  const auto count = (data_bytes + chunk_bytes - 1) / chunk_bytes;
  chunks.checksums.resize(count * checksum_size(type));
  chunk_checksums(type, as_byte_view(chunks.data), chunk_bytes, chunks.checksums);
  return chunks;
}

TEST(ChunkChecksums, AreBigEndianAndOnePerChunkWithAShortLast) {
  // 1200 bytes in chunks of 512: two whole ones and 176 bytes.
  const auto [data, checksums] = make_chunks(ChecksumType::kCrc32c, 1200, 512);
  ASSERT_EQ(checksums.size(), 12u);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto crc = slow_crc(ChecksumType::kCrc32c, std::string_view(data).substr(i * 512, 512));
    for (std::size_t byte = 0; byte < 4; ++byte)
      EXPECT_EQ(static_cast<std::uint8_t>(checksums[i * 4 + byte]),
                static_cast<std::uint8_t>(crc >> (24 - 8 * byte)));
  }
}

TEST(ChunkChecksums, EveryFlippedBitIsFoundInItsChunk) {
  // Sizes round the chunk boundary; one bit of each chunk in turn, in the data and in the
  // checksums.
  for (const auto type : kCrcs)
    for (const std::size_t size : {1, 511, 512, 513, 1024, 2047, 4096}) {
      auto chunks = make_chunks(type, size, 512);
      const auto verify = [&] {
        return verify_chunks(type, as_byte_view(chunks.data), 512, chunks.checksums);
      };
      EXPECT_FALSE(verify());
      for (std::size_t i = 0; i * 512 < size; ++i) {
        auto& byte = chunks.data[std::min(size - 1, i * 512 + 300)];
        byte = static_cast<char>(byte ^ 0x10);
        EXPECT_EQ(verify(), i);
        byte = static_cast<char>(byte ^ 0x10);
        chunks.checksums[i * 4 + 3] ^= std::byte{1};
        EXPECT_EQ(verify(), i);
        chunks.checksums[i * 4 + 3] ^= std::byte{1};
      }
    }
}

TEST(ChunkChecksums, NullHasNoBytesAndNoErrors) {
  // Type NULL: nothing to write, nothing that could be wrong.
  const auto chunks = make_chunks(ChecksumType::kNull, 1000, 512);
  EXPECT_TRUE(chunks.checksums.empty());
  EXPECT_FALSE(verify_chunks(ChecksumType::kNull, as_byte_view(chunks.data), 512, {}));
}

TEST(ChunkChecksums, NoDataNoChunks) {
  // The last packet of a block.
  EXPECT_FALSE(verify_chunks(ChecksumType::kCrc32c, {}, 512, {}));
}

TEST(ChunkChecksumsDeathTest, AWrongNumberOfChecksumsIsABug) {
  // Who calls must have compared the lengths; the alternative is reading past the end.
  const std::vector<std::byte> checksums(4);
  EXPECT_DEATH(
      verify_chunks(ChecksumType::kCrc32c, as_byte_view(std::string(513, 'x')), 512, checksums),
      "one checksum a chunk");
}

}  // namespace
}  // namespace mammoth
