#include "namenode/namespace/acl.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace mammoth::namenode {

namespace {

using Scope = AclEntry::Scope;
using Type = AclEntry::Type;

constexpr std::array kBaseTypes = {Type::kUser, Type::kGroup, Type::kOther};

Error invalid(std::string message) {
  return {ErrorCode::kAcl, std::move(message)};
}

// The owner, named users, the owning group, named groups, the mask, the others.
auto key_of(const AclEntry& entry) {
  return std::tie(entry.scope, entry.type, entry.name);
}
bool before(const AclEntry& a, const AclEntry& b) {
  return key_of(a) < key_of(b);
}

void sort(AclEntries& acl) {
  std::ranges::stable_sort(acl, before);
}

const AclEntry* find(const AclEntries& acl, const AclEntry& key) {
  const auto found = std::ranges::find_if(
      acl, [&](const AclEntry& entry) { return key_of(entry) == key_of(key); });
  return found == acl.end() ? nullptr : &*found;
}
const AclEntry* find(const AclEntries& acl, Scope scope, Type type) {
  return find(acl, AclEntry{.scope = scope, .type = type});
}

AclEntries of_scope(const AclEntries& acl, Scope scope) {
  AclEntries entries;
  std::ranges::copy_if(acl, std::back_inserter(entries),
                       [&](const AclEntry& entry) { return entry.scope == scope; });
  return entries;
}

void append(AclEntries& acl, const AclEntries& more) {
  acl.insert(acl.end(), more.begin(), more.end());
}

bool is_minimal(const AclEntries& acl) {
  return acl.size() == kBaseTypes.size();
}

Result<void> check_size(const AclEntries& acl) {
  for (const auto& [scope, name] :
       {std::pair(Scope::kAccess, "access"), {Scope::kDefault, "default"}}) {
    const std::size_t count = of_scope(acl, scope).size();
    if (count > kMaxAclEntries) {
      return invalid(fmt::format("Invalid ACL: ACL has {} {} entries, which exceeds maximum of {}.",
                                 count, name, kMaxAclEntries));
    }
  }
  return {};
}

// A list on its way: what the mask will be is known only once all other entries are.
struct Builder {
  AclEntries entries;
  AclEntries masks;  // given, or kept so far
  std::set<Scope> changed_masks;
  std::set<Scope> changed;

  void take(const AclEntry& entry) {
    (entry.type == Type::kMask ? masks : entries).push_back(entry);
  }
  void take_new(const AclEntry& entry) {
    changed.insert(entry.scope);
    if (entry.type == Type::kMask) changed_masks.insert(entry.scope);
    take(entry);
  }
};

// Default entries that are missing are those for access.
void complete_defaults(AclEntries& acl) {
  if (of_scope(acl, Scope::kDefault).empty()) return;
  for (const Type type : kBaseTypes) {
    if (find(acl, Scope::kDefault, type) != nullptr) continue;
    const AclEntry* access = find(acl, Scope::kAccess, type);
    if (access == nullptr) continue;
    AclEntry copy = *access;
    copy.scope = Scope::kDefault;
    acl.push_back(std::move(copy));
  }
}

Result<void> add_mask(Builder& builder, Scope scope) {
  const AclEntries entries = of_scope(builder.entries, scope);
  if (entries.empty()) return {};
  std::uint8_t sum = 0;
  bool is_needed = false;
  for (const AclEntry& entry : entries) {
    if (entry.type == Type::kGroup || !entry.name.empty()) sum |= entry.permission;
    is_needed = is_needed || !entry.name.empty();
  }
  const AclEntry* given = nullptr;
  for (const AclEntry& entry : builder.masks)
    if (entry.scope == scope) given = &entry;  // of several the last
  const bool mask_changed = builder.changed_masks.contains(scope);
  if (given == nullptr && is_needed && mask_changed)
    return invalid("Invalid ACL: mask is required and cannot be deleted.");
  if (given != nullptr && (!builder.changed.contains(scope) || mask_changed))
    builder.entries.push_back(*given);
  else if (is_needed || given != nullptr)
    builder.entries.push_back({.scope = scope, .type = Type::kMask, .permission = sum});
  return {};
}

Result<void> validate(const AclEntries& acl) {
  const AclEntry* previous = nullptr;
  for (const AclEntry& entry : acl) {
    if (previous != nullptr && key_of(*previous) == key_of(entry))
      return invalid("Invalid ACL: multiple entries with same scope, type and name.");
    if (!entry.name.empty() && (entry.type == Type::kMask || entry.type == Type::kOther))
      return invalid(
          fmt::format("Invalid ACL: this entry type must not have a name: {}.", acl_text(entry)));
    previous = &entry;
  }
  TRY(check_size(acl));
  const bool has_defaults = !acl.empty() && acl.back().scope == Scope::kDefault;
  for (const Type type : kBaseTypes) {
    if (find(acl, Scope::kAccess, type) == nullptr)
      return invalid("Invalid ACL: the user, group and other entries are required.");
    if (has_defaults && find(acl, Scope::kDefault, type) == nullptr)
      return invalid("Invalid default ACL: the user, group and other entries are required.");
  }
  return {};
}

Result<AclEntries> finish(Builder builder) {
  complete_defaults(builder.entries);
  for (const Scope scope : {Scope::kAccess, Scope::kDefault}) TRY(add_mask(builder, scope));
  sort(builder.entries);
  TRY(validate(builder.entries));
  return std::move(builder.entries);
}

Mode mode_of(unsigned owner, unsigned group, unsigned others, Mode old) {
  return static_cast<Mode>((old & kStickyBit) | owner << 6 | group << 3 | others);
}

// `access` is sorted: the owner comes first, the mask or the group next to last, the others last.
Mode mode_of(const AclEntries& access, Mode old) {
  return mode_of(access.front().permission, access[access.size() - 2].permission,
                 access.back().permission, old);
}

}  // namespace

