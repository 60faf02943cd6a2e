// What datanodes are told to hold in memory.
#include "tests/unit/namenode/blocks/cluster.h"

namespace mammoth::namenode {
namespace {

class BlockCacheTest : public ::testing::Test {
 protected:
  BlockCacheTest() {
    cluster.start();
    cluster.add_live(3);
    for (int n = 1; n <= 3; ++n) capacity(n, 1'000);
  }
  void capacity(int n, std::uint64_t bytes, std::uint64_t used = 0) {
    cluster.nodes.at(n).cache_capacity_bytes = bytes;
    cluster.nodes.at(n).cache_used_bytes = used;
    cluster.beat(n);
  }
  void plan(std::unordered_map<BlockId, std::uint16_t> wishes) {
    cluster.blocks.plan_cache(wishes);
  }
  Result<void> hold(int n, std::vector<BlockId> blocks) {
    return cluster.blocks.cache_report(cluster.nodes.at(n).registration, blocks);
  }
  // The datanodes that are told with their next heartbeats, of the block.
  template <class Command>
  std::vector<int> told(BlockId block) {
    std::vector<int> result;
    for (auto& [n, node] : cluster.nodes)
      for (const auto& command : cluster.beat(n).commands)
        if (const auto* ids = std::get_if<Command>(&command))
          if (std::ranges::find(ids->blocks, block) != ids->blocks.end()) result.push_back(n);
    return result;
  }
  std::vector<bool> cached_of(const BlockOwner& owner) {
    return cluster.blocks.locate(owner, {"10.9.9.9", {}}).cached;
  }

  Cluster cluster;
};

TEST_F(BlockCacheTest, FromWishToMemoryAndBack) {
  const BlockOwner owner = cluster.complete_block(1, 3, {1, 2, 3});
  const BlockId block = owner.block.id;
  plan({{block, 2}});
  const auto first = told<CacheCommand>(block);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_TRUE(told<CacheCommand>(block).empty()) << "not again so soon";
  cluster.clock.advance_ms(30'000);
  EXPECT_EQ(told<CacheCommand>(block), first) << "who has not done it is told again";
  EXPECT_TRUE(cached_of(owner).empty());
  for (const int n : first) ASSERT_TRUE(hold(n, {block}));
  EXPECT_EQ(cluster.blocks.cached_replicas(block), 2u);
  const auto places = cluster.blocks.locate(owner, {"10.9.9.9", {}});
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(places.cached[i],
              std::ranges::find(first, Cluster::numbers({places.locations[i]})[0]) != first.end());
  plan({{block, 2}});
  EXPECT_TRUE(told<CacheCommand>(block).empty());

  plan({});
  EXPECT_EQ(told<UncacheCommand>(block), first);
  for (const int n : first) ASSERT_TRUE(hold(n, {}));
  plan({});
  EXPECT_TRUE(told<UncacheCommand>(block).empty());
  EXPECT_EQ(cluster.blocks.cached_replicas(block), 0u);
}

TEST_F(BlockCacheTest, OnlyWhereThereIsRoom) {
  const BlockOwner owner = cluster.complete_block(1, 3, {1, 2, 3}, 600);
  capacity(1, 1'000, 500);
  capacity(2, 0);
  plan({{owner.block.id, 3}});
  EXPECT_EQ(told<CacheCommand>(owner.block.id), std::vector<int>{3});
  const BlockOwner second = cluster.complete_block(2, 1, {3}, 600);
  plan({{owner.block.id, 3}, {second.block.id, 1}});
  EXPECT_TRUE(told<CacheCommand>(second.block.id).empty()) << "the first one's room is spoken for";
}

TEST_F(BlockCacheTest, DeadAndUnknownDatanodes) {
  const BlockOwner owner = cluster.complete_block(1, 2, {1, 2});
  const BlockId block = owner.block.id;
  ASSERT_TRUE(hold(1, {block}));
  plan({{block, 1}});
  EXPECT_TRUE(told<CacheCommand>(block).empty());
  ASSERT_TRUE(cluster.blocks.remove_datanode(cluster.nodes.at(1).registration));
  EXPECT_EQ(cluster.blocks.cached_replicas(block), 0u);
  EXPECT_EQ(hold(1, {block}).error().message,
            "processCacheReport from dead or unregistered datanode: 10.0.0.1:9866");
  plan({{block, 1}});
  EXPECT_EQ(told<CacheCommand>(block), std::vector<int>{2});
}

// Held without having been asked for, or of no file any more.
TEST_F(BlockCacheTest, WhatNobodyWantsLeaves) {
  ASSERT_TRUE(hold(1, {BlockId(77)}));
  plan({});
  EXPECT_EQ(told<UncacheCommand>(BlockId(77)), std::vector<int>{1});
}

}  // namespace
}  // namespace mammoth::namenode
