// The checksums of block data (Hadoop: DataChecksum, CrcUtil). Every chunk of `bytes_per_checksum`
// bytes has a checksum of its own, four bytes big-endian, so that a reader of a small range
// verifies little more than it reads; the last chunk of a block may be short.
//
// Both polynomials run at the speed of the processor's own instructions (isa-l chooses them when
// the program starts: three interleaved streams of crc32 for CRC32C, carry-less multiplication for
// CRC32). All functions are pure and thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "common/base/bytes.h"

namespace mammoth {

// The numbers are those of the wire and of meta files.
enum class ChecksumType : std::uint8_t {
  kNull = 0,    // no checksum bytes at all
  kCrc32 = 1,   // the polynomial of zlib, gzip and Ethernet
  kCrc32c = 2,  // Castagnoli's: iSCSI, ext4; HDFS's default
};

inline constexpr std::size_t kCrcBytes = 4;

// Bytes of one chunk's checksum: 4, or 0 for kNull.
constexpr std::size_t checksum_size(ChecksumType type) {
  return type == ChecksumType::kNull ? 0 : kCrcBytes;
}

// Continues `crc` (0 at the start of a chunk) with `data`; so crc(crc(0, a), b) == crc(0, a + b).
// kNull answers 0.
std::uint32_t update_crc(ChecksumType type, std::uint32_t crc, ByteView data);

// Writes the checksum of every chunk of `data` to `out`, which must hold exactly
// ceil(data / bytes_per_checksum) * checksum_size(type) bytes.
void chunk_checksums(ChecksumType type, ByteView data, std::size_t bytes_per_checksum,
                     std::span<std::byte> out);

// Index of the first chunk of `data` whose checksum differs from the one in `checksums`; nothing
// when all agree. `checksums` is as long as chunk_checksums would write.
std::optional<std::size_t> verify_chunks(ChecksumType type, ByteView data,
                                         std::size_t bytes_per_checksum, ByteView checksums);

// The checksum of `a` followed by `b`, from the checksums of both and the length of `b`: crc_a
// times x^(8 * length_b), plus crc_b, over GF(2). `type` is not kNull.
std::uint32_t combine_crc(ChecksumType type, std::uint32_t crc_a, std::uint32_t crc_b,
                          std::uint64_t length_b_bytes);

// combine_crc for many `b` of one length, which costs most of the work only once.
class CrcCombiner {
 public:
  CrcCombiner(ChecksumType type, std::uint64_t length_b_bytes);
  std::uint32_t combine(std::uint32_t crc_a, std::uint32_t crc_b) const;

 private:
  std::uint32_t polynomial_;
  std::uint32_t shift_;  // x^(8 * length_b) modulo the polynomial
};

}  // namespace mammoth
