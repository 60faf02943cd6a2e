// Hadoop: FSDirStatAndListingOp.getFileInfo.
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"

namespace mammoth::namenode {

Result<std::optional<InodeStatus>> DirectoryTree::get_status(const PermissionChecker& checker,
                                                             std::string_view path) const {
  auto resolved = resolve(&checker, path, PathUse::kRead);
  if (!resolved) {
    // A superuser can only be refused a path through a file; Apache's tells them that it is not
    // there.
    if (checker.is_superuser() && resolved.error().code == ErrorCode::kAccessDenied)
      return std::optional<InodeStatus>{};
    return resolved.error();
  }
  if (is_exact_reserved_name(resolved->path())) {
    Inode reserved;
    reserved.mode = 01770;
    return std::optional(InodeStatus{.inode = std::make_shared<const Inode>(std::move(reserved))});
  }
  if (!resolved->exists()) return std::optional<InodeStatus>{};
  return std::optional(status_of(*resolved));
}

InodeStatus DirectoryTree::status_of(const ResolvedPath& path) const {
  InodeStatus status{.inode = path.last(), .storage_policy = path.storage_policy()};
  const Inode& inode = *status.inode;
  status.directory = inode.is_directory()
                         ? table_.directory_state(inode)
                         : DirectoryState{inode.modification_time_ms, inode.access_time_ms, 0};
  return status;
}

}  // namespace mammoth::namenode
