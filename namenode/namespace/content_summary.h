// How much a subtree holds (Hadoop: ContentSummary, ContentSummaryComputationContext).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "namenode/namespace/snapshot_view.h"
#include "namenode/namespace/permission.h"

namespace mammoth::namenode {

struct ContentSummary {
  std::uint64_t length_bytes = 0;
  std::uint64_t file_count = 0;
  std::uint64_t directory_count = 0;
  Quota quota{};  // of the directory at the top
  std::uint64_t space_consumed_bytes =
      0;              // lengths times replication; a block being written is full
  TypeBytes types{};  // of files with a policy: their lengths, as their replicas' types go

  // Of these what is deleted, and kept by snapshots.
  struct Kept {
    std::uint64_t length_bytes = 0;
    std::uint64_t file_count = 0;
    std::uint64_t directory_count = 0;
    std::uint64_t space_consumed_bytes = 0;
  };
  Kept in_snapshots{};
};

// A walk through a subtree that stops every so often, so that the lock can be given to others. What
// changes meanwhile may be counted or not; every directory is looked at once, by its id, wherever
// it is by then. Memory: the subdirectories that were seen and wait for their turn.
class ContentSummaryWalk {
 public:
  // Of a file, or of a directory and everything below it; `policy` is the storage policy in force
  // there, 0 for none.
  ContentSummaryWalk(const InodePtr& start, std::uint8_t policy,
                     SnapshotId snapshot = kNoSnapshot);

  // The snapshot that it walks through, if it is one.
  SnapshotId snapshot() const { return snapshot_; }

  // Looks at up to `max_inodes` more. True once the summary is complete. kAccessDenied at a
  // directory that the user may not read and list; a null checker looks at no rights.
  // `table` is that of snapshot().
  Result<bool> advance(const SnapshotView& table, const PermissionChecker* checker,
                       std::size_t max_inodes);

  const ContentSummary& summary() const { return summary_; }

 private:
  struct Directory {
    InodePtr inode;
    std::uint8_t policy = 0;
    bool is_deleted = false;  // only snapshots have it,
    bool is_moved = false;    // or have it here
    SnapshotId seen_by = kNoSnapshot;
  };
  void count_file(const Inode& file, std::uint8_t policy, bool is_deleted);
  void count_kept(const SnapshotView& table);
  void count_kept_at(const SnapshotView& table, const std::string& name,
                     const std::vector<NumberedVersion>& versions);

  ContentSummary summary_;
  SnapshotId snapshot_;
  std::vector<Directory> waiting_;
  Directory current_;      // the one being looked at,
  std::string last_name_;  // as far as this child
};

}  // namespace mammoth::namenode
