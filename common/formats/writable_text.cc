#include "common/formats/writable_text.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>

namespace mammoth::formats {

namespace {

constexpr std::string_view kPackage = "org.apache.hadoop.io.";

Error too_short() {
  return {ErrorCode::kEof, "java.io.EOFException"};
}

// A big-endian number of all of its bytes.
template <class Number>
Result<Number> take(std::string_view& bytes) {
  if (bytes.size() < sizeof(Number)) return too_short();
  std::uint64_t value = 0;
  for (const char byte : bytes.substr(0, sizeof(Number)))
    value = value << 8 | static_cast<unsigned char>(byte);
  bytes.remove_prefix(sizeof(Number));
  return static_cast<Number>(value);
}

template <class Number>
std::string shortest(Number value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
  char buffer[64];
  auto end =
      std::to_chars(buffer, buffer + sizeof buffer, std::abs(value), std::chars_format::scientific)
          .ptr;
  // Java shows two digits at least, and then the nearest ones.
  if (buffer[1] == 'e')
    end = std::to_chars(buffer, buffer + sizeof buffer, std::abs(value),
                        std::chars_format::scientific, 1)
              .ptr;
  // "d.ddde+XX" → the digits and the power of ten of the first.
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const std::size_t e = text.find('e');
  std::string digits = text[0] + std::string(text.substr(2, e - 2));
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  int power = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, power);

  std::string result;
  if (power >= -3 && power < 7) {
    if (power < 0) digits.insert(0, static_cast<std::size_t>(-power), '0');
    const std::size_t point = power < 0 ? 1 : static_cast<std::size_t>(power) + 1;
    if (digits.size() <= point) digits.append(point + 1 - digits.size(), '0');
    result = digits.substr(0, point) + "." + digits.substr(point);
  } else {
    if (digits.size() == 1) digits += "0";
    result = fmt::format("{}.{}E{}", digits[0], digits.substr(1), power);
  }
  return std::signbit(value) ? "-" + result : result;
}

std::string hex_bytes(std::string_view bytes, std::string_view separator) {
  std::string text;
  for (const char byte : bytes)
    text +=
        fmt::format("{}{:02x}", text.empty() ? "" : separator, static_cast<unsigned char>(byte));
  return text;
}

}  // namespace

std::string java_text(double value) {
  return shortest(value);
}
std::string java_text(float value) {
  return shortest(value);
}

std::size_t vlong_length(char first) {
  const auto value = static_cast<signed char>(first);
  if (value >= -112) return 1;
  return static_cast<std::size_t>(value < -120 ? -119 - value : -111 - value);
}

Result<std::int64_t> take_vlong(std::string_view& bytes) {
  if (bytes.empty()) return too_short();
  const auto first = static_cast<signed char>(bytes[0]);
  const std::size_t length = vlong_length(bytes[0]);
  if (bytes.size() < length) return too_short();
  std::uint64_t value = 0;
  for (std::size_t i = 1; i < length; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  bytes.remove_prefix(length);
  if (length == 1) return first;
  const bool is_negative = first < -120;
  return static_cast<std::int64_t>(is_negative ? ~value : value);
}

void append_vlong(std::string& out, std::int64_t value) {
  if (value >= -112 && value <= 127) {
    out.push_back(static_cast<char>(value));
    return;
  }
  const bool is_negative = value < 0;
  const auto magnitude = static_cast<std::uint64_t>(is_negative ? ~value : value);
  const int count = (64 - std::countl_zero(magnitude) + 7) / 8;
  out.push_back(static_cast<char>((is_negative ? -120 : -112) - count));
  for (int i = count - 1; i >= 0; --i) out.push_back(static_cast<char>(magnitude >> 8 * i));
}

bool is_known_writable(std::string_view class_name) {
  if (!class_name.starts_with(kPackage)) return false;
  const std::string_view name = class_name.substr(kPackage.size());
  for (const std::string_view known :
       {"Text", "IntWritable", "LongWritable", "ShortWritable", "ByteWritable", "BooleanWritable",
        "FloatWritable", "DoubleWritable", "NullWritable", "BytesWritable", "VIntWritable",
        "VLongWritable", "MD5Hash"})
    if (name == known) return true;
  return false;
}

Result<std::string> writable_text(std::string_view class_name, std::string_view bytes) {
  const std::string_view name = class_name.substr(kPackage.size());
  if (name == "NullWritable") return "(null)";
  if (name == "IntWritable") return std::to_string(TRY(take<std::int32_t>(bytes)));
  if (name == "LongWritable") return std::to_string(TRY(take<std::int64_t>(bytes)));
  if (name == "ShortWritable") return std::to_string(TRY(take<std::int16_t>(bytes)));
  if (name == "ByteWritable") return std::to_string(TRY(take<std::int8_t>(bytes)));
  if (name == "BooleanWritable") return TRY(take<std::int8_t>(bytes)) != 0 ? "true" : "false";
  if (name == "FloatWritable")
    return java_text(std::bit_cast<float>(TRY(take<std::uint32_t>(bytes))));
  if (name == "DoubleWritable")
    return java_text(std::bit_cast<double>(TRY(take<std::uint64_t>(bytes))));
  if (name == "VIntWritable" || name == "VLongWritable")
    return std::to_string(TRY(take_vlong(bytes)));
  if (name == "MD5Hash") return hex_bytes(bytes.substr(0, 16), "");
  const std::uint64_t length = name == "Text" ? static_cast<std::uint64_t>(TRY(take_vlong(bytes)))
                                              : TRY(take<std::uint32_t>(bytes));
  if (bytes.size() < length) return too_short();
  bytes = bytes.substr(0, length);
  return name == "Text" ? std::string(bytes) : hex_bytes(bytes, " ");
}

}  // namespace mammoth::formats
