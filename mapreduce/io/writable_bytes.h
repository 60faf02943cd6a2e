// The serialised form of numbers and lengths that all Writables are made of (Hadoop: DataOutput,
// DataInput, WritableUtils): big-endian, and vints. Bytes are appended to a string and taken from
// the front of a view; taking throws std::runtime_error where bytes are missing. Needs only the
// standard library; part of the installed headers.
//
//   -112 … 127   one byte, the number itself
//   others       first byte -113 … -120 (positive) or -121 … -128 (negative, then of ~n) says how
//                many follow, 1 to 8, most significant first
#pragma once

#include <bit>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace mammoth::mapreduce {

inline constexpr std::size_t kMaxVLongBytes = 9;

[[noreturn]] inline void throwShort() {
  throw std::runtime_error("java.io.EOFException: a serialised value ends early");
}

template <class T>
using UnsignedOf = std::conditional_t<
    sizeof(T) == 8, std::uint64_t,
    std::conditional_t<sizeof(T) == 4, std::uint32_t,
                       std::conditional_t<sizeof(T) == 2, std::uint16_t, std::uint8_t>>>;

// Integers of one to eight bytes, float, double.
template <class T>
void appendFixed(T value, std::string& out) {
  const auto bits = std::bit_cast<UnsignedOf<T>>(value);
  char bytes[sizeof(T)];
  for (std::size_t i = 0; i < sizeof(T); ++i)
    bytes[i] = static_cast<char>(bits >> (8 * (sizeof(T) - 1 - i)));
  out.append(bytes, sizeof bytes);
}

template <class T>
T peekFixed(std::string_view in) {
  if (in.size() < sizeof(T)) throwShort();
  UnsignedOf<T> bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    bits = static_cast<UnsignedOf<T>>(std::uint64_t{bits} << 8 | static_cast<unsigned char>(in[i]));
  return std::bit_cast<T>(bits);
}

template <class T>
T takeFixed(std::string_view& in) {
  const T value = peekFixed<T>(in);
  in.remove_prefix(sizeof(T));
  return value;
}

inline void appendVLong(std::int64_t value, std::string& out) {
  if (value >= -112 && value <= 127) {
    out += static_cast<char>(value);
    return;
  }
  const bool negative = value < 0;
  const auto magnitude = static_cast<std::uint64_t>(negative ? ~value : value);
  int bytes = 1;
  while (bytes < 8 && magnitude >> (8 * bytes) != 0) ++bytes;
  out += static_cast<char>((negative ? -120 : -112) - bytes);
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out += static_cast<char>(magnitude >> shift);
}

// Bytes of a vint by its first one.
inline std::size_t vlongLength(char first) {
  const auto code = static_cast<signed char>(first);
  if (code >= -112) return 1;
  return static_cast<std::size_t>(code < -120 ? -119 - code : -111 - code);
}

inline std::int64_t takeVLong(std::string_view& in) {
  if (in.empty()) throwShort();
  const std::size_t length = vlongLength(in[0]);
  if (in.size() < length) throwShort();
  const auto code = static_cast<signed char>(in[0]);
  std::uint64_t value = 0;
  for (std::size_t i = 1; i < length; ++i) value = value << 8 | static_cast<unsigned char>(in[i]);
  in.remove_prefix(length);
  if (length == 1) return code;
  return code < -120 ? ~static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
}

// Throws also for what does not fit an int.
inline std::int32_t takeVInt(std::string_view& in) {
  const std::int64_t value = takeVLong(in);
  if (value != static_cast<std::int32_t>(value))
    throw std::runtime_error("java.io.IOException: value too long to fit in integer");
  return static_cast<std::int32_t>(value);
}

inline std::string_view takeBytes(std::string_view& in, std::size_t count) {
  if (in.size() < count) throwShort();
  const std::string_view taken = in.substr(0, count);
  in.remove_prefix(count);
  return taken;
}

// The first eight bytes as a number whose order is theirs; missing ones count as zero.
inline std::uint64_t orderPrefix(std::string_view bytes) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i)
    prefix = prefix << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
  return prefix;
}

// Java's hash of bytes (WritableComparator.hashBytes).
inline std::int32_t hashBytes(std::string_view bytes) {
  std::uint32_t hash = 1;
  for (const char c : bytes)
    hash = 31 * hash + static_cast<std::uint32_t>(static_cast<signed char>(c));
  return static_cast<std::int32_t>(hash);
}

}  // namespace mammoth::mapreduce
