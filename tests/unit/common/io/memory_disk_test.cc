#include "common/io/memory_disk.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace mammoth {
namespace {

class MemoryDiskTest : public testing::Test {
 protected:
  // A file with those bytes, durable together with its name when asked for.
  void write(const std::string& path, std::string_view text, bool sync_bytes, bool sync_name) {
    const auto file = disk.open(path, OpenMode::kOpenOrCreate);
    file->write_at(0, as_byte_view(text));
    if (sync_bytes) file->sync();
    if (sync_name) disk.sync_directory(parent_directory(path));
  }
  std::string read(const std::string& path) { return read_file(disk, path, 1 << 20); }

  MemoryDisk disk{1 << 20};
};

TEST_F(MemoryDiskTest, APowerCutTakesWhatWasNotSynced) {
  // Four files: bytes and name durable, only the name, only the bytes, neither.
  write("/both", "safe", true, true);
  write("/name", "lost", false, true);
  write("/bytes", "nameless", true, false);
  write("/none", "gone", false, false);
  disk.crash();
  EXPECT_EQ(read("/both"), "safe");
  EXPECT_EQ(read("/name"), "");
  EXPECT_FALSE(disk.status("/bytes"));
  EXPECT_FALSE(disk.status("/none"));
}

TEST_F(MemoryDiskTest, LaterWritesAreLostEarlierOnesKept) {
  // An appended tail without a sync: the file is as long as it was.
  write("/f", "first", true, true);
  disk.open("/f", OpenMode::kReadWrite)->write_at(5, as_byte_view(" second"));
  EXPECT_EQ(read("/f"), "first second");
  disk.crash();
  EXPECT_EQ(read("/f"), "first");
}

TEST_F(MemoryDiskTest, ARenameNeedsBothDirectories) {
  // Finalising a replica: until both directories are synced, a cut may leave two names or none.
  disk.make_directories("/rbw");
  disk.make_directories("/finalized");
  disk.sync_directory("/");
  write("/rbw/blk", "data", true, true);
  disk.rename("/rbw/blk", "/finalized/blk");
  disk.sync_directory("/finalized");
  disk.crash();
  EXPECT_EQ(read("/finalized/blk"), "data");
  EXPECT_EQ(read("/rbw/blk"), "data");
  EXPECT_EQ(disk.status("/rbw/blk")->links, 2u);

  disk.unlink("/finalized/blk");
  disk.sync_directory("/finalized");
  disk.rename("/rbw/blk", "/finalized/blk");
  disk.sync_directory("/rbw");
  disk.crash();
  EXPECT_FALSE(disk.status("/finalized/blk"));
  EXPECT_FALSE(disk.status("/rbw/blk"));
}

TEST_F(MemoryDiskTest, ReplaceFileSurvivesAtEveryMoment) {
  // The old bytes before, the new ones after; nothing is left to chance once it has returned.
  replace_file(disk, "/VERSION", as_byte_view("old"));
  disk.crash();
  EXPECT_EQ(read("/VERSION"), "old");
  replace_file(disk, "/VERSION", as_byte_view("new"));
  disk.crash();
  EXPECT_EQ(read("/VERSION"), "new");
}

TEST_F(MemoryDiskTest, HandlesDieWithThePower) {
  // The process that held them would be dead, too; its lock is free afterwards.
  write("/f", "x", true, true);
  const auto before = disk.open("/f", OpenMode::kReadWrite);
  ASSERT_TRUE(before->try_lock());
  disk.crash();
  EXPECT_THROW(before->size(), DiskError);
  EXPECT_THROW(before->write_at(0, as_byte_view("y")), DiskError);
  EXPECT_TRUE(disk.open("/f", OpenMode::kRead)->try_lock());
}

TEST_F(MemoryDiskTest, WithDiceEveryPageIsOldOrNewAndSyncedBytesStay) {
  // Three pages durable, overwritten and extended by three, then cut, for a hundred seeds: each
  // page that is left is one version or the other (or a hole where there was none), never a
  // mixture.
  constexpr std::size_t kPage = 4096;
  bool kept_something = false;
  bool lost_something = false;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    MemoryDisk torn;
    const auto file = torn.open("/f", OpenMode::kCreate);
    file->write_at(0, as_byte_view(std::string(3 * kPage, 'o')));
    file->sync();
    torn.sync_directory("/");
    file->write_at(0, as_byte_view(std::string(6 * kPage, 'n')));
    torn.open("/unsynced", OpenMode::kCreate);
    std::mt19937_64 dice(seed);
    torn.crash(dice);
    const auto left = read_file(torn, "/f", 1 << 20);
    ASSERT_GE(left.size(), 3 * kPage);
    ASSERT_LE(left.size(), 6 * kPage);
    for (std::size_t at = 0; at < left.size(); at += kPage) {
      const auto page = left.substr(at, kPage);
      ASSERT_EQ(page, std::string(page.size(), page[0]));
      ASSERT_TRUE(page[0] == 'n' || page[0] == (at < 3 * kPage ? 'o' : '\0'));
      (page[0] == 'n' ? kept_something : lost_something) = true;
    }
  }
  EXPECT_TRUE(kept_something && lost_something);
}

TEST_F(MemoryDiskTest, AFullDiskSaysSoAndDeletingHelps) {
  // One megabyte: the write that would pass it fails whole; space returns with the last handle.
  auto file = disk.open("/big", OpenMode::kCreate);
  file->write_at(0, as_byte_view(std::string(1 << 20, 'x')));
  EXPECT_EQ(disk.space("/").available_bytes, 0u);
  try {
    disk.open("/more", OpenMode::kCreate)->write_at(0, as_byte_view("y"));
    FAIL();
  } catch (const DiskError& error) {
    EXPECT_EQ(error.error_number(), ENOSPC);
  }
  disk.unlink("/big");
  EXPECT_EQ(disk.space("/").available_bytes, 0u);
  file.reset();
  EXPECT_EQ(disk.space("/").available_bytes, 1u << 20);
}

}  // namespace
}  // namespace mammoth
