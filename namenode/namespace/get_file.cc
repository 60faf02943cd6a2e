// Hadoop: FSDirStatAndListingOp.getBlockLocations, INodeFile.valueOf.
#include <algorithm>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/xattr.h"

namespace mammoth::namenode {

Result<ResolvedPath> DirectoryTree::get_file(const PermissionChecker& checker,
                                             std::string_view path) const {
  ResolvedPath file = TRY(resolve(nullptr, path, PathUse::kRead));
  if (!file.exists()) return Error{ErrorCode::kFileNotFound, "File does not exist: " + file.path()};
  if (!file.last()->is_file())
    return Error{ErrorCode::kFileNotFound, "Path is not a file: " + file.path()};
  if (checker.enabled() && checker.is_superuser() && file.last()->has_xattrs &&
      std::ranges::any_of(view_of(file).xattrs(file.last()->id), is_unreadable_by_superuser)) {
    return Error{ErrorCode::kAccessDenied,
                 "Access is denied for " + std::string(checker.user()) +
                     " since the superuser is not allowed to perform this operation."};
  }
  TRY(check_path(checker, file, {.self = Access::kRead}));
  return file;
}

}  // namespace mammoth::namenode
