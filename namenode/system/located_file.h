// The blocks of a file with the places that hold them (Hadoop: LocatedBlocks). Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "namenode/blocks/located_block.h"

namespace mammoth::namenode {

// A block as clients name it.
struct ExtendedBlock {
  std::string pool_id;
  Block block;

  // "BP-1-127.0.0.1-1700000000000:blk_1073741825_1001"
  std::string to_string() const;
};

// "blk_1073741825_1001"
std::string block_text(const Block& block);

struct LocatedFileBlock {
  LocatedBlock located;
  std::uint64_t offset_bytes = 0;  // of its first byte in the file
};

struct LocatedFile {
  std::uint64_t length_bytes = 0;        // without a block that is still being written
  std::vector<LocatedFileBlock> blocks;  // those that touch the range asked for
  bool under_construction = false;
  std::optional<LocatedFileBlock> last_block;  // also when outside of the range
  bool last_block_complete = false;
};

}  // namespace mammoth::namenode
