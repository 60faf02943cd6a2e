// What happens to the files behind the datanode's back (Hadoop: TestDirectoryScanner).
#include "tests/unit/datanode/store_fixture.h"

namespace mammoth::datanode {
namespace {

class Reconcile : public StoreFixture {
 protected:
  std::vector<std::string> news() {
    const std::vector<std::string> all = events_.log();
    std::vector<std::string> fresh(all.begin() + static_cast<std::ptrdiff_t>(known_), all.end());
    known_ = all.size();
    return fresh;
  }
  std::size_t known_ = 0;
};

TEST_F(Reconcile, FindsNothingWhereAllIsWell) {
  make_finalized(7, 3000);
  make_finalized(8, 0);
  auto open = store_->create_rbw(request(block(9)));
  put(**open, 0, 700);
  news();
  const Reconciled found = store_->reconcile(0);
  EXPECT_EQ(found.blocks, 2U);
  EXPECT_EQ(found.missing_files + found.missing_in_memory + found.missing_meta + found.mismatched, 0U);
  EXPECT_TRUE(news().empty());
}

TEST_F(Reconcile, ABlockFileThatIsGoneIsForgotten) {
  const auto replica = make_finalized(7, 3000);
  const std::uint64_t used = store_->volumes().at(0)->used_bytes();
  disk_.unlink(path(replica));
  news();
  EXPECT_EQ(store_->reconcile(0).missing_files, 1U);
  EXPECT_EQ(news(), std::vector<std::string>{"deleted blk_7_1001"});
  EXPECT_FALSE(store_->find(BlockId{7}));
  EXPECT_FALSE(disk_.status(meta_path(replica)));
  EXPECT_LT(store_->volumes().at(0)->used_bytes(), used);
  EXPECT_EQ(store_->volumes().at(0)->blocks(), 0U);
}

TEST_F(Reconcile, ABlockThatTurnsUpIsTakenIn) {
  const auto replica = make_finalized(7, 3000);
  const std::string data = path(replica);
  const std::string meta = meta_path(replica);
  disk_.rename(data, "/data/elsewhere");
  disk_.link(meta, "/data/elsewhere.meta");
  store_->reconcile(0);
  disk_.rename("/data/elsewhere", data);
  disk_.rename("/data/elsewhere.meta", meta);
  news();
  EXPECT_EQ(store_->reconcile(0).missing_in_memory, 1U);
  EXPECT_EQ(news(), std::vector<std::string>{"received blk_7_1001"});
  EXPECT_EQ(read(block(7)), pattern(0, 3000));
}

TEST_F(Reconcile, ACutBlockIsCorrupt) {
  const auto replica = make_finalized(7, 3000);
  disk_.open(path(replica), OpenMode::kReadWrite)->truncate(100);
  news();
  EXPECT_EQ(store_->reconcile(0).mismatched, 1U);
  EXPECT_EQ(news(), std::vector<std::string>{"corrupt blk_7_1001"});
  EXPECT_EQ(store_->find(BlockId{7})->block.length_bytes, 100U);
}

TEST_F(Reconcile, AMissingMetaFileIsCorruptAndAnotherStampIsToldOf) {
  const auto without = make_finalized(7, 3000);
  const auto renamed = make_finalized(8, 3000);
  disk_.unlink(meta_path(without));
  Replica newer = renamed;
  newer.block.generation_stamp = GenerationStamp{1005};
  disk_.rename(meta_path(renamed), meta_path(newer));
  news();
  const Reconciled found = store_->reconcile(0);
  EXPECT_EQ(found.missing_meta, 1U);
  EXPECT_EQ(found.mismatched, 1U);
  EXPECT_EQ(news(), (std::vector<std::string>{"corrupt blk_7_1001", "received blk_8_1005"}));
}

}  // namespace
}  // namespace mammoth::datanode
