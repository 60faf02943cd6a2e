// Hadoop: FSDirMkdirOp.
#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<ResolvedPath> DirectoryTree::mkdirs(const PermissionChecker& checker,
                                           const MkdirsRequest& request,
                                           Transaction& transaction) const {
  ResolvedPath path = TRY(resolve(&checker, request.path, PathUse::kCreate));
  if (path.exists()) {
    if (path.last()->is_directory()) return path;
    return Error{ErrorCode::kFileAlreadyExists,
                 "Path is not a directory: " + std::string(request.path)};
  }
  TRY(check_path(checker, path, {.ancestor = Access::kWrite}));
  if (!request.create_parent) TRY(check_parent_exists(path));
  const std::size_t above = path.existing_level();
  TRY(check_new_names(path, above, static_cast<std::int64_t>(path.depth() - above), {}));
  const NewModes modes{request.mode, request.unmasked};
  TRY(add_ancestors(checker.user(), modes, path, transaction));
  TRY(add_directory(checker.user(), modes, path.depth(), path, transaction));
  return path;
}

}  // namespace mammoth::namenode
