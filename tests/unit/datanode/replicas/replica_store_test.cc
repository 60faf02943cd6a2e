#include "datanode/replicas/replica_store.h"

#include "common/io/faulty_disk.h"
#include "datanode/replicas/replica_files.h"
#include "tests/unit/datanode/store_fixture.h"

namespace mammoth::datanode {
namespace {

using ReplicaStoreTest = StoreFixture;

// A block that a client wrote and finished is read back, whole and in part, with its checksums.
TEST_F(ReplicaStoreTest, ReadsWhatWasWritten) {
  const auto replica = make_finalized(7, 3000);
  EXPECT_EQ(replica.state, ReplicaState::kFinalized);
  EXPECT_EQ(read(block(7)), pattern(0, 3000));
  EXPECT_EQ(read(block(7), {.offset = 600, .length = 100}), pattern(512, 512));
  EXPECT_EQ(read(block(7), {.offset = 2900, .length = 100}), pattern(2560, 440));
  EXPECT_EQ(*store_->visible_length(block(7)), 3000);
}

// Requests beyond the end, for a stamp of the future or for nothing are refused in Hadoop's words.
TEST_F(ReplicaStoreTest, RefusesImpossibleReads) {
  make_finalized(7, 100);
  EXPECT_EQ(read(block(7), {.offset = 50, .length = 51}),
            "refused:  Offset 50 and length 51 don't match block BP-1-127.0.0.1-1:blk_7_1001 ( "
            "blockLen 100 )");
  EXPECT_TRUE(read(block(7, 1002)).starts_with("refused: Replica gen stamp < block genstamp"));
  EXPECT_TRUE(read(block(8)).starts_with("refused: Replica not found for BP-1-127.0.0.1-1:blk_8"));
  EXPECT_EQ(read(block(7, 1000)), pattern(0, 100)) << "an older stamp is the same block";
}

// A disk that is full when a replica begins is one that has room later: nothing is left, nobody
// waits for ever.
TEST_F(ReplicaStoreTest, ReplicasBeginOnceThereIsRoomAgain) {
  int works = 0;  // that many files are made, then no more
  FaultyDisk full(disk_, [&](DiskOperation operation, std::string_view) {
    return operation == DiskOperation::kOpen && works >= 0 && works-- == 0 ? ENOSPC : 0;
  });
  disk_in_use_ = &full;
  works = -1;
  open();
  for (const int first : {0, 1}) {
    const std::uint64_t id = 7 + static_cast<std::uint64_t>(first);
    works = first;
    EXPECT_THROW((void)store_->create_temporary(request(block(id))), DiskError);
    works = first;
    EXPECT_THROW((void)store_->create_rbw(request(block(id))), DiskError);
    EXPECT_TRUE(store_->create_temporary(request(block(id))));
    EXPECT_EQ(make_finalized(id, 100).state, ReplicaState::kFinalized);
  }
}

// A block that is there already is refused to a second writer.
TEST_F(ReplicaStoreTest, RefusesBlockThatExists) {
  make_finalized(7, 100);
  const auto again = store_->create_rbw(request(block(7)));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message,
            "Block BP-1-127.0.0.1-1:blk_7_1001 already exists in state FINALIZED "
            "and thus cannot be created.");
  EXPECT_FALSE(store_->create_temporary(request(block(7))));
}

// Append: the stamp grows, the state goes back to RBW and the old bytes stay.
TEST_F(ReplicaStoreTest, AppendsToPartialChunk) {
  make_finalized(7, 700);
  auto asked = request(block(7), 1002);
  asked.min_bytes = 700;
  {
    auto writer = store_->append(asked);
    ASSERT_TRUE(writer) << writer.error().message;
    EXPECT_EQ(store_->find(BlockId{7})->state, ReplicaState::kRbw);
    EXPECT_EQ(*store_->visible_length(block(7)), 700);
    put(**writer, 700, 324);
    put(**writer, 1024, 10);
    ASSERT_TRUE(store_->finalize(**writer, false));
  }
  const auto replica = store_->find(BlockId{7});
  EXPECT_EQ(replica->block, block(7, 1002, 1034));
  EXPECT_EQ(read(block(7, 1002)), pattern(0, 1034));
}

// An append that expects another length than there is would leave a hole or overwrite.
TEST_F(ReplicaStoreTest, RefusesAppendAtWrongLength) {
  make_finalized(7, 700);
  auto asked = request(block(7), 1002);
  asked.min_bytes = 600;
  EXPECT_EQ(store_->append(asked).error().message,
            "Corrupted replica FINALIZED blk_7_1001 with a length of 700 expected length is 600");
  asked.block = block(7, 1000);
  EXPECT_EQ(store_->append(asked).error().code, ErrorCode::kReplicaNotFound);
}

// Data that rotted on disk must not be sealed with a fresh checksum by an append.
TEST_F(ReplicaStoreTest, RefusesAppendToRottenChunk) {
  const auto replica = make_finalized(7, 700);
  disk_.open(path(replica), OpenMode::kReadWrite)->write_at(650, as_byte_view("!"));
  auto asked = request(block(7), 1002);
  asked.min_bytes = 700;
  const auto opened = store_->append(asked);
  ASSERT_FALSE(opened);
  EXPECT_TRUE(opened.error().message.starts_with("Partial CRC "));
}

// The pipeline broke: the client comes back with a new stamp, and what it never got an ack for
// goes.
TEST_F(ReplicaStoreTest, RecoversRbwToWhatWasAcknowledged) {
  auto first = request(block(7, 1001, 1 << 20));
  auto old = store_->create_rbw(first);
  ASSERT_TRUE(old);
  put(**old, 0, 1300);
  const auto more = pattern(1024, 900);
  ASSERT_TRUE((*old)->write(1024, as_byte_view(more), as_byte_view(checksums_of(more))));
  (*old)->flush();
  old->reset();
  first.writer->leave();

  auto asked = request(block(7), 1002);
  asked.min_bytes = 1000;
  asked.max_bytes = 5000;
  auto writer = store_->recover_rbw(asked);
  ASSERT_TRUE(writer) << writer.error().message;
  EXPECT_EQ((*writer)->length_bytes(), 1300u);
  put(**writer, 1024, 2000);
  const auto replica = store_->finalize(**writer, false);
  ASSERT_TRUE(replica);
  EXPECT_EQ(replica->block, block(7, 1002, 3024));
  EXPECT_EQ(read(block(7, 1002)), pattern(0, 3024));
}

// A writer who is still there is interrupted and waited for; one who will not go is an error.
TEST_F(ReplicaStoreTest, RecoveryStopsOldWriter) {
  auto first = request(block(7, 1001, 1 << 20));
  auto old = store_->create_rbw(first);
  ASSERT_TRUE(old);
  put(**old, 0, 100);
  auto asked = request(block(7), 1002);
  asked.max_bytes = 100;
  const auto refused = store_->recover_rbw(asked);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "Join on writer of blk_7 timed out");

