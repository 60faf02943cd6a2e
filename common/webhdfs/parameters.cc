#include "common/webhdfs/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace mammoth::webhdfs {

namespace {

constexpr std::string_view kNull = "null";
constexpr std::string_view kUserPattern = "^[A-Za-z_][A-Za-z0-9._-]*[$]?$";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_user_name(std::string_view name) {
  if (name.ends_with('$') && name.size() > 1) name.remove_suffix(1);
  if (name.empty() || !(is_letter(name[0]) || name[0] == '_')) return false;
  return std::all_of(name.begin() + 1, name.end(), [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

std::string in_radix(std::int64_t number, int radix) {
  char text[72];
  const auto end = std::to_chars(text, text + sizeof(text), number, radix).ptr;
  return {text, end};
}

}  // namespace

Error Parameters::refusal(std::string_view name, std::string message) const {
  if (style_ == RefusalStyle::kNameNode)
    message = fmt::format("Invalid value for webhdfs parameter \"{}\": {}", name, message);
  return {ErrorCode::kIllegalArgument, std::move(message)};
}

Result<std::optional<std::int64_t>> Parameters::number(const NumberRule& rule) const {
  const auto given = query_.find(rule.name);
  if (!given || *given == kNull) return std::optional<std::int64_t>();
  std::string_view digits = *given;
  if (digits.starts_with('+') && digits.size() > 1 && digits[1] != '-') digits.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, failure] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, rule.radix);
  if (failure != std::errc() || end != digits.data() + digits.size() || number < rule.lowest ||
      number > rule.highest)
    return refusal(rule.name, fmt::format("Failed to parse \"{}\" as a radix-{} {}.", *given,
                                          rule.radix, rule.kind));
  const auto out_of_range = [&](std::string_view sign, std::int64_t bound) {
    return refusal(rule.name, fmt::format("Invalid parameter range: {} = {} {} {}", rule.name,
                                          in_radix(number, rule.radix), sign,
                                          in_radix(bound, rule.radix)));
  };
  if (rule.minimum && number < *rule.minimum) return out_of_range("<", *rule.minimum);
  if (rule.maximum && number > *rule.maximum) return out_of_range(">", *rule.maximum);
  return std::optional(number);
}

Result<std::optional<bool>> Parameters::boolean(std::string_view name) const {
  const auto given = query_.find(name);
  if (!given) return std::optional<bool>();
  if (equals_ignoring_case(*given, "true")) return std::optional(true);
  if (equals_ignoring_case(*given, "false")) return std::optional(false);
  return refusal(name, fmt::format("Failed to parse \"{}\" to Boolean.", *given));
}

std::optional<std::string> Parameters::text(std::string_view name) const {
  const auto given = query_.find(name);
  if (!given || given->empty()) return std::nullopt;
  return std::string(*given);
}

Result<std::string> Parameters::required_text(std::string_view name,
                                              std::string_view operation) const {
  auto given = text(name);
  if (!given)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Required param {} for op: {} is null or empty", name, operation)};
  return std::move(*given);
}

Result<std::optional<std::string>> Parameters::user(std::string_view name) const {
  auto given = text(name);
  if (given && !is_user_name(*given))
    return refusal(name, fmt::format("Invalid value: \"{}\" does not belong to the domain {}",
                                     *given, kUserPattern));
  return given;
}

Result<std::optional<std::string>> Parameters::absolute_path(std::string_view name) const {
  auto given = text(name);
  if (given && !given->starts_with('/'))
    return refusal(name, fmt::format("Invalid parameter value: {} = \"{}\" is not an absolute path.",
                                     name, *given));
  return given;
}

}  // namespace mammoth::webhdfs
