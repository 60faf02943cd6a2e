// How records are put together: a version, then fields in a fixed order. A newer program may append
// fields and read records that lack them.
#pragma once

#include <string>
#include <string_view>

#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"

namespace mammoth::yarn {

class RecordWriter : public ByteWriter {
 public:
  explicit RecordWriter(std::string& out, std::uint8_t version = 1) : ByteWriter(out) {
    u8(version);
  }
  void number(std::int64_t value) { zigzag(value); }
  void flag(bool value) { u8(value ? 1 : 0); }
  void text(std::string_view text) {
    varint(text.size());
    bytes(as_byte_view(text));
  }
};

// Throws MalformedInput for what is not there or out of range.
class RecordReader : public ByteReader {
 public:
  explicit RecordReader(std::string_view record, std::uint8_t newest_version = 1)
      : ByteReader(as_byte_view(record)) {
    const std::uint8_t version = u8();
    if (version == 0 || version > newest_version)
      throw MalformedInput("the record has a version that this program cannot read");
  }
  std::int64_t number() { return zigzag(); }
  std::int32_t small() {
    const std::int64_t value = zigzag();
    if (value < INT32_MIN || value > INT32_MAX) throw MalformedInput("number out of range");
    return static_cast<std::int32_t>(value);
  }
  bool flag() { return u8() != 0; }
  std::string text() {
    const std::uint64_t length = varint();
    if (length > remaining()) throw MalformedInput("text is longer than its record");
    return std::string(as_text(bytes(length)));
  }
  // Of a list whose elements take a byte at least.
  std::uint64_t count() {
    const std::uint64_t count = varint();
    if (count > remaining()) throw MalformedInput("list is longer than its record");
    return count;
  }
  // One of the enumerators 0 … last.
  template <class Enum>
  Enum choice(Enum last) {
    const std::uint8_t value = u8();
    if (value > static_cast<std::uint8_t>(last)) throw MalformedInput("choice out of range");
    return static_cast<Enum>(value);
  }
};

}  // namespace mammoth::yarn
