// Hadoop: FSDirSnapshotOp.getSnapshotDiffReport, DirectorySnapshottableFeature.computeDiff.
#include <fmt/format.h>

#include <map>
#include <set>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"

namespace mammoth::namenode {

namespace {

using Children = std::map<std::string, InodePtr>;

std::string below(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "/" + name;
}

// The place of an inode in a state of the tree, and the inode as it was.
std::optional<Locator> place_in(const InodeTable& table, SnapshotId state, InodeId id) {
  if (state != kNoSnapshot)
    for (const VersionPlace& place : table.versions_of(id))
      if (place.number >= state) return place.at;
  return table.locate(id);
}

InodePtr inode_in(const InodeTable& table, const SnapshotView& view, SnapshotId state, InodeId id) {
  const auto at = place_in(table, state, id);
  return at ? view.find_child(at->parent, at->name) : nullptr;
}

class Differ {
 public:
  struct State {
    const SnapshotView& view;
    SnapshotId id;
  };
  Differ(const InodeTable& table, State earlier, State later, InodeId top)
      : table_(table), earlier_(earlier), later_(later), top_(top) {}

  std::vector<ModifiedEntry> run(const InodePtr& before, const InodePtr& after) {
    compare(before, after, "");
    for (ModifiedEntry& entry : modified_)
      for (auto& child : entry.created) child.is_rename = renamed_.contains(child.id);
    return std::move(modified_);
  }

 private:
  static Children children(const SnapshotView& view, InodeId directory) {
    Children children;
    view.scan_children(directory, {}, [&](std::string_view name, const InodePtr& inode) {
      children.emplace(name, inode);
      return true;
    });
    return children;
  }

  bool same_attributes(const Inode& before, const Inode& after) const {
    if (before.mode != after.mode || before.owner != after.owner || before.group != after.group ||
        before.acl != after.acl || before.has_xattrs != after.has_xattrs)
      return false;
    if (before.has_xattrs && earlier_.view.xattrs(before.id) != later_.view.xattrs(after.id))
      return false;
    if (before.is_directory()) return before.quota == after.quota;
    return before.length_bytes() == after.length_bytes() &&
           before.replication == after.replication && before.storage_policy == after.storage_policy;
  }

  // Where the inode is later; nothing where that is not below the top.
  std::optional<std::string> later_path(InodeId id) const {
    std::string path;
    while (id != top_) {
      auto at = place_in(table_, later_.id, id);
      if (!at || id == kRootInodeId) return std::nullopt;
      path = path.empty() ? std::move(at->name) : at->name + "/" + path;
      id = at->parent;
    }
    return path;
  }

  void compare(const InodePtr& before, const InodePtr& after, const std::string& path) {
    ModifiedEntry entry{.id = before->id, .is_directory = before->is_directory(), .path = path};
    const bool same = same_attributes(*before, *after);
    if (!before->is_directory()) {
      if (!same) modified_.push_back(std::move(entry));
      return;
    }
    struct Pair {
      InodePtr before;
      InodePtr after;
      std::string path;
    };
    std::vector<Pair> deeper;
    const Children old = children(earlier_.view, before->id);
    const Children now = children(later_.view, after->id);
    for (const auto& [name, inode] : now)
      if (const auto found = old.find(name); found == old.end() || found->second->id != inode->id)
        entry.created.push_back({.id = inode->id, .path = below(path, name)});
    for (const auto& [name, inode] : old) {
      const auto found = now.find(name);
      if (found != now.end() && found->second->id == inode->id) {
        deeper.push_back({inode, found->second, below(path, name)});
        continue;
      }
      ModifiedEntry::Child child{.id = inode->id, .path = below(path, name)};
      child.target = later_path(inode->id);
      if (child.target) {
        child.is_rename = true;
        renamed_.insert(inode->id);
        deeper.push_back({inode, inode_in(table_, later_.view, later_.id, inode->id), child.path});
      }
      entry.deleted.push_back(std::move(child));
    }
    if (!same || !entry.created.empty() || !entry.deleted.empty())
      modified_.push_back(std::move(entry));
    for (const Pair& pair : deeper)
      if (pair.after) compare(pair.before, pair.after, pair.path);
  }

  const InodeTable& table_;
  const State earlier_;
  const State later_;
  const InodeId top_;
  std::set<InodeId> renamed_;
  std::vector<ModifiedEntry> modified_;
};

}  // namespace

Result<SnapshotId> DirectoryTree::state_named(InodeId root, std::string_view name) const {
  if (name.empty()) return kNoSnapshot;
  const auto* directory = snapshots_.find(root);
  if (directory != nullptr)
    if (const auto found = directory->by_name.find(name); found != directory->by_name.end())
      return found->second;
  return Error{ErrorCode::kSnapshot,
               fmt::format("Cannot find the snapshot of directory {} with name {}",
                           path_to(table_, root), name)};
}

Result<SnapshotDiff> DirectoryTree::diff_snapshots(const PermissionChecker& checker,
                                                   std::string_view path, std::string_view from,
                                                   std::string_view to) const {
  const ResolvedPath top = TRY(resolve(&checker, path, PathUse::kRead));
  if (checker.enabled()) {
    for (const std::string_view name : {from, to}) {
      const std::string state =
          name.empty() ? std::string(path)
                       : fmt::format("{}/{}/{}", path == "/" ? "" : path, kSnapshotName, name);
      const ResolvedPath resolved = TRY(resolve(&checker, state, PathUse::kRead));
      TRY(check_path(checker, resolved, {.self = Access::kRead, .subtree = Access::kRead}));
    }
  }
  TRY(check_is_directory(top, path));
  std::optional<InodeId> root;
  for (std::size_t level = 0; level <= top.depth(); ++level)
    if (top.inode(level) && snapshots_.find(top.inode(level)->id)) root = top.inode(level)->id;
  if (!root && top.is_root()) root = kRootInodeId;
  if (!root) {
    return Error{
        ErrorCode::kSnapshot,
        fmt::format("The path {} is neither snapshottable nor under a snapshot root!", top.path())};
  }
  if (from.empty() && to.empty()) return SnapshotDiff{};
  const SnapshotId from_id = TRY(state_named(*root, from));
  const SnapshotId to_id = TRY(state_named(*root, to));
  if (from == to) return SnapshotDiff{};
  SnapshotDiff diff{.from_earlier =
                        from_id != kNoSnapshot && (to_id == kNoSnapshot || from_id < to_id)};
  const SnapshotId earlier = diff.from_earlier ? from_id : to_id;
  const SnapshotId later = diff.from_earlier ? to_id : from_id;
  const SnapshotView before(table_, snapshots_, earlier);
  const SnapshotView after(table_, snapshots_, later);
  const InodeId id = top.last()->id;
  const auto in = [&](const SnapshotView& view, SnapshotId state) {
    if (state == kNoSnapshot) return top.last();
    return id == *root ? snapshots_.find(state)->root : inode_in(table_, view, state, id);
  };
  const InodePtr old = in(before, earlier);
  const InodePtr now = in(after, later);
  if (old && now)
    diff.modified = Differ(table_, {before, earlier}, {after, later}, id).run(old, now);
  return diff;
}

}  // namespace mammoth::namenode
