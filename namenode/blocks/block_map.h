// All blocks of the namespace that are known, with their replicas (Hadoop: BlocksMap).
//
// Records of 48 bytes stand in slabs of 4,096 and never move, so a pointer to one is good until it
// is erased; an open-addressing index of 4-byte slot numbers (linear probing, at most 7/8 full)
// finds them by id. A block with up to three replicas costs 48 bytes and 4.6 to 9.2 of the index:
// 53 to 58 bytes, measured 54.8 (resident) with 10 million blocks. Further replicas go to an
// overflow table.
//
// There is no list of blocks per datanode: it would cost 8 bytes a replica for the sake of two rare
// events. Who needs the blocks of one datanode scans the map (about 15 ms a million blocks).
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "namenode/blocks/block_info.h"

namespace mammoth::namenode {

class BlockMap {
 public:
  BlockMap();

  BlockInfo* find(BlockId id);
  const BlockInfo* find(BlockId id) const;
  // `owner` must not be 0. The block must not be in the map.
  BlockInfo& insert(const BlockOwner& owner);
  void erase(BlockInfo& block);
  std::size_t size() const { return size_; }
  // How far scan() goes.
  std::size_t slots() const { return slots_; }

  // Replicas, in order of arrival. `add` wants a storage that is not there yet.
  bool has_replica(const BlockInfo& block, StorageIndex storage) const;
  void add_replica(BlockInfo& block, StorageIndex storage);
  bool remove_replica(BlockInfo& block, StorageIndex storage);
  // The replicas at this moment; the copy allows changes while it is walked.
  std::vector<StorageIndex> replicas(const BlockInfo& block) const;
  template <class Visit>
  void for_each_replica(const BlockInfo& block, Visit&& visit) const {
    for (std::uint32_t i = 0; i < block.replica_count; ++i) visit(replica_at(block, i));
  }

  // Visits up to `limit` slots from `cursor` on and returns where to go on; 0 when the end was
  // reached. Visits blocks that stand throughout a whole walk at least once; `visit` may erase the
  // block it is given.
  template <class Visit>
  std::size_t scan(std::size_t cursor, std::size_t limit, Visit&& visit) {
    const std::size_t end = std::min(slots_, cursor + limit);
    for (std::size_t slot = cursor; slot < end; ++slot)
      if (BlockInfo& block = at(static_cast<Slot>(slot)); block.owner.value() != 0) visit(block);
    return end == slots_ ? 0 : end;
  }
  template <class Visit>
  void for_each(Visit&& visit) {
    scan(0, slots_, visit);
  }

  std::size_t memory_bytes() const;

 private:
  using Slot = std::uint32_t;
  static constexpr std::size_t kSlabBlocks = 4'096;
  static constexpr Slot kEmpty = 0xffff'ffff;

  BlockInfo& at(Slot slot) { return slabs_[slot / kSlabBlocks][slot % kSlabBlocks]; }
  const BlockInfo& at(Slot slot) const { return slabs_[slot / kSlabBlocks][slot % kSlabBlocks]; }
  StorageIndex replica_at(const BlockInfo& block, std::uint32_t i) const;
  void set_replica(BlockInfo& block, std::uint32_t i, StorageIndex storage);
  std::size_t home(BlockId id) const;
  std::size_t position_of(BlockId id) const;  // of its index entry, or of the hole where it belongs
  void grow_index();
  Slot take_slot();

  std::vector<std::unique_ptr<BlockInfo[]>> slabs_;
  std::vector<Slot> index_;
  std::vector<Slot> free_slots_;
  std::size_t slots_ = 0;  // ever used
  std::size_t size_ = 0;
  std::unordered_map<BlockId, std::vector<StorageIndex>> overflow_;  // replicas 4, 5, …
};

}  // namespace mammoth::namenode
