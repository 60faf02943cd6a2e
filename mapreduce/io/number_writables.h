// Numbers as keys and values (Hadoop: IntWritable, LongWritable, FloatWritable, DoubleWritable,
// BooleanWritable, VIntWritable, VLongWritable), and NullWritable, which has no bytes at all.
// Bytes, texts, hash codes and order are Java's.
#pragma once

#include <bit>
#include <charconv>
#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "mapreduce/io/writable_bytes.h"

namespace mammoth::mapreduce {

// How Java prints floats and doubles.
void appendJavaText(double value, std::string& out);
void appendJavaText(float value, std::string& out);

namespace detail {

inline void appendNumber(std::int64_t value, std::string& out) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end.ptr);
}

// Java knows one NaN, the greatest of all numbers.
template <class T>
UnsignedOf<T> javaBits(T value) {
  if constexpr (std::is_floating_point_v<T>)
    if (value != value) value = std::numeric_limits<T>::quiet_NaN();
  return std::bit_cast<UnsignedOf<T>>(value);
}

// A prefix whose order is that of the values: the sign bit turned over; for floating point all bits
// of negative ones, as in Java's compare (-0.0 before 0.0, NaN last).
template <class T>
std::uint64_t numberPrefix(T value) {
  using Bits = UnsignedOf<T>;
  constexpr Bits kSign = Bits{1} << (8 * sizeof(T) - 1);
  Bits bits = javaBits(value);
  if constexpr (std::is_floating_point_v<T>)
    bits = (bits & kSign) != 0 ? ~bits : bits ^ kSign;
  else
    bits = static_cast<Bits>(bits ^ kSign);
  return static_cast<std::uint64_t>(bits) << (64 - 8 * sizeof(T));
}

struct IntName {
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.IntWritable";
};
struct LongName {
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.LongWritable";
};
struct ShortName {
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.ShortWritable";
};
struct ByteName {
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.ByteWritable";
};
struct FloatName {
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.FloatWritable";
};
struct DoubleName {
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.DoubleWritable";
};

}  // namespace detail

template <class T, class Name>
class NumberWritable {
 public:
  static constexpr std::string_view kJavaClass = Name::kJavaClass;
  static constexpr bool kPrefixIsAll = true;

  NumberWritable() = default;
  NumberWritable(T value) : value_(value) {}  // NOLINT: as Java's
  T get() const { return value_; }
  void set(T value) { value_ = value; }
  bool operator==(const NumberWritable& other) const = default;
  auto operator<=>(const NumberWritable& other) const = default;

  void write(std::string& out) const { appendFixed(detail::javaBits(value_), out); }
  void readFields(std::string_view& in) { value_ = takeFixed<T>(in); }
  std::int32_t hashCode() const {
    if constexpr (std::is_floating_point_v<T>)
      return static_cast<std::int32_t>(detail::javaBits(value_));
    else
      return static_cast<std::int32_t>(value_);
  }
  void appendText(std::string& out) const {
    if constexpr (std::is_floating_point_v<T>)
      appendJavaText(value_, out);
    else
      detail::appendNumber(value_, out);
  }
  std::string toString() const {
    std::string out;
    appendText(out);
    return out;
  }

  static std::uint64_t prefixOf(std::string_view serialized) {
    return serialized.size() < sizeof(T) ? 0 : detail::numberPrefix(peekFixed<T>(serialized));
  }
  static int compareBytes(std::string_view a, std::string_view b) {
    const std::uint64_t first = prefixOf(a);
    const std::uint64_t second = prefixOf(b);
    return first < second ? -1 : static_cast<int>(first > second);
  }

 private:
  T value_{};
};

using IntWritable = NumberWritable<std::int32_t, detail::IntName>;
using LongWritable = NumberWritable<std::int64_t, detail::LongName>;
using ShortWritable = NumberWritable<std::int16_t, detail::ShortName>;
using ByteWritable = NumberWritable<std::int8_t, detail::ByteName>;
using FloatWritable = NumberWritable<float, detail::FloatName>;
using DoubleWritable = NumberWritable<double, detail::DoubleName>;

class BooleanWritable {
 public:
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.BooleanWritable";

  BooleanWritable() = default;
  BooleanWritable(bool value) : value_(value) {}  // NOLINT: as Java's
  bool get() const { return value_; }
  void set(bool value) { value_ = value; }
  auto operator<=>(const BooleanWritable& other) const = default;

  void write(std::string& out) const { out += static_cast<char>(value_ ? 1 : 0); }
  void readFields(std::string_view& in) {
    if (in.empty()) throwShort();
    value_ = in[0] != 0;
    in.remove_prefix(1);
  }
  std::int32_t hashCode() const { return value_ ? 0 : 1; }
  void appendText(std::string& out) const { out += value_ ? "true" : "false"; }
  std::string toString() const { return value_ ? "true" : "false"; }
  static int compareBytes(std::string_view a, std::string_view b) { return a.compare(b); }

 private:
  bool value_ = false;
};

// In as few bytes as the number needs; compared as numbers.
template <class T, bool kIsLong>
class VNumberWritable {
 public:
  static constexpr std::string_view kJavaClass =
      kIsLong ? "org.apache.hadoop.io.VLongWritable" : "org.apache.hadoop.io.VIntWritable";
  static constexpr bool kPrefixIsAll = true;

  VNumberWritable() = default;
  VNumberWritable(T value) : value_(value) {}  // NOLINT: as Java's
  T get() const { return value_; }
  void set(T value) { value_ = value; }
  auto operator<=>(const VNumberWritable& other) const = default;

  void write(std::string& out) const { appendVLong(value_, out); }
  void readFields(std::string_view& in) {
    if constexpr (kIsLong)
      value_ = takeVLong(in);
    else
      value_ = takeVInt(in);
  }
  std::int32_t hashCode() const { return static_cast<std::int32_t>(value_); }
  void appendText(std::string& out) const { detail::appendNumber(value_, out); }
  std::string toString() const { return std::to_string(value_); }
  static std::uint64_t prefixOf(std::string_view serialized) {
    return detail::numberPrefix(takeVLong(serialized));
  }
  static int compareBytes(std::string_view a, std::string_view b) {
    const std::int64_t first = takeVLong(a);
    const std::int64_t second = takeVLong(b);
    return first < second ? -1 : static_cast<int>(first > second);
  }

 private:
  T value_ = 0;
};

using VIntWritable = VNumberWritable<std::int32_t, false>;
using VLongWritable = VNumberWritable<std::int64_t, true>;

class NullWritable {
 public:
  static constexpr std::string_view kJavaClass = "org.apache.hadoop.io.NullWritable";
  static constexpr bool kPrefixIsAll = true;

  static const NullWritable& get() {
    static const NullWritable only;
    return only;
  }
  auto operator<=>(const NullWritable& other) const = default;
  void write(std::string&) const {}
  void readFields(std::string_view&) {}
  std::int32_t hashCode() const { return 0; }
  void appendText(std::string& out) const { out += "(null)"; }
  std::string toString() const { return "(null)"; }
  static int compareBytes(std::string_view, std::string_view) { return 0; }
  static std::uint64_t prefixOf(std::string_view) { return 0; }
};

}  // namespace mammoth::mapreduce
