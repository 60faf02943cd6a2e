#include "namenode/namespace/open_file.h"

#include "tests/support/namespace_fixture.h"

namespace mammoth::namenode {
namespace {

class OpenFileTest : public NamespaceTest {
 protected:
  ResolvedPath file() { return *tree.resolve(nullptr, "/f", PathUse::kRead); }
  void commit(Transaction& t) { table.apply(std::move(t)), t = {}; }
  void SetUp() override { create(hdfs, create_request("/f")); }

  const Block first{BlockId{1}, GenerationStamp{1001}, 0};
  const Block second{BlockId{2}, GenerationStamp{1002}, 0};
};

// A file grows block by block, is closed, opened again and closed again.
TEST_F(OpenFileTest, Life) {
  Transaction t;
  add_block(file(), first, nullptr, t);
  commit(t);
  EXPECT_EQ(table.block_owner(first.id), file().last()->id);

  const Block committed{first.id, first.generation_stamp, 1024};
  add_block(file(), second, &committed, t);
  commit(t);
  EXPECT_THAT(file().last()->blocks, testing::ElementsAre(committed, second));
  EXPECT_EQ(file().last()->length_without_open_block_bytes(), 1024u);

  clock.advance_ms(3);
  const Block done{second.id, second.generation_stamp, 10};
  close_file(file(), {committed, done}, clock.wall_ms(), t);
  commit(t);
  EXPECT_FALSE(file().last()->under_construction);
  EXPECT_EQ(file().last()->length_bytes(), 1034u);
  EXPECT_EQ(file().last()->modification_time_ms, clock.wall_ms());
  EXPECT_FALSE(table.find_open_file(file().last()->id));
  EXPECT_EQ(tree.path_of(file().last()->id), "/f");

  reopen_file(file(), {"second writer", "10.0.0.2"}, t);
  commit(t);
  EXPECT_EQ(table.find_open_file(file().last()->id)->holder, "second writer");
  change_holder(file(), {"recovery", "10.0.0.2"}, t);
  commit(t);
  EXPECT_EQ(table.find_open_file(file().last()->id)->holder, "recovery");
  EXPECT_EQ(tree.path_of(file().last()->id), "/f");
}

// Blocks change their shape, go, and are cut.
TEST_F(OpenFileTest, Blocks) {
  Transaction t;
  add_block(file(), first, nullptr, t);
  commit(t);
  const Block renewed{first.id, GenerationStamp{1005}, 100};
  update_block(file(), renewed, t);
  commit(t);
  EXPECT_THAT(file().last()->blocks, testing::ElementsAre(renewed));

  add_block(file(), second, nullptr, t);
  commit(t);
  remove_last_block(file(), t);
  commit(t);
  EXPECT_THAT(file().last()->blocks, testing::ElementsAre(renewed));
  EXPECT_FALSE(table.block_owner(second.id));

  truncate_blocks(file(), {}, clock.wall_ms(), t);
  commit(t);
  EXPECT_THAT(file().last()->blocks, testing::IsEmpty());
  EXPECT_FALSE(table.block_owner(first.id));
}

}  // namespace
}  // namespace mammoth::namenode
