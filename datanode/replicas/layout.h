// Where replicas lie on a disk: Hadoop's layout -57, so that a disk may change between Apache's
// DataNode and this one.
//
//   <volume>/in_use.lock
//   <volume>/current/VERSION
//   <volume>/current/<pool>/current/VERSION
//   <volume>/current/<pool>/current/rbw/blk_<id>, blk_<id>_<stamp>.meta           RBW and RWR
//   <volume>/current/<pool>/current/finalized/subdirX/subdirY/blk_<id>, ….meta    FINALIZED
//   <volume>/current/<pool>/tmp/blk_<id>, ….meta                                  TEMPORARY
//
// X and Y are bits 16–20 and 8–12 of the id (Hadoop: DatanodeUtil.idToBlockDir), so consecutive
// blocks share a directory and a disk has at most 1,024 of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/hdfs_ids.h"
#include "datanode/replicas/replica.h"

namespace mammoth::datanode {

inline constexpr std::int32_t kLayoutVersion = -57;
inline constexpr std::string_view kUnlinkedSuffix = ".unlinked";

std::string block_file_name(BlockId id);                          // "blk_7"
std::string meta_file_name(BlockId id, GenerationStamp stamp);    // "blk_7_1001.meta"
// Nothing for every other name.
std::optional<BlockId> parse_block_file_name(std::string_view name);
struct MetaFileName {
  BlockId id;
  GenerationStamp generation_stamp;
};
std::optional<MetaFileName> parse_meta_file_name(std::string_view name);

// "subdir3/subdir0"
std::string finalized_subdirectory(BlockId id);

// The directories of one block pool on one volume. A value; touches no disk.
class PoolLayout {
 public:
  PoolLayout() = default;
  PoolLayout(std::string volume_root, std::string_view pool_id);

  const std::string& pool() const { return pool_; }         // …/current/<pool>
  std::string current() const { return pool_ + "/current"; }
  std::string version_file() const { return pool_ + "/current/VERSION"; }
  std::string finalized() const { return pool_ + "/current/finalized"; }
  std::string rbw() const { return pool_ + "/current/rbw"; }
  std::string temporary() const { return pool_ + "/tmp"; }

  // Where the files of a replica in that state lie; not for kRur (Replica::effective).
  std::string directory(BlockId id, ReplicaState state) const;
  std::string block_file(BlockId id, ReplicaState state) const;
  std::string meta_file(BlockId id, GenerationStamp stamp, ReplicaState state) const;

 private:
  std::string pool_;
};

}  // namespace mammoth::datanode
