// The calls of a writer, from the first block to the last.
#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class WriteTest : public NamesystemTest {
 protected:
  void SetUp() override {
    mkdir("/d", hdfs);
    add_datanode(1);
    add_datanode(2);
  }
};

TEST_F(WriteTest, AFileOfTwoBlocks) {
  // create, addBlock, addBlock (which commits the first), complete; then everybody sees the length.
  create("/d/f");
  const ExtendedBlock first = write_block("/d/f", std::nullopt, 1024);
  const ExtendedBlock second = write_block("/d/f", first, 100);
  EXPECT_TRUE(*system->complete(alice, {"/d/f", "c1"}, second).result);

  const InodePtr file = inode("/d/f");
  EXPECT_FALSE(file->under_construction);
  EXPECT_EQ(file->length_bytes(), 1124u);
  const auto located = system->get_block_locations(alice, "/d/f", 0, 2000);
  ASSERT_TRUE(located);
  ASSERT_EQ(located->blocks.size(), 2u);
  EXPECT_EQ(located->blocks[1].offset_bytes, 1024u);
  EXPECT_EQ(located->blocks[1].located.locations.size(), 1u);
  EXPECT_TRUE(located->last_block_complete);
}

TEST_F(WriteTest, CompleteWaitsForAReplica) {
  // The client is faster than the datanode's report: complete says "not yet" until a replica is
  // known.
  create("/d/f");
  const auto added = system->add_block(alice, {.file = {"/d/f", "c1"}});
  ExtendedBlock block{"BP-test", added.result->located.block};
  block.block.length_bytes = 10;
  EXPECT_FALSE(*system->complete(alice, {"/d/f", "c1"}, block).result);
  received(added.result->located.locations[0].datanode->id.uuid.back() - '0', block.block);
  EXPECT_TRUE(*system->complete(alice, {"/d/f", "c1"}, std::nullopt).result)
      << "the second attempt may leave the block out";
  EXPECT_EQ(inode("/d/f")->length_bytes(), 10u);
}

TEST_F(WriteTest, CompleteMayComeTwice) {
  // The answer of complete was lost; the repetition succeeds, another client's does not.
  const ExtendedBlock block = write_file("/d/f");
  EXPECT_TRUE(*system->complete(alice, {"/d/f", "c1"}, block).result);
  ExtendedBlock other = block;
  other.block.id = BlockId(1);
  EXPECT_EQ(system->complete(alice, {"/d/f", "c1"}, other).result.error().code,
            ErrorCode::kLeaseExpired);
}

TEST_F(WriteTest, ARepeatedAddBlockGetsTheSameBlock) {
  // The answer of addBlock was lost; the client asks again with the same previous block.
  create("/d/f");
  const auto first = system->add_block(alice, {.file = {"/d/f", "c1"}});
  const auto again = system->add_block(alice, {.file = {"/d/f", "c1"}});
  ASSERT_TRUE(again.result);
  EXPECT_EQ(again.result->located.block.id, first.result->located.block.id);
  EXPECT_EQ(again.result->located.locations.size(), first.result->located.locations.size());
  EXPECT_EQ(inode("/d/f")->blocks.size(), 1u);
}

TEST_F(WriteTest, AddBlockWithAStrangePreviousBlock) {
  // A client that claims another last block than the file has is refused.
  create("/d/f");
  const ExtendedBlock first = write_block("/d/f", std::nullopt, 1024);
  ExtendedBlock strange = first;
  strange.block.generation_stamp = GenerationStamp(1);
  const auto added = system->add_block(alice, {.file = {"/d/f", "c1"}, .previous = strange});
  ASSERT_FALSE(added.result);
  EXPECT_THAT(added.result.error().message,
              testing::StartsWith("Cannot allocate block in /d/f: passed 'previous' block "
                                  "BP-test:blk_1073741825_1 does not match actual last block"));
}

TEST_F(WriteTest, AddBlockWaitsForTheBlockBeforeTheLast) {
  // Two blocks must not be without replicas at a time.
  create("/d/f");
  auto first = system->add_block(alice, {.file = {"/d/f", "c1"}});
  ExtendedBlock one{"BP-test", first.result->located.block};
  one.block.length_bytes = 1024;
  auto second = system->add_block(alice, {.file = {"/d/f", "c1"}, .previous = one});
  ASSERT_TRUE(second.result);
  ExtendedBlock two{"BP-test", second.result->located.block};
  two.block.length_bytes = 1024;
  EXPECT_THAT(system->add_block(alice, {.file = {"/d/f", "c1"}, .previous = two}).result,
              refused(ErrorCode::kNotReplicatedYet, "Not replicated yet: /d/f"));
}

TEST_F(WriteTest, AnotherPoolIsRefused) {
  // A block of another cluster.
  create("/d/f");
  EXPECT_THAT(system->complete(alice, {"/d/f", "c1"}, ExtendedBlock{"BP-x", {}}).result,
              refused(ErrorCode::kIo, "Unexpected BlockPoolId BP-x - expected BP-test"));
}

