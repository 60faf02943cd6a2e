// Hadoop: FSDirSnapshotOp.createSnapshot, DirectorySnapshottableFeature.addSnapshot.
#include <fmt/format.h>

#include <ctime>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"
#include "namenode/namespace/snapshot_keeper.h"

namespace mammoth::namenode {

namespace {

// "s20130412-151029.033"
std::string name_of_time(std::int64_t now_ms) {
  const auto seconds = static_cast<std::time_t>(now_ms / 1000);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return fmt::format("s{:04}{:02}{:02}-{:02}{:02}{:02}.{:03}", local.tm_year + 1900,
                     local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec,
                     now_ms % 1000);
}

// Hadoop: DFSUtil.isValidNameForComponent.
bool is_valid_component(std::string_view name) {
  return name != "." && name != ".." && name.find_first_of(":/") == name.npos &&
         name != kSnapshotName && name != kReservedName;
}

Error limit_reached(std::uint64_t snapshots, std::string_view kind, std::uint64_t limit) {
  return {ErrorCode::kSnapshot,
          fmt::format("Failed to create snapshot: there are already {} snapshot(s) and the {} "
                      "snapshot limit is {}",
                      snapshots, kind, limit)};
}

struct Tables {
  const DirectoryTree& tree;
  const InodeTable& inodes;
  const SnapshotRegistry& snapshots;
};

// Freezes what is being written below the root, which a snapshot would follow otherwise.
void capture_open_files(const Tables& tables, const ResolvedPath& root, SnapshotId snapshot,
                        Transaction& transaction) {
  for (const auto& [id, open_file] : tables.inodes.open_files()) {
    const auto file = tables.tree.resolve_id(id);
    if (!file || !file->exists() || !file->last()->is_file() || file->depth() <= root.depth() ||
        file->inode(root.depth())->id != root.last()->id)
      continue;
    EntryVersion version{
        .inode = captured(*file->last()),
        .coverage = coverage_of(tables.inodes, tables.snapshots, file->parent()->id)};
    if (file->last()->has_xattrs) version.xattrs = tables.inodes.xattrs(id);
    transaction.add(PutVersion{file->locator(), snapshot, std::move(version)});
  }
}

}  // namespace

Result<std::string> DirectoryTree::create_snapshot(const PermissionChecker& checker,
                                                   std::string_view path, std::string_view wanted,
                                                   Transaction& transaction) const {
  const ResolvedPath root = TRY(snapshot_root(checker, path));
  const std::int64_t now_ms = clock_.wall_ms();
  const std::string name = wanted.empty() ? name_of_time(now_ms) : std::string(wanted);
  if (!is_valid_component(name))
    return Error{ErrorCode::kInvalidPath, "Invalid path name Invalid snapshot name: " + name};
  TRY(check_snapshot_name(name, path));
  TRY(check_may_have_snapshots(root));
  if (snapshots_.snapshot_count() >= options_.max_all_snapshots)
    return limit_reached(snapshots_.snapshot_count(), "file system", options_.max_all_snapshots);
  const Inode& inode = *root.last();
  const auto* directory = snapshots_.find(inode.id);
  const std::uint64_t quota = directory == nullptr ? 0 : directory->quota;
  const std::uint64_t count = directory == nullptr ? 0 : directory->by_id.size();
  if (count + 1 > quota) {
    return Error{ErrorCode::kSnapshot,
                 fmt::format("Failed to add snapshot: there are already {} snapshot(s) and the "
                             "snapshot quota is {}",
                             count, quota)};
  }
  if (count >= options_.max_snapshots)
    return limit_reached(count, "per directory", options_.max_snapshots);
  if (directory->by_name.contains(name)) {
    return Error{ErrorCode::kSnapshot,
                 fmt::format("Failed to add snapshot: there is already a snapshot with the same "
                             "name \"{}\".",
                             name)};
  }
  Snapshot snapshot{.id = snapshots_.next_id(),
                    .name = name,
                    .created_ms = now_ms,
                    .inode_mark = InodeId{ids_.last_inode().value() + 1},
                    .root = root.last(),
                    .state = table_.directory_state(inode)};
  snapshot.state.modification_time_ms = now_ms;
  if (inode.has_xattrs) snapshot.xattrs = table_.xattrs(inode.id);
  if (options_.capture_open_files)
    capture_open_files({*this, table_, snapshots_}, root, snapshot.id, transaction);
  transaction.add(PutIdMark{IdMark::kSnapshot, snapshot.id + 1});
  transaction.add(PutSnapshot{inode.id, std::move(snapshot)});
  transaction.touch(inode.id, now_ms, 0);
  const std::string above = path.ends_with('/') ? std::string(path) : std::string(path) + "/";
  return above + std::string(kSnapshotName) + "/" + name;
}

}  // namespace mammoth::namenode
