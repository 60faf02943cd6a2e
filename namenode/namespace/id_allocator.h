// New ids, each given out once for ever (Hadoop: INodeId, SequentialBlockIdGenerator,
// GenerationStamp).
//
// Ids are reserved a stride at a time: the mark in the table says that every id below it may have
// been given out, and a restart continues there. The put of a new mark rides in the transaction
// that uses the first id beyond the old one, so it is durable whenever that use is; a transaction
// that is dropped costs nothing, for the next one sees the old mark and puts the new one itself.
//
// Not thread-safe: for the one writer of the table.
#pragma once

#include <array>

#include "common/base/hdfs_ids.h"
#include "namenode/namespace/inode_table.h"

namespace mammoth::namenode {

inline constexpr std::uint64_t kIdStride = 1000;

class IdAllocator {
 public:
  // Continues at the marks of `table`, which must outlive this.
  explicit IdAllocator(const InodeTable& table);

  InodeId next_inode(Transaction& transaction);
  BlockId next_block(Transaction& transaction);
  GenerationStamp next_generation_stamp(Transaction& transaction);
  // The newest stamp given out (Hadoop: BlockIdManager.getGenerationStamp).
  GenerationStamp current_generation_stamp() const;
  // The newest id of an inode and of a block given out.
  InodeId last_inode() const;
  BlockId last_block() const;

 private:
  std::uint64_t next(IdMark mark, Transaction& transaction);
  std::uint64_t last(IdMark mark) const { return next_[static_cast<std::size_t>(mark)] - 1; }

  const InodeTable& table_;
  std::array<std::uint64_t, kIdMarks> next_;
};

// What the marks are in a table that was just formatted.
constexpr std::uint64_t first_id(IdMark mark) {
  switch (mark) {
    case IdMark::kInode:
      return kRootInodeId.value() + 1;
    case IdMark::kBlock:
      return kLastReservedBlockId.value() + 1;
    case IdMark::kGenerationStamp:
      return kFirstGenerationStamp.value() + 1;
    case IdMark::kSnapshot:
      return 1;
  }
  return 0;
}

}  // namespace mammoth::namenode
