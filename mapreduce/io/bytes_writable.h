// BytesWritable: bytes as they are (Hadoop: org.apache.hadoop.io.BytesWritable). Serialised as
// int32 length and bytes; compares as they do, unsigned. Needs only the standard library; part of
// the installed headers.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "mapreduce/io/writable_bytes.h"

namespace mammoth::mapreduce {

class BytesWritable {
 public:
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.BytesWritable";

  BytesWritable() = default;
  BytesWritable(std::string bytes) : bytes_(std::move(bytes)) {}

  void set(std::string_view bytes) { bytes_.assign(bytes); }
  std::size_t getLength() const { return bytes_.size(); }
  std::string_view view() const { return bytes_; }
  auto operator<=>(const BytesWritable& other) const = default;

  void write(std::string& out) const {
    appendFixed(static_cast<std::uint32_t>(bytes_.size()), out);
    out += bytes_;
  }
  void readFields(std::string_view& in) {
    const auto length = takeFixed<std::uint32_t>(in);
    bytes_.assign(takeBytes(in, length));
  }
  // "0a ff"
  void appendText(std::string& out) const {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
      const auto byte = static_cast<unsigned char>(bytes_[i]);
      if (i > 0) out += ' ';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 0xf];
    }
  }
  std::string toString() const {
    std::string out;
    appendText(out);
    return out;
  }
  std::int32_t hashCode() const { return hashBytes(bytes_); }

  static int compareBytes(std::string_view a, std::string_view b) {
    return content(a).compare(content(b));
  }
  static std::uint64_t prefixOf(std::string_view serialized) {
    return orderPrefix(content(serialized));
  }

 private:
  static std::string_view content(std::string_view serialized) {
    return serialized.substr(std::min<std::size_t>(4, serialized.size()));
  }

  std::string bytes_;
};

}  // namespace mammoth::mapreduce
