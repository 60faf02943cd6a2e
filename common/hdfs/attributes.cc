#include "common/hdfs/attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace mammoth::hdfs {

namespace {

constexpr std::array<std::string_view, 4> kTypes = {"user", "group", "mask", "other"};

Error invalid(std::string_view what, std::string_view entry) {
  return {ErrorCode::kIllegalArgument, fmt::format("{}{}", what, entry)};
}

// As Java splits: empty strings at the end are left out.
std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t colon = std::min(text.find(':', begin), text.size());
    parts.emplace_back(text.substr(begin, colon - begin));
    begin = colon + 1;
  }
  while (!parts.empty() && parts.back().empty()) parts.pop_back();
  return parts;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
    text.remove_suffix(1);
  return text;
}

std::optional<std::uint8_t> parse_permission(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  std::uint8_t bits = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    bits = static_cast<std::uint8_t>(bits << 1);
    if (text[i] == "rwx"[i])
      bits |= 1;
    else if (text[i] != '-')
      return std::nullopt;
  }
  return bits;
}

std::optional<AclEntry::Type> parse_type(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto found = std::ranges::find(kTypes, text);
  if (found == kTypes.end()) return std::nullopt;
  return static_cast<AclEntry::Type>(found - kTypes.begin());
}

Result<AclEntry> parse_entry(std::string_view text, bool with_permissions) {
  constexpr std::string_view kInvalid = "Invalid <aclSpec> : ";
  const std::vector<std::string> parts = split(text);
  std::size_t next = 0;
  AclEntry entry;
  if (!parts.empty() && parts[0] == "default") {
    entry.is_default = true;
    ++next;
  }
  if (next >= parts.size()) return invalid(kInvalid, text);
  const auto type = parse_type(parts[next++]);
  if (!type) return invalid("Invalid type of acl in <aclSpec> :", text);
  entry.type = *type;
  if (next < parts.size()) entry.name = parts[next++];
  if (with_permissions) {
    if (next >= parts.size()) return invalid(kInvalid, text);
    const auto permission = parse_permission(parts[next++]);
    if (!permission) return invalid("Invalid permission in <aclSpec> : ", text);
    entry.permission = *permission;
  }
  if (next < parts.size()) return invalid(kInvalid, text);
  return entry;
}

}  // namespace

std::string acl_text(const AclEntry& entry) {
  std::string permission = "rwx";
  for (unsigned i = 0; i < 3; ++i)
    if ((entry.permission >> (2 - i) & 1) == 0) permission[i] = '-';
  return fmt::format("{}{}:{}:{}", entry.is_default ? "default:" : "",
                     kTypes[static_cast<std::size_t>(entry.type)], entry.name, permission);
}

std::vector<AclEntry> full_acl(std::uint16_t permission, const std::vector<AclEntry>& entries) {
  using Type = AclEntry::Type;
  const auto bits = [&](int shift) { return static_cast<std::uint8_t>(permission >> shift & 7); };
  const auto defaults = std::ranges::find_if(entries, &AclEntry::is_default);
  const bool has_mask = defaults != entries.begin();
  std::vector<AclEntry> acl{{.type = Type::kUser, .permission = bits(6)}};
  acl.insert(acl.end(), entries.begin(), defaults);
  acl.push_back({.type = has_mask ? Type::kMask : Type::kGroup, .permission = bits(3)});
  acl.push_back({.type = Type::kOther, .permission = bits(0)});
  acl.insert(acl.end(), defaults, entries.end());
  return acl;
}

Result<std::vector<AclEntry>> parse_acl(std::string_view text, bool with_permissions) {
  std::vector<AclEntry> acl;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view entry = trimmed(text.substr(0, comma));
    if (!entry.empty()) acl.push_back(TRY(parse_entry(entry, with_permissions)));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return acl;
}

}  // namespace mammoth::hdfs
