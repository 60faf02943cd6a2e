// Which blocks datanodes are to hold in memory, and which they say they do (Hadoop:
// CacheReplicationMonitor, CachedBlock). The wish comes from the cache directives, the rest from
// cache reports; nothing of it is durable.
//
//   wanted ──plan()──> pending ──CacheCommand, report()──> cached ──plan()──> leaving ──report()──>
//   gone
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "namenode/blocks/datanode_commands.h"
#include "namenode/blocks/datanode_id.h"

namespace mammoth::namenode {

struct BlockTables;

// Replicas wanted in memory, of each block of which any is.
using CacheWishes = std::unordered_map<BlockId, std::uint16_t>;

// Part of BlockTables.
class BlockCache {
 public:
  bool is_cached(BlockId block, DatanodeIndex datanode) const;
  std::size_t cached_count(BlockId block) const;
  bool empty() const { return entries_.empty(); }

  // All that the datanode holds in memory now.
  void report(DatanodeIndex datanode, std::span<const BlockId> blocks);
  // It is gone, and what it held with it.
  void forget(DatanodeIndex datanode);

  // What the datanode must do, unless it was told less than `retry_ms` ago and nothing was planned
  // since.
  void take_orders(DatanodeIndex datanode, std::int64_t now_ms, std::int64_t retry_ms,
                   std::vector<DatanodeCommand>& commands);

 private:
  friend class CachePlanner;
  using Nodes = std::vector<DatanodeIndex>;
  struct Entry {
    std::uint16_t wanted = 0;
    Nodes cached{};
    Nodes pending{};
    Nodes leaving{};  // of `cached`
  };
  static bool has(const Nodes& nodes, DatanodeIndex node) {
    return std::ranges::find(nodes, node) != nodes.end();
  }

  std::unordered_map<BlockId, Entry> entries_;
  std::unordered_map<DatanodeIndex, std::vector<BlockId>> held_;  // as reported
  std::unordered_map<DatanodeIndex, std::int64_t> told_ms_;       // monotonic
};

// Compares the wishes with what is, and plans orders: for datanodes that have the block and room
// for it, the roomier the likelier.
class CachePlanner {
 public:
  explicit CachePlanner(BlockTables& tables);
  void plan(const CacheWishes& wishes);

 private:
  void drop_what_does_not_fit();
  void plan_block(BlockId block, BlockCache::Entry& entry);
  void plan_leaving(BlockCache::Entry& entry, std::size_t count);
  void plan_pending(BlockId block, BlockCache::Entry& entry, std::size_t count);
  std::uint64_t length_of(BlockId block) const;
  std::int64_t room_on(DatanodeIndex datanode) const;

  BlockTables& t_;
  BlockCache& cache_;
  // Bytes that orders under way will take from a datanode's cache, or give back.
  std::unordered_map<DatanodeIndex, std::int64_t> pending_bytes_;
};

}  // namespace mammoth::namenode
