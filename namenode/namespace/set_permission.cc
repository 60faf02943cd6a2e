// Hadoop: FSDirAttrOp.setPermission.
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"

namespace mammoth::namenode {

Result<void> DirectoryTree::set_permission(const PermissionChecker& checker, std::string_view path,
                                           Mode mode, Transaction& transaction) const {
  if (is_exact_reserved_name(path))
    return Error{ErrorCode::kInvalidPath, "Invalid path name " + std::string(path)};
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  TRY(check_owner(checker, target));
  if (target.last()->mode == (mode & kModeMask)) return {};
  Inode changed = *target.last();
  changed.mode = mode & kModeMask;
  replace_inode(target, std::move(changed), transaction);
  return {};
}

}  // namespace mammoth::namenode
