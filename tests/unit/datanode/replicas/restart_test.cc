// What a datanode makes of its disks when it starts.
#include "datanode/replicas/volume_scan.h"

#include "datanode/replicas/replica_files.h"
#include "tests/unit/datanode/store_fixture.h"

namespace mammoth::datanode {
namespace {

class RestartTest : public StoreFixture {
 protected:
  std::shared_ptr<Writer> unfinished(std::uint64_t id, std::size_t length) {
    auto asked = request(block(id, 1001, 1 << 20));
    auto writer = store_->create_rbw(asked);
    EXPECT_TRUE(writer);
    put(**writer, 0, length);
    return asked.writer;
  }
  std::string rbw(std::uint64_t id) const {
    return store_->volumes().at(0)->layout().block_file(BlockId{id}, ReplicaState::kRbw);
  }
  std::string rbw_meta(std::uint64_t id) const {
    return store_->volumes().at(0)->layout().meta_file(BlockId{id}, GenerationStamp{1001},
                                                       ReplicaState::kRbw);
  }
};

// Finished replicas are there again, with the same identity and the same use of space.
TEST_F(RestartTest, FindsFinalizedReplicas) {
  make_finalized(7, 700);
  make_finalized(0x40010203, 100, 1005);
  const auto uuid = store_->volumes().datanode_uuid();
  const auto storage = store_->volumes().at(0)->storage_id();
  const auto used = store_->volumes().at(0)->used_bytes();
  open();
  EXPECT_EQ(store_->volumes().datanode_uuid(), uuid);
  EXPECT_EQ(store_->volumes().at(0)->storage_id(), storage);
  EXPECT_EQ(store_->volumes().at(0)->used_bytes(), used);
  EXPECT_EQ(store_->volumes().at(0)->blocks(), 2u);
  EXPECT_EQ(read(block(7)), pattern(0, 700));
  EXPECT_EQ(store_->find(BlockId{0x40010203})->block, block(0x40010203, 1005, 100));
}

// A replica whose writer died with the process waits for recovery (RWR); it is reported, not read.
TEST_F(RestartTest, UnfinishedReplicaAwaitsRecovery) {
  unfinished(7, 700);
  open();
  const auto replica = store_->find(BlockId{7});
  ASSERT_TRUE(replica);
  EXPECT_EQ(replica->state, ReplicaState::kRwr);
  EXPECT_EQ(replica->block.length_bytes, 700u);
  EXPECT_EQ(*store_->visible_length(block(7)), -1);
  int reported = 0;
  store_->for_each_reported([&](const Replica& each) { reported += each.state == ReplicaState::kRwr; });
  EXPECT_EQ(reported, 1);
}

// Copies that were under way are thrown away.
TEST_F(RestartTest, EmptiesTmp) {
  const auto& layout = store_->volumes().at(0)->layout();
  const auto file = layout.block_file(BlockId{7}, ReplicaState::kTemporary);
  const auto meta = layout.meta_file(BlockId{7}, GenerationStamp{1001}, ReplicaState::kTemporary);
  disk_.open(file, OpenMode::kCreate)->write_at(0, as_byte_view(pattern(0, 700)));
  disk_.open(meta, OpenMode::kCreate);
  open();
  EXPECT_FALSE(store_->find(BlockId{7}));
  EXPECT_FALSE(disk_.status(file));
  EXPECT_FALSE(disk_.status(meta));
}

// The process died after it had written data but not its checksums: what the checksums cover stays, to
// the byte, because it may have been acknowledged.
TEST_F(RestartTest, CutsDataThatChecksumsDoNotCover) {
  unfinished(7, 1000);
  const auto more = pattern(1000, 100);
  disk_.open(rbw(7), OpenMode::kReadWrite)->write_at(1000, as_byte_view(more));
  open();
  EXPECT_EQ(store_->find(BlockId{7})->block.length_bytes, 1000u);
  EXPECT_EQ(contents(rbw(7)), pattern(0, 1000));
}

// A last chunk that fits its checksum at no length is lost; the chunks before it are not.
TEST_F(RestartTest, DropsRottenLastChunk) {
  unfinished(7, 1000);
  disk_.open(rbw(7), OpenMode::kReadWrite)->write_at(520, as_byte_view("rot"));
  open();
  EXPECT_EQ(store_->find(BlockId{7})->block.length_bytes, 512u);
  EXPECT_EQ(contents(rbw_meta(7)).size(), DataChecksum{}.meta_file_bytes(512));
}

// A replica without its meta file has nothing to show for itself.
TEST_F(RestartTest, UnfinishedReplicaWithoutChecksumsIsEmpty) {
  unfinished(7, 1000);
  disk_.unlink(rbw_meta(7));
  open();
  EXPECT_EQ(store_->find(BlockId{7})->block, block(7, 0, 0));
}

// The process died between the two renames of finalizing: the move is finished.
TEST_F(RestartTest, FinishesInterruptedMove) {
  const auto replica = make_finalized(7, 700);
  disk_.rename(path(replica), rbw(7));
  open();
  EXPECT_EQ(store_->find(BlockId{7})->state, ReplicaState::kFinalized);
  EXPECT_EQ(read(block(7)), pattern(0, 700));
}

// Apache's list of replicas from a clean shutdown would be wrong after us: it must go.
TEST_F(RestartTest, DeletesApachesReplicaCache) {
  const auto cache = store_->volumes().at(0)->layout().current() + "/replicas";
  disk_.open(cache, OpenMode::kCreate);
  open();
  EXPECT_FALSE(disk_.status(cache));
}

// A file that an upgrade's snapshot shares gets bytes of its own before it is appended to.
TEST_F(RestartTest, AppendBreaksHardLinks) {
  const auto replica = make_finalized(7, 700);
  disk_.link(path(replica), "/data/1/snapshot");
  auto asked = request(block(7), 1002);
  asked.min_bytes = 700;
  auto writer = store_->append(asked);
  ASSERT_TRUE(writer) << writer.error().message;
  put(**writer, 700, 100);
  ASSERT_TRUE(store_->finalize(**writer, false));
  EXPECT_EQ(contents("/data/1/snapshot"), pattern(0, 700));
  EXPECT_EQ(read(block(7, 1002)), pattern(0, 800));
}

// Of two replicas of one block the newer is kept, then the longer; the other one's files go.
TEST(Duplicates, NewerThenLonger) {
  const auto replica = [](std::uint64_t stamp, std::uint64_t length) {
    return Replica{.block = {BlockId{1}, GenerationStamp{stamp}, length}};
  };
  EXPECT_TRUE(is_better_replica(replica(1002, 1), replica(1001, 9)));
  EXPECT_FALSE(is_better_replica(replica(1001, 9), replica(1002, 1)));
  EXPECT_TRUE(is_better_replica(replica(1001, 9), replica(1001, 8)));
  EXPECT_TRUE(is_better_replica(replica(1001, 9), replica(1001, 9)));
}

}  // namespace
}  // namespace mammoth::datanode
