#include "httpfs/gateway/parameters.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <limits>

namespace mammoth::httpfs {

namespace {

constexpr std::string_view kIllegalArgument = "java.lang.IllegalArgumentException";

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::optional<std::int64_t> parse(std::string_view text, int radix) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, failure] =
      std::from_chars(text.data(), text.data() + text.size(), number, radix);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

Error Parameters::refusal(std::string_view name, std::string_view value, std::string_view domain) {
  return own_refusal(kIllegalArgument,
                     fmt::format("{}: Parameter [{}], invalid value [{}], value must be [{}]",
                                 kIllegalArgument, name, value, domain));
}

std::optional<std::string> Parameters::text(std::string_view name) const {
  const auto given = query_.find(name);
  if (!given || trimmed(*given).empty()) return std::nullopt;
  return std::string(trimmed(*given));
}

std::vector<std::string> Parameters::texts(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : query_.all())
    if (key == name && !trimmed(value).empty()) values.emplace_back(trimmed(value));
  return values;
}

Result<std::optional<std::int64_t>> Parameters::number(std::string_view name) const {
  const auto given = text(name);
  if (!given) return std::optional<std::int64_t>();
  const auto parsed = parse(*given, 10);
  if (!parsed) return refusal(name, *given, "a long");
  return parsed;
}

Result<std::optional<std::int64_t>> Parameters::short_number(std::string_view name,
                                                             int radix) const {
  const auto given = text(name);
  if (!given) return std::optional<std::int64_t>();
  const auto parsed = parse(*given, radix);
  using Limits = std::numeric_limits<std::int16_t>;
  if (!parsed || *parsed < Limits::min() || *parsed > Limits::max())
    return refusal(name, *given, "a short");
  return parsed;
}

Result<bool> Parameters::boolean(std::string_view name, bool otherwise) const {
  const auto given = text(name);
  if (!given) return otherwise;
  const std::string word = lower(*given);
  if (word != "true" && word != "false") return refusal(name, *given, "a boolean");
  return word == "true";
}

}  // namespace mammoth::httpfs
