#include "namenode/namespace/permission.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "namenode/namespace/acl.h"
#include "namenode/namespace/symlink.h"

namespace mammoth::namenode {

namespace {

bool implies(unsigned granted, Access wanted) {
  const auto bits = static_cast<unsigned>(wanted);
  return (granted & bits) == bits;
}

bool includes_write(Access access) {
  return implies(static_cast<unsigned>(access), Access::kWrite);
}

// "owner:group:drwxr-xr-x"
std::string describe(const Inode& inode) {
  return fmt::format("{}:{}:{}{}", inode.owner, inode.group, inode.is_directory() ? 'd' : '-',
                     mode_text(inode.mode));
}

Error not_a_directory(const ResolvedPath& path, std::size_t level) {
  if (path.inode(level)->is_symlink()) return unresolved_link(path, level);
  return {ErrorCode::kParentNotDirectory, path.path_to(level) + " (is not a directory)"};
}

Error sticky_denied(std::string_view user, std::string_view path, const Inode& inode,
                    std::string_view parent_path, const Inode& parent) {
  return {ErrorCode::kAccessDenied,
          fmt::format(R"(Permission denied by sticky bit: user={}, path="{}":{}, parent="{}":{})",
                      user, path, describe(inode), parent_path, describe(parent))};
}

}  // namespace

std::string_view access_name(Access access) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "NONE", "EXECUTE", "WRITE", "WRITE_EXECUTE", "READ", "READ_EXECUTE", "READ_WRITE", "ALL"};
  return kNames[static_cast<std::size_t>(access)];
}

PermissionChecker::PermissionChecker(const PermissionPolicy& policy, std::string_view user,
                                     std::span<const std::string> groups)
    : policy_(policy),
      user_(user),
      groups_(groups),
      is_superuser_(user == policy.superuser || is_member_of(policy.supergroup)) {}

bool PermissionChecker::is_member_of(std::string_view group) const {
  return std::ranges::find(groups_, group) != groups_.end();
}

Result<void> PermissionChecker::check_superuser(std::string_view operation) const {
  if (is_superuser_) return {};
  return Error{
      ErrorCode::kAccessDenied,
      fmt::format("Access denied for user {}. Superuser privilege is required for operation {}",
                  user_, operation.empty() ? "null" : operation)};
}

// The mode's group bits are the mask. Of several groups one that allows it is enough.
bool PermissionChecker::allows_by_acl(const Inode& inode, Access access) const {
  const unsigned mode = inode.mode;
  if (user_ == inode.owner) return implies(mode >> 6 & 7, access);
  const unsigned mask = mode >> 3 & 7;
  bool is_named = false;
  for (const AclEntry& entry : *inode.acl) {
    if (entry.scope == AclEntry::Scope::kDefault) break;
    if (entry.type == AclEntry::Type::kUser && entry.name == user_)
      return implies(entry.permission & mask, access);
    if (entry.type != AclEntry::Type::kGroup) continue;
    if (!is_member_of(entry.name.empty() ? inode.group : entry.name)) continue;
    if (implies(entry.permission & mask, access)) return true;
    is_named = true;
  }
  return !is_named && implies(mode & 7, access);
}

bool PermissionChecker::allows(const Inode& inode, Access access) const {
  if (has_access_acl(inode)) return allows_by_acl(inode, access);
  const int shift = user_ == inode.owner ? 6 : is_member_of(inode.group) ? 3 : 0;
  return implies(static_cast<unsigned>(inode.mode) >> shift & 7, access);
}

Error PermissionChecker::denied(const Inode& inode, std::string_view path, Access access) const {
  return {ErrorCode::kAccessDenied,
          fmt::format(R"(Permission denied: user={}, access={}, inode="{}":{})", user_,
                      access_name(access), path, describe(inode))};
}

Result<void> PermissionChecker::check_traverse(const ResolvedPath& path) const {
  if (is_superuser_) return check_directories(path);
  for (std::size_t level = 0; level < path.depth() && path.inode(level) != nullptr; ++level) {
    if (!path.inode(level)->is_directory()) return not_a_directory(path, level);
    TRY(check_level(path, level, Access::kExecute));
  }
  return {};
}

Result<void> PermissionChecker::check(const ResolvedPath& path, const PathChecks& checks,
                                      const InodeTable& table) const {
  if (is_superuser_) return {};
  TRY(check_traverse(path));
  if (!path.is_root()) {
    if (checks.parent && includes_write(*checks.parent) && path.exists()) TRY(check_sticky(path));
    if (checks.ancestor)
      TRY(check_level(path, std::min(path.existing_level(), path.depth() - 1), *checks.ancestor));
    if (checks.parent) TRY(check_level(path, path.depth() - 1, *checks.parent));
  }
  if (checks.self) TRY(check_level(path, path.depth(), *checks.self));
  if (checks.subtree) TRY(check_subtree(path, checks, table));
  if (checks.owner && path.last()->owner != user_) {
    return Error{
        ErrorCode::kAccessDenied,
        fmt::format("Permission denied. user={} is not the owner of inode={}", user_, path.path())};
  }
  return {};
}

Result<void> PermissionChecker::check_level(const ResolvedPath& path, std::size_t level,
                                            Access access) const {
  const InodePtr& inode = path.inode(level);
  if (inode == nullptr || allows(*inode, access)) return {};
  return denied(*inode, path.path_to(level), access);
}

bool PermissionChecker::violates_sticky_bit(const Inode& parent, const Inode& child) const {
  return parent.has_sticky_bit() && parent.owner != user_ && child.owner != user_;
}

Result<void> PermissionChecker::check_sticky(const ResolvedPath& path) const {
  if (!violates_sticky_bit(*path.parent(), *path.last())) return {};
  return sticky_denied(user_, path.path(), *path.last(), path.parent_path(), *path.parent());
}

Result<void> PermissionChecker::check_subtree(const ResolvedPath& path, const PathChecks& checks,
                                              const InodeTable& table) const {
  const InodePtr& top = path.last();
  if (top == nullptr || !top->is_directory()) return {};
  std::vector<InodePtr> waiting{top};
  while (!waiting.empty()) {
    const InodePtr directory = std::move(waiting.back());
    waiting.pop_back();
    const bool allowed = allows(*directory, *checks.subtree);
    if (!allowed && !(checks.ignore_empty_directories && is_empty_directory(table, directory->id)))
      return denied(*directory, path_to(table, directory->id), *checks.subtree);
    std::optional<Error> refusal;
    table.scan_children(directory->id, {}, [&](std::string_view name, const InodePtr& child) {
      if (violates_sticky_bit(*directory, *child)) {
        // Apache's names the directory of the entry, but shows the mode of the one at the top.
        const std::string parent_path = path_to(table, directory->id);
        const auto above = parent_path == "/" ? std::string_view{} : std::string_view{parent_path};
        refusal =
            sticky_denied(user_, fmt::format("{}/{}", above, name), *child, parent_path, *top);
        return false;
      }
      if (child->is_directory()) waiting.push_back(child);
      return true;
    });
    if (refusal) return *refusal;
  }
  return {};
}

Result<void> check_directories(const ResolvedPath& path) {
  for (std::size_t level = 0; level < path.depth() && path.inode(level) != nullptr; ++level)
    if (!path.inode(level)->is_directory()) return not_a_directory(path, level);
  return {};
}

}  // namespace mammoth::namenode
