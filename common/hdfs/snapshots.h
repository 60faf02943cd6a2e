// Snapshots of directories, on file systems that have them (Hadoop: DistributedFileSystem).
//
// As FileSystem's calls these block, are thread-safe, and refuse with the NameNode's words. What
// they change is durable when they answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/hdfs/file_status.h"

namespace mammoth::hdfs {

class FileSystem;

// A directory that may have snapshots (Hadoop: SnapshottableDirectoryStatus).
struct SnapshottableDirectory {
  FileStatus status;
  std::uint32_t snapshots = 0;
  std::uint32_t quota = 0;
};

// A snapshot; the status is its directory's then (Hadoop: SnapshotStatus).
struct SnapshotInfo {
  FileStatus status;  // path: DIRECTORY/.snapshot/NAME
  std::uint32_t id = 0;
  bool is_deleted = false;
};

// One line of a report: "+" made, "-" gone, "M" changed, "R" renamed. Paths are relative to the
// directory, which itself is "".
struct SnapshotDifference {
  std::string label;
  std::string path;
  std::string target{};  // of "R"
};

// Where a page of a listing of differences begins, and where the next one does.
struct SnapshotDiffCursor {
  std::string path{};
  std::int32_t index = -1;  // -1 and no path: at the beginning; as an answer: that was all
};

// A page of what differs, as the NameNode keeps it (Hadoop: SnapshotDiffReportListing).
struct SnapshotDiffListing {
  struct Entry {
    std::uint64_t directory_id = 0;
    std::uint64_t id = 0;
    std::string path{};
    std::optional<std::string> target{};
    bool is_reference = false;
  };
  bool from_earlier = true;
  SnapshotDiffCursor next{};
  std::vector<Entry> modified{};
  std::vector<Entry> created{};
  std::vector<Entry> deleted{};
};

class Snapshots {
 public:
  virtual ~Snapshots() = default;
  virtual Result<void> allow_snapshot(const std::string& directory) = 0;
  virtual Result<void> disallow_snapshot(const std::string& directory) = 0;
  // An empty name: one after the time. Answers the snapshot's path.
  virtual Result<std::string> create_snapshot(const std::string& directory,
                                              const std::string& name) = 0;
  virtual Result<void> delete_snapshot(const std::string& directory, const std::string& name) = 0;
  virtual Result<void> rename_snapshot(const std::string& directory, const std::string& name,
                                       const std::string& new_name) = 0;
  // Those of the user, or all for a superuser.
  virtual Result<std::vector<SnapshottableDirectory>> snapshottable_directories() = 0;
  virtual Result<std::vector<SnapshotInfo>> snapshots(const std::string& directory) = 0;
  // From one snapshot to another; an empty name is the directory as it is. In the order of the
  // paths.
  virtual Result<std::vector<SnapshotDifference>> snapshot_diff(const std::string& directory,
                                                                const std::string& from,
                                                                const std::string& to) = 0;
  virtual Result<SnapshotDiffListing> snapshot_diff_listing(const std::string& directory,
                                                            const std::string& from,
                                                            const std::string& to,
                                                            const SnapshotDiffCursor& start) = 0;
};

// Null: the file system has none.
Snapshots* snapshots_of(FileSystem& file_system);

}  // namespace mammoth::hdfs
