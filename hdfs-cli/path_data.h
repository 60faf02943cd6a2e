// PathData: one path on a command line, or found below one: the file system it is on, how the user
// knows it, and what is there (Hadoop: org.apache.hadoop.fs.shell.PathData).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/hdfs/file_system.h"
#include "hdfs-cli/file_systems.h"
#include "common/hdfs/path.h"

namespace mammoth::cli {

struct PathData {
  std::shared_ptr<hdfs::FileSystem> file_system;
  std::string text;  // for messages and listings: relative or with a scheme, as the user gave it
  std::string path;  // absolute within its file system
  std::optional<hdfs::FileStatus> status;  // nothing: there is no such file

  bool exists() const { return status.has_value(); }
  bool is_directory() const { return status && status->is_directory; }
  bool is_file() const { return status && !status->is_directory && !status->is_symlink; }
  // Whether the text can only mean a directory: it ends in "/", "." or "..".
  bool looks_like_a_directory() const;
  Path qualified() const;   // with scheme and authority
  std::string uri() const;  // the same, percent-encoded, mostly "file:///…" for local files

  // The entry called like `name` of this directory, with its status when it was looked up.
  PathData child(std::string_view name, std::optional<hdfs::FileStatus> child_status) const;
  // Looks the status up again. kFileNotFound, with the text, when it is gone.
  Result<void> refresh();
};

// Whether anything is at `path`; every error but a missing file is the caller's.
Result<bool> exists(hdfs::FileSystem& file_system, const std::string& path);
Result<std::optional<hdfs::FileStatus>> find_status(hdfs::FileSystem& file_system,
                                                    const std::string& path);

// A path without wildcards, and what is there.
Result<PathData> look_up(FileSystems& file_systems, const std::string& text);
// The same on the local file system. `text` may be a URI whose scheme and authority are then
// ignored; %xx in it stands for a character unless a file is called exactly so.
Result<PathData> look_up_local(FileSystems& file_systems, const std::string& text);
Result<PathData> look_up_child(const PathData& directory, std::string_view name);

// What the pattern `text` names: all matches, ordered; nothing when a wildcard matches nothing; the
// path itself without a status when it has no wildcard and there is no such file.
Result<std::vector<PathData>> expand(FileSystems& file_systems, const std::string& text);

}  // namespace mammoth::cli
