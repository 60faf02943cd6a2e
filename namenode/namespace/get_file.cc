// Hadoop: FSDirStatAndListingOp.getBlockLocations, INodeFile.valueOf.
#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<ResolvedPath> DirectoryTree::get_file(const PermissionChecker& checker,
                                             std::string_view path) const {
  ResolvedPath file = TRY(resolve(nullptr, path, PathUse::kRead));
  if (!file.exists()) return Error{ErrorCode::kFileNotFound, "File does not exist: " + file.path()};
  if (!file.last()->is_file())
    return Error{ErrorCode::kFileNotFound, "Path is not a file: " + file.path()};
  TRY(check_path(checker, file, {.self = Access::kRead}));
  return file;
}

}  // namespace mammoth::namenode
