// Hadoop: FSDirWriteFileOp.resolvePathForStartFile and startFile.
#include <fmt/format.h>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/quota.h"

namespace mammoth::namenode {

Result<ResolvedPath> DirectoryTree::resolve_for_create(const PermissionChecker& checker,
                                                       const CreateFileRequest& request) const {
  ResolvedPath path = TRY(resolve(&checker, request.path, PathUse::kCreate));
  TRY(check_path(checker, path, {.ancestor = Access::kWrite}));
  if (path.exists()) {
    if (path.last()->is_directory())
      return Error{ErrorCode::kFileAlreadyExists, path.path() + " already exists as a directory"};
    if (request.overwrite) TRY(check_path(checker, path, {.self = Access::kWrite}));
    return path;
  }
  if (!request.create_parent) TRY(check_parent_exists(path));
  if (!request.create) {
    return Error{ErrorCode::kFileNotFound,
                 "Can't overwrite non-existent " + std::string(request.path)};
  }
  return path;
}

Result<CreatedFile> DirectoryTree::create_file(const PermissionChecker& checker, ResolvedPath path,
                                               const CreateFileRequest& request,
                                               Transaction& transaction) const {
  Removal replaced;
  const bool existed = path.exists();
  if (existed) {
    if (!request.overwrite) {
      return Error{ErrorCode::kFileAlreadyExists, fmt::format("{} for client {} already exists",
                                                              path.path(), request.client_machine)};
    }
    replaced = remove_entry(path, transaction);
  }
  const std::size_t above = existed ? path.depth() - 1 : path.existing_level();
  TRY(add_ancestors(checker.user(), {path.inode(path.existing_level())->mode}, path, transaction));
  TRY(check_new_entry(path, path.depth(), /*parent_grows=*/!existed));
  TRY(check_new_names(path, above, static_cast<std::int64_t>(path.depth() - above),
                      existed ? -usage_of(*path.last()) : Usage{}));

  const std::int64_t now_ms = clock_.wall_ms();
  Inode file;
  file.id = ids_.next_inode(transaction);
  file.kind = InodeKind::kFile;
  file.mode = request.mode & kModeMask;
  file.owner = checker.user();
  file.group = path.parent()->group;
  file.modification_time_ms = file.access_time_ms = now_ms;
  file.storage_policy = request.storage_policy;
  file.under_construction = true;
  file.replication = request.replication;
  file.preferred_block_size_bytes = request.preferred_block_size_bytes;

  inherit(*path.parent(), request.unmasked, file);
  path.set_inode(path.depth(), std::make_shared<const Inode>(std::move(file)));
  const Locator at = path.locator();
  transaction.add(PutInode{at, path.last()});
  transaction.add(PutOpenFile{
      path.last()->id, {at, std::string(request.holder), std::string(request.client_machine)}});
  transaction.touch(at.parent, now_ms, +1);
  charge(path, path.depth(), {.names = 1}, transaction);
  return CreatedFile{std::move(path), std::move(replaced)};
}

}  // namespace mammoth::namenode
