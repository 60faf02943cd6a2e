// Rot is found by whoever looks (Hadoop: TestBlockScanner).
#include "datanode/scanner/block_scan.h"

#include "common/io/memory_disk.h"
#include "tests/unit/datanode/store_fixture.h"

namespace mammoth::datanode {
namespace {

class BlockScanTest : public StoreFixture {
 protected:
  BlockScan scan() { return {*store_, events_, time_, 0, options_, activity_}; }

  // Until a round is over; the pauses are lived through.
  std::int64_t run_round(BlockScan& scan) {
    std::int64_t waited_ms = 0;
    for (int steps = 0; steps < 10'000; ++steps) {
      const auto pause = scan.step();
      const Volume& volume = *store_->volumes().at(0);
      if (load_cursor(disk_, volume.layout()).at_end) return waited_ms;
      waited_ms += pause.count();
      time_.advance_ms(pause.count());
    }
    ADD_FAILURE() << "the round does not end";
    return waited_ms;
  }
  void rot(const Replica& replica, std::uint64_t offset) {
    disk_.open(path(replica), OpenMode::kReadWrite)->write_at(offset, as_byte_view("!"));
  }
  std::vector<std::string> corrupt() const {
    std::vector<std::string> found;
    for (const std::string& line : events_.log())
      if (line.starts_with("corrupt ")) found.push_back(line);
    return found;
  }

  ManualClock time_;
  BlockScanOptions options_{.bytes_per_second = 1 << 20};
  ScanActivity activity_;
};

TEST_F(BlockScanTest, RottenBlocksAreFoundAndSoundOnesAreNot) {
  make_finalized(7, 3000);
  rot(make_finalized(8, 5000), 4999);
  make_finalized(0x1'0000, 700);  // in another directory
  rot(make_finalized(0x2'0000, 700), 0);
  make_finalized(9, 0);
  BlockScan first = scan();
  run_round(first);
  EXPECT_EQ(corrupt(), (std::vector<std::string>{"corrupt blk_8_1001", "corrupt blk_131072_1001"}));
  EXPECT_EQ(activity_.verified, 3U);
  EXPECT_EQ(activity_.failed, 2U);
}

TEST_F(BlockScanTest, CutFilesAndBrokenMetaFilesAreCorrupt) {
  const auto cut = make_finalized(7, 3000);
  const auto headless = make_finalized(8, 3000);
  const auto without = make_finalized(9, 3000);
  disk_.open(path(cut), OpenMode::kReadWrite)->truncate(2999);
  disk_.open(meta_path(headless), OpenMode::kReadWrite)->truncate(3);
  disk_.unlink(meta_path(without));
  BlockScan first = scan();
  run_round(first);
  EXPECT_EQ(corrupt().size(), 3U);
}

TEST_F(BlockScanTest, ReadsNoFasterThanItMay) {
  options_.bytes_per_second = 100'000;
  make_finalized(7, 300'000);
  make_finalized(8, 200'000);
  BlockScan first = scan();
  EXPECT_EQ(run_round(first), 5'000);
}

TEST_F(BlockScanTest, RoundsFollowEachOtherAfterThePeriod) {
  options_.period = std::chrono::hours(1);
  make_finalized(7, 1000);
  BlockScan first = scan();
  run_round(first);
  EXPECT_EQ(activity_.verified, 1U);
  EXPECT_GT(first.step().count(), 0) << "the period is not over";
  time_.advance_ms(3'600'000);
  for (int i = 0; i < 10; ++i) time_.advance_ms(first.step().count());
  EXPECT_EQ(activity_.verified, 2U);
}

TEST_F(BlockScanTest, ARestartGoesOnWhereItWas) {
  options_.cursor_interval = std::chrono::milliseconds(0);
  for (std::uint64_t id = 1; id <= 5; ++id) make_finalized(id, 100);
  {
    BlockScan first = scan();
    while (activity_.verified < 3) time_.advance_ms(first.step().count());
  }
  BlockScan second = scan();
  run_round(second);
  EXPECT_EQ(activity_.verified, 5U);
}

TEST_F(BlockScanTest, ACursorOfNonsenseIsABeginning) {
  const Volume& volume = *store_->volumes().at(0);
  const ScanCursor cursor{.saved_ms = 3, .started_ms = 2, .directory = "subdir1/subdir2",
                          .last = BlockId{66'049}, .at_end = false};
  save_cursor(disk_, volume.layout(), cursor);
  EXPECT_EQ(load_cursor(disk_, volume.layout()), cursor);
  for (const char* nonsense : {"", "[", "{}", "{\"curFinalizedDir\":7,\"iterStartMs\":\"x\"}"}) {
    replace_file(disk_, volume.layout().pool() + "/scanner.cursor", as_byte_view(std::string_view(nonsense)));
    EXPECT_EQ(load_cursor(disk_, volume.layout()), ScanCursor{}) << nonsense;
  }
}

}  // namespace
}  // namespace mammoth::datanode
