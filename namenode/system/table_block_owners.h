// Which file a block belongs to, asked of the inode table; and what a file says of its blocks.
#pragma once

#include "namenode/blocks/block_info.h"
#include "namenode/namespace/id_allocator.h"
#include "namenode/namespace/inode_table.h"

namespace mammoth::namenode {

// The file's `index`-th block. The last block of an open file is under construction; what the block
// manager knows about a block wins over that.
BlockOwner block_owner_of(const Inode& file, std::size_t index);

// The ids of a file's blocks, in order.
std::vector<BlockId> block_ids(const std::vector<Block>& blocks);

// Called by the block manager, under the lock that its caller holds.
class TableBlockOwners final : public BlockOwnerLookup {
 public:
  // Both must outlive this.
  TableBlockOwners(const InodeTable& table, const IdAllocator& ids) : table_(table), ids_(ids) {}
  // A block of a file that no longer has it, but snapshots have: the newest version's word.
  bool find_owner(BlockId id, BlockOwner& owner) const override;
  // Whether only snapshots have the block.
  bool is_kept_only(BlockId id) const;
  GenerationStamp current_generation_stamp() const override {
    return ids_.current_generation_stamp();
  }

 private:
  bool find_live(BlockId id, InodeId file, BlockOwner& owner) const;
  bool find_kept(BlockId id, InodeId file, BlockOwner& owner) const;

  const InodeTable& table_;
  const IdAllocator& ids_;
};

}  // namespace mammoth::namenode
