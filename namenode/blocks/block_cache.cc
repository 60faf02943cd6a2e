#include "namenode/blocks/block_cache.h"

#include "namenode/blocks/block_tables.h"

namespace mammoth::namenode {

bool BlockCache::is_cached(BlockId block, DatanodeIndex datanode) const {
  const auto found = entries_.find(block);
  return found != entries_.end() && has(found->second.cached, datanode);
}

std::size_t BlockCache::cached_count(BlockId block) const {
  const auto found = entries_.find(block);
  return found == entries_.end() ? 0 : found->second.cached.size();
}

void BlockCache::report(DatanodeIndex datanode, std::span<const BlockId> blocks) {
  std::vector<BlockId>& held = held_[datanode];
  for (const BlockId block : held)
    if (const auto found = entries_.find(block); found != entries_.end())
      std::erase(found->second.cached, datanode);
  held.assign(blocks.begin(), blocks.end());
  for (const BlockId block : blocks) {
    Entry& entry = entries_[block];
    if (!has(entry.cached, datanode)) entry.cached.push_back(datanode);
    std::erase(entry.pending, datanode);
  }
}

void BlockCache::forget(DatanodeIndex datanode) {
  report(datanode, {});
  held_.erase(datanode);
  told_ms_.erase(datanode);
  for (auto& [block, entry] : entries_) {
    std::erase(entry.pending, datanode);
    std::erase(entry.leaving, datanode);
  }
}

void BlockCache::take_orders(DatanodeIndex datanode, std::int64_t now_ms, std::int64_t retry_ms,
                             std::vector<DatanodeCommand>& commands) {
  if (entries_.empty()) return;
  const auto told = told_ms_.find(datanode);
  if (told != told_ms_.end() && now_ms - told->second < retry_ms) return;
  CacheCommand cache;
  UncacheCommand uncache;
  for (const auto& [block, entry] : entries_) {
    if (has(entry.pending, datanode)) cache.blocks.push_back(block);
    if (has(entry.leaving, datanode)) uncache.blocks.push_back(block);
  }
  told_ms_[datanode] = now_ms;
  if (!cache.blocks.empty()) commands.emplace_back(std::move(cache));
  if (!uncache.blocks.empty()) commands.emplace_back(std::move(uncache));
}

// ---- Planning

CachePlanner::CachePlanner(BlockTables& tables) : t_(tables), cache_(tables.cache) {}

std::uint64_t CachePlanner::length_of(BlockId block) const {
  const BlockInfo* info = t_.blocks.find(block);
  return info ? info->block().length_bytes : 0;
}

void CachePlanner::plan(const CacheWishes& wishes) {
  for (auto& [block, entry] : cache_.entries_) entry.wanted = 0;
  for (const auto& [block, replicas] : wishes) cache_.entries_[block].wanted = replicas;
  cache_.told_ms_.clear();
  drop_what_does_not_fit();
  for (auto it = cache_.entries_.begin(); it != cache_.entries_.end();) {
    plan_block(it->first, it->second);
    const auto& entry = it->second;
    const bool is_over = entry.wanted == 0 && entry.pending.empty() && entry.cached.empty();
    it = is_over ? cache_.entries_.erase(it) : std::next(it);
  }
}

// A datanode that has become smaller, or is filled by what nobody ordered.
void CachePlanner::drop_what_does_not_fit() {
  std::unordered_map<DatanodeIndex, std::int64_t> room;
  for (auto& [block, entry] : cache_.entries_) {
    const auto length = static_cast<std::int64_t>(length_of(block));
    std::erase_if(entry.pending, [&](DatanodeIndex datanode) {
      const auto [left, is_new] = room.try_emplace(datanode, room_on(datanode));
      if (length > left->second) return true;
      left->second -= length;
      return false;
    });
    for (const DatanodeIndex datanode : entry.pending) pending_bytes_[datanode] += length;
    std::erase_if(entry.leaving,
                  [&](DatanodeIndex datanode) { return !cache_.has(entry.cached, datanode); });
    for (const DatanodeIndex datanode : entry.leaving) pending_bytes_[datanode] -= length;
  }
}

std::int64_t CachePlanner::room_on(DatanodeIndex index) const {
  const DatanodeDescriptor& datanode = t_.datanodes.at(index);
  if (datanode.cache_used_bytes >= datanode.cache_capacity_bytes) return 0;
  return static_cast<std::int64_t>(datanode.cache_capacity_bytes - datanode.cache_used_bytes);
}

void CachePlanner::plan_block(BlockId block, BlockCache::Entry& entry) {
  const BlockInfo* info = t_.blocks.find(block);
  const std::size_t wanted = info != nullptr && info->complete() ? entry.wanted : 0;
  if (entry.cached.size() >= wanted) entry.pending.clear();
  if (entry.cached.size() < wanted) entry.leaving.clear();
  if (entry.cached.size() > entry.leaving.size() + wanted) {
    plan_leaving(entry, entry.cached.size() - entry.leaving.size() - wanted);
  } else if (entry.cached.size() + entry.pending.size() < wanted) {
    plan_pending(block, entry, wanted - entry.cached.size() - entry.pending.size());
  }
}

void CachePlanner::plan_leaving(BlockCache::Entry& entry, std::size_t count) {
  std::vector<DatanodeIndex> possible;
  for (const DatanodeIndex datanode : entry.cached)
    if (!cache_.has(entry.leaving, datanode)) possible.push_back(datanode);
  for (; count > 0 && !possible.empty(); --count) {
    const auto chosen =
        possible.begin() + static_cast<std::ptrdiff_t>(t_.random.below(possible.size()));
    entry.leaving.push_back(*chosen);
    possible.erase(chosen);
  }
}

void CachePlanner::plan_pending(BlockId block, BlockCache::Entry& entry, std::size_t count) {
  const BlockInfo& info = *t_.blocks.find(block);
  const auto length = static_cast<std::int64_t>(info.block().length_bytes);
  struct Place {
    DatanodeIndex datanode;
    std::uint64_t weight;
  };
  std::vector<Place> fresh, stale;
  t_.blocks.for_each_replica(info, [&](StorageIndex storage) {
    const DatanodeDescriptor& datanode = t_.datanodes.datanode_of(storage);
    if (!datanode.in_service() || t_.corrupt.contains(block, storage)) return;
    if (cache_.has(entry.pending, datanode.index) || cache_.has(entry.cached, datanode.index))
      return;
    const std::int64_t room = room_on(datanode.index) - pending_bytes_[datanode.index];
    if (room < length) return;
    const auto percent = 100 * room / static_cast<std::int64_t>(datanode.cache_capacity_bytes);
    const bool is_stale = datanode.stale(t_.clock.monotonic_ms(), t_.options.stale_interval_ms);
    (is_stale ? stale : fresh)
        .push_back(
            {datanode.index, static_cast<std::uint64_t>(std::max<std::int64_t>(percent, 1))});
  });
  for (std::vector<Place>* places : {&fresh, &stale}) {
    for (; count > 0 && !places->empty(); --count) {
      std::uint64_t total = 0;
      for (const Place& place : *places) total += place.weight;
      std::uint64_t ticket = t_.random.below(total);
      auto winner = places->begin();
      while (ticket >= winner->weight) ticket -= (winner++)->weight;
      entry.pending.push_back(winner->datanode);
      pending_bytes_[winner->datanode] += length;
      places->erase(winner);
    }
  }
}

}  // namespace mammoth::namenode
