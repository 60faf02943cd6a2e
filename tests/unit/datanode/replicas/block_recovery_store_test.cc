// What a block recovery does to one replica.
#include "common/io/faulty_disk.h"
#include "datanode/replicas/replica_store.h"
#include "tests/unit/datanode/store_fixture.h"

namespace mammoth::datanode {
namespace {

class ReplicaRecoveryTest : public StoreFixture {
 protected:
  static GenerationStamp stamp(std::uint64_t value) { return GenerationStamp{value}; }

  // As a client leaves it that died: `length` acknowledged bytes.
  void leave_rbw(std::uint64_t id, std::size_t length) {
    auto asked = request(block(id, 1001, 1 << 20));
    {
      auto writer = store_->create_rbw(asked);
      ASSERT_TRUE(writer);
      put(**writer, 0, length);
    }
    asked.writer->leave();
  }
};

// An RBW is handed over with its length on disk, cut to what was agreed and finalized with the new
// stamp.
TEST_F(ReplicaRecoveryTest, RecoversRbw) {
  leave_rbw(7, 1300);
  const auto info = store_->init_recovery(block(7), stamp(1010));
  ASSERT_TRUE(info) << info.error().message;
  ASSERT_TRUE(*info);
  EXPECT_EQ((*info)->original, ReplicaState::kRbw);
  EXPECT_EQ((*info)->block, block(7, 1001, 1300));
  EXPECT_EQ(store_->find(BlockId{7})->state, ReplicaState::kRur);
  EXPECT_EQ(read(block(7)), pattern(0, 1300)) << "readers go on as before";

  const auto storage = store_->update_under_recovery((*info)->block, stamp(1010), BlockId{7}, 900);
  ASSERT_TRUE(storage) << storage.error().message;
  EXPECT_EQ(*storage, store_->volumes().at(0)->storage_id());
  EXPECT_EQ(store_->find(BlockId{7})->block, block(7, 1010, 900));
  EXPECT_EQ(read(block(7, 1010)), pattern(0, 900));
  EXPECT_EQ(events_.log().back(), "received blk_7_1010");
}

// A replica from before a restart (RWR) takes part as well.
TEST_F(ReplicaRecoveryTest, RecoversRwr) {
  leave_rbw(7, 1300);
  open();
  const auto info = store_->init_recovery(block(7), stamp(1010));
  ASSERT_TRUE(info && *info);
  EXPECT_EQ((*info)->original, ReplicaState::kRwr);
  ASSERT_TRUE(store_->update_under_recovery((*info)->block, stamp(1010), BlockId{7}, 1300));
  EXPECT_EQ(read(block(7, 1010)), pattern(0, 1300));
}

// A pipeline that broke before its first packet leaves an empty replica, which is no failure of a
// recovery: the block has no bytes.
TEST_F(ReplicaRecoveryTest, RecoversRbwWithoutPackets) {
  leave_rbw(7, 0);
  const auto info = store_->init_recovery(block(7), stamp(1010));
  ASSERT_TRUE(info) << info.error().message;
  ASSERT_TRUE(*info);
  EXPECT_EQ((*info)->block, block(7, 1001, 0));
}

// Wherever the disk fails while a replica is cut: it does not pass for one that was cut, and can be
// cut later.
TEST_F(ReplicaRecoveryTest, CutsAgainWhatFailedHalfWay) {
  int works = -1;  // that many changes more, then one fails; -1: all work
  FaultyDisk failing(disk_, [&](DiskOperation operation, std::string_view) {
    const bool changes = operation == DiskOperation::kWrite ||
                         operation == DiskOperation::kTruncate ||
                         operation == DiskOperation::kRename;
    if (!changes || works < 0) return 0;
    return works-- == 0 ? EIO : 0;
  });
  disk_in_use_ = &failing;
  open();
  bool failed = true;
  for (std::uint64_t id = 100; failed; ++id) {
    make_finalized(id, 1300);
    ASSERT_TRUE(store_->init_recovery(block(id), stamp(1010)));
    works = static_cast<int>(id) - 100;
    failed = false;
    try {
      (void)store_->update_under_recovery(block(id, 1001, 1300), stamp(1010), BlockId{id}, 900);
    } catch (const DiskError&) {
      failed = true;
    }
    works = -1;
    open();
    EXPECT_EQ(store_->find(BlockId{id})->block.generation_stamp, stamp(failed ? 1001 : 1010));
    const auto info = store_->init_recovery(block(id), stamp(1020));
    ASSERT_TRUE(info && *info);
    ASSERT_TRUE(store_->update_under_recovery((*info)->block, stamp(1020), BlockId{id}, 900));
    EXPECT_EQ(read(block(id, 1020)), pattern(0, 900)) << "after change " << id - 100;
  }
}

// Of two recoveries the later one wins, whichever comes first.
TEST_F(ReplicaRecoveryTest, LaterRecoveryWins) {
  make_finalized(7, 100);
  ASSERT_TRUE(store_->init_recovery(block(7), stamp(1010)));
  EXPECT_EQ(store_->init_recovery(block(7), stamp(1009)).error().code,
            ErrorCode::kRecoveryInProgress);
  ASSERT_TRUE(store_->init_recovery(block(7), stamp(1011)));
  EXPECT_FALSE(store_->update_under_recovery(block(7, 1001, 100), stamp(1010), BlockId{7}, 100));
  EXPECT_TRUE(store_->update_under_recovery(block(7, 1001, 100), stamp(1011), BlockId{7}, 100));
}

// Blocks that are not there are no failure; replicas older than the block, or as new as the
// recovery, are.
TEST_F(ReplicaRecoveryTest, ChecksStamps) {
  const auto none = store_->init_recovery(block(9), stamp(1010));
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  make_finalized(7, 100);
  EXPECT_FALSE(store_->init_recovery(block(7, 1002), stamp(1010)));
  EXPECT_FALSE(store_->init_recovery(block(7), stamp(1001)));
}

// A length that the replica does not have cannot be agreed on.
TEST_F(ReplicaRecoveryTest, NeverGrowsReplica) {
  make_finalized(7, 100);
  ASSERT_TRUE(store_->init_recovery(block(7), stamp(1010)));
  EXPECT_FALSE(store_->update_under_recovery(block(7, 1001, 100), stamp(1010), BlockId{7}, 101));
  EXPECT_FALSE(store_->update_under_recovery(block(7, 1001, 99), stamp(1010), BlockId{7}, 50));
}

// Truncate of a file that a snapshot holds: the shortened copy is a block of its own, the old one
// stays.
TEST_F(ReplicaRecoveryTest, TruncatesIntoCopy) {
  make_finalized(7, 2000);
  ASSERT_TRUE(store_->init_recovery(block(7), stamp(1010)));
  ASSERT_TRUE(store_->update_under_recovery(block(7, 1001, 2000), stamp(1010), BlockId{8}, 1100));
  EXPECT_EQ(read(block(8, 1010)), pattern(0, 1100));
  EXPECT_EQ(read(block(7)), pattern(0, 2000));
  EXPECT_EQ(store_->find(BlockId{7})->state, ReplicaState::kFinalized);
  EXPECT_EQ(events_.log().back(), "received blk_8_1010");
}

// A recovery takes the replica from a writer: he is interrupted, and cannot finish it afterwards.
TEST_F(ReplicaRecoveryTest, StopsWriter) {
  auto asked = request(block(7, 1001, 1 << 20));
  bool interrupted = false;
  asked.writer = std::make_shared<Writer>([&] { interrupted = true; });
  auto writer = store_->create_rbw(asked);
  put(**writer, 0, 100);
  EXPECT_FALSE(store_->init_recovery(block(7), stamp(1010))) << "he does not go";
  EXPECT_TRUE(interrupted);
  asked.writer->leave();
  ASSERT_TRUE(store_->init_recovery(block(7), stamp(1010)));
  ASSERT_TRUE(store_->update_under_recovery(block(7, 1001, 100), stamp(1010), BlockId{7}, 100));
  EXPECT_FALSE(store_->finalize(**writer, false));
}

}  // namespace
}  // namespace mammoth::datanode
