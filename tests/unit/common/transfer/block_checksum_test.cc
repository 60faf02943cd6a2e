#include "common/transfer/block_checksum.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "common/io/byte_writer.h"
#include "common/io/malformed_input.h"
#include "common/io/md5.h"

namespace mammoth::transfer {
namespace {

using ::hadoop::hdfs::BlockChecksumTypeProto;
using ::hadoop::hdfs::ChecksumTypeProto;
using ::hadoop::hdfs::OpBlockChecksumResponseProto;

std::string random_text(std::size_t size) {
  std::mt19937_64 dice(size);
  std::string text(size, '\0');
  for (auto& c : text) c = static_cast<char>(dice());
  return text;
}

std::string crcs_of(std::string_view data, std::size_t chunk) {
  std::string crcs((data.size() + chunk - 1) / chunk * 4, '\0');
  chunk_checksums(ChecksumType::kCrc32c, as_byte_view(data), chunk,
                  std::as_writable_bytes(std::span(crcs)));
  return crcs;
}

std::string crc_of(std::string_view data) {
  return crcs_of(data, data.size());
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<std::uint8_t>(byte));
  return text;
}

OpBlockChecksumResponseProto md5_answer(std::string md5, std::uint64_t crcs_per_block) {
  OpBlockChecksumResponseProto answer;
  answer.set_bytespercrc(512);
  answer.set_crcperblock(crcs_per_block);
  answer.set_blockchecksum(std::move(md5));
  answer.set_crctype(ChecksumTypeProto::CHECKSUM_CRC32C);
  return answer;
}

OpBlockChecksumResponseProto crc_answer(std::string crc) {
  auto answer = md5_answer(std::move(crc), 4);
  answer.mutable_blockchecksumoptions()->set_blockchecksumtype(
      BlockChecksumTypeProto::COMPOSITE_CRC);
  return answer;
}

TEST(CrcComposer, ComposesChunksIntoTheCrcOfTheirData) {
  // Whole chunks from the meta file, then the short last one, as a datanode does it.
  const auto data = random_text(5 * 512 + 100);
  const auto crcs = crcs_of(data, 512);
  CrcComposer composer(ChecksumType::kCrc32c, 512);
  composer.update(as_byte_view(crcs).first(5 * 4), 512);
  composer.update(as_byte_view(crcs).subspan(5 * 4), 100);
  EXPECT_EQ(composer.digest(), crc_of(data));
  EXPECT_EQ(composer.digest(), "");
}

TEST(CrcComposer, AnswersOneCrcForEachStripe) {
  // Stripes of two chunks, the last one short: for erasure coded files.
  const auto data = random_text(5 * 512 + 100);
  const auto crcs = crcs_of(data, 512);
  CrcComposer composer(ChecksumType::kCrc32c, 512, 1024);
  composer.update(as_byte_view(crcs).first(5 * 4), 512);
  composer.update(as_byte_view(crcs).subspan(5 * 4), 100);
  EXPECT_EQ(composer.digest(), crcs_of(data, 1024));
}

TEST(CrcComposer, RefusesRangesAcrossStripes) {
  // 512 does not divide 1000: the second chunk would belong to two stripes.
  CrcComposer composer(ChecksumType::kCrc32c, 512, 1000);
  composer.update(1, 512);
  EXPECT_THROW(composer.update(2, 512), MalformedInput);
}

TEST(FileChecksum, OfAnEmptyFileIsHadoopsConstant) {
  // What `hdfs dfs -checksum` prints for every empty file, whichever way it is asked.
  for (const auto type : {BlockChecksumTypeProto::MD5CRC, BlockChecksumTypeProto::COMPOSITE_CRC}) {
    const auto checksum = FileChecksumBuilder(type, 0).finish();
    ASSERT_TRUE(checksum);
    EXPECT_EQ(checksum->algorithm, "MD5-of-0MD5-of-0CRC32");
    EXPECT_EQ(hex(checksum->bytes),
              "000000000000000000000000"
              "70bc8f4b72a86921468bf8e8441dce51");
  }
}

TEST(FileChecksum, OfOneBlockLeavesCrcPerBlockOut) {
  // And digests the block's MD5 together with the sixteen zeros of Hadoop's buffer.
  const std::string block_md5(16, 'm');
  FileChecksumBuilder builder(BlockChecksumTypeProto::MD5CRC, 1);
  ASSERT_TRUE(builder.add(md5_answer(block_md5, 7), 3000));
  const auto checksum = builder.finish();
  ASSERT_TRUE(checksum);
  EXPECT_EQ(checksum->algorithm, "MD5-of-0MD5-of-512CRC32C");
  const auto md5_of_all = md5(as_byte_view(block_md5 + std::string(16, '\0')));
  EXPECT_EQ(checksum->bytes,
            std::string("\0\0\2\0\0\0\0\0\0\0\0\0", 12) + std::string(as_text(md5_of_all)));
}

TEST(FileChecksum, DigestsTheBuffersZeros) {
  // Two blocks fill 32 bytes exactly; five take 80 of 128.
  for (const auto& [blocks, padding] : {std::pair{2, 0}, std::pair{5, 48}}) {
    FileChecksumBuilder builder(BlockChecksumTypeProto::MD5CRC, static_cast<std::size_t>(blocks));
    std::string all;
    for (int i = 0; i < blocks; ++i) {
      const std::string block_md5(16, static_cast<char>('a' + i));
      all += block_md5;
      ASSERT_TRUE(builder.add(md5_answer(block_md5, 2048), 1 << 20));
    }
    all.append(static_cast<std::size_t>(padding), '\0');
    const auto checksum = builder.finish();
    EXPECT_EQ(checksum->algorithm, "MD5-of-2048MD5-of-512CRC32C");
    const auto digest = md5(as_byte_view(all));
    EXPECT_EQ(checksum->bytes.substr(12), as_text(digest)) << blocks;
  }
}

TEST(FileChecksum, CompositeIsTheCrcOfTheWholeFile) {
  // However the file is cut into blocks.
  const auto data = random_text(10'000);
  for (const std::size_t block : {1000, 4096, 9999, 10'000}) {
    const auto blocks = (data.size() + block - 1) / block;
    FileChecksumBuilder builder(BlockChecksumTypeProto::COMPOSITE_CRC, blocks);
    for (std::size_t at = 0; at < data.size(); at += block) {
      const auto part = std::string_view(data).substr(at, block);
      ASSERT_TRUE(builder.add(crc_answer(crc_of(part)), part.size()));
    }
    EXPECT_EQ(builder.finish(), (FileChecksum{"COMPOSITE-CRC32C", crc_of(data)})) << block;
  }
}

TEST(FileChecksum, AnswersThatDoNotGoTogetherAreRefused) {
  // Another chunk size, a digest of the wrong length, the other kind of checksum.
  FileChecksumBuilder md5(BlockChecksumTypeProto::MD5CRC, 3);
  ASSERT_TRUE(md5.add(md5_answer(std::string(16, 'm'), 8), 4096));
  auto other_chunks = md5_answer(std::string(16, 'm'), 8);
  other_chunks.set_bytespercrc(1024);
  EXPECT_EQ(md5.add(other_chunks, 4096).error().message,
            "Byte-per-checksum not matched: bpc=1024 but bytesPerCRC=512");
  EXPECT_FALSE(md5.add(md5_answer("short", 8), 4096));

  FileChecksumBuilder crc(BlockChecksumTypeProto::COMPOSITE_CRC, 2);
  EXPECT_FALSE(crc.add(md5_answer(std::string(16, 'm'), 8), 4096));
  EXPECT_FALSE(crc.add(crc_answer("12345678"), 4096));
}

TEST(FileChecksum, OfMixedOrNoTypesThereIsNone) {
  // Appended to by a client with another setting; written without checksums.
  FileChecksumBuilder mixed(BlockChecksumTypeProto::MD5CRC, 2);
  auto answer = md5_answer(std::string(16, 'm'), 8);
  ASSERT_TRUE(mixed.add(answer, 4096));
  answer.set_crctype(ChecksumTypeProto::CHECKSUM_CRC32);
  ASSERT_TRUE(mixed.add(answer, 4096));
  EXPECT_FALSE(mixed.finish());

  FileChecksumBuilder none(BlockChecksumTypeProto::MD5CRC, 1);
  answer.set_crctype(ChecksumTypeProto::CHECKSUM_NULL);
  ASSERT_TRUE(none.add(answer, 4096));
  EXPECT_FALSE(none.finish());
}

}  // namespace
}  // namespace mammoth::transfer
