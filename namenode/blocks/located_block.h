// A block with its places, nearest to the reader first (Hadoop: LocatedBlock without offset and
// token, which belong to the layers above).
#pragma once

#include <vector>

#include "common/base/hdfs_ids.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

struct LocatedBlock {
  Block block;
  std::vector<StorageTarget> locations;
  bool corrupt = false;  // every replica is; the locations then name the corrupt ones
  std::vector<bool> cached{};  // of each location, whether it holds the block in memory; or empty
};

}  // namespace mammoth::namenode
