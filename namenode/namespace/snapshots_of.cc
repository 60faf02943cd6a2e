// What the operations on snapshots share, and what others have to ask about them.
#include <fmt/format.h>

#include <algorithm>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"
#include "namenode/namespace/snapshot_keeper.h"

namespace mammoth::namenode {

namespace {

Error snapshot_error(std::string message) {
  return {ErrorCode::kSnapshot, std::move(message)};
}

bool is_below(const InodeTable& table, InodeId id, InodeId top) {
  for (; id != top; id = table.locate(id)->parent)
    if (id == kRootInodeId || !table.locate(id)) return false;
  return true;
}

}  // namespace

// The root may, but not before it is allowed to: its quota is 0 until then.
bool DirectoryTree::may_have_snapshots(InodeId directory) const {
  return directory == kRootInodeId || snapshots_.find(directory) != nullptr;
}

Result<void> DirectoryTree::check_may_have_snapshots(const ResolvedPath& path) const {
  TRY(check_is_directory(path, path.path()));
  if (may_have_snapshots(path.last()->id) && !path.in_snapshot()) return {};
  return snapshot_error("Directory is not a snapshottable directory: " + path.path());
}

Result<ResolvedPath> DirectoryTree::snapshot_root(const PermissionChecker& checker,
                                                  std::string_view path) const {
  ResolvedPath root = TRY(resolve(&checker, path, PathUse::kWrite));
  if (checker.enabled()) TRY(check_owner(checker, root));
  return root;
}

Result<void> DirectoryTree::check_snapshot_name(std::string_view name,
                                                std::string_view path) const {
  if (name.find('/') != name.npos)
    return Error{ErrorCode::kHadoopIllegalArgument, "Snapshot name cannot contain \"/\""};
  if (name == kSnapshotName)
    return Error{ErrorCode::kHadoopIllegalArgument, "\".snapshot\" is a reserved name."};
  const auto limit = options_.max_component_length_bytes;
  if (limit != 0 && name.size() > limit) {
    return Error{ErrorCode::kPathComponentTooLong,
                 fmt::format("The maximum path component name limit of {} in directory {} is "
                             "exceeded: limit={} length={}",
                             name, path, limit, name.size())};
  }
  return {};
}

const Snapshot* DirectoryTree::find_snapshot(const ResolvedPath& root,
                                             std::string_view name) const {
  const auto* directory = snapshots_.find(root.last()->id);
  if (directory == nullptr) return nullptr;
  const auto found = directory->by_name.find(name);
  return found == directory->by_name.end() ? nullptr : snapshots_.find(found->second);
}

Coverage DirectoryTree::coverage_along(const ResolvedPath& path) const {
  Coverage coverage;
  if (snapshots_.idle() || path.in_snapshot()) return coverage;
  for (std::size_t level = 0; level < path.depth() && path.inode(level) != nullptr; ++level)
    coverage = snapshots_.descend(std::move(coverage), *path.inode(level));
  return coverage;
}

bool DirectoryTree::is_block_in_snapshot(const ResolvedPath& file, BlockId block) const {
  if (snapshots_.idle()) return false;
  const InodeId id = file.last()->id;
  return is_in_latest_snapshot(table_, snapshots_, coverage_along(file), file.locator(), id) ||
         blocks_in_versions(table_, id).contains(block);
}

Result<void> DirectoryTree::check_concat_snapshots(const ResolvedPath& source,
                                                   const std::string& name) const {
  if (snapshots_.idle()) return {};
  const InodeId id = source.last()->id;
  if (is_in_latest_snapshot(table_, snapshots_, coverage_along(source), source.locator(), id))
    return snapshot_error("Concat: the source file " + name + " is in snapshot");
  if (!table_.versions_of(id).empty())
    return snapshot_error("Concat: the source file " + name +
                          " is referred by some other reference in some snapshot.");
  return {};
}

Result<std::vector<InodeId>> DirectoryTree::check_snapshots_below(const ResolvedPath& path) const {
  std::vector<InodeId> below;
  if (!path.exists() || !path.last()->is_directory()) return below;
  std::optional<std::vector<std::string>> refused;
  for (const auto& [id, directory] : snapshots_.directories()) {
    if (!is_below(table_, id, path.last()->id)) continue;
    below.push_back(id);
    if (directory.by_id.empty()) continue;
    auto names = names_to(table_, id);
    if (names && (!refused || *names < *refused)) refused = std::move(names);
  }
  if (!refused) return below;
  const std::string name = ResolvedPath(*std::move(refused), {}).path();
  return snapshot_error(fmt::format(
      "The directory {0} cannot be deleted since {0} is snapshottable and already has snapshots",
      name));
}

Result<void> DirectoryTree::check_nested_snapshots(const ResolvedPath& source,
                                                   const ResolvedPath& target,
                                                   const std::vector<InodeId>& below) const {
  if (below.empty()) return {};
  for (std::size_t level = 0; level < target.depth(); ++level) {
    if (snapshots_.find(target.inode(level)->id) == nullptr) continue;
    return snapshot_error(
        fmt::format("Unable to rename because {} has snapshottable descendant directories and {} "
                    "is a descent of a snapshottable directory, and HDFS does not support nested "
                    "snapshottable directory.",
                    source.path(), target.parent_path()));
  }
  return {};
}

}  // namespace mammoth::namenode
