// Hadoop: FSDirDeleteOp.
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"

namespace mammoth::namenode {

Result<Removal> DirectoryTree::remove(const PermissionChecker& checker, std::string_view path,
                                      bool recursive, Transaction& transaction) const {
  if (is_exact_reserved_name(path))
    return Error{ErrorCode::kInvalidPath, "Invalid path name " + std::string(path)};
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWriteLink));
  TRY(check_path(
      checker, target,
      {.parent = Access::kWrite, .subtree = Access::kAll, .ignore_empty_directories = true}));
  if (!target.exists()) return Removal{};
  if (target.last()->is_directory() && !recursive &&
      !is_empty_directory(table_, target.last()->id)) {
    return Error{ErrorCode::kPathIsNotEmptyDirectory,
                 "`" + target.path() + " is non empty': Directory is not empty"};
  }
  TRY(check_protected(target));
  if (target.is_root()) return Removal{};
  for (const InodeId directory : TRY(check_snapshots_below(target)))
    transaction.add(EraseSnapshottable{directory});
  return remove_entry(target, transaction);
}

}  // namespace mammoth::namenode
