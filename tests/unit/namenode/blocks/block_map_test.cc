#include "namenode/blocks/block_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace mammoth::namenode {
namespace {

BlockOwner owner(std::uint64_t id) {
  return {.inode = InodeId(1), .block = {BlockId(id), GenerationStamp(1'001), 7}};
}

TEST(BlockMap, BehavesLikeAMapUnderRandomChanges) {
  // Inserts, erases and replica changes in random order, compared with std::map after each step.
  std::mt19937_64 random(1);
  BlockMap map;
  std::map<std::uint64_t, std::vector<StorageIndex>> model;
  for (int step = 0; step < 60'000; ++step) {
    const std::uint64_t id = (1ull << 30) + random() % 3'000;
    BlockInfo* block = map.find(BlockId(id));
    ASSERT_EQ(block != nullptr, model.contains(id));
    if (!block) {
      map.insert(owner(id));
      model[id] = {};
      continue;
    }
    const StorageIndex storage(static_cast<std::uint32_t>(random() % 6));
    auto& replicas = model[id];
    const auto listed = std::find(replicas.begin(), replicas.end(), storage);
    if (random() % 8 == 0) {
      map.erase(*block);
      model.erase(id);
    } else if (listed == replicas.end()) {
      map.add_replica(*block, storage);
      replicas.push_back(storage);
      ASSERT_EQ(map.replicas(*block), replicas);
    } else {
      ASSERT_TRUE(map.remove_replica(*block, storage));
      replicas.erase(listed);
      ASSERT_EQ(map.replicas(*block), replicas);
      ASSERT_FALSE(map.has_replica(*block, storage));
    }
    ASSERT_EQ(map.size(), model.size());
  }
  std::map<std::uint64_t, std::vector<StorageIndex>> walked;
  map.for_each([&](const BlockInfo& b) { walked[b.id.value()] = map.replicas(b); });
  EXPECT_EQ(walked, model);
}

TEST(BlockMap, AScanInStepsSeesEveryBlockOnce) {
  // The walks of the redundancy monitor advance a bounded number of slots at a time.
  BlockMap map;
  for (std::uint64_t i = 1; i <= 10'000; ++i) map.insert(owner(i));
  for (std::uint64_t i = 1; i <= 10'000; i += 3) map.erase(*map.find(BlockId(i)));
  std::set<BlockId> seen;
  std::size_t cursor = 0;
  do {
    cursor =
        map.scan(cursor, 777, [&](const BlockInfo& b) { EXPECT_TRUE(seen.insert(b.id).second); });
  } while (cursor != 0);
  EXPECT_EQ(seen.size(), map.size());
}

TEST(BlockMap, ABlockWithThreeReplicasCostsAtMost64Bytes) {
  // The number in the header, whatever the fill of the index.
  BlockMap map;
  for (std::uint64_t i = 1; i <= 1'000'000; ++i) {
    BlockInfo& block = map.insert(owner(i));
    for (std::uint32_t s = 0; s < 3; ++s) map.add_replica(block, StorageIndex(s));
    if (i >= 100'000 && i % 50'000 == 0) {
      EXPECT_LE(static_cast<double>(map.memory_bytes()) / static_cast<double>(i), 64.0) << i;
    }
  }
}

}  // namespace
}  // namespace mammoth::namenode
