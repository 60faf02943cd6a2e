// Variable-length integers as protobuf writes them: seven bits a byte, least significant first, the
// high bit set on every byte but the last; at most ten bytes. Signed numbers that are often small
// and negative are folded first (zig-zag: 0, -1, 1, -2 … become 0, 1, 2, 3 …).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "common/base/bytes.h"

namespace mammoth {

inline constexpr std::size_t kMaxVarintBytes = 10;

constexpr std::uint64_t zigzag_encode(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t zigzag_decode(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

constexpr std::size_t varint_size(std::uint64_t value) {
  std::size_t size = 1;
  for (; value >= 0x80; value >>= 7) ++size;
  return size;
}

void append_varint(std::string& out, std::uint64_t value);

struct Varint {
  std::uint64_t value = 0;
  std::size_t size = 0;  // bytes it took
};

// The varint at the start of `bytes`; nothing when `bytes` ends before the number does. Throws
// MalformedInput when the number does not end within ten bytes or does not fit 64 bits.
std::optional<Varint> parse_varint(ByteView bytes);

}  // namespace mammoth
