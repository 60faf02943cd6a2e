// Finds the files that a pattern names (Hadoop: Globber).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {

// The entries whose path matches `pattern` (without scheme; relative to `working_directory`),
// ordered by path; their `path` is the absolute one they were found under. Nothing at all (nullopt)
// says that the pattern has no wildcard and no such file exists; an empty list that a wildcard
// matched nothing.
//
// Directories that cannot be found on the way match nothing; every other refusal is the caller's,
// as are patterns that make no sense.
Result<std::optional<std::vector<FileStatus>>> glob(FileSystem& file_system,
                                                    std::string_view working_directory,
                                                    std::string_view pattern);

}  // namespace mammoth::hdfs
