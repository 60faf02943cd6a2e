#include "namenode/namespace/id_allocator.h"

namespace mammoth::namenode {

IdAllocator::IdAllocator(const InodeTable& table) : table_(table) {
  for (std::size_t i = 0; i < kIdMarks; ++i) next_[i] = table.mark(static_cast<IdMark>(i));
}

InodeId IdAllocator::next_inode(Transaction& transaction) {
  return InodeId{next(IdMark::kInode, transaction)};
}
BlockId IdAllocator::next_block(Transaction& transaction) {
  return BlockId{next(IdMark::kBlock, transaction)};
}
GenerationStamp IdAllocator::next_generation_stamp(Transaction& transaction) {
  return GenerationStamp{next(IdMark::kGenerationStamp, transaction)};
}

GenerationStamp IdAllocator::current_generation_stamp() const {
  return GenerationStamp{last(IdMark::kGenerationStamp)};
}
InodeId IdAllocator::last_inode() const {
  return InodeId{last(IdMark::kInode)};
}
BlockId IdAllocator::last_block() const {
  return BlockId{last(IdMark::kBlock)};
}

std::uint64_t IdAllocator::next(IdMark mark, Transaction& transaction) {
  const std::uint64_t id = next_[static_cast<std::size_t>(mark)]++;
  if (id >= table_.mark(mark)) transaction.add(PutIdMark{mark, id + kIdStride});
  return id;
}

}  // namespace mammoth::namenode
