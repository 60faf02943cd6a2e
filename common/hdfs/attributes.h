// Extended attributes, access control lists and storage policies as programs see them. Plain
// values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace mammoth::hdfs {

// Hadoop: XAttr; the name begins with its namespace: "user.a".
struct XAttr {
  std::string name;
  std::string value;
};

// Hadoop: AclEntry.
struct AclEntry {
  enum class Type : std::uint8_t { kUser = 0, kGroup = 1, kMask = 2, kOther = 3 };
  bool is_default = false;
  Type type = Type::kUser;
  std::string name{};           // empty: the owner or the owning group
  std::uint8_t permission = 0;  // rwx
  bool operator==(const AclEntry&) const = default;
};

// Without the entries that the permission holds; in order (Hadoop: AclStatus).
struct AclStatus {
  std::string owner;
  std::string group;
  bool sticky = false;
  std::uint16_t permission = 0;
  std::vector<AclEntry> entries;
};

// "default:user:bob:rwx"
std::string acl_text(const AclEntry& entry);
// The full list, with the entries that the permission implies (Hadoop: AclUtil).
std::vector<AclEntry> full_acl(std::uint16_t permission, const std::vector<AclEntry>& entries);
// "user:bob:rwx,default:group::r-x"; without permissions where entries are only named, to be
// removed. kIllegalArgument with Hadoop's texts.
Result<std::vector<AclEntry>> parse_acl(std::string_view text, bool with_permissions);

// Hadoop: BlockStoragePolicy; storage types by their names.
struct StoragePolicy {
  std::uint32_t id = 0;
  std::string name;
  std::vector<std::string> storage_types;
  std::vector<std::string> creation_fallbacks;
  std::vector<std::string> replication_fallbacks;
};

}  // namespace mammoth::hdfs
