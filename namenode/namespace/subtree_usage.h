// What subtrees count for the quotas above them, with what only snapshots hold (Hadoop:
// INode.computeQuotaUsage, DirectoryWithSnapshotFeature).
//
// A place is the entry of a directory by its name, with its versions (snapshot.h). The inode that
// is there now counts; and every other inode of a version, once. Of a file count all blocks that it
// or a version of it at that place has, with the greatest replication of any. A directory that only
// versions have counts as the newest of them saw it when it went; that is kept in the version
// (state.usage) and stays what it is until the last version of it there is gone. A directory that
// was renamed counts at both places, as in Hadoop.
#pragma once

#include <vector>

#include "namenode/namespace/snapshot_view.h"

namespace mammoth::namenode {

struct UsageTables {
  const InodeTable& table;
  const SnapshotRegistry& snapshots;
};

// Of a subtree with its top, as the directory above sees it: the top's policy is applied. A version
// that does not say what its directory counts counts nothing; with `record` it is made to say it.
Usage subtree_usage(const UsageTables& tables, const InodePtr& top, Transaction* record = nullptr);
// The same as the top sees it: what a directory with a quota keeps in its DirectoryState.
Usage content_usage(const UsageTables& tables, const InodePtr& top, Transaction* record = nullptr);
// What one snapshot sees of a directory, as the one above sees it.
Usage usage_in_snapshot(const UsageTables& tables, const InodePtr& directory, SnapshotId snapshot);

// What the files of a place count beyond usage_of() the one that is there now (null: none is).
Usage kept_files_usage(const InodePtr& now, const std::vector<NumberedVersion>& versions);

// Adds to what a directory and those above it hold, those with a quota; nothing where the directory
// is not in the tree any more.
void charge_above(const InodeTable& table, InodeId directory, const Usage& change,
                  Transaction& transaction);
// Whether one of them has a quota.
bool has_quota_above(const InodeTable& table, InodeId directory);

}  // namespace mammoth::namenode
