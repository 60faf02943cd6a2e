// Appends numbers and bytes to a std::string that the caller owns; the counterpart of ByteReader.
// Numbers are big-endian (Java's DataOutput) unless they are varints.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>

#include "common/base/bytes.h"
#include "common/io/varint.h"

namespace mammoth {

// Writes `value` big-endian to the sizeof(T) bytes at `to`.
template <std::unsigned_integral T>
void store_big_endian(T value, std::byte* to) {
  for (auto i = sizeof(T); i-- > 0; value = static_cast<T>(value >> 4 >> 4))
    to[i] = static_cast<std::byte>(value);
}

class ByteWriter {
 public:
  // `out` must outlive the writer.
  explicit ByteWriter(std::string& out) : out_(out) {}

  void u8(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
  void u16(std::uint16_t value) { big_endian(value); }
  void u32(std::uint32_t value) { big_endian(value); }
  void u64(std::uint64_t value) { big_endian(value); }
  void i16(std::int16_t value) { u16(static_cast<std::uint16_t>(value)); }
  void i32(std::int32_t value) { u32(static_cast<std::uint32_t>(value)); }
  void i64(std::int64_t value) { u64(static_cast<std::uint64_t>(value)); }

  void varint(std::uint64_t value) { append_varint(out_, value); }
  void zigzag(std::int64_t value) { append_varint(out_, zigzag_encode(value)); }

  void bytes(ByteView bytes) { out_.append(as_text(bytes)); }

 private:
  template <std::unsigned_integral T>
  void big_endian(T value) {
    std::byte bytes[sizeof(T)];
    store_big_endian(value, bytes);
    out_.append(reinterpret_cast<const char*>(bytes), sizeof(T));
  }

  std::string& out_;
};

}  // namespace mammoth
