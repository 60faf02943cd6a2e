// The snapshots there are, in memory (Hadoop: SnapshotManager). Some hundred bytes each.
//
// Thread-safety: that of the DirectoryTree. What operations do is noted by apply(), after the
// table's.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "namenode/namespace/inode_table.h"

namespace mammoth::namenode {

// Whether the registry has to be told.
bool changes_snapshots(const Change& change);

class SnapshotRegistry {
 public:
  struct Directory {
    std::uint64_t quota = 0;
    std::map<SnapshotId, std::shared_ptr<const Snapshot>> by_id;
    std::map<std::string, SnapshotId, std::less<>> by_name;
  };

  explicit SnapshotRegistry(const InodeTable& table);
  void apply(const Transaction& transaction);

  // Nothing is kept for any snapshot, not even for deleted ones.
  bool idle() const { return roots_.empty() && deleted_.empty(); }
  std::size_t snapshot_count() const { return roots_.size(); }
  const std::map<InodeId, Directory>& directories() const { return directories_; }
  // Null: no snapshots are allowed there.
  const Directory* find(InodeId directory) const;
  const Snapshot* find(SnapshotId snapshot) const;
  // The directory of a snapshot.
  InodeId root_of(SnapshotId snapshot) const { return roots_.at(snapshot); }
  // The next snapshot's number.
  SnapshotId next_id() const { return next_id_; }
  // The snapshots that are deleted and still have versions.
  const std::set<SnapshotId>& deleted() const { return deleted_; }

  // Whether an inode is old enough for a snapshot to see it.
  bool is_older(InodeId inode, SnapshotId snapshot) const;
  // The newest snapshot of the coverage with a number within (above, below); kNoSnapshot if none.
  SnapshotId latest(const Coverage& coverage, SnapshotId below = kOpenEnd,
                    SnapshotId above = kNoSnapshot) const;
  // The coverage of a directory's children, of that of the directory's own entry.
  Coverage descend(Coverage coverage, const Inode& directory) const;
  // Without the snapshots to come, and without the segments that no snapshot is in.
  Coverage closed(const Coverage& coverage) const;

 private:
  bool has_snapshot(const CoverageSegment& segment) const;

  std::map<InodeId, Directory> directories_;
  std::map<SnapshotId, InodeId> roots_;
  std::set<SnapshotId> deleted_;
  SnapshotId next_id_ = 1;
};

// The coverage of the entries of a directory of the tree; empty for one that lost an ancestor.
Coverage coverage_of(const InodeTable& table, const SnapshotRegistry& registry, InodeId directory);

}  // namespace mammoth::namenode
