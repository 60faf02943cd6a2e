// Hadoop: FSDirAttrOp.setStoragePolicy and unsetStoragePolicy.
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/quota.h"
#include "namenode/namespace/subtree_usage.h"

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
  // What was counted above for the types of one policy is now for those of the other. Whether there
  // is still room is asked of the next writer only, as Hadoop does.
  if (has_quota(target, target.depth())) {
    const bool is_directory = changed.is_directory();
    const Usage content = is_directory ? content_usage({table_, snapshots_}, target.last()) : Usage{};
    const Usage before = is_directory ? under_policy(content, target.last()->storage_policy)
                                      : usage_of(*target.last());
    const Usage after = is_directory ? under_policy(content, policy) : usage_of(changed);
    charge(target, target.depth(), after - before, transaction);
  }
  replace_inode(target, std::move(changed), transaction);
  return {};
}

}  // namespace mammoth::namenode
