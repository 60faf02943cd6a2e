// How a block recovery ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/hdfs_ids.h"

namespace mammoth::namenode {

// commitBlockSynchronization, as far as it concerns blocks.
struct RecoveryResult {
  Block old_block;
  std::optional<BlockId> block{};  // the one recovered, where that is a copy of the old one
  GenerationStamp new_generation_stamp;
  std::uint64_t new_length_bytes = 0;
  bool delete_block = false;
  std::vector<std::string> target_uuids;     // datanodes, parallel to
  std::vector<std::string> target_storages;  // their storages
};

// What the caller must write into the namespace after a recovery was accepted.
struct FinishedRecovery {
  InodeId owner;
  Block block;             // its final shape
  bool deleted = false;    // remove the block from the file instead
  bool truncated = false;  // the recovery carried out a truncate
};

}  // namespace mammoth::namenode
