#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class LeaseRecoveryTest : public NamesystemTest {
 protected:
  void SetUp() override {
    mkdir("/d", hdfs);
    add_datanode(1);
  }
  // A file whose writer has `length` bytes of a block on its way.
  Block open_file(std::uint64_t length) {
    create("/d/f");
    Block block = system->add_block(alice, {.file = {"/d/f", "c1"}}).result->located.block;
    if (length > 0) {
      EXPECT_TRUE(system->fsync(alice, {"/d/f", "c1"}, static_cast<std::int64_t>(length)).result);
      event(1, ReplicaEvent::Kind::kReceiving, block);
    }
    block.length_bytes = length;
    return block;
  }
};

TEST_F(LeaseRecoveryTest, AFileWithoutBlocksClosesAtOnce) {
  // recoverLease of an empty file.
  create("/d/f");
  EXPECT_EQ(system->recover_lease(bob, "/d/f", "c2").result.error().code, ErrorCode::kAccessDenied);
  EXPECT_TRUE(*system->recover_lease(alice, "/d/f", "c2").result);
  EXPECT_FALSE(inode("/d/f")->under_construction);
}

TEST_F(LeaseRecoveryTest, ABlockIsRecoveredByItsDatanode) {
  // The writer is gone in the middle of a block: a datanode gets the recovery with its next
  // heartbeat and its report closes the file.
  const Block block = open_file(300);
  EXPECT_FALSE(*system->recover_lease(alice, "/d/f", "c2").result);
  EXPECT_FALSE(*system->recover_lease(alice, "/d/f", "c2").result) << "goes on";

  const HeartbeatReply reply = heartbeat(1);
  ASSERT_EQ(reply.commands.size(), 1u);
  const auto& recovery = std::get<RecoverCommand>(reply.commands[0]).recoveries.at(0);
  EXPECT_EQ(recovery.block.id, block.id);
  EXPECT_FALSE(recovery.truncate_block);
  RecoveryResult result{.old_block = block,
                        .new_generation_stamp = recovery.recovery_id,
                        .new_length_bytes = 310,
                        .target_uuids = {uuid(1)},
                        .target_storages = {storage(1)}};
  RecoveryResult stale = result;
  stale.new_generation_stamp = GenerationStamp(recovery.recovery_id.value() - 1);
  EXPECT_FALSE(system->commit_block_synchronization(stale, true).result);
  ASSERT_TRUE(system->commit_block_synchronization(result, true).result);
  ASSERT_TRUE(system->commit_block_synchronization(result, true).result) << "may be repeated";

  EXPECT_EQ(inode("/d/f")->length_bytes(), 310u);
  EXPECT_FALSE(inode("/d/f")->under_construction);
  EXPECT_TRUE(*system->recover_lease(alice, "/d/f", "c2").result);
}

TEST_F(LeaseRecoveryTest, TheOldWriterIsShutOut) {
  // After recoverLease by another client the first one cannot go on.
  open_file(300);
  ASSERT_FALSE(*system->recover_lease(alice, "/d/f", "c2").result);
  const auto again = system->add_block(alice, {.file = {"/d/f", "c1"}});
  ASSERT_FALSE(again.result);
  EXPECT_EQ(again.result.error().code, ErrorCode::kLeaseExpired);
}

TEST_F(LeaseRecoveryTest, AfterTheHardLimitTheNamenodeCloses) {
  // Nobody asks for the file; the namenode finds the silent writer by itself.
  create("/d/f");
  clock.advance_ms(1'200'001);
  system->tick();
  EXPECT_FALSE(inode("/d/f")->under_construction);
  EXPECT_TRUE(system->list_open_files(hdfs, InodeId(0), "/")->entries.empty());
}

TEST_F(LeaseRecoveryTest, RenewalKeepsTheLease) {
  // A living writer renews every so often.
  create("/d/f");
  for (int i = 0; i < 30; ++i) {
    clock.advance_ms(50'000);
    ASSERT_TRUE(system->renew_lease("c1"));
    system->tick();
  }
  EXPECT_TRUE(inode("/d/f")->under_construction);
}

TEST_F(LeaseRecoveryTest, LeasesSurviveARestart) {
  // The namenode restarts; the writer still owns its file and completes it.
  create("/d/f");
  table.sync();
  start();
  add_datanode(1);
  EXPECT_THAT(system->create(bob, create_request("/d/f", "c2")).result.error().message,
              testing::HasSubstr("currently owned by c1 on 10.0.0.2"));
  const ExtendedBlock block = write_block("/d/f", std::nullopt, 10);
  EXPECT_TRUE(*system->complete(alice, {"/d/f", "c1"}, block).result);
}

TEST_F(LeaseRecoveryTest, OpenFilesAreListedInPages) {
  // listOpenFiles in steps, below a path, for the superuser only.
  mkdir("/e", hdfs);
  create("/d/a");
  create("/e/b");
  EXPECT_EQ(system->list_open_files(hdfs, InodeId(0), "/d")->entries.size(), 1u);
  const auto all = system->list_open_files(hdfs, InodeId(0), "/");
  ASSERT_EQ(all->entries.size(), 2u);
  EXPECT_EQ(all->entries[0].holder, "c1");
  EXPECT_EQ(all->entries[0].client_machine, "10.0.0.2");
  EXPECT_FALSE(all->has_more);
  EXPECT_THAT(system->list_open_files(alice, InodeId(0), "/"),
              refused(ErrorCode::kAccessDenied,
                      "Access denied for user alice. Superuser privilege is required for operation "
                      "listOpenFiles"));
}

}  // namespace
}  // namespace mammoth::namenode
