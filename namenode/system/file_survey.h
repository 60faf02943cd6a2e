// What fsck learns about a file and its blocks, and monitoring about snapshots. Plain values that
// outlive the lock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "namenode/blocks/block_survey.h"
#include "namenode/namespace/inode_status.h"
#include "namenode/system/located_file.h"

namespace mammoth::namenode {

struct FileSurvey {
  LocatedFile located;
  // As many as located.blocks; nothing where the block manager does not know the block.
  std::vector<std::optional<BlockSurvey>> blocks;
  std::vector<PlacementVerdict> placements;
};

struct OwnedBlockSurvey {
  BlockSurvey survey;
  std::string path;  // of the file it belongs to
};

struct SnapshotSurvey {
  std::vector<SnapshottableStatus> directories;  // by path
  std::vector<SnapshotStatus> snapshots;         // by directory and name
};

}  // namespace mammoth::namenode