  old->reset();
  first.writer->leave();
  EXPECT_TRUE(store_->recover_rbw(asked));
}

// A recovery with a stamp that the replica has passed is an echo of an older one.
TEST_F(ReplicaStoreTest, RefusesRecoveryWithOldStamp) {
  auto first = request(block(7, 1005, 1 << 20));
  {
    ASSERT_TRUE(store_->create_rbw(first));
  }
  first.writer->leave();
  auto asked = request(block(7, 1001), 1004);
  const auto refused = store_->recover_rbw(asked);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kReplicaNotFound);
  asked = request(block(7, 1006), 1007);
  EXPECT_FALSE(store_->recover_rbw(asked));
}

// The client has all acks but the last and closes the pipeline again: the replica becomes final.
TEST_F(ReplicaStoreTest, RecoversClose) {
  auto first = request(block(7, 1001, 1 << 20));
  {
    auto writer = store_->create_rbw(first);
    put(**writer, 0, 600);
  }
  first.writer->leave();
  auto asked = request(block(7), 1002);
  asked.min_bytes = 600;
  const auto closed = store_->recover_close(asked);
  ASSERT_TRUE(closed) << closed.error().message;
  EXPECT_EQ(closed->state, ReplicaState::kFinalized);
  EXPECT_EQ(closed->block, block(7, 1002, 600));
  // And once more, when that answer was lost too.
  asked = request(block(7, 1002), 1003);
  asked.min_bytes = 600;
  EXPECT_TRUE(store_->recover_close(asked));
}

