// Keeps what snapshots see, when the tree changes (Hadoop: INode.recordModification, the diff
// lists, INodeReference).
//
// Every transaction that changes the tree goes through preserve() before it is applied. It adds the
// versions of the entries that change for the first time since the latest snapshot that covers
// them, the marks of moved directories, and the coverage of deleted ones. Where there are no
// snapshots it costs nothing; where there are, some reads for each changed entry.
#pragma once

#include <unordered_set>

#include "namenode/namespace/snapshot_registry.h"

namespace mammoth::namenode {

using KeptBlocks = std::unordered_set<BlockId>;

// Answers the blocks that leave the tree but not the file system: their replicas must stay.
// With `skip_access_times` a change of nothing but a time of access is none
// (dfs.namenode.snapshot.skip.capture.accesstime-only-change).
KeptBlocks preserve(const InodeTable& table, const SnapshotRegistry& registry,
                    Transaction& transaction, bool skip_access_times = false);

// What a snapshot made now sees for ever of a file that is being written: closed, with the blocks so
// far, of the lengths that are known (Hadoop: INodeFile.recordModification of open files).
InodePtr captured(const Inode& open_file);

// Which of a file's blocks a version of it holds, other than that one.
KeptBlocks blocks_in_versions(const InodeTable& table, InodeId file,
                              const VersionPlace* except = nullptr);

// Adds the block that the last one of a file is being copied from, if it is (a truncation).
void hold_truncation_source(const InodeTable& table, const Inode& file, KeptBlocks& blocks);

// Whether the latest snapshot that covers the entry sees this inode there.
bool is_in_latest_snapshot(const InodeTable& table, const SnapshotRegistry& registry,
                           const Coverage& coverage, const Locator& at, InodeId inode);

}  // namespace mammoth::namenode
