#include "common/webhdfs/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "common/webhdfs/patterns.h"

namespace mammoth::webhdfs {

namespace {

constexpr std::string_view kNull = "null";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_name_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool is_user_name(std::string_view name) {
  if (name.ends_with('$') && name.size() > 1) name.remove_suffix(1);
  if (name.empty() || !(is_letter(name[0]) || name[0] == '_')) return false;
  return std::all_of(name.begin() + 1, name.end(), is_name_character);
}

// One entry of an access control list: "default:user:ann:rw-".
bool is_acl_entry(std::string_view entry) {
  if (entry.starts_with("default:")) entry.remove_prefix(8);
  static constexpr std::string_view kTypes[] = {"user:", "group:", "mask:", "other:"};
  const auto type = std::find_if(std::begin(kTypes), std::end(kTypes),
                                 [&](std::string_view word) { return entry.starts_with(word); });
  if (type == std::end(kTypes)) return false;
  entry.remove_prefix(type->size());
  const std::size_t colon = entry.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = entry.substr(0, colon);
  const std::string_view rights = entry.substr(colon + 1);
  return std::all_of(name.begin(), name.end(), is_name_character) &&
         (rights.empty() ||
          (rights.size() == 3 && rights.find_first_not_of("rwx-") == std::string_view::npos));
}

bool is_acl_specification(std::string_view text) {
  for (;;) {
    const std::size_t comma = text.find(',');
    if (!is_acl_entry(text.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() <= ' ' && text.front() >= 0) text.remove_prefix(1);
  while (!text.empty() && text.back() <= ' ' && text.back() >= 0) text.remove_suffix(1);
  return text;
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
    return refusal(rule.name,
                   fmt::format("Invalid parameter range: {} = {} {} {}", rule.name,
                               in_radix(number, rule.radix), sign, in_radix(bound, rule.radix)));
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

Error Parameters::outside(std::string_view name, std::string_view value,
                          std::string_view domain) const {
  return refusal(
      name, fmt::format("Invalid value: \"{}\" does not belong to the domain {}", value, domain));
}

Result<std::optional<std::string>> Parameters::user(std::string_view name) const {
  auto given = text(name);
  if (given && !is_user_name(*given)) return outside(name, *given, kUserPattern);
  return given;
}

Result<std::optional<std::string>> Parameters::acl_specification(std::string_view name) const {
  auto given = text(name);
  if (given && !is_acl_specification(*given)) return outside(name, *given, kAclPattern);
  return given;
}

Result<std::optional<std::string>> Parameters::action(std::string_view name) const {
  auto given = text(name);
  if (!given || *given == kNull) return std::optional<std::string>();
  const auto fits = [&](std::size_t at, char c) {
    return (*given)[at] == c || (*given)[at] == '-';
  };
  if (given->size() != 3 || !fits(0, 'r') || !fits(1, 'w') || !fits(2, 'x'))
    return outside(name, *given, "[r-][w-][x-]");
  return given;
}

std::vector<std::string> Parameters::texts(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : query_.all())
    if (equals_ignoring_case(key, name) && !value.empty()) values.push_back(value);
  return values;
}

Result<std::size_t> Parameters::position_of(const WordRule& rule, std::string_view word) const {
  std::string upper(word);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto found = std::find(rule.words.begin(), rule.words.end(), upper);
  if (found == rule.words.end())
    return refusal(rule.name, fmt::format("No enum constant {}.{}", rule.java_class, upper));
  return static_cast<std::size_t>(found - rule.words.begin());
}

Result<std::optional<std::size_t>> Parameters::word(const WordRule& rule) const {
  const auto given = text(rule.name);
  if (!given) return std::optional<std::size_t>();
  return std::optional(TRY(position_of(rule, *given)));
}

Result<std::uint32_t> Parameters::word_set(const WordRule& rule) const {
  std::uint32_t set = 0;
  const auto given = text(rule.name);
  for (std::size_t begin = 0; given && begin <= given->size();) {
    const std::size_t end = std::min(given->find(',', begin), given->size());
    const std::string_view part = trimmed(std::string_view(*given).substr(begin, end - begin));
    set |= 1u << TRY(position_of(rule, part));
    begin = end + 1;
  }
  return set;
}

Result<std::optional<std::string>> Parameters::absolute_path(std::string_view name) const {
  auto given = text(name);
  if (given && !given->starts_with('/'))
    return refusal(
        name,
        fmt::format("Invalid parameter value: {} = \"{}\" is not an absolute path.", name, *given));
  return given;
}

}  // namespace mammoth::webhdfs
