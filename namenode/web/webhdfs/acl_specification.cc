#include "namenode/web/webhdfs/acl_specification.h"

#include <algorithm>
#include <array>
#include <optional>

namespace mammoth::namenode {

namespace {

constexpr std::array<std::string_view, 4> kTypes = {"user", "group", "mask", "other"};

Error invalid(std::string what, std::string_view entry) {
  return {ErrorCode::kHadoopIllegalArgument, std::move(what) + std::string(entry)};
}

std::string_view next_part(std::string_view& rest) {
  const std::string_view part = rest.substr(0, rest.find(':'));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return part;
}

std::optional<std::uint8_t> parse_permission(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  std::uint8_t bits = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    if (text[i] != "rwx"[i] && text[i] != '-') return std::nullopt;
    bits = static_cast<std::uint8_t>(bits << 1 | (text[i] != '-'));
  }
  return bits;
}

Result<AclEntry> parse_entry(std::string_view text, bool with_permissions) {
  std::string_view rest = text;
  AclEntry entry;
  std::string_view type = next_part(rest);
  if (type == "default") {
    entry.scope = AclEntry::Scope::kDefault;
    type = next_part(rest);
  }
  const auto known = std::find(kTypes.begin(), kTypes.end(), type);
  if (known == kTypes.end()) return invalid("Invalid type of acl in <aclSpec> :", text);
  entry.type = static_cast<AclEntry::Type>(known - kTypes.begin());
  entry.name = next_part(rest);
  if (with_permissions) {
    if (rest.empty()) return invalid("Invalid <aclSpec> : ", text);
    const auto permission = parse_permission(rest);
    if (!permission) return invalid("Invalid permission in <aclSpec> : ", text);
    entry.permission = *permission;
  } else if (!rest.empty()) {
    return invalid("Invalid <aclSpec> : ", text);
  }
  return entry;
}

}  // namespace

Result<AclEntries> parse_acl_specification(std::string_view text, bool with_permissions) {
  AclEntries entries;
  while (!text.empty()) {
    const std::string_view entry = text.substr(0, text.find(','));
    entries.push_back(TRY(parse_entry(entry, with_permissions)));
    text.remove_prefix(std::min(text.size(), entry.size() + 1));
  }
  return entries;
}

}  // namespace mammoth::namenode
