// Hadoop: FSDirAttrOp.setStoragePolicy and unsetStoragePolicy.
#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<void> DirectoryTree::set_storage_policy(const PermissionChecker& checker,
                                               std::string_view path, std::uint8_t policy,
                                               Transaction& transaction) const {
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  TRY(check_path(checker, target, {.self = Access::kWrite}));
  if (!target.exists()) {
    return Error{ErrorCode::kFileNotFound, "File/Directory does not exist: " + target.path()};
  }
  if (target.last()->storage_policy == policy) return {};
  Inode changed = *target.last();
  changed.storage_policy = policy;
  replace_inode(target, std::move(changed), transaction);
  return {};
}

}  // namespace mammoth::namenode
