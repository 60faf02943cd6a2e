#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class AppendTest : public NamesystemTest {
 protected:
  void SetUp() override {
    mkdir("/d", hdfs);
    add_datanode(1);
  }
};

TEST_F(AppendTest, TheLastBlockIsContinued) {
  // append, a new generation stamp for the block, more bytes, complete.
  const ExtendedBlock block = write_file("/d/f", 100);
  const auto opened = system->append(alice, "/d/f", "c2", false);
  ASSERT_TRUE(opened.result);
  ASSERT_TRUE(opened.result->last_block);
  EXPECT_EQ(opened.result->last_block->located.block.id, block.block.id);
  EXPECT_EQ(opened.result->last_block->located.locations.size(), 1u);
  EXPECT_TRUE(inode("/d/f")->under_construction);

  const ExtendedBlock old_block{"BP-test", opened.result->last_block->located.block};
  const auto next = system->update_block_for_pipeline(alice, old_block, "c2");
  ASSERT_TRUE(next.result);
  ExtendedBlock longer{"BP-test", *next.result};
  longer.block.length_bytes = 150;
  ASSERT_TRUE(
      system->update_pipeline(alice, {"c2", old_block, longer, {uuid(1)}, {storage(1)}}).result);
  received(1, longer.block);
  EXPECT_TRUE(*system->complete(alice, {"/d/f", "c2"}, longer).result);
  EXPECT_EQ(inode("/d/f")->length_bytes(), 150u);
}

TEST_F(AppendTest, AFullBlockIsNotReopened) {
  // The file ends with a full block: the client gets none and asks for a new one without a
  // previous.
  write_file("/d/f", 1024);
  const auto opened = system->append(alice, "/d/f", "c2", false);
  ASSERT_TRUE(opened.result);
  EXPECT_FALSE(opened.result->last_block);
  const auto added = system->add_block(alice, {.file = {"/d/f", "c2"}});
  ASSERT_TRUE(added.result);
  EXPECT_EQ(added.result->offset_bytes, 1024u);
}

TEST_F(AppendTest, NewBlockFlag) {
  // The last block is named, but not reopened.
  const ExtendedBlock block = write_file("/d/f", 100);
  const auto opened = system->append(alice, "/d/f", "c2", true);
  ASSERT_TRUE(opened.result);
  EXPECT_EQ(opened.result->last_block->located.block.id, block.block.id);
  EXPECT_TRUE(opened.result->last_block->located.locations.empty());
}

TEST_F(AppendTest, Refusals) {
  // Texts as in Apache's.
  EXPECT_THAT(system->append(alice, "/d/none", "c2", false).result,
              refused(ErrorCode::kFileNotFound,
                      "Failed to append to non-existent file /d/none for client 10.0.0.2"));
  EXPECT_THAT(system->append(alice, "/d", "c2", false).result,
              refused(ErrorCode::kFileAlreadyExists,
                      "Cannot append to directory /d; already exists as a directory."));
  create("/d/open", "c1");
  EXPECT_THAT(system->append(alice, "/d/open", "c2", false).result,
              refused(ErrorCode::kAlreadyBeingCreated,
                      "Failed to APPEND_FILE /d/open for c2 on 10.0.0.2 because this file lease is "
                      "currently owned by c1 on 10.0.0.2"));
}

TEST_F(AppendTest, TruncateBetweenBlocks) {
  // A cut at the end of a block needs no datanode.
  create("/d/f");
  const ExtendedBlock first = write_block("/d/f", std::nullopt, 1024);
  const ExtendedBlock second = write_block("/d/f", first, 500);
  ASSERT_TRUE(*system->complete(alice, {"/d/f", "c1"}, second).result);
  EXPECT_TRUE(*system->truncate(alice, "/d/f", 1024, "c2").result);
  EXPECT_EQ(inode("/d/f")->length_bytes(), 1024u);
  EXPECT_FALSE(inode("/d/f")->under_construction);
  EXPECT_FALSE(table.block_owner(second.block.id));
}

TEST_F(AppendTest, TruncateInsideABlock) {
  // The datanode is told to cut its replica; until it has, the file is open and the cut goes on.
  const ExtendedBlock block = write_file("/d/f", 500);
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result);
  EXPECT_TRUE(inode("/d/f")->under_construction);
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result) << "the same again";
  EXPECT_EQ(system->truncate(alice, "/d/f", 100, "c2").result.error().message,
            "Failed to TRUNCATE_FILE /d/f for c2 on 10.0.0.2 because /d/f is being truncated.");

  const HeartbeatReply reply = heartbeat(1);
  ASSERT_EQ(reply.commands.size(), 1u);
  const auto& recovery = std::get<RecoverCommand>(reply.commands[0]).recoveries.at(0);
  ASSERT_TRUE(recovery.truncate_block);
  EXPECT_EQ(recovery.truncate_block->length_bytes, 200u);
  ASSERT_TRUE(system
                  ->commit_block_synchronization({.old_block = block.block,
                                                  .new_generation_stamp = recovery.recovery_id,
                                                  .new_length_bytes = 200,
                                                  .target_uuids = {uuid(1)},
                                                  .target_storages = {storage(1)}},
                                                 true)
                  .result);
  EXPECT_FALSE(inode("/d/f")->under_construction);
  EXPECT_EQ(inode("/d/f")->length_bytes(), 200u);
}

