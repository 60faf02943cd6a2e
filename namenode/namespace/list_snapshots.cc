// Hadoop: FSDirSnapshotOp.getSnapshottableDirListing and getSnapshotListing, and the listing of
// ".snapshot" (FSDirStatAndListingOp.getSnapshotsListing).
#include <algorithm>

#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

namespace {

// With the number of entries that the directory has now, as Apache's: how many it had nobody counts
// there.
InodeStatus status_of_snapshot(const Snapshot& snapshot, const DirectoryState& now) {
  DirectoryState then = snapshot.state;
  then.child_count = now.child_count;
  return {.name = snapshot.name, .inode = snapshot.root, .directory = then};
}

}  // namespace

std::vector<SnapshottableStatus> DirectoryTree::list_snapshottable(
    const PermissionChecker& checker) const {
  std::vector<SnapshottableStatus> all;
  for (const auto& [id, directory] : snapshots_.directories()) {
    const auto path = resolve_id(id);
    if (!path || (!checker.is_superuser() && path->last()->owner != checker.user())) continue;
    SnapshottableStatus& listed = all.emplace_back();
    listed.status = status_of(*path);
    listed.status.name = path->last_name();
    listed.status.snapshottable = false;
    listed.parent_path = path->is_root() ? "" : path->parent_path();
    listed.snapshots = directory.by_id.size();
    listed.quota = directory.quota;
  }
  std::ranges::sort(all, {}, [](const SnapshottableStatus& one) {
    return (one.parent_path == "/" ? "" : one.parent_path) + "/" + one.status.name;
  });
  return all;
}

Result<std::vector<SnapshotStatus>> DirectoryTree::list_snapshots(const PermissionChecker& checker,
                                                                  std::string_view path) const {
  const ResolvedPath root = TRY(resolve(nullptr, path, PathUse::kRead));
  TRY(check_path(checker, root, {.self = Access::kRead}));
  TRY(check_may_have_snapshots(root));
  std::vector<SnapshotStatus> all;
  const DirectoryState now = table_.directory_state(*root.last());
  if (const auto* directory = snapshots_.find(root.last()->id))
    for (const auto& [name, id] : directory->by_name)
      all.push_back({.status = status_of_snapshot(*snapshots_.find(id), now),
                     .parent_path = root.path(),
                     .id = id});
  return all;
}

Listing DirectoryTree::list_dot_snapshot(const ResolvedPath& path, const std::string& start_after,
                                         std::uint32_t limit) const {
  Listing listing;
  const Inode& root = *path.inode(path.depth() - 1);
  const auto* directory = snapshots_.find(root.id);
  if (directory == nullptr) return listing;
  const DirectoryState now = table_.directory_state(root);
  auto next = directory->by_name.upper_bound(start_after);
  for (; next != directory->by_name.end() && listing.entries.size() < limit; ++next)
    listing.entries.push_back(status_of_snapshot(*snapshots_.find(next->second), now));
  listing.remaining_entries =
      static_cast<std::uint64_t>(std::distance(next, directory->by_name.end()));
  return listing;
}

}  // namespace mammoth::namenode