std::string acl_text(const AclEntry& entry) {
  static constexpr std::array kTypes = {"user", "group", "mask", "other"};
  std::string permission = "rwx";
  for (unsigned i = 0; i < 3; ++i)
    if ((entry.permission >> (2 - i) & 1) == 0) permission[i] = '-';
  return fmt::format("{}{}:{}:{}", entry.scope == Scope::kDefault ? "default:" : "",
                     kTypes[static_cast<std::size_t>(entry.type)], entry.name, permission);
}

AclEntries logical_acl(const Inode& inode) {
  const auto bits = [&](int shift) { return static_cast<std::uint8_t>(inode.mode >> shift & 7); };
  AclEntries acl{{.type = Type::kUser, .permission = bits(6)}};
  if (has_access_acl(inode)) {
    append(acl, of_scope(*inode.acl, Scope::kAccess));
    acl.push_back({.type = Type::kMask, .permission = bits(3)});
  } else {
    acl.push_back({.type = Type::kGroup, .permission = bits(3)});
  }
  acl.push_back({.type = Type::kOther, .permission = bits(0)});
  if (inode.acl) append(acl, of_scope(*inode.acl, Scope::kDefault));
  return acl;
}

Result<void> store_acl(const AclEntries& acl, const std::string& path, Inode& inode) {
  const AclEntries access = of_scope(acl, Scope::kAccess);
  AclEntries kept;
  if (!is_minimal(access)) kept.assign(access.begin() + 1, access.end() - 2);
  if (access.size() < acl.size()) {
    if (!inode.is_directory())
      return invalid("Invalid ACL: only directories may have a default ACL. Path: " + path);
    append(kept, of_scope(acl, Scope::kDefault));
  }
  inode.mode = mode_of(access, inode.mode);
  inode.acl = kept.empty() ? Rare<AclEntries>() : Rare<AclEntries>(std::move(kept));
  return {};
}

Result<AclEntries> acl_with(const AclEntries& acl, AclEntries specification) {
  TRY(check_size(specification));
  sort(specification);
  Builder builder;
  for (const AclEntry& entry : acl)
    if (find(specification, entry) == nullptr) builder.take(entry);
  for (const AclEntry& entry : specification) builder.take_new(entry);
  return finish(std::move(builder));
}

Result<AclEntries> acl_without(const AclEntries& acl, AclEntries specification) {
  TRY(check_size(specification));
  Builder builder;
  for (const AclEntry& entry : acl) {
    if (find(specification, entry) == nullptr) {
      builder.take(entry);
      continue;
    }
    builder.changed.insert(entry.scope);
    if (entry.type == Type::kMask) builder.changed_masks.insert(entry.scope);
  }
  return finish(std::move(builder));
}

Result<AclEntries> acl_without_defaults(const AclEntries& acl) {
  AclEntries access = of_scope(acl, Scope::kAccess);
  TRY(validate(access));
  return access;
}

Result<AclEntries> acl_replaced(const AclEntries& acl, AclEntries specification) {
  TRY(check_size(specification));
  Builder builder;
  for (const AclEntry& entry : specification) builder.take_new(entry);
  for (const AclEntry& entry : acl)
    if (!builder.changed.contains(entry.scope)) builder.take(entry);
  return finish(std::move(builder));
}

void remove_acl(Inode& inode) {
  if (has_access_acl(inode)) {
    const AclEntry* group = find(*inode.acl, Scope::kAccess, Type::kGroup);
    inode.mode = mode_of(inode.mode >> 6 & 7, group != nullptr ? group->permission : 0,
                         inode.mode & 7, inode.mode);
  }
  inode.acl = {};
}

void inherit_acl(const Inode& parent, std::optional<Mode> unmasked, Inode& child) {
  if (!parent.acl) return;
  const AclEntries defaults = of_scope(*parent.acl, Scope::kDefault);
  if (defaults.empty()) return;
  const Mode mode = unmasked.value_or(child.mode);
  const bool group_is_limited = is_minimal(defaults);
  AclEntries access = defaults;
  for (AclEntry& entry : access) {
    entry.scope = Scope::kAccess;
    if (entry.type == Type::kUser && entry.name.empty()) entry.permission &= mode >> 6 & 7;
    if (entry.type == Type::kMask || (entry.type == Type::kGroup && group_is_limited))
      entry.permission &= mode >> 3 & 7;
    if (entry.type == Type::kOther) entry.permission &= mode & 7;
  }
  AclEntries kept;
  if (!group_is_limited) kept.assign(access.begin() + 1, access.end() - 2);
  if (child.is_directory()) append(kept, defaults);
  child.mode = mode_of(access, mode);
  if (!kept.empty()) child.acl = std::move(kept);
}

}  // namespace mammoth::namenode
