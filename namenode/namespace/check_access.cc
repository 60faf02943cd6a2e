// Hadoop: FSNamesystem.checkAccess.
#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<void> DirectoryTree::check_access(const PermissionChecker& checker, std::string_view path,
                                         Access access) const {
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kRead));
  if (!target.exists()) return Error{ErrorCode::kFileNotFound, "Path not found: " + target.path()};
  return check_path(checker, target, {.self = access});
}

}  // namespace mammoth::namenode
