// A cursor over bytes that somebody else wrote. Every read checks that the bytes are there and
// throws MalformedInput when they are not, so a reader never looks past its view. Numbers are
// big-endian (Java's DataInput) unless they are varints. Views that it returns point into the bytes
// it was given.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

#include "common/base/bytes.h"
#include "common/io/malformed_input.h"

namespace mammoth {

// The big-endian number in the sizeof(T) bytes at `from`.
template <std::unsigned_integral T>
T load_big_endian(const std::byte* from) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value = static_cast<T>(value << 4 << 4 | static_cast<T>(from[i]));
  return value;
}

class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : bytes_(bytes) {}

  std::size_t remaining() const { return bytes_.size(); }
  bool at_end() const { return bytes_.empty(); }
  ByteView rest() const { return bytes_; }

  std::uint8_t u8() { return static_cast<std::uint8_t>(take(1)[0]); }
  std::uint16_t u16() { return big_endian<std::uint16_t>(); }
  std::uint32_t u32() { return big_endian<std::uint32_t>(); }
  std::uint64_t u64() { return big_endian<std::uint64_t>(); }
  std::int16_t i16() { return static_cast<std::int16_t>(u16()); }
  std::int32_t i32() { return static_cast<std::int32_t>(u32()); }
  std::int64_t i64() { return static_cast<std::int64_t>(u64()); }

  std::uint64_t varint();
  std::int64_t zigzag();

  ByteView bytes(std::size_t count) { return take(count); }
  void skip(std::size_t count) { take(count); }

 private:
  ByteView take(std::size_t count) {
    if (count > bytes_.size()) [[unlikely]]
      fail(count);
    const auto taken = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return taken;
  }
  template <std::unsigned_integral T>
  T big_endian() {
    return load_big_endian<T>(take(sizeof(T)).data());
  }
  [[noreturn]] void fail(std::size_t wanted) const;

  ByteView bytes_;
};

}  // namespace mammoth
