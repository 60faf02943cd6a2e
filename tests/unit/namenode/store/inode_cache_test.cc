#include "namenode/store/inode_cache.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>
#include <vector>

namespace mammoth::namenode {
namespace {

InodePtr inode(std::uint64_t id) {
  Inode inode;
  inode.id = InodeId{id};
  return std::make_shared<const Inode>(inode);
}

// What was put is found, under its own parent and name only.
TEST(InodeCache, FindsByParentAndName) {
  InodeCache cache(1 << 20);
  cache.put(InodeId{1}, "a", inode(10));
  cache.put(InodeId{2}, "a", inode(20));
  EXPECT_EQ(cache.find(InodeId{1}, "a")->id, InodeId{10});
  EXPECT_EQ(cache.find(InodeId{2}, "a")->id, InodeId{20});
  EXPECT_EQ(cache.find(InodeId{1}, "b"), nullptr);
  cache.put(InodeId{1}, "a", inode(11));
  EXPECT_EQ(cache.find(InodeId{1}, "a")->id, InodeId{11});
  cache.erase(InodeId{1}, "a");
  cache.erase(InodeId{1}, "a");
  EXPECT_EQ(cache.find(InodeId{1}, "a"), nullptr);
}

// Its size has a bound, and what is used stays.
TEST(InodeCache, EvictsWhatWasNotUsed) {
  constexpr std::size_t kCapacity = 256 << 10;
  InodeCache cache(kCapacity);
  cache.put(InodeId{1}, "hot", inode(1));
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    cache.put(InodeId{2}, "file-" + std::to_string(i), inode(i));
    ASSERT_NE(cache.find(InodeId{1}, "hot"), nullptr) << i;
    ASSERT_LE(cache.size_bytes(), kCapacity);
  }
  EXPECT_GT(cache.size_bytes(), kCapacity / 2);
  EXPECT_EQ(cache.find(InodeId{2}, "file-0"), nullptr);
  EXPECT_NE(cache.find(InodeId{2}, "file-19999"), nullptr);
}

// An inode larger than its share is not kept, and takes no other's place.
TEST(InodeCache, TooLarge) {
  InodeCache cache(64 << 10);
  cache.put(InodeId{1}, "small", inode(1));
  Inode large;
  large.blocks.resize(10'000);
  cache.put(InodeId{1}, "large", std::make_shared<const Inode>(large));
  EXPECT_EQ(cache.find(InodeId{1}, "large"), nullptr);
  EXPECT_NE(cache.find(InodeId{1}, "small"), nullptr);
}

// Readers of all threads at once.
TEST(InodeCache, Threads) {
  InodeCache cache(64 << 10);
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 4; ++t) {
    threads.emplace_back([&cache, t] {
      std::mt19937 dice(t);
      for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t id = dice() % 1000;
        const std::string name = std::to_string(id);
        if (const auto found = cache.find(InodeId{1}, name))
          ASSERT_EQ(found->id, InodeId{id});
        else
          cache.put(InodeId{1}, name, inode(id));
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace mammoth::namenode
