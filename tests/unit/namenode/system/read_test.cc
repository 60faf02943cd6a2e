#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class ReadTest : public NamesystemTest {
 protected:
  void SetUp() override {
    mkdir("/d", hdfs);
    add_datanode(1);
  }
};

TEST_F(ReadTest, LocationsOfARange) {
  // Only the blocks that the range touches are listed, the last one always.
  create("/d/f");
  const ExtendedBlock first = write_block("/d/f", std::nullopt, 1024);
  const ExtendedBlock second = write_block("/d/f", first, 1024);
  const ExtendedBlock third = write_block("/d/f", second, 10);
  ASSERT_TRUE(*system->complete(alice, {"/d/f", "c1"}, third).result);

  const auto middle = system->get_block_locations(alice, "/d/f", 1024, 1);
  ASSERT_EQ(middle->blocks.size(), 1u);
  EXPECT_EQ(middle->blocks[0].located.block.id, second.block.id);
  EXPECT_EQ(middle->last_block->located.block.id, third.block.id);
  EXPECT_EQ(middle->last_block->offset_bytes, 2048u);
  EXPECT_EQ(middle->length_bytes, 2058u);

  EXPECT_EQ(system->get_block_locations(alice, "/d/f", 1000, 100)->blocks.size(), 2u);
  EXPECT_EQ(system->get_block_locations(alice, "/d/f", 100, ~std::uint64_t{0})->blocks.size(), 3u);
  EXPECT_TRUE(system->get_block_locations(alice, "/d/f", 2058, 10)->blocks.empty());
}

TEST_F(ReadTest, LocationsOfMissingThings) {
  // Apache's texts for what is no file.
  EXPECT_THAT(system->get_block_locations(alice, "/none", 0, 1),
              refused(ErrorCode::kFileNotFound, "File does not exist: /none"));
  EXPECT_THAT(system->get_block_locations(alice, "/d", 0, 1),
              refused(ErrorCode::kFileNotFound, "Path is not a file: /d"));
}

TEST_F(ReadTest, ReadingIsRemembered) {
  // The time of access moves when it is older than an hour.
  write_file("/d/f");
  const auto before = inode("/d/f")->access_time_ms;
  ASSERT_TRUE(system->get_block_locations(alice, "/d/f", 0, 1));
  EXPECT_EQ(inode("/d/f")->access_time_ms, before);
  clock.advance_ms(3'600'001);
  ASSERT_TRUE(system->get_block_locations(alice, "/d/f", 0, 1));
  EXPECT_EQ(inode("/d/f")->access_time_ms, clock.wall_ms());
}

TEST_F(ReadTest, ListingsComeInPages) {
  // Three names, two a page.
  options.listing_limit = 2;
  start();
  mkdir("/l/a", hdfs);
  mkdir("/l/b", hdfs);
  mkdir("/l/c", hdfs);
  const auto first = *system->get_listing(alice, "/l", "", false);
  ASSERT_EQ(first->entries.size(), 2u);
  EXPECT_EQ(first->entries[1].status.name, "b");
  EXPECT_EQ(first->remaining_entries, 1u);
  const auto second = *system->get_listing(alice, "/l", "b", false);
  ASSERT_EQ(second->entries.size(), 1u);
  EXPECT_EQ(second->remaining_entries, 0u);
  EXPECT_FALSE(*system->get_listing(alice, "/none", "", false));
}

TEST_F(ReadTest, ContentSummaryInSteps) {
  // One inode a step; between the steps other calls get the lock.
  options.content_summary_limit = 1;
  start();
  add_datanode(1);
  mkdir("/c/x", hdfs);
  write_file("/c/x/f", 10);
  auto walk = system->begin_content_summary(alice, "/c");
  ASSERT_TRUE(walk);
  int steps = 1;
  while (!*system->continue_content_summary(alice, *walk)) ++steps;
  EXPECT_GT(steps, 1);
  EXPECT_EQ(walk->summary().file_count, 1u);
  EXPECT_EQ(walk->summary().directory_count, 2u);
  EXPECT_EQ(walk->summary().length_bytes, 10u);
}

TEST_F(ReadTest, ReplicationChanges) {
  // For files only; directories answer false.
  write_file("/d/f");
  EXPECT_TRUE(*system->set_replication(alice, "/d/f", 2).result);
  EXPECT_EQ(inode("/d/f")->replication, 2);
  EXPECT_FALSE(*system->set_replication(hdfs, "/d", 2).result);
  EXPECT_THAT(system->set_replication(alice, "/d/f", 600).result.error().message,
              testing::HasSubstr("Requested replication factor of 600 exceeds maximum of 512 for "
                                 "/d/f"));
}

}  // namespace
}  // namespace mammoth::namenode