TEST_F(WriteTest, AbandonTakesTheBlockBack) {
  // No pipeline could be set up: the block goes, and the next addBlock makes another.
  create("/d/f");
  const auto added = system->add_block(alice, {.file = {"/d/f", "c1"}});
  const ExtendedBlock block{"BP-test", added.result->located.block};
  ASSERT_TRUE(system->abandon_block(alice, {"/d/f", "c1"}, block).result);
  EXPECT_TRUE(inode("/d/f")->blocks.empty());
  ASSERT_TRUE(system->abandon_block(alice, {"/d/f", "c1"}, block).result) << "may be repeated";
  const auto next = system->add_block(alice, {.file = {"/d/f", "c1"}});
  EXPECT_GT(next.result->located.block.id, block.block.id);
}

TEST_F(WriteTest, FsyncRecordsTheLength) {
  // hsync with the length: readers see it, and so does a namenode after a crash.
  create("/d/f");
  (void)system->add_block(alice, {.file = {"/d/f", "c1"}});
  ASSERT_TRUE(system->fsync(alice, {"/d/f", "c1"}, 77).result);
  EXPECT_EQ(inode("/d/f")->length_bytes(), 77u);
  const auto located = system->get_block_locations(alice, "/d/f", 0, 1000);
  EXPECT_EQ(located->length_bytes, 0u) << "the block that is being written is not counted";
  EXPECT_EQ(located->last_block->located.block.length_bytes, 77u);
  EXPECT_FALSE(located->last_block_complete);
}

TEST_F(WriteTest, RenameWhileOpen) {
  // The file moves under its writer, who knows it by its id and goes on.
  const InodeId id = create("/d/f");
  ASSERT_TRUE(*system->rename(alice, "/d/f", "/d/g").result);
  const auto added = system->add_block(alice, {.file = {"/d/f", "c1", id}});
  ASSERT_TRUE(added.result);
  ExtendedBlock block{"BP-test", added.result->located.block};
  block.block.length_bytes = 5;
  received(added.result->located.locations[0].datanode->id.uuid.back() - '0', block.block);
  EXPECT_TRUE(*system->complete(alice, {"/d/f", "c1", id}, block).result);
  EXPECT_EQ(inode("/d/g")->length_bytes(), 5u);
}

TEST_F(WriteTest, DeleteWhileOpen) {
  // The file is deleted; the writer learns it, and its lease is gone.
  const InodeId id = create("/d/f");
  ASSERT_TRUE(*system->remove(hdfs, "/d/f", false).result);
  const auto added = system->add_block(alice, {.file = {"/d/f", "c1", id}});
  EXPECT_THAT(added.result,
              refused(ErrorCode::kFileNotFound, "File does not exist: /d/f (inode " +
                                                    std::to_string(id.value()) +
                                                    ") Holder c1 does not have any open files."));
  EXPECT_TRUE(system->list_open_files(hdfs, InodeId(0), "/")->entries.empty());
}

TEST_F(WriteTest, DeletingATreeReclaimsItsOpenFilesAndBlocks) {
  // The answer comes at once; blocks and leases below follow in the background.
  mkdir("/d/sub/deep", hdfs);
  write_file("/d/sub/deep/closed");
  create("/d/sub/open");
  ASSERT_TRUE(*system->remove(hdfs, "/d/sub", true).result);
  EXPECT_FALSE(exists("/d/sub"));
  while (system->reclaim()) {
  }
  EXPECT_TRUE(system->list_open_files(hdfs, InodeId(0), "/")->entries.empty());
  EXPECT_EQ(system->read_blocks([](const BlockManager& b) { return b.statistics().blocks; }), 0u);
}

TEST_F(WriteTest, APipelineIsRebuilt) {
  // A datanode of the pipeline failed: new generation stamp, then the pipeline as it is now.
  create("/d/f");
  const auto added = system->add_block(alice, {.file = {"/d/f", "c1"}});
  const ExtendedBlock old_block{"BP-test", added.result->located.block};
  const auto next = system->update_block_for_pipeline(alice, old_block, "c1");
  ASSERT_TRUE(next.result);
  EXPECT_GT(next.result->generation_stamp, old_block.block.generation_stamp);
  EXPECT_EQ(system->update_block_for_pipeline(alice, old_block, "c2").result.error().message,
            "Lease mismatch: BP-test:blk_1073741825_1001 is accessed by a non lease holder c2");

  ExtendedBlock new_block{"BP-test", *next.result};
  new_block.block.length_bytes = 50;
  UpdatePipeline update{"c1", old_block, new_block, {uuid(2)}, {storage(2)}};
  ASSERT_TRUE(system->update_pipeline(alice, update).result);
  EXPECT_EQ(inode("/d/f")->blocks[0], new_block.block);
  EXPECT_FALSE(system->update_pipeline(alice, update).result) << "the stamp must grow";
  received(2, new_block.block);
  EXPECT_TRUE(*system->complete(alice, {"/d/f", "c1"}, new_block).result);
}

}  // namespace
}  // namespace mammoth::namenode
