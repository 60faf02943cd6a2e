// How the shell writes sizes, times, permissions and tables; the results are the same to the letter
// as Hadoop's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace mammoth::cli {

// "1536" as "1.5 K" + `unit`; powers of 1024 and exact multiples without decimals (Hadoop:
// StringUtils.TraditionalBinaryPrefix.long2String).
std::string binary_prefix(std::int64_t value, std::string_view unit, int decimals);
// "1.50 KB" (Hadoop: StringUtils.byteDesc).
std::string byte_description(std::int64_t bytes);
// The bare number, or with `human` as binary_prefix with one decimal.
std::string size_text(std::int64_t bytes, bool human);

// Fixed decimals, rounded half up on the shortest decimal form as java.util.Formatter does
// ("%.1f").
std::string fixed(double value, int decimals);
std::string percent(double fraction, int decimals);

std::string minute_text(std::int64_t epoch_ms);  // "2026-11-22 18:09", local time
std::string utc_text(std::int64_t epoch_ms);     // "2026-11-22 18:09:55", UTC
std::string date_text(std::int64_t epoch_ms);    // "Sun Nov 22 18:09:55 UTC 2026" (Java: Date)
// Reads `format` (strptime) as local time; what follows it does not matter, as in Java.
Result<std::int64_t> parse_local_time(const std::string& text, const char* format);
std::string local_time(std::int64_t epoch_ms, const char* format);

std::string permission_text(std::uint16_t permission);  // "rwxr-xr-t"
std::string octal_text(std::uint16_t permission);       // "1755", "644", "0"

std::string hex_text(std::string_view bytes);

// Java's Integer.parseInt and its siblings, with their messages (kIllegalArgument).
Result<std::int64_t> parse_long(std::string_view text);
Result<std::int32_t> parse_int(std::string_view text);
Result<std::int16_t> parse_short(std::string_view text);
// "10", "5k", "3T" (Hadoop: TraditionalBinaryPrefix.string2long).
Result<std::int64_t> parse_binary_prefix(std::string_view text);

// Columns as wide as their longest cell, two spaces between (Hadoop: FsUsage.TableBuilder).
class Table {
 public:
  explicit Table(std::size_t columns) : right_(columns) {}

  void set_header(std::vector<std::string> cells) { header_ = std::move(cells); }
  void align_right(std::size_t column) { right_[column] = true; }
  void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  // The header, if any, and the rows, a line each.
  std::string to_string() const;

 private:
  std::vector<bool> right_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace mammoth::cli
