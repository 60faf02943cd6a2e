#include "namenode/blocks/pending_reconstruction.h"

#include <algorithm>

namespace mammoth::namenode {

void PendingReconstruction::add(BlockId block, const std::vector<StorageIndex>& targets,
                                std::int64_t now_ms) {
  if (targets.empty()) return;
  Pending& pending = pending_[block];
  for (const StorageIndex target : targets)
    if (std::find(pending.targets.begin(), pending.targets.end(), target) == pending.targets.end())
      pending.targets.push_back(target);
  pending.since_ms = now_ms;
}

std::vector<StorageIndex> PendingReconstruction::remove(BlockId block) {
  const auto it = pending_.find(block);
  if (it == pending_.end()) return {};
  auto targets = std::move(it->second.targets);
  pending_.erase(it);
  return targets;
}

std::vector<StorageIndex> PendingReconstruction::targets(BlockId block) const {
  const auto it = pending_.find(block);
  return it == pending_.end() ? std::vector<StorageIndex>{} : it->second.targets;
}

std::uint32_t PendingReconstruction::count(BlockId block) const {
  const auto it = pending_.find(block);
  return it == pending_.end() ? 0 : static_cast<std::uint32_t>(it->second.targets.size());
}

std::vector<BlockId> PendingReconstruction::take_timed_out(std::int64_t now_ms) {
  std::vector<BlockId> overdue;
  std::erase_if(pending_, [&](const auto& entry) {
    if (now_ms - entry.second.since_ms <= timeout_ms_) return false;
    overdue.push_back(entry.first);
    return true;
  });
  return overdue;
}

}  // namespace mammoth::namenode
