// The identities of HDFS, each a type of its own.
#pragma once

#include <cstdint>

#include "common/base/strong_id.h"

namespace mammoth {

// Sequential from 2^30 + 1 (Hadoop: SequentialBlockIdGenerator).
using BlockId = StrongId<struct BlockIdTag>;
// Grows with every new block, pipeline and recovery; the first one given is 1001.
using GenerationStamp = StrongId<struct GenerationStampTag>;
// The root is 16385 (Hadoop: INodeId).
using InodeId = StrongId<struct InodeIdTag>;

inline constexpr InodeId kRootInodeId{16385};
inline constexpr GenerationStamp kFirstGenerationStamp{1000};
inline constexpr BlockId kLastReservedBlockId{std::uint64_t{1} << 30};

// Block: what the wire calls a BlockProto.
struct Block {
  BlockId id;
  GenerationStamp generation_stamp;
  std::uint64_t length_bytes = 0;
  bool operator==(const Block&) const = default;
};

}  // namespace mammoth
