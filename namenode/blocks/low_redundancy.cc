#include "namenode/blocks/low_redundancy.h"

#include <algorithm>

namespace mammoth::namenode {

RedundancyPriority LowRedundancyBlocks::priority(const Counts& counts) {
  using enum RedundancyPriority;
  if (counts.live >= counts.expected) return kBadlyDistributed;
  if (counts.live == 0)
    return counts.read_only > 0 || counts.out_of_service > 0 ? kHighest : kCorrupt;
  if (counts.live == 1) return kHighest;
  return counts.live * 3 < counts.expected ? kVeryLow : kLow;
}

void LowRedundancyBlocks::update(BlockId block, const Counts& counts) {
  const RedundancyPriority now = priority(counts);
  const bool replication_one = counts.expected == 1;
  if (const auto it = entries_.find(block); it != entries_.end()) {
    if (it->second.priority == now && it->second.replication_one == replication_one) return;
    remove(block);
  }
  Queue& queue = queues_[static_cast<std::size_t>(now)];
  queue.push_back(block);
  entries_.emplace(block, Entry{now, replication_one, std::prev(queue.end())});
  if (now == RedundancyPriority::kCorrupt) {
    corrupt_in_order_.insert(block);
    corrupt_replication_one_ += replication_one;
  }
}

bool LowRedundancyBlocks::remove(BlockId block) {
  const auto it = entries_.find(block);
  if (it == entries_.end()) return false;
  if (it->second.priority == RedundancyPriority::kCorrupt) {
    corrupt_in_order_.erase(block);
    corrupt_replication_one_ -= it->second.replication_one;
  }
  queues_[static_cast<std::size_t>(it->second.priority)].erase(it->second.place);
  entries_.erase(it);
  return true;
}

std::vector<LowRedundancyBlocks::Choice> LowRedundancyBlocks::choose(std::size_t limit) {
  std::vector<Choice> chosen;
  for (std::size_t level = 0; level + 1 < kPriorities; ++level) {
    Queue& queue = queues_[level];
    const std::size_t turn = std::min(limit - chosen.size(), queue.size());
    for (std::size_t i = 0; i < turn; ++i) {
      chosen.push_back({queue.front(), static_cast<RedundancyPriority>(level)});
      queue.splice(queue.end(), queue, queue.begin());
    }
  }
  return chosen;
}

std::vector<BlockId> LowRedundancyBlocks::corrupt(BlockId after, std::size_t limit) const {
  std::vector<BlockId> result;
  for (auto it = corrupt_in_order_.upper_bound(after);
       it != corrupt_in_order_.end() && result.size() < limit; ++it)
    result.push_back(*it);
  return result;
}

}  // namespace mammoth::namenode
