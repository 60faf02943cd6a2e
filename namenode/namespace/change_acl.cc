// Hadoop: FSDirAclOp.
#include "namenode/namespace/acl.h"
#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

namespace {

Result<void> apply(AclChange change, const AclEntries& specification, const std::string& path,
                   Inode& inode) {
  const AclEntries acl = logical_acl(inode);
  switch (change) {
    case AclChange::kModify:
      return store_acl(TRY(acl_with(acl, specification)), path, inode);
    case AclChange::kRemoveEntries:
      return store_acl(TRY(acl_without(acl, specification)), path, inode);
    case AclChange::kRemoveDefault:
      return store_acl(TRY(acl_without_defaults(acl)), path, inode);
    case AclChange::kSet:
      if (!specification.empty())
        return store_acl(TRY(acl_replaced(acl, specification)), path, inode);
      [[fallthrough]];
    case AclChange::kRemove:
      remove_acl(inode);
  }
  return {};
}

}  // namespace

Result<void> DirectoryTree::change_acl(const PermissionChecker& checker, std::string_view path,
                                       AclChange change, const AclEntries& specification,
                                       Transaction& transaction) const {
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  TRY(check_owner(checker, target));
  Inode changed = *target.last();
  if (const auto applied = apply(change, specification, target.path(), changed); !applied) {
    Error error = applied.error();
    error.message += " Path: " + target.path();
    return error;
  }
  if (changed != *target.last()) replace_inode(target, std::move(changed), transaction);
  return {};
}

}  // namespace mammoth::namenode
