#include "common/io/crc32.h"

#include <isa-l/crc.h>

#include <algorithm>
#include <limits>

#include "common/base/check.h"
#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"

namespace mammoth {
namespace {

// Reflected: the bit of x^31 is the lowest, and x^32 is implied.
constexpr std::uint32_t kPolynomialCrc32 = 0xEDB88320;
constexpr std::uint32_t kPolynomialCrc32c = 0x82F63B78;

std::uint32_t polynomial_of(ChecksumType type) {
  check(type != ChecksumType::kNull, "a checksum type with a polynomial");
  return type == ChecksumType::kCrc32 ? kPolynomialCrc32 : kPolynomialCrc32c;
}

// isa-l takes the length for CRC32C as an int.
constexpr std::size_t kMaxIsalBytes = std::numeric_limits<int>::max();

// Calls visit(index, crc) for the chunks in order until it answers false.
template <class Visit>
void visit_chunk_crcs(ChecksumType type, ByteView data, std::size_t chunk_bytes, Visit visit) {
  std::size_t index = 0;
  while (!data.empty()) {
    const auto chunk = data.first(std::min(chunk_bytes, data.size()));
    if (!visit(index++, update_crc(type, 0, chunk))) return;
    data = data.subspan(chunk.size());
  }
}

void check_lengths(ChecksumType type, ByteView data, std::size_t chunk_bytes,
                   std::size_t checksums) {
  check(chunk_bytes > 0, "chunks have bytes");
  check(checksums == (data.size() + chunk_bytes - 1) / chunk_bytes * checksum_size(type),
        "one checksum a chunk");
}

// a times b modulo the polynomial.
std::uint32_t multiply(std::uint32_t a, std::uint32_t b, std::uint32_t polynomial) {
  std::uint32_t product = 0;
  for (std::uint32_t bit = 1u << 31; bit != 0; bit >>= 1) {
    if (a & bit) product ^= b;
    b = b & 1 ? (b >> 1) ^ polynomial : b >> 1;
  }
  return product;
}

// x^(8 * bytes) modulo the polynomial, by squaring.
std::uint32_t shift_by_bytes(std::uint64_t bytes, std::uint32_t polynomial) {
  std::uint32_t result = 1u << 31;        // x^0
  std::uint32_t square = 1u << (31 - 8);  // x^8
  for (; bytes != 0; bytes >>= 1) {
    if (bytes & 1) result = multiply(square, result, polynomial);
    square = multiply(square, square, polynomial);
  }
  return result;
}

}  // namespace

std::uint32_t update_crc(ChecksumType type, std::uint32_t crc, ByteView data) {
  if (type == ChecksumType::kNull) return 0;
  for (std::size_t size; !data.empty(); data = data.subspan(size)) {
    size = std::min(data.size(), kMaxIsalBytes);
    // isa-l only reads, but forgot to say so for one of the two.
    auto* bytes = reinterpret_cast<unsigned char*>(const_cast<std::byte*>(data.data()));
    crc = type == ChecksumType::kCrc32 ? crc32_gzip_refl(crc, bytes, size)
                                       : ~crc32_iscsi(bytes, static_cast<int>(size), ~crc);
  }
  return crc;
}

void chunk_checksums(ChecksumType type, ByteView data, std::size_t bytes_per_checksum,
                     std::span<std::byte> out) {
  check_lengths(type, data, bytes_per_checksum, out.size());
  if (type == ChecksumType::kNull) return;
  visit_chunk_crcs(type, data, bytes_per_checksum, [&](std::size_t index, std::uint32_t crc) {
    store_big_endian(crc, out.data() + index * kCrcBytes);
    return true;
  });
}

std::optional<std::size_t> verify_chunks(ChecksumType type, ByteView data,
                                         std::size_t bytes_per_checksum, ByteView checksums) {
  check_lengths(type, data, bytes_per_checksum, checksums.size());
  std::optional<std::size_t> bad;
  if (type == ChecksumType::kNull) return bad;
  visit_chunk_crcs(type, data, bytes_per_checksum, [&](std::size_t index, std::uint32_t crc) {
    if (crc == load_big_endian<std::uint32_t>(checksums.data() + index * kCrcBytes)) [[likely]]
      return true;
    bad = index;
    return false;
  });
  return bad;
}

std::uint32_t combine_crc(ChecksumType type, std::uint32_t crc_a, std::uint32_t crc_b,
                          std::uint64_t length_b_bytes) {
  return CrcCombiner(type, length_b_bytes).combine(crc_a, crc_b);
}

CrcCombiner::CrcCombiner(ChecksumType type, std::uint64_t length_b_bytes)
    : polynomial_(polynomial_of(type)), shift_(shift_by_bytes(length_b_bytes, polynomial_)) {}

std::uint32_t CrcCombiner::combine(std::uint32_t crc_a, std::uint32_t crc_b) const {
  return multiply(shift_, crc_a, polynomial_) ^ crc_b;
}

}  // namespace mammoth
