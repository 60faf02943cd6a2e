// Where an attempt keeps what it writes: map output, or what a reduce has fetched (Hadoop:
// LocalDirAllocator).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce::runner {

// Makes ROOT/output/ATTEMPT below one of the application's directories, by the number of task and
// attempt: all disks get some, and what failed on one is tried again on the next. Disks with less
// than `wanted_bytes` of room are taken only where none has more. Throws DiskErrorException where
// none can be written.
std::string makeOutputDirectory(const std::vector<std::string>& roots, const TaskAttemptID& id,
                                std::uint64_t wanted_bytes);

}  // namespace mammoth::mapreduce::runner
