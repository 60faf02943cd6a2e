// What the directories of a volume show of its finalized replicas; for those who compare them with
// the replica map, or walk over them (Hadoop: FsVolumeImpl.compileReport, BlockIteratorImpl).
#pragma once

#include <string>
#include <vector>

#include "common/io/disk.h"
#include "datanode/replicas/layout.h"

namespace mammoth::datanode {

// The directories below finalized/ that may hold replicas ("subdir3/subdir0"), in the order of names.
// Throws DiskError.
std::vector<std::string> finalized_directories(Disk& disk, const PoolLayout& layout);

// A block file. Its stamp is that of the meta file beside it, 0 without one.
struct FinalizedFile {
  BlockId id;
  GenerationStamp generation_stamp;
};

// Those of one such directory, in the order of ids; none when it is gone. Files of other names, and
// blocks that belong elsewhere, are left out. Throws DiskError.
std::vector<FinalizedFile> finalized_files(Disk& disk, const PoolLayout& layout,
                                           const std::string& directory);

}  // namespace mammoth::datanode
