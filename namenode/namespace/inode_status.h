// What a client is told about a file or a directory (Hadoop: HdfsFileStatus, DirectoryListing).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

struct InodeStatus {
  std::string name{};          // the last component; empty where the client named the path itself
  InodePtr inode{};            // with id 0 below /.reserved
  DirectoryState directory{};  // of a directory; of a file its times, and no children
  bool snapshottable = false;  // a directory that may have snapshots
  std::uint8_t storage_policy = 0;  // the one in force; 0 where nobody set one
};

// A directory that may have snapshots (Hadoop: SnapshottableDirectoryStatus).
struct SnapshottableStatus {
  InodeStatus status;
  std::string parent_path;
  std::uint64_t snapshots = 0;
  std::uint64_t quota = 0;
};

// A snapshot: its root, as it was (Hadoop: SnapshotStatus).
struct SnapshotStatus {
  InodeStatus status;
  std::string parent_path;  // the directory
  SnapshotId id = kNoSnapshot;
};

struct ListingRequest {
  std::string_view path;
  std::string_view start_after{};  // a name, or a path below /.reserved/.inodes; need not exist
  std::uint32_t limit = 1000;      // dfs.ls.limit
  // Ends the page early, once about `limit` block locations are on it.
  bool with_locations = false;
};

struct Listing {
  std::vector<InodeStatus> entries;  // in the order of their names as unsigned bytes
  // 0 at the end. Exact on the first page; later pages know only that there is more.
  std::uint64_t remaining_entries = 0;
};

}  // namespace mammoth::namenode
