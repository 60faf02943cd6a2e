#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

class CreateTest : public NamesystemTest {
 protected:
  void SetUp() override { mkdir("/d", hdfs); }
};

TEST_F(CreateTest, AnswersTheStatusOfTheNewFile) {
  // A client creates a file and learns its id, owner and group from the answer.
  const auto made = system->create(alice, create_request("/d/f"));
  ASSERT_TRUE(made.result);
  const Inode& file = *made.result->status.inode;
  EXPECT_EQ(file.id.value(), kRootInodeId.value() + 2);
  EXPECT_EQ(file.owner, "alice");
  EXPECT_EQ(file.group, "supergroup");
  EXPECT_TRUE(file.under_construction);
  EXPECT_GT(made.sequence, 0u);
}

TEST_F(CreateTest, RefusesAReservedName) {
  // /.reserved is not a place for files.
  EXPECT_THAT(system->create(alice, create_request("/.reserved/f")).result,
              refused(ErrorCode::kInvalidPath, "Invalid path name /.reserved/f"));
}

TEST_F(CreateTest, RefusesSmallBlocks) {
  // The administrator's limit on block sizes is part of the refusal.
  CreateFile request = create_request("/d/f");
  request.block_size_bytes = 8;
  EXPECT_THAT(system->create(alice, request).result,
              refused(ErrorCode::kIo,
                      "Specified block size 8 is less than configured minimum value "
                      "dfs.namenode.fs-limits.min-block-size=16"));
}

TEST_F(CreateTest, RefusesReplicationBeyondTheLimit) {
  // More replicas than dfs.replication.max, with the client's address as in Apache's text.
  CreateFile request = create_request("/d/f");
  request.replication = 600;
  const auto made = system->create(alice, request);
  ASSERT_FALSE(made.result);
  EXPECT_THAT(made.result.error().message,
              testing::HasSubstr("Requested replication factor of 600 exceeds maximum of 512 for "
                                 "/d/f, clientName=10.0.0.2"));
}

TEST_F(CreateTest, TheSameClientMayNotCreateItsOpenFileAgain) {
  // A second create of an open file by its own writer, without overwrite.
  create("/d/f", "c1");
  EXPECT_THAT(system->create(alice, create_request("/d/f", "c1")).result,
              refused(ErrorCode::kAlreadyBeingCreated,
                      "Failed to CREATE_FILE /d/f for c1 on 10.0.0.2 because c1 is already the "
                      "current lease holder."));
}

TEST_F(CreateTest, AnotherClientMayNotTakeAFreshLease) {
  // The lease is young, so the other client is told who has it.
  create("/d/f", "c1");
  EXPECT_THAT(system->create(bob, create_request("/d/f", "c2")).result,
              refused(ErrorCode::kAlreadyBeingCreated,
                      "Failed to CREATE_FILE /d/f for c2 on 10.0.0.3 because this file lease is "
                      "currently owned by c1 on 10.0.0.2"));
}

TEST_F(CreateTest, AfterTheSoftLimitTheFileIsClosedAndExists) {
  // The writer of an empty file went away; its lease is taken, and the file is then just in the
  // way.
  create("/d/f", "c1");
  clock.advance_ms(61'000);
  const auto made = system->create(bob, create_request("/d/f", "c2"));
  EXPECT_THAT(made.result,
              refused(ErrorCode::kFileAlreadyExists, "/d/f for client 10.0.0.3 already exists"));
  EXPECT_FALSE(inode("/d/f")->under_construction);
  EXPECT_GT(made.sequence, 0u) << "the refusal waits for the closing to be durable";
}

TEST_F(CreateTest, OverwriteReplacesAnOpenFile) {
  // Overwriting takes an open file away from its writer, whose next call finds it gone.
  const InodeId old_id = create("/d/f", "c1");
  CreateFile request = create_request("/d/f", "c2");
  request.overwrite = true;
  const auto made = system->create(alice, request);
  ASSERT_TRUE(made.result);
  EXPECT_NE(made.result->status.inode->id, old_id);
  const auto added = system->add_block(alice, {.file = {"/d/f", "c1", old_id}});
  ASSERT_FALSE(added.result);
  EXPECT_EQ(added.result.error().code, ErrorCode::kFileNotFound);
}

TEST_F(CreateTest, RefusedWhereTheUserMayNotWrite) {
  // Rights of the parent count.
  mkdir("/private", hdfs, 0700);
  const auto made = system->create(alice, create_request("/private/f"));
  ASSERT_FALSE(made.result);
  EXPECT_EQ(made.result.error().code, ErrorCode::kAccessDenied);
}

}  // namespace
}  // namespace mammoth::namenode