TEST_F(AppendTest, ATruncationSurvivesARestart) {
  // The NameNode dies before the datanodes have cut their replicas. The next one knows what the
  // file is to become, and has it done as soon as a replica is there.
  const ExtendedBlock block = write_file("/d/f", 500);
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result);
  table.sync();
  start();
  EXPECT_EQ(inode("/d/f")->length_bytes(), 500u);
  EXPECT_TRUE(inode("/d/f")->under_construction);
  clock.advance_ms(10);
  system->tick();  // too early: nobody could cut anything
  add_datanode(1);
  received(1, block.block);
  EXPECT_EQ(system->truncate(alice, "/d/f", 100, "c2").result.error().message,
            "Failed to TRUNCATE_FILE /d/f for c2 on 10.0.0.2 because /d/f is being truncated.");
  clock.advance_ms(10);
  system->tick();

  const HeartbeatReply reply = heartbeat(1);
  ASSERT_EQ(reply.commands.size(), 1u);
  const auto& recovery = std::get<RecoverCommand>(reply.commands[0]).recoveries.at(0);
  ASSERT_TRUE(recovery.truncate_block);
  EXPECT_EQ(recovery.truncate_block->length_bytes, 200u);
  ASSERT_TRUE(system
                  ->commit_block_synchronization({.old_block = block.block,
                                                  .new_generation_stamp = recovery.recovery_id,
                                                  .new_length_bytes = 200,
                                                  .target_uuids = {uuid(1)},
                                                  .target_storages = {storage(1)}},
                                                 true)
                  .result);
  EXPECT_FALSE(inode("/d/f")->under_construction);
  EXPECT_EQ(inode("/d/f")->length_bytes(), 200u);
  EXPECT_THAT(table.open_files(), testing::IsEmpty());
}

TEST_F(AppendTest, ATruncationIsTriedAgain) {
  // The datanode that was told to cut does not answer; the lease's end is not waited for.
  write_file("/d/f", 500);
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result);
  EXPECT_EQ(heartbeat(1).commands.size(), 1u);
  clock.advance_ms(80'000);
  system->tick();
  EXPECT_EQ(heartbeat(1).commands.size(), 0u) << "it may be at work";
  clock.advance_ms(20'000);
  heartbeat(1);
  system->tick();
  const HeartbeatReply reply = heartbeat(1);
  ASSERT_EQ(reply.commands.size(), 1u);
  EXPECT_EQ(
      std::get<RecoverCommand>(reply.commands[0]).recoveries.at(0).truncate_block->length_bytes,
      200u);
}

TEST_F(AppendTest, ATruncationSurvivesItsRename) {
  // And the recovery of its lease, which makes the NameNode its holder.
  write_file("/d/f", 500);
  EXPECT_FALSE(*system->truncate(alice, "/d/f", 200, "c2").result);
  ASSERT_TRUE(*system->rename(alice, "/d/f", "/d/g").result);
  EXPECT_FALSE(*system->recover_lease(alice, "/d/g", "c3").result);
  ASSERT_EQ(table.open_files().size(), 1u);
  const OpenFile open_file = table.open_files().front().second;
  EXPECT_EQ(open_file.truncate_to_bytes, 200u);
  EXPECT_EQ(open_file.locator.name, "g");
  EXPECT_EQ(open_file.holder, "c3");
}

TEST_F(AppendTest, TruncateToMoreThanThereIs) {
  // Not a way to make files longer.
  write_file("/d/f", 500);
  EXPECT_THAT(
      system->truncate(alice, "/d/f", 501, "c2").result,
      refused(ErrorCode::kHadoopIllegalArgument,
              "Cannot truncate to a larger file size. Current size: 500, truncate size: 501."));
}

TEST_F(AppendTest, ConcatMovesTheBlocks) {
  // The blocks of the second file become the end of the first.
  const ExtendedBlock a = write_file("/d/a", 100);
  const ExtendedBlock b = write_file("/d/b", 50);
  const auto done = system->concat(alice, "/d/a", {"/d/b"});
  ASSERT_TRUE(done.result) << done.result.error().message;
  EXPECT_FALSE(exists("/d/b"));
  EXPECT_EQ(inode("/d/a")->length_bytes(), 150u);
  EXPECT_EQ(table.block_owner(b.block.id), inode("/d/a")->id);
  EXPECT_EQ(system->get_block_locations(alice, "/d/a", 0, 200)->blocks.size(), 2u);
}

}  // namespace
}  // namespace mammoth::namenode
