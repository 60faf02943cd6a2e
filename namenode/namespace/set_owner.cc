// Hadoop: FSDirAttrOp.setOwner.
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"

namespace mammoth::namenode {

namespace {

// Only a superuser gives files away; others may choose among their own groups.
Result<void> check_new_owner(const PermissionChecker& checker,
                             std::optional<std::string_view> owner,
                             std::optional<std::string_view> group) {
  if (checker.is_superuser()) return {};
  const std::string user(checker.user());
  if (owner && *owner != user) {
    return Error{ErrorCode::kAccessDenied,
                 "User " + user + " is not a super user (non-super user cannot change owner)."};
  }
  if (group && !checker.is_member_of(*group)) {
    return Error{ErrorCode::kAccessDenied,
                 "User " + user + " does not belong to " + std::string(*group)};
  }
  return {};
}

}  // namespace

Result<void> DirectoryTree::set_owner(const PermissionChecker& checker, std::string_view path,
                                      std::optional<std::string_view> owner,
                                      std::optional<std::string_view> group,
                                      Transaction& transaction) const {
  if (is_exact_reserved_name(path))
    return Error{ErrorCode::kInvalidPath, "Invalid path name " + std::string(path)};
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  TRY(check_owner(checker, target));
  TRY(check_new_owner(checker, owner, group));
  Inode changed = *target.last();
  if (owner) changed.owner = *owner;
  if (group) changed.group = *group;
  if (changed != *target.last()) replace_inode(target, std::move(changed), transaction);
  return {};
}

}  // namespace mammoth::namenode
