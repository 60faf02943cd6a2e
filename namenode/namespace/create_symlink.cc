// Hadoop: FSDirSymlinkOp.createSymlinkInt.
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"

namespace mammoth::namenode {

Result<ResolvedPath> DirectoryTree::create_symlink(const PermissionChecker& checker,
                                                   const CreateSymlinkRequest& request,
                                                   Transaction& transaction) const {
  const auto invalid = [](std::string_view what, std::string_view name) {
    return Error{ErrorCode::kInvalidPath,
                 "Invalid path name Invalid " + std::string(what) + " name: " + std::string(name)};
  };
  if (!is_valid_name(request.link)) return invalid("link", request.link);
  const auto target_names = path_components(request.target);
  if (request.target.empty() || (!target_names.empty() && target_names[0] == kReservedName))
    return invalid("target", request.target);
  ResolvedPath path = TRY(resolve(&checker, request.link, PathUse::kWriteLink));
  if (!request.create_parent) TRY(check_parent_exists(path));
  if (path.exists() || path.is_root()) {
    return Error{ErrorCode::kIo, "failed to create link " + path.path() +
                                     " either because the filename is invalid or the file exists"};
  }
  TRY(check_path(checker, path, {.ancestor = Access::kWrite}));
  const std::size_t above = path.existing_level();
  // As for a file, and whatever the request says: they are like the directory above them.
  TRY(add_ancestors(checker.user(), {path.inode(above)->mode}, path, transaction));
  TRY(check_new_entry(path, path.depth(), /*parent_grows=*/true));
  TRY(check_new_names(path, above, static_cast<std::int64_t>(path.depth() - above), {}));

  Inode link;
  link.id = ids_.next_inode(transaction);
  link.kind = InodeKind::kSymlink;
  link.mode = 0777;
  link.owner = checker.user();
  link.group = path.parent()->group;
  link.modification_time_ms = link.access_time_ms = clock_.wall_ms();
  link.link_target = std::string(request.target);
  add_leaf(path, std::move(link), transaction);
  return path;
}

}  // namespace mammoth::namenode
