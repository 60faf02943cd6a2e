#include "hdfs-cli/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <limits>

#include "hdfs-cli/errors.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kPrefixes = "KMGTPE";

// Adds one to the last digit of "12.39".
void increment(std::string& digits) {
  for (auto it = digits.rbegin(); it != digits.rend(); ++it) {
    if (*it == '.') continue;
    if (*it != '9') {
      ++*it;
      return;
    }
    *it = '0';
  }
  digits.insert(digits.begin(), '1');
}

std::string time_text(std::int64_t epoch_ms, const char* format, bool utc) {
  const std::time_t seconds =
      static_cast<std::time_t>(epoch_ms >= 0 ? epoch_ms / 1000 : (epoch_ms - 999) / 1000);
  std::tm fields{};
  utc ? ::gmtime_r(&seconds, &fields) : ::localtime_r(&seconds, &fields);
  char text[64];
  return std::string(text, std::strftime(text, sizeof text, format, &fields));
}

template <class Number>
Result<Number> parse_number(std::string_view text) {
  const Error not_a_number = bad_arguments(fmt::format("For input string: \"{}\"", text));
  std::string_view digits = text;
  if (digits.starts_with('+')) {
    digits.remove_prefix(1);
    if (digits.starts_with('-')) return not_a_number;
  }
  Number value{};
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem != std::errc() || end != digits.data() + digits.size()) return not_a_number;
  return value;
}

}  // namespace

std::string fixed(double value, int decimals) {
  if (!std::isfinite(value))
    return std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  char shortest[400];
  const auto end =
      std::to_chars(shortest, shortest + sizeof shortest, std::abs(value), std::chars_format::fixed)
          .ptr;
  std::string digits(shortest, end);
  if (digits.find('.') == std::string::npos) digits += ".";
  const std::size_t point = digits.find('.');
  const std::size_t keep = point + 1 + static_cast<std::size_t>(decimals);
  const bool round_up = digits.size() > keep && digits[keep] >= '5';
  digits.resize(keep, '0');
  if (round_up) increment(digits);
  if (decimals == 0) digits.pop_back();
  return (std::signbit(value) ? "-" : "") + digits;
}

std::string percent(double fraction, int decimals) {
  return fixed(fraction * 100, decimals) + "%";
}

std::string binary_prefix(std::int64_t value, std::string_view unit, int decimals) {
  if (value == std::numeric_limits<std::int64_t>::min()) return fmt::format("-8 E{}", unit);
  const std::string sign = value < 0 ? "-" : "";
  const std::int64_t size = std::abs(value);
  if (size < 1024) return fmt::format("{}{}{}{}", sign, size, unit.empty() ? "" : " ", unit);
  std::size_t power = 0;
  while (power + 1 < kPrefixes.size() && size >> (10 * (power + 2)) != 0) ++power;
  std::string number;
  if (const std::int64_t whole = std::int64_t{1} << (10 * (power + 1)); size % whole == 0) {
    number = std::to_string(size / whole);
  } else {
    number = fixed(static_cast<double>(size) / static_cast<double>(whole), decimals);
    if (number.starts_with("1024")) {
      ++power;
      number = fixed(static_cast<double>(size) / static_cast<double>(whole) / 1024, decimals);
    }
  }
  return fmt::format("{}{} {}{}", sign, number, kPrefixes[power], unit);
}

std::string byte_description(std::int64_t bytes) {
  return binary_prefix(bytes, "B", 2);
}

std::string size_text(std::int64_t bytes, bool human) {
  return human ? binary_prefix(bytes, "", 1) : std::to_string(bytes);
}

std::string minute_text(std::int64_t epoch_ms) {
  return time_text(epoch_ms, "%Y-%m-%d %H:%M", false);
}
std::string utc_text(std::int64_t epoch_ms) {
  return time_text(epoch_ms, "%Y-%m-%d %H:%M:%S", true);
}
std::string date_text(std::int64_t epoch_ms) {
  return time_text(epoch_ms, "%a %b %d %H:%M:%S %Z %Y", false);
}
std::string local_time(std::int64_t epoch_ms, const char* format) {
  return time_text(epoch_ms, format, false);
}

Result<std::int64_t> parse_local_time(const std::string& text, const char* format) {
  std::tm fields{};
  fields.tm_isdst = -1;
  if (::strptime(text.c_str(), format, &fields) == nullptr)
    return bad_arguments("Unparseable date: \"" + text + "\"");
  return static_cast<std::int64_t>(std::mktime(&fields)) * 1000;
}

std::string permission_text(std::uint16_t permission) {
  std::string text;
  for (int shift = 6; shift >= 0; shift -= 3) {
    text.push_back((permission >> shift & 4) != 0 ? 'r' : '-');
    text.push_back((permission >> shift & 2) != 0 ? 'w' : '-');
    text.push_back((permission >> shift & 1) != 0 ? 'x' : '-');
  }
  if ((permission & 01000) != 0) text.back() = text.back() == 'x' ? 't' : 'T';
  return text;
}

std::string octal_text(std::uint16_t permission) {
  return fmt::format("{:o}", permission & 01777);
}

std::string hex_text(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

Result<std::int64_t> parse_long(std::string_view text) {
  return parse_number<std::int64_t>(text);
}
Result<std::int32_t> parse_int(std::string_view text) {
  return parse_number<std::int32_t>(text);
}

Result<std::int16_t> parse_short(std::string_view text) {
  const std::int32_t value = TRY(parse_int(text));
  if (value < INT16_MIN || value > INT16_MAX)
    return bad_arguments(fmt::format("Value out of range. Value:\"{}\" Radix:10", text));
  return static_cast<std::int16_t>(value);
}

Result<std::int64_t> parse_binary_prefix(std::string_view text) {
  if (text.empty() || (text.back() >= '0' && text.back() <= '9')) return parse_long(text);
  const char symbol = static_cast<char>(std::toupper(static_cast<unsigned char>(text.back())));
  const std::size_t power = kPrefixes.find(symbol);
  if (power == std::string_view::npos)
    return bad_arguments(
        fmt::format("Invalid size prefix '{}' in '{}'. Allowed prefixes are k, m, g, "
                    "t, p, e(case insensitive)",
                    text.back(), text));
  const std::int64_t number = TRY(parse_long(text.substr(0, text.size() - 1)));
  std::int64_t result = 0;
  if (__builtin_mul_overflow(number, std::int64_t{1} << (10 * (power + 1)), &result))
    return bad_arguments(fmt::format("{} does not fit in a Long", text));
  return result;
}

std::string Table::to_string() const {
  std::vector<const std::vector<std::string>*> lines;
  if (!header_.empty()) lines.push_back(&header_);
  for (const auto& row : rows_) lines.push_back(&row);
  std::vector<std::size_t> widths(right_.size());
  for (const auto* cells : lines)
    for (std::size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], java_length((*cells)[i]));
  std::string text;
  for (const auto* cells : lines) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (i > 0) text += "  ";
      const bool last = i + 1 == widths.size();
      text += right_[i] ? pad_left((*cells)[i], widths[i])
              : last    ? (*cells)[i]
                        : pad_right((*cells)[i], widths[i]);
    }
    text += "\n";
  }
  return text;
}

}  // namespace mammoth::cli
