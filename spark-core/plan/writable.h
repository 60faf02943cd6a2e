// Writable<T>: how an element lies in a SequenceFile, as Hadoop's Writable of that kind writes it
// (Spark: WritableConverter, WritableFactory).
//
//   std::string, std::string_view   Text             std::int32_t   IntWritable
//   std::vector<unsigned char>      BytesWritable    std::int64_t   LongWritable
//   std::monostate                  NullWritable     float, double  FloatWritable, DoubleWritable
//                                                    bool           BooleanWritable
//
// For another class a program specialises it: kClass, write(out, value), read(bytes). read throws
// SparkException for bytes that are none.
#pragma once

#include <bit>
#include <string>
#include <variant>
#include <vector>

#include "spark-core/plan/code_ref.h"

namespace mammoth::spark {

template <class T>
struct Writable;

template <class T>
concept HasWritable = requires(std::string& out, const T& value) {
  { Writable<T>::kClass } -> std::convertible_to<std::string_view>;
  Writable<T>::write(out, value);
};

[[noreturn]] inline void refuse_writable(std::string_view name) {
  throw SparkException("a record of a SequenceFile is no " + std::string(name));
}

template <class Bits>
void write_big_endian(std::string& out, Bits bits) {
  for (int shift = static_cast<int>(sizeof(Bits)) * 8 - 8; shift >= 0; shift -= 8)
    out += static_cast<char>(bits >> shift & 0xff);
}
template <class Bits>
Bits read_big_endian(std::string_view bytes) {
  Bits bits = 0;
  for (const char byte : bytes)
    bits = static_cast<Bits>(bits << 8 | static_cast<unsigned char>(byte));
  return bits;
}

// Hadoop's variable-length numbers of zero and more (WritableUtils.writeVInt).
inline void write_vint(std::string& out, std::uint32_t value) {
  if (value <= 127) return static_cast<void>(out += static_cast<char>(value));
  int bytes = 1;
  while (bytes < 4 && value >> (8 * bytes) != 0) ++bytes;
  out += static_cast<char>(-112 - bytes);
  while (bytes-- > 0) out += static_cast<char>(value >> (8 * bytes) & 0xff);
}

// Of a number whose bits are those of `Bits`, big-endian.
template <class T, class Bits>
struct NumberWritable {
  static void write(std::string& out, T value) { write_big_endian(out, std::bit_cast<Bits>(value)); }
  static T read_as(std::string_view name, std::string_view bytes) {
    if (bytes.size() != sizeof(Bits)) refuse_writable(name);
    return std::bit_cast<T>(read_big_endian<Bits>(bytes));
  }
};

template <>
struct Writable<std::int32_t> : NumberWritable<std::int32_t, std::uint32_t> {
  static constexpr std::string_view kClass = "org.apache.hadoop.io.IntWritable";
  static std::int32_t read(std::string_view bytes) { return read_as(kClass, bytes); }
};
template <>
struct Writable<std::int64_t> : NumberWritable<std::int64_t, std::uint64_t> {
  static constexpr std::string_view kClass = "org.apache.hadoop.io.LongWritable";
  static std::int64_t read(std::string_view bytes) { return read_as(kClass, bytes); }
};
template <>
struct Writable<float> : NumberWritable<float, std::uint32_t> {
  static constexpr std::string_view kClass = "org.apache.hadoop.io.FloatWritable";
  static float read(std::string_view bytes) { return read_as(kClass, bytes); }
};
template <>
struct Writable<double> : NumberWritable<double, std::uint64_t> {
  static constexpr std::string_view kClass = "org.apache.hadoop.io.DoubleWritable";
  static double read(std::string_view bytes) { return read_as(kClass, bytes); }
};
template <>
struct Writable<bool> {
  static constexpr std::string_view kClass = "org.apache.hadoop.io.BooleanWritable";
  static void write(std::string& out, bool value) { out += value ? '\1' : '\0'; }
  static bool read(std::string_view bytes) {
    if (bytes.size() != 1) refuse_writable(kClass);
    return bytes[0] != '\0';
  }
};
template <>
struct Writable<std::monostate> {
  static constexpr std::string_view kClass = "org.apache.hadoop.io.NullWritable";
  static void write(std::string&, std::monostate) {}
  static std::monostate read(std::string_view) { return {}; }
};
template <>
struct Writable<std::string_view> {
  static constexpr std::string_view kClass = "org.apache.hadoop.io.Text";
  static void write(std::string& out, std::string_view value) {
    if (value.size() > INT32_MAX) throw SparkException("a text of more than 2 GiB");
    write_vint(out, static_cast<std::uint32_t>(value.size()));
    out += value;
  }
  static std::string_view read(std::string_view bytes) {
    if (bytes.empty()) refuse_writable(kClass);
    const auto first = static_cast<signed char>(bytes[0]);
    std::uint64_t length = static_cast<unsigned char>(bytes[0]);
    std::size_t head = 1;
    if (first < 0) {  // -113 to -116: one to four bytes follow
      head = static_cast<std::size_t>(-111 - first);
      if (first > -113 || first < -116 || bytes.size() < head) refuse_writable(kClass);
      length = read_big_endian<std::uint64_t>(bytes.substr(1, head - 1));
    }
    if (bytes.size() - head != length) refuse_writable(kClass);
    return bytes.substr(head);
  }
};
template <>
struct Writable<std::string> {
  static constexpr std::string_view kClass = Writable<std::string_view>::kClass;
  static void write(std::string& out, const std::string& value) {
    Writable<std::string_view>::write(out, value);
  }
  static std::string read(std::string_view bytes) {
    return std::string(Writable<std::string_view>::read(bytes));
  }
};
template <>
struct Writable<std::vector<unsigned char>> {
  static constexpr std::string_view kClass = "org.apache.hadoop.io.BytesWritable";
  static void write(std::string& out, const std::vector<unsigned char>& value) {
    if (value.size() > INT32_MAX) throw SparkException("bytes of more than 2 GiB");
    write_big_endian(out, static_cast<std::uint32_t>(value.size()));
    out.append(value.begin(), value.end());
  }
  static std::vector<unsigned char> read(std::string_view bytes) {
    if (bytes.size() < 4 || read_big_endian<std::uint32_t>(bytes.substr(0, 4)) != bytes.size() - 4)
      refuse_writable(kClass);
    return {bytes.begin() + 4, bytes.end()};
  }
};

}  // namespace mammoth::spark
