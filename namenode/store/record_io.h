// How the values of the database are put together (record_codec.h). Private to this room.
#pragma once

#include <limits>
#include <string>
#include <string_view>

#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"
#include "common/io/malformed_input.h"
#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

inline constexpr std::uint8_t kRecordVersion = 1;
inline constexpr std::uint8_t kRecordWithFeatures = 2;

class RecordWriter : public ByteWriter {
 public:
  explicit RecordWriter(std::string& out, std::uint8_t version = kRecordVersion) : ByteWriter(out) {
    u8(version);
  }
  void text(std::string_view text) {
    varint(text.size());
    bytes(as_byte_view(text));
  }
  void locator(const Locator& locator) {
    varint(locator.parent.value());
    text(locator.name);
  }
  void coverage(const Coverage& coverage) {
    varint(coverage.size());
    for (const CoverageSegment& segment : coverage) {
      varint(segment.root.value());
      varint(segment.from);
      varint(segment.to);
    }
  }
};

// Throws MalformedInput for what is not there or out of range.
class RecordReader : public ByteReader {
 public:
  explicit RecordReader(ByteView record, std::uint8_t newest_version = kRecordVersion)
      : ByteReader(record), version_(u8()) {
    if (version_ == 0 || version_ > newest_version)
      throw MalformedInput("record has a version that this program cannot read");
  }
  bool has_features() const { return version_ == kRecordWithFeatures; }
  template <std::unsigned_integral T>
  T number() {
    const std::uint64_t value = varint();
    if (value > std::numeric_limits<T>::max()) throw MalformedInput("number out of range");
    return static_cast<T>(value);
  }
  std::string text() {
    const std::uint64_t length = varint();
    if (length > remaining()) throw MalformedInput("text is longer than its record");
    return std::string(as_text(bytes(length)));
  }
  Locator locator() {
    const InodeId parent{varint()};
    return {parent, text()};
  }
  Coverage coverage() {
    const std::uint64_t count = varint();
    if (count > remaining() / kMinSegmentBytes)
      throw MalformedInput("more coverage than the record can hold");
    Coverage coverage(count);
    for (CoverageSegment& segment : coverage) {
      segment.root = InodeId{varint()};
      segment.from = varint();
      segment.to = varint();
    }
    return coverage;
  }
  // A record within this one.
  ByteView record() {
    const std::uint64_t length = varint();
    if (length > remaining()) throw MalformedInput("record is longer than the one it is in");
    return bytes(length);
  }
  void expect_end() const {
    if (!at_end()) throw MalformedInput("record has bytes after its end");
  }

 private:
  static constexpr std::size_t kMinSegmentBytes = 3;
  std::uint8_t version_;
};

}  // namespace mammoth::namenode
