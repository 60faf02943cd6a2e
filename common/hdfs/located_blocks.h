// The blocks of a file with everything that the NameNode says of them (Hadoop: LocatedBlocks), for
// gateways that pass it on; who wants to know where to read asks FileSystem::block_locations.
// Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/hdfs/admin.h"

namespace mammoth::hdfs {

struct LocatedBlock {
  std::string pool_id;
  std::uint64_t id = 0;
  std::uint64_t generation_stamp = 0;
  std::uint64_t length_bytes = 0;
  std::uint64_t offset_bytes = 0;  // in the file
  bool corrupt = false;            // every replica is
  std::vector<DatanodeReport> locations{};
  std::vector<std::string> storage_types{};  // of each location
};

struct LocatedBlocks {
  std::uint64_t length_bytes = 0;
  bool under_construction = false;
  bool last_block_complete = false;
  std::vector<LocatedBlock> blocks{};
  std::optional<LocatedBlock> last_block{};
};

}  // namespace mammoth::hdfs