// A copy between datanodes that breaks leaves nothing behind, and is invisible until it is done.
TEST_F(ReplicaStoreTest, BrokenCopyVanishes) {
  auto asked = request(block(7, 1001, 1 << 20));
  {
    auto writer = store_->create_temporary(asked);
    put(**writer, 0, 600);
    EXPECT_TRUE(read(block(7)).starts_with("refused: Replica is not readable"));
    int reported = 0;
    store_->for_each_reported([&](const Replica&) { ++reported; });
    EXPECT_EQ(reported, 0);
  }
  EXPECT_FALSE(store_->find(BlockId{7}));
  EXPECT_EQ(store_->volumes().at(0)->used_bytes(), 0u);
  EXPECT_EQ(store_->volumes().at(0)->reserved_for_replicas_bytes(), 0u);
  EXPECT_EQ(store_->volumes().at(0)->blocks(), 0u);
}

// A pipeline gets a new node: what the others have so far is copied there and becomes an RBW that
// the client continues.
TEST_F(ReplicaStoreTest, CopyOfUnfinishedReplicaIsContinued) {
  auto asked = request(block(7, 1001, 1 << 20));
  asked.is_transfer = true;
  {
    auto writer = store_->create_temporary(asked);
    put(**writer, 0, 700);
    ASSERT_TRUE(store_->convert_to_rbw(**writer, 700));
  }
  asked.writer->leave();
  EXPECT_EQ(store_->find(BlockId{7})->state, ReplicaState::kRbw);
  EXPECT_EQ(*store_->visible_length(block(7)), 700);
  auto again = request(block(7), 1002);
  again.min_bytes = again.max_bytes = 700;
  auto writer = store_->recover_rbw(again);
  ASSERT_TRUE(writer) << writer.error().message;
  put(**writer, 512, 1000);
  ASSERT_TRUE(store_->finalize(**writer, false));
  EXPECT_EQ(read(block(7, 1002)), pattern(0, 1512));
}

// The NameNode's order to delete hides a replica at once; its files go in the background and then
// it is told.
TEST_F(ReplicaStoreTest, DeletesInBackground) {
  const auto replica = make_finalized(7, 700);
  const std::vector<Block> blocks{block(7), block(8), block(7, 1009)};
  store_->invalidate(blocks);
  EXPECT_FALSE(store_->find(BlockId{7}));
  store_->deletions().drain();
  EXPECT_FALSE(disk_.status(path(replica)));
  EXPECT_FALSE(disk_.status(meta_path(replica)));
  EXPECT_EQ(events_.log().back(), "deleted blk_7_1001");
  EXPECT_EQ(store_->volumes().at(0)->used_bytes(), 0u);
  EXPECT_TRUE(store_->create_rbw(request(block(7, 1002))));
}

// A stamp that does not match is an order for an older replica of the block: it stays.
TEST_F(ReplicaStoreTest, KeepsReplicaWithOtherStamp) {
  make_finalized(7, 700, 1002);
  const std::vector<Block> blocks{block(7, 1001)};
  store_->invalidate(blocks);
  store_->deletions().drain();
  EXPECT_EQ(read(block(7)), pattern(0, 700));
}

// Space is set aside for what a block may grow to, used up as it grows, and given back at its end.
TEST_F(ReplicaStoreTest, AccountsForSpace) {
  const auto& volume = *store_->volumes().at(0);
  auto asked = request(block(7, 1001, 10'000));
  auto writer = store_->create_rbw(asked);
  EXPECT_EQ(volume.reserved_for_replicas_bytes(), 10'000u);
  put(**writer, 0, 1024);
  EXPECT_EQ(volume.used_bytes(), replica_footprint(1024));
  EXPECT_EQ(volume.reserved_for_replicas_bytes(), 10'000u - 1024 - 8);
  ASSERT_TRUE(store_->finalize(**writer, false));
  EXPECT_EQ(volume.reserved_for_replicas_bytes(), 0u);
  EXPECT_EQ(volume.used_bytes(), replica_footprint(1024));
}

}  // namespace
}  // namespace mammoth::datanode
