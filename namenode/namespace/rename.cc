// Hadoop: FSDirRenameOp, the older method and what both have in common.
#include <algorithm>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"
#include "namenode/namespace/quota.h"
#include "namenode/namespace/subtree_usage.h"

namespace mammoth::namenode {

namespace {

// How many directories, from the root down, both paths have above their last names.
std::size_t common_levels(const ResolvedPath& a, const ResolvedPath& b) {
  std::size_t levels = 0;
  while (levels < std::min(a.depth(), b.depth()) && a.inode(levels)->id == b.inode(levels)->id)
    ++levels;
  return levels;
}

// Whether a directory above the last name, but below the first `above` levels, has a quota.
bool has_quota_between(const ResolvedPath& path, std::size_t above) {
  for (std::size_t level = above; level < path.depth(); ++level)
    if (path.inode(level)->quota) return true;
  return false;
}

}  // namespace

Result<bool> DirectoryTree::rename(const PermissionChecker& checker, std::string_view source_path,
                                   std::string_view target_path, Transaction& transaction) const {
  const ResolvedPath source = TRY(resolve(&checker, source_path, PathUse::kWriteLink));
  ResolvedPath target = TRY(resolve(&checker, target_path, PathUse::kCreateLink));
  if (target.exists() && target.last()->is_directory()) {
    const std::string name(source.last_name());
    target = target.child(name, table_.find_child(target.last()->id, name));
  }
  TRY(check_rename_rights(checker, source, target, /*to_trash=*/false));
  if (!check_rename_source(source)) return false;
  const std::vector<InodeId> below = TRY(check_snapshots_below(source));
  if (source.path() == target.path()) return true;
  if (const auto allowed = check_rename_target(source, target); !allowed) {
    if (allowed.error().code == ErrorCode::kInvalidPath) return allowed.error();
    return false;
  }
  if (target.exists() || target.parent() == nullptr) return false;
  TRY(check_nested_snapshots(source, target, below));
  TRY(check_new_entry(target, target.depth(), source.parent()->id != target.parent()->id));
  TRY(check_rename_quota(source, target));
  move_entry(source, target, transaction);
  return true;
}

Result<void> DirectoryTree::check_rename_rights(const PermissionChecker& checker,
                                                const ResolvedPath& source,
                                                const ResolvedPath& target, bool to_trash) const {
  TRY(check_protected(source));
  PathChecks checks{.parent = Access::kWrite};
  if (to_trash) {
    checks.subtree = Access::kAll;
    checks.ignore_empty_directories = true;
  }
  TRY(check_path(checker, source, checks));
  return check_path(checker, target, {.ancestor = Access::kWrite});
}

Result<void> DirectoryTree::check_rename_source(const ResolvedPath& source) const {
  if (!source.exists()) {
    return Error{ErrorCode::kFileNotFound, "rename source " + source.path() + " is not found."};
  }
  if (source.is_root()) return Error{ErrorCode::kIo, "rename source cannot be the root"};
  return {};
}

Result<void> DirectoryTree::check_rename_target(const ResolvedPath& source,
                                                const ResolvedPath& target) const {
  const std::string from = source.path();
  const std::string to = target.path();
  if (to.starts_with(from + "/")) {
    return Error{ErrorCode::kIo,
                 "Rename destination " + to + " is a directory or file under source " + from};
  }
  if (source.last()->is_symlink() && to == *source.last()->link_target) {
    return Error{ErrorCode::kFileAlreadyExists,
                 "Cannot rename symlink " + from + " to its target " + to};
  }
  if (is_exact_reserved_name(from) || is_exact_reserved_name(to)) {
    return Error{ErrorCode::kInvalidPath, "Invalid path name Cannot rename to or from /.reserved"};
  }
  return {};
}

// Below the last directory that both have above them, where nothing is counted twice.
Result<void> DirectoryTree::check_rename_quota(const ResolvedPath& source,
                                               const ResolvedPath& target) const {
  const std::size_t common = common_levels(source, target);
  if (!has_quota_between(target, common)) return {};
  const UsageTables tables{table_, snapshots_};
  Usage change = subtree_usage(tables, source.last());
  if (target.exists()) change += -subtree_usage(tables, target.last());
  return check_quota(table_, target, {target.depth(), common}, change);
}

Removal DirectoryTree::move_entry(const ResolvedPath& source, const ResolvedPath& target,
                                  Transaction& transaction) const {
  const std::int64_t now_ms = clock_.wall_ms();
  const InodePtr& moved = source.last();
  const Locator at = target.locator();
  const std::size_t common = common_levels(source, target);
  if (has_quota_between(source, common) || has_quota_between(target, common)) {
    const UsageTables tables{table_, snapshots_};
    const std::size_t changes = transaction.changes().size();
    const Usage usage = subtree_usage(tables, moved, &transaction);
    const bool recorded = transaction.changes().size() != changes;
    charge(source, source.depth(), recorded ? -subtree_usage(tables, moved) : -usage, transaction);
    charge(target, target.depth(), usage, transaction);
  }
  Removal replaced;
  transaction.add(EraseInode{source.locator()});
  if (target.exists()) replaced = remove_entry(target, transaction);
  transaction.add(PutInode{at, moved});
  if (auto open_file = moved->under_construction ? table_.find_open_file(moved->id)
                                                 : std::optional<OpenFile>{}) {
    open_file->locator = at;
    transaction.add(PutOpenFile{moved->id, *std::move(open_file)});
  } else {
    transaction.add(PutLocator{moved->id, at});
  }
  transaction.touch(source.parent()->id, now_ms, -1);
  transaction.touch(at.parent, now_ms, +1);
  return replaced;
}

}  // namespace mammoth::namenode
