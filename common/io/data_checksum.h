// How a block's data is checksummed: the kind of checksum and how many bytes each covers (Hadoop:
// DataChecksum), and the header of the meta file that keeps the checksums beside the block on disk
// (Hadoop: BlockMetadataHeader):
//
//    0         2      3                    7
//    +---------+------+--------------------+------------------------------
//    | version | type | bytes per checksum | checksum of chunk 0, 1, 2 …
//    +---------+------+--------------------+------------------------------
//      int16=1  int8    int32                big-endian, 4 bytes each (none with kNull)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "common/base/bytes.h"
#include "common/io/crc32.h"

namespace mammoth {

inline constexpr std::int16_t kMetaFileVersion = 1;
inline constexpr std::size_t kMetaHeaderBytes = 7;
// More than any Hadoop accepts in a packet; keeps every size computed from it far from overflow.
inline constexpr std::uint32_t kMaxBytesPerChecksum = 16u << 20;

struct DataChecksum {
  ChecksumType type = ChecksumType::kCrc32c;
  std::uint32_t bytes_per_checksum = 512;

  bool operator==(const DataChecksum&) const = default;

  std::size_t size() const { return checksum_size(type); }
  std::uint64_t chunks(std::uint64_t data_bytes) const {
    return (data_bytes + bytes_per_checksum - 1) / bytes_per_checksum;
  }
  // Bytes of all checksums of that much data.
  std::uint64_t checksums_bytes(std::uint64_t data_bytes) const {
    return chunks(data_bytes) * size();
  }
  std::uint64_t chunk_start(std::uint64_t offset) const {
    return offset - offset % bytes_per_checksum;
  }
  // Where in the meta file the checksum of the chunk that begins at `chunk_offset` lies.
  std::uint64_t meta_offset(std::uint64_t chunk_offset) const {
    return kMetaHeaderBytes + chunk_offset / bytes_per_checksum * size();
  }
  // Bytes of the meta file of a block of that length.
  std::uint64_t meta_file_bytes(std::uint64_t block_bytes) const {
    return kMetaHeaderBytes + checksums_bytes(block_bytes);
  }

  void compute(ByteView data, std::span<std::byte> out) const {
    chunk_checksums(type, data, bytes_per_checksum, out);
  }
  // Index of the first bad chunk, if any.
  std::optional<std::size_t> verify(ByteView data, ByteView checksums) const {
    return verify_chunks(type, data, bytes_per_checksum, checksums);
  }
};

// Both answers are bounded: 1 <= bytes_per_checksum <= kMaxBytesPerChecksum and a known type;
// anything else throws MalformedInput.
DataChecksum make_data_checksum(std::int64_t type, std::int64_t bytes_per_checksum);
DataChecksum decode_meta_header(
    ByteView header);  // at least kMetaHeaderBytes; also checks the version

std::string encode_meta_header(const DataChecksum& checksum);

}  // namespace mammoth
