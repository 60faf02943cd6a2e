// Text: a string of UTF-8 (Hadoop: org.apache.hadoop.io.Text). Serialised as vint length and bytes;
// compares by its bytes, unsigned. Needs only the standard library; part of the installed headers.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "mapreduce/io/writable_bytes.h"

namespace mammoth::mapreduce {

class Text {
 public:
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.Text";

  Text() = default;
  Text(std::string text) : text_(std::move(text)) {}
  Text(std::string_view text) : text_(text) {}
  Text(const char* text) : text_(text) {}

  void set(std::string_view text) { text_.assign(text); }
  void append(std::string_view text) { text_.append(text); }
  void clear() { text_.clear(); }
  std::size_t getLength() const { return text_.size(); }
  std::string_view view() const { return text_; }
  const std::string& toString() const { return text_; }
  auto operator<=>(const Text& other) const = default;

  void write(std::string& out) const {
    if (text_.size() <= 127)
      out += static_cast<char>(text_.size());  // the usual one, without a call
    else
      appendVLong(static_cast<std::int64_t>(text_.size()), out);
    out += text_;
  }
  void readFields(std::string_view& in) {
    const std::int32_t length = takeVInt(in);
    if (length < 0) throwShort();
    text_.assign(takeBytes(in, static_cast<std::size_t>(length)));
  }
  void appendText(std::string& out) const { out += text_; }
  std::int32_t hashCode() const { return hashBytes(text_); }

  static int compareBytes(std::string_view a, std::string_view b) {
    return content(a).compare(content(b));
  }
  // Its first eight bytes as a number: a smaller one comes first, equal ones say nothing.
  static std::uint64_t prefixOf(std::string_view serialized) {
    return orderPrefix(content(serialized));
  }

 private:
  static std::string_view content(std::string_view serialized) {
    if (serialized.empty()) throwShort();
    return serialized.substr(std::min(vlongLength(serialized[0]), serialized.size()));
  }

  std::string text_;
};

}  // namespace mammoth::mapreduce
