// A path and the inodes along it (Hadoop: INodesInPath).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

// Level 0 is the root, level depth() the last name. Inodes are there from the root down to the
// first name that does not exist (or stands below a file); from there on they are null. A plain
// value. (Only a writer's path whose inode is gone has no inode at all, not even the root's.)
class ResolvedPath {
 public:
  // `names` are the components below the root; inodes.size() <= names.size() + 1, the root first.
  ResolvedPath(std::vector<std::string> names, std::vector<InodePtr> inodes);

  std::size_t depth() const { return names_.size(); }
  bool is_root() const { return names_.empty(); }

  // The inode at a level, null if missing.
  const InodePtr& inode(std::size_t level) const { return inodes_[level]; }
  const InodePtr& last() const { return inodes_.back(); }
  const InodePtr& parent() const { return inodes_[inodes_.size() - 2]; }  // not of the root
  bool exists() const { return last() != nullptr; }
  // The deepest level with an inode; 0 when there is none at all.
  std::size_t existing_level() const;

  // The name at a level >= 1, and the last one ("" for the root).
  const std::string& name(std::size_t level) const { return names_[level - 1]; }
  std::string_view last_name() const { return is_root() ? std::string_view{} : names_.back(); }
  // "/a/b" up to a level; normalised, so a final slash of the original is gone.
  std::string path_to(std::size_t level) const;
  std::string path() const { return path_to(depth()); }
  std::string parent_path() const { return path_to(depth() - 1); }  // not of the root

  // Where the last name is or would be in the inode table. The parent must exist.
  Locator locator() const;
  // The policy that holds for the last inode: its own, or that of the nearest ancestor with one.
  std::uint8_t storage_policy() const { return policy_at(depth()); }
  std::uint8_t policy_at(std::size_t level) const;

  // Below ".snapshot" of a directory with snapshots: nothing there can be changed. The level of
  // ".snapshot" has the directory's inode again, but null where it is the last.
  bool in_snapshot() const { return in_snapshot_; }
  bool is_dot_snapshot() const { return is_dot_snapshot_; }
  // The one whose tree the path leads through; kNoSnapshot where there is none of that name.
  SnapshotId snapshot() const { return snapshot_; }
  void set_snapshot(SnapshotId snapshot, bool is_dot_snapshot) {
    in_snapshot_ = true;
    is_dot_snapshot_ = is_dot_snapshot;
    snapshot_ = snapshot;
  }

  // One level further down.
  ResolvedPath child(std::string name, InodePtr inode) const;
  void set_inode(std::size_t level, InodePtr inode) { inodes_[level] = std::move(inode); }

 private:
  std::vector<std::string> names_;
  std::vector<InodePtr> inodes_;
  bool in_snapshot_ = false;
  bool is_dot_snapshot_ = false;
  SnapshotId snapshot_ = kNoSnapshot;
};

}  // namespace mammoth::namenode
