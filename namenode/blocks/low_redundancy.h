// Blocks that have fewer replicas than they should, the most endangered first (Hadoop:
// LowRedundancyBlocks). Within a priority they take turns: who was looked at goes to the back.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <set>
#include <unordered_map>
#include <vector>

#include "common/base/hdfs_ids.h"

namespace mammoth::namenode {

enum class RedundancyPriority : std::uint8_t {
  kHighest,  // one replica left, or only on nodes that leave
  kVeryLow,  // less than a third of the replicas
  kLow,
  kBadlyDistributed,  // enough, but on too few racks
  kCorrupt,           // no usable replica at all: nothing can be copied, only counted
};

class LowRedundancyBlocks {
 public:
  static constexpr std::size_t kPriorities = 5;

  struct Counts {
    std::uint32_t live = 0;
    std::uint32_t read_only = 0;
    std::uint32_t out_of_service = 0;  // on decommissioning, decommissioned or maintenance nodes
    std::uint32_t expected = 0;
  };
  static RedundancyPriority priority(const Counts& counts);

  // Enters the block or moves it to where it belongs now.
  void update(BlockId block, const Counts& counts);
  bool remove(BlockId block);
  bool contains(BlockId block) const { return entries_.contains(block); }

  // Up to `limit` blocks to copy, by priority; corrupt ones are never among them.
  struct Choice {
    BlockId block;
    RedundancyPriority priority;
  };
  std::vector<Choice> choose(std::size_t limit);

  std::size_t size() const { return entries_.size(); }
  std::size_t size(RedundancyPriority priority) const {
    return queues_[static_cast<std::size_t>(priority)].size();
  }
  // Corrupt blocks of which only one replica was ever wanted.
  std::size_t corrupt_with_replication_one() const { return corrupt_replication_one_; }
  // Blocks without a usable replica, in id order after `after`.
  std::vector<BlockId> corrupt(BlockId after, std::size_t limit) const;

 private:
  using Queue = std::list<BlockId>;
  struct Entry {
    RedundancyPriority priority;
    bool replication_one;
    Queue::iterator place;
  };
  std::array<Queue, kPriorities> queues_;
  std::unordered_map<BlockId, Entry> entries_;
  std::set<BlockId> corrupt_in_order_;
  std::size_t corrupt_replication_one_ = 0;
};

}  // namespace mammoth::namenode
