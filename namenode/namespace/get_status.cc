// Hadoop: FSDirStatAndListingOp.getFileInfo.
#include <limits>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"

namespace mammoth::namenode {

Result<std::optional<InodeStatus>> DirectoryTree::get_status(const PermissionChecker& checker,
                                                             std::string_view path,
                                                             PathUse use) const {
  auto resolved = resolve(&checker, path, use);
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
  if (resolved->is_dot_snapshot()) {
    Inode directory;
    directory.id = InodeId(std::numeric_limits<std::uint64_t>::max());  // Hadoop's -1
    directory.mode = 0777;
    return std::optional(InodeStatus{.inode = std::make_shared<const Inode>(std::move(directory))});
  }
  if (!resolved->exists()) return std::optional<InodeStatus>{};
  return std::optional(status_of(*resolved));
}

InodeStatus DirectoryTree::status_of(const ResolvedPath& path) const {
  InodeStatus status{.inode = path.last(), .storage_policy = path.storage_policy()};
  const Inode& inode = *status.inode;
  status.snapshottable = !path.in_snapshot() && may_have_snapshots(inode.id);
  status.directory = inode.is_directory()
                         ? view_of(path).directory_state(inode)
                         : DirectoryState{inode.modification_time_ms, inode.access_time_ms, 0};
  return status;
}

}  // namespace mammoth::namenode
