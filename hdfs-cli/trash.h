// The trash: deleted files wait in <trash root>/Current until a checkpoint, which renames Current
// to the time of day, is older than fs.trash.interval (Hadoop: Trash, TrashPolicyDefault).
#pragma once

#include <string>

#include "common/hdfs/file_system.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli {

// Moves `path` (absolute) to the trash and logs where it went. False: the trash is not in use, or
// the path is in it already, and the caller has to delete. The interval of the file system's server
// counts before that of the configuration.
Result<bool> move_to_trash(const Environment& environment, hdfs::FileSystem& file_system,
                           const std::string& path);

// Deletes the checkpoints that are old enough, then makes one of what is in Current; with
// `immediate` everything goes.
Result<void> expunge_trash(const Environment& environment, hdfs::FileSystem& file_system,
                           bool immediate);

}  // namespace mammoth::cli
