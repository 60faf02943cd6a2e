// Snapshots, and what they keep (Hadoop: Snapshot, DirectorySnapshottableFeature, the diff lists).
//
// Making a snapshot copies nothing. Before an entry of the tree changes for the first time after
// it, what the entry was is stored as a version of the entry: the inode, the state of a directory,
// its extended attributes; or that there was none. A version numbered t is right for every snapshot
// up to t that is newer than the version before. So a snapshot s sees of an entry its first version
// numbered s or more, and the entry of the tree where there is none. An inode whose id was given
// out after s is not seen by s, which makes creating files cost no version.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

struct Snapshot {
  SnapshotId id = kNoSnapshot;
  std::string name;
  std::int64_t created_ms = 0;
  InodeId inode_mark;  // inodes with this id or more came later
  InodePtr root;       // as it was, with its state
  DirectoryState state{};
  std::vector<XAttr> xattrs{};
};

struct EntryVersion {
  InodePtr inode{};        // null: there was no such entry
  DirectoryState state{};  // of a directory
  std::vector<XAttr> xattrs{};
  Coverage coverage{};  // of the directory, when this was stored
};

// Where a version of an inode is stored.
struct VersionPlace {
  SnapshotId number;
  Locator at;
};

// A directory whose snapshots are allowed.
struct SnapshottableDirectory {
  InodeId directory;
  std::uint64_t quota = 0;
};

struct SnapshotRecords {
  std::vector<SnapshottableDirectory> directories;
  std::vector<std::pair<InodeId, Snapshot>> snapshots;  // by directory, then number
  std::vector<SnapshotId> deleted;                      // whose versions are still there
};

// Versions of entries, in the order of their names and then numbers; false ends the scan.
using VersionVisitor =
    std::function<bool(std::string_view name, SnapshotId number, const EntryVersion& version)>;

}  // namespace mammoth::namenode
