#include "namenode/blocks/block_map.h"

#include <algorithm>
#include <bit>

#include "common/base/check.h"

namespace mammoth::namenode {

namespace {
constexpr std::size_t kFirstIndexSize = 1'024;
}

BlockMap::BlockMap() : index_(kFirstIndexSize, kEmpty) {}

// Block ids are mostly sequential; Fibonacci hashing spreads them.
std::size_t BlockMap::home(BlockId id) const {
  return (id.value() * 0x9e37'79b9'7f4a'7c15) >> (64 - std::countr_zero(index_.size()));
}

std::size_t BlockMap::position_of(BlockId id) const {
  std::size_t position = home(id);
  while (index_[position] != kEmpty && at(index_[position]).id != id)
    position = (position + 1) & (index_.size() - 1);
  return position;
}

const BlockInfo* BlockMap::find(BlockId id) const {
  const Slot slot = index_[position_of(id)];
  return slot == kEmpty ? nullptr : &at(slot);
}

BlockInfo* BlockMap::find(BlockId id) {
  return const_cast<BlockInfo*>(static_cast<const BlockMap*>(this)->find(id));
}

BlockMap::Slot BlockMap::take_slot() {
  if (!free_slots_.empty()) {
    const Slot slot = free_slots_.back();
    free_slots_.pop_back();
    return slot;
  }
  check(slots_ < kEmpty, "block map is full");
  if (slots_ % kSlabBlocks == 0) slabs_.push_back(std::make_unique<BlockInfo[]>(kSlabBlocks));
  return static_cast<Slot>(slots_++);
}

void BlockMap::grow_index() {
  std::vector<Slot> old(index_.size() * 2, kEmpty);
  old.swap(index_);
  for (const Slot slot : old)
    if (slot != kEmpty) index_[position_of(at(slot).id)] = slot;
}

BlockInfo& BlockMap::insert(const BlockOwner& owner) {
  check(owner.inode.value() != 0, "a block needs an owner");
  if ((size_ + 1) * 8 > index_.size() * 7) grow_index();
  const std::size_t position = position_of(owner.block.id);
  check(index_[position] == kEmpty, "block is in the map already");
  const Slot slot = take_slot();
  index_[position] = slot;
  ++size_;
  BlockInfo& block = at(slot);
  block = BlockInfo{};
  block.id = owner.block.id;
  block.generation_stamp = owner.block.generation_stamp;
  block.length_bytes = owner.block.length_bytes;
  block.owner = owner.inode;
  block.replication = owner.replication & BlockInfo::kMaxReplicas;
  block.state = owner.state;
  return block;
}

void BlockMap::erase(BlockInfo& block) {
  const std::size_t mask = index_.size() - 1;
  std::size_t hole = position_of(block.id);
  const Slot slot = index_[hole];
  check(slot != kEmpty && &at(slot) == &block, "block is not of this map");
  if (block.replica_count > BlockInfo::kInlineReplicas) overflow_.erase(block.id);
  block = BlockInfo{};
  free_slots_.push_back(slot);
  --size_;
  // Pull back the entries that were pushed past the hole.
  index_[hole] = kEmpty;
  for (std::size_t next = (hole + 1) & mask; index_[next] != kEmpty; next = (next + 1) & mask) {
    const std::size_t distance_home = (next - home(at(index_[next]).id)) & mask;
    if (distance_home < ((next - hole) & mask)) continue;
    index_[hole] = index_[next];
    index_[next] = kEmpty;
    hole = next;
  }
}

StorageIndex BlockMap::replica_at(const BlockInfo& block, std::uint32_t i) const {
  if (i < BlockInfo::kInlineReplicas) return block.inline_replicas[i];
  return overflow_.at(block.id)[i - BlockInfo::kInlineReplicas];
}

void BlockMap::set_replica(BlockInfo& block, std::uint32_t i, StorageIndex storage) {
  if (i < BlockInfo::kInlineReplicas)
    block.inline_replicas[i] = storage;
  else
    overflow_[block.id][i - BlockInfo::kInlineReplicas] = storage;
}

bool BlockMap::has_replica(const BlockInfo& block, StorageIndex storage) const {
  for (std::uint32_t i = 0; i < block.replica_count; ++i)
    if (replica_at(block, i) == storage) return true;
  return false;
}

void BlockMap::add_replica(BlockInfo& block, StorageIndex storage) {
  check(block.replica_count < BlockInfo::kMaxReplicas, "too many replicas");
  const std::uint32_t count = block.replica_count;
  if (count >= BlockInfo::kInlineReplicas)
    overflow_[block.id].push_back(storage);
  else
    block.inline_replicas[count] = storage;
  block.replica_count = (count + 1) & BlockInfo::kMaxReplicas;
}

bool BlockMap::remove_replica(BlockInfo& block, StorageIndex storage) {
  const std::uint32_t count = block.replica_count;
  std::uint32_t found = 0;
  while (found < count && replica_at(block, found) != storage) ++found;
  if (found == count) return false;
  for (std::uint32_t i = found; i + 1 < count; ++i) set_replica(block, i, replica_at(block, i + 1));
  block.replica_count = (count - 1) & BlockInfo::kMaxReplicas;
  if (count > BlockInfo::kInlineReplicas) {
    auto& rest = overflow_[block.id];
    rest.pop_back();
    if (rest.empty()) overflow_.erase(block.id);
  } else {
    block.inline_replicas[count - 1] = kNoStorage;
  }
  return true;
}

std::vector<StorageIndex> BlockMap::replicas(const BlockInfo& block) const {
  std::vector<StorageIndex> result;
  result.reserve(block.replica_count);
  for_each_replica(block, [&](StorageIndex storage) { result.push_back(storage); });
  return result;
}

std::size_t BlockMap::memory_bytes() const {
  return slabs_.size() * kSlabBlocks * sizeof(BlockInfo) + index_.capacity() * sizeof(Slot) +
         free_slots_.capacity() * sizeof(Slot);
}

}  // namespace mammoth::namenode
