#include "common/io/data_checksum.h"

#include <gtest/gtest.h>

#include "common/io/malformed_input.h"

namespace mammoth {
namespace {

using namespace std::string_literals;

TEST(DataChecksum, MetaHeaderHasHadoopsBytes) {
  // Version 1, CRC32C, 512: what stands at the start of every .meta file of Hadoop.
  const auto header = encode_meta_header(DataChecksum{ChecksumType::kCrc32c, 512});
  EXPECT_EQ(header, "\x00\x01\x02\x00\x00\x02\x00"s);
  EXPECT_EQ(header.size(), kMetaHeaderBytes);
  const auto decoded = decode_meta_header(as_byte_view(header + "and checksums"));
  EXPECT_EQ(decoded.type, ChecksumType::kCrc32c);
  EXPECT_EQ(decoded.bytes_per_checksum, 512u);
}

TEST(DataChecksum, DamagedMetaHeadersAreRefused) {
  // Short, another version, an unknown type, chunks of no, negative or absurdly many bytes.
  for (const auto& header : {""s, "\x00\x01\x02\x00\x00\x02"s, "\x00\x02\x02\x00\x00\x02\x00"s,
                             "\x00\x01\x03\x00\x00\x02\x00"s, "\x00\x01\xff\x00\x00\x02\x00"s,
                             "\x00\x01\x02\x00\x00\x00\x00"s, "\x00\x01\x02\x80\x00\x00\x00"s,
                             "\x00\x01\x02\x7f\xff\xff\xff"s})
    EXPECT_THROW(decode_meta_header(as_byte_view(header)), MalformedInput) << header.size();
}

TEST(DataChecksum, CountsChunksAndPlaces) {
  // A block of 1025 bytes in chunks of 512 has three checksums, the third for one byte.
  const DataChecksum checksum{ChecksumType::kCrc32c, 512};
  EXPECT_EQ(checksum.chunks(0), 0u);
  EXPECT_EQ(checksum.chunks(1024), 2u);
  EXPECT_EQ(checksum.chunks(1025), 3u);
  EXPECT_EQ(checksum.checksums_bytes(1025), 12u);
  EXPECT_EQ(checksum.meta_file_bytes(1025), 19u);
  EXPECT_EQ(checksum.chunk_start(1023), 512u);
  EXPECT_EQ(checksum.meta_offset(0), 7u);
  EXPECT_EQ(checksum.meta_offset(1024), 15u);
}

TEST(DataChecksum, WithoutChecksumsTheMetaFileIsItsHeader) {
  // Type NULL: chunks still have a size, but nothing is kept for them.
  const DataChecksum checksum{ChecksumType::kNull, 512};
  EXPECT_EQ(checksum.checksums_bytes(1 << 20), 0u);
  EXPECT_EQ(checksum.meta_file_bytes(1 << 20), kMetaHeaderBytes);
}

TEST(DataChecksum, ComputesAndVerifies) {
  // A round trip, and the chunk that was damaged on the way.
  const DataChecksum checksum{ChecksumType::kCrc32, 4};
  std::string data = "ninebytes";
  std::string checksums(checksum.checksums_bytes(data.size()), '\0');
  checksum.compute(as_byte_view(data), std::as_writable_bytes(std::span(checksums)));
  EXPECT_FALSE(checksum.verify(as_byte_view(data), as_byte_view(checksums)));
  data[5] = 'X';
  EXPECT_EQ(checksum.verify(as_byte_view(data), as_byte_view(checksums)), 1u);
}

}  // namespace
}  // namespace mammoth
