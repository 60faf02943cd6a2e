#include "common/config/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace mammoth {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kLongestMs = std::int64_t{100} * 365 * 24 * 3600 * 1000;

Error expected(std::string_view what) {
  return {ErrorCode::kIllegalArgument, fmt::format("expected {}", what)};
}

char lower(char letter) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

bool is_letter(char letter) {
  return std::isalpha(static_cast<unsigned char>(letter)) != 0;
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

// The whole of `text` as a number; a sign is allowed, Java's leading '+' too.
template <class Number, class... Base>
std::optional<Number> whole(std::string_view text, Base... base) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  Number number{};
  const char* end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, number, base...);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

std::optional<double> nanoseconds_of(std::string_view unit) {
  if (unit == "ns") return 1;
  if (unit == "us") return 1e3;
  if (unit == "ms") return 1e6;
  if (unit == "s") return 1e9;
  if (unit == "m") return 60e9;
  if (unit == "h") return 3600e9;
  if (unit == "d") return 86400e9;
  return std::nullopt;
}

unsigned rights_of(std::string_view letters) {
  unsigned rights = 0;
  for (char letter : letters) rights |= letter == 'r' ? 4U : letter == 'w' ? 2U : 1U;
  return rights;
}

// Applies one clause such as "g=rx" to the rights that stay; false if it is none.
bool apply_clause(std::string_view clause, unsigned& stay) {
  const std::size_t sign = clause.find_first_of("=+-");
  if (sign == std::string_view::npos) return false;
  const std::string_view who = clause.substr(0, sign);
  const std::string_view letters = clause.substr(sign + 1);
  if (who.find_first_not_of("ugoa") != std::string_view::npos) return false;
  if (letters.find_first_not_of("rwx") != std::string_view::npos) return false;
  const bool all = who.empty() || who.find('a') != std::string_view::npos;
  const unsigned rights = rights_of(letters);
  for (auto [letter, shift] : {std::pair{'u', 6U}, std::pair{'g', 3U}, std::pair{'o', 0U}}) {
    if (!all && who.find(letter) == std::string_view::npos) continue;
    if (clause[sign] == '=') stay &= ~(7U << shift);
    if (clause[sign] == '-')
      stay &= ~(rights << shift);
    else
      stay |= rights << shift;
  }
  return true;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

Result<std::int64_t> parse_int(std::string_view text) {
  const bool negative = text.starts_with('-');
  std::string_view digits = negative ? text.substr(1) : text;
  std::optional<std::int64_t> number;
  if (digits.starts_with("0x") || digits.starts_with("0X")) {
    digits.remove_prefix(2);
    if (!digits.empty() && std::isxdigit(static_cast<unsigned char>(digits[0])))
      number = whole<std::int64_t>((negative ? "-" : "") + std::string(digits), 16);
  } else {
    number = whole<std::int64_t>(text);
  }
  if (!number) return expected("a whole number");
  return *number;
}

Result<std::int64_t> parse_size(std::string_view text) {
  const Error refusal = expected("a number of bytes such as 65536, 128k, 64m or 1g");
  if (text.empty()) return refusal;
  int shift = 0;
  if (is_letter(text.back())) {
    const std::size_t power = std::string_view("kmgtpe").find(lower(text.back()));
    if (power == std::string_view::npos) return refusal;
    shift = 10 * (static_cast<int>(power) + 1);
    text.remove_suffix(1);
  }
  const auto number = whole<std::int64_t>(text);
  if (!number) return refusal;
  const std::int64_t limit = std::numeric_limits<std::int64_t>::max() >> shift;
  if (*number > limit || *number < -limit) return expected("a number of bytes below 8e");
  return *number * (std::int64_t{1} << shift);
}

Result<milliseconds> parse_duration(std::string_view text, std::string_view bare_unit) {
  std::size_t digits = text.size();
  while (digits > 0 && is_letter(text[digits - 1])) --digits;
  const std::string suffix = lower_case(text.substr(digits));
  const auto unit = nanoseconds_of(suffix.empty() ? bare_unit : std::string_view(suffix));
  const auto number = whole<double>(text.substr(0, digits), std::chars_format::fixed);
  if (!unit || !number || !std::isfinite(*number)) {
    return expected(fmt::format(
        "a time such as 500ms, 30s, 10m, 1h or 1d (without a suffix it counts in {})", bare_unit));
  }
  const double ms = *number * *unit / 1e6;
  const double longest = static_cast<double>(kLongestMs);
  return milliseconds(static_cast<std::int64_t>(std::clamp(ms, -longest, longest)));
}

Result<bool> parse_bool(std::string_view text) {
  const std::string word = lower_case(text);
  if (word == "true") return true;
  if (word == "false") return false;
  return expected("true or false");
}

Result<double> parse_double(std::string_view text) {
  std::string_view digits = text;
  if (digits.size() > 1 && std::string_view("fFdD").find(digits.back()) != std::string_view::npos)
    digits.remove_suffix(1);
  const auto number = whole<double>(digits);
  if (!number || !std::isfinite(*number)) return expected("a number such as 0.5");
  return *number;
}

Result<std::int64_t> parse_octal(std::string_view text) {
  const bool digits_only =
      !text.empty() && text.find_first_not_of("01234567") == std::string_view::npos;
  const auto bits = digits_only ? whole<std::int64_t>(text, 8) : std::nullopt;
  if (!bits || *bits > 07777) return expected("permission bits in octal such as 700");
  return *bits;
}

Result<std::int64_t> parse_umask(std::string_view text) {
  const Error refusal = expected("a umask such as 022 or u=rwx,g=rx,o=rx");
  if (text.empty()) return refusal;
  if (std::isdigit(static_cast<unsigned char>(text[0]))) {
    auto bits = parse_octal(text);
    if (!bits || *bits > 0777) return refusal;
    return *bits;
  }
  unsigned stay = 0;
  for (const std::string& clause : split_list(text)) {
    if (!apply_clause(clause, stay)) return refusal;
  }
  return static_cast<std::int64_t>(~stay & 0777U);
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(",\n"), text.size());
    if (auto part = trimmed(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace mammoth
