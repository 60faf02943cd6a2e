#include "namenode/namespace/id_allocator.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/memory_inode_table.h"

namespace mammoth::namenode {
namespace {

// A new file system starts where Hadoop's does.
TEST(IdAllocator, FirstIds) {
  MemoryInodeTable table;
  IdAllocator ids(table);
  Transaction t;
  EXPECT_EQ(ids.current_generation_stamp(), GenerationStamp{1000});
  EXPECT_EQ(ids.next_inode(t), InodeId{16386});
  EXPECT_EQ(ids.next_block(t), BlockId{(1u << 30) + 1});
  EXPECT_EQ(ids.next_generation_stamp(t), GenerationStamp{1001});
  EXPECT_EQ(ids.current_generation_stamp(), GenerationStamp{1001});
}

// Most allocations cost no put.
TEST(IdAllocator, OnePutAStride) {
  MemoryInodeTable table;
  IdAllocator ids(table);
  std::size_t puts = 0;
  for (int i = 0; i < 3000; ++i) {
    Transaction t;
    ids.next_block(t);
    puts += t.changes().size();
    table.apply(std::move(t));
  }
  EXPECT_EQ(puts, 3u);
}

// Ids are never given out twice: not after a crash, not when transactions were dropped, not when the
// mark's own transaction was.
TEST(IdAllocator, NeverTwice) {
  MemoryInodeTable table;
  std::set<InodeId> durable;
  for (int round = 0; round < 5; ++round) {
    IdAllocator ids(table);
    for (int i = 0; i < 1500; ++i) {
      Transaction t;
      const InodeId id = ids.next_inode(t);
      if (i % 3 == 0 || i < 5) continue;  // refused: the transaction is dropped
      table.apply(std::move(t));
      ASSERT_TRUE(durable.insert(id).second) << "round " << round;
    }
    table.sync();
    table.crash(0);
  }
}

}  // namespace
}  // namespace mammoth::namenode
