#include "yarn/resource_manager/cluster/iso_time.h"

#include <fmt/format.h>

#include <ctime>

namespace mammoth::yarn {

namespace {

constexpr std::string_view kShape = "0000-00-00T00:00:00.000+0000";

// Where the text departs from the shape; its end, if it does not.
std::size_t matching(std::string_view text) {
  std::size_t i = 0;
  for (; i < text.size() && i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    const bool sign = kShape[i] == '+' && (text[i] == '+' || text[i] == '-');
    if (kShape[i] == '0' ? !digit : text[i] != kShape[i] && !sign) break;
  }
  return i;
}

Error unreadable(std::string_view text, const std::string& where) {
  return {ErrorCode::kRemote, fmt::format("Text '{}' could not be parsed{}", text, where),
          "java.time.format.DateTimeParseException"};
}

int number_at(std::string_view text, std::size_t begin, std::size_t digits) {
  int value = 0;
  for (const char it : text.substr(begin, digits)) value = value * 10 + (it - '0');
  return value;
}

}  // namespace

std::string iso_time(std::int64_t ms) {
  const std::time_t seconds = ms / 1000;
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  char date[32];
  char zone[8];
  std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
  std::strftime(zone, sizeof zone, "%z", &parts);
  return fmt::format("{}.{:03}{}", date, ms % 1000, zone);
}

Result<std::int64_t> parse_iso_time(std::string_view text) {
  if (const std::size_t length = matching(text); length != text.size() || length != kShape.size())
    return unreadable(text, fmt::format(" at index {}", length));
  std::tm parts{};
  parts.tm_year = number_at(text, 0, 4) - 1900;
  parts.tm_mon = number_at(text, 5, 2) - 1;
  parts.tm_mday = number_at(text, 8, 2);
  parts.tm_hour = number_at(text, 11, 2);
  parts.tm_min = number_at(text, 14, 2);
  parts.tm_sec = number_at(text, 17, 2);
  const std::tm given = parts;
  const std::int64_t seconds = ::timegm(&parts);
  // A thirteenth month or a 31st of April has become another day.
  if (parts.tm_mon != given.tm_mon || parts.tm_mday != given.tm_mday ||
      parts.tm_hour != given.tm_hour || parts.tm_min != given.tm_min ||
      parts.tm_sec != given.tm_sec)
    return unreadable(text, ": no such moment");
  const int offset = number_at(text, 24, 2) * 3600 + number_at(text, 26, 2) * 60;
  return (seconds + (text[23] == '-' ? offset : -offset)) * 1000 + number_at(text, 20, 3);
}

}  // namespace mammoth::yarn
