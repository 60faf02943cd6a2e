// The trash of a directory that may have snapshots: DIRECTORY/.Trash, where every user has one
// (Hadoop: DistributedFileSystem.provisionSnapshotTrash, HdfsAdmin).
#pragma once

#include <string>
#include <string_view>

#include "common/hdfs/snapshots.h"
#include "hdfs-cli/environment.h"
#include "hdfs-cli/path_data.h"

namespace mammoth::cli {

// Makes it, for everybody to write in. Answers its path. kFileNotFound; kIllegalArgument where no
// snapshots are allowed; kFileAlreadyExists where something else stands in its place, which is said
// already in the name of the command, in more than one line.
Result<std::string> provision_trash(Environment& environment, std::string_view command,
                                    const PathData& directory);

// Removes it, where nothing is in it; kIo otherwise. No trash is success.
Result<void> remove_empty_trash(Environment& environment, const PathData& directory);

}  // namespace mammoth::cli
