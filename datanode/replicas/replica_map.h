// All replicas of this datanode, by block id (Hadoop: ReplicaMap).
//
// Sixty-four shards, each with two locks. The map lock is held for moments and never across a disk
// call. The change lock of a shard makes changes of one block follow one another, and is held across
// the renames that belong to a change of state; a disk that hangs holds up one block in sixty-four.
// Whoever takes both takes the change lock first.
//
// Memory: at most 64 bytes a replica (a hash node of 48, a bucket of 8 to 16), and about 200 more for
// each that is being written or recovered.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "datanode/replicas/open_replica.h"
#include "datanode/replicas/replica.h"

namespace mammoth::datanode {

class ReplicaMap {
 public:
  struct Entry {
    Replica replica;
    std::shared_ptr<OpenReplica> open;  // RBW, TEMPORARY and RUR
  };

  // What lies on the disk; of an open replica the length is the present one.
  std::optional<Entry> find(BlockId id) const;
  // Adds or replaces.
  void put(Entry entry);
  // What it was, if it was there.
  std::optional<Entry> erase(BlockId id);

  // Hold it while a block changes its state; `std::unique_lock change = map.change(id);`
  std::unique_lock<std::mutex> change(BlockId id) const;

  std::size_t size() const;
  // Of every replica at some moment during the call; none is missed that stays. `visit` must not
  // call back.
  void for_each(const std::function<void(const Entry&)>& visit) const;
  // Takes out all replicas of a volume that failed.
  std::vector<Entry> erase_volume(VolumeIndex volume);

 private:
  struct Hash {
    std::size_t operator()(BlockId id) const noexcept {
      return static_cast<std::size_t>(id.value() * 0x9e37'79b9'7f4a'7c15ULL >> 17);
    }
  };
  // The record without the id, which is the key.
  struct Record {
    std::uint64_t length_bytes;
    GenerationStamp generation_stamp;
    VolumeIndex volume;
    ReplicaState state;
    ReplicaState original;
    bool deleting;
  };
  struct Shard {
    mutable std::mutex change_mutex;
    mutable std::mutex map_mutex;
    std::unordered_map<BlockId, Record, Hash> records;                     // guarded by map_mutex
    std::unordered_map<BlockId, std::shared_ptr<OpenReplica>, Hash> open;  // guarded by map_mutex
  };

  const Shard& shard(BlockId id) const { return shards_[id.value() % shards_.size()]; }
  Shard& shard(BlockId id) { return shards_[id.value() % shards_.size()]; }
  static Entry entry_of(const Shard& shard, BlockId id, const Record& record);

  std::array<Shard, 64> shards_;
};

}  // namespace mammoth::datanode
