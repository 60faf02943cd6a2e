// Hadoop: FSDirRenameOp, the method with POSIX semantics.
#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<Removal> DirectoryTree::rename2(const PermissionChecker& checker,
                                       const RenameRequest& request,
                                       Transaction& transaction) const {
  const ResolvedPath source = TRY(resolve(&checker, request.source, PathUse::kWriteLink));
  const ResolvedPath target = TRY(resolve(&checker, request.target, PathUse::kCreateLink));
  TRY(check_rename_rights(checker, source, target, request.to_trash));
  TRY(check_rename_source(source));
  const std::vector<InodeId> below = TRY(check_snapshots_below(source));
  const std::string to = target.path();
  if (to == source.path()) {
    return Error{ErrorCode::kFileAlreadyExists,
                 "The source " + to + " and destination " + to + " are the same"};
  }
  TRY(check_rename_target(source, target));
  if (target.is_root()) return Error{ErrorCode::kIo, "rename destination cannot be the root"};
  if (target.exists()) {
    TRY(check_overwrite(source, target, request.overwrite));
    for (const InodeId directory : TRY(check_snapshots_below(target)))
      transaction.add(EraseSnapshottable{directory});
  }
  if (target.parent() == nullptr) {
    return Error{ErrorCode::kFileNotFound, "rename destination parent " + to + " not found."};
  }
  TRY(check_nested_snapshots(source, target, below));
  TRY(check_new_entry(target, target.depth(), source.parent()->id != target.parent()->id));
  TRY(check_rename_quota(source, target));
  return move_entry(source, target, transaction);
}

Result<void> DirectoryTree::check_overwrite(const ResolvedPath& source, const ResolvedPath& target,
                                            bool overwrite) const {
  const std::string to = target.path();
  if (source.last()->is_directory() != target.last()->is_directory()) {
    return Error{ErrorCode::kIo, "Source " + source.path() + " and destination " + to +
                                     " must both be directories"};
  }
  if (!overwrite) {
    return Error{ErrorCode::kFileAlreadyExists, "rename destination " + to + " already exists"};
  }
  if (target.last()->is_directory() && !is_empty_directory(table_, target.last()->id))
    return Error{ErrorCode::kIo, "rename destination directory is not empty: " + to};
  return {};
}

}  // namespace mammoth::namenode
