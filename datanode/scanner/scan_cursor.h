// How far the scan of a volume has come, kept in <pool>/scanner.cursor so that a restart goes on from
// there (Hadoop: FsVolumeImpl.BlockIteratorState, whose JSON this is).
#pragma once

#include <cstdint>
#include <string>

#include "common/io/disk.h"
#include "datanode/replicas/layout.h"

namespace mammoth::datanode {

struct ScanCursor {
  std::int64_t saved_ms = 0;    // since the epoch, as all times here
  std::int64_t started_ms = 0;  // when this round began
  std::string directory;        // "subdir3/subdir0"; empty before the first one
  BlockId last;                 // the block looked at last, in that directory
  bool at_end = false;          // the round is over
  bool operator==(const ScanCursor&) const = default;
};

// A cursor that is not there, or makes no sense, is one at the very beginning.
ScanCursor load_cursor(Disk& disk, const PoolLayout& layout);
// Throws DiskError.
void save_cursor(Disk& disk, const PoolLayout& layout, const ScanCursor& cursor);

}  // namespace mammoth::datanode
