// What every Disk must do, run on the real one and on the one in memory.
#include "common/io/disk.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "common/io/memory_disk.h"
#include "common/io/system_disk.h"

namespace mammoth {
namespace {

enum class Kind { kSystem, kMemory };

class DiskTest : public testing::TestWithParam<Kind> {
 protected:
  DiskTest() {
    if (GetParam() == Kind::kSystem) {
      auto name = (std::filesystem::temp_directory_path() / "disk_test.XXXXXX").string();
      root = ::mkdtemp(name.data());
      disk = std::make_unique<SystemDisk>();
    } else {
      root = "/root";
      disk = std::make_unique<MemoryDisk>();
      disk->make_directories(root);
    }
  }
  ~DiskTest() override {
    if (GetParam() == Kind::kSystem) std::filesystem::remove_all(root);
  }

  std::string at(const std::string& name) const { return root + "/" + name; }
  void write(const std::string& name, std::string_view text) {
    disk->open(at(name), OpenMode::kCreate)->write_at(0, as_byte_view(text));
  }
  std::string read(const std::string& name) { return read_file(*disk, at(name), 1 << 20); }
  std::vector<std::string> names(const std::string& path) {
    std::vector<std::string> names;
    for (const auto& entry : disk->list(path))
      names.push_back(entry.name + (entry.is_directory ? "/" : ""));
    std::ranges::sort(names);
    return names;
  }
  template <class Action>
  int error_of(Action action) {
    try {
      action();
    } catch (const DiskError& error) {
      return error.error_number();
    }
    return 0;
  }

  std::string root;
  std::unique_ptr<Disk> disk;
};

TEST_P(DiskTest, AFileIsWrittenAnywhereAndReadBack) {
  // A write beyond the end leaves zeros between; a read stops at the end.
  const auto file = disk->open(at("f"), OpenMode::kCreate);
  file->write_at(0, as_byte_view("head"));
  file->write_at(6, as_byte_view("tail"));
  EXPECT_EQ(file->size(), 10u);
  std::string all(16, '?');
  EXPECT_EQ(file->read_at(0, std::as_writable_bytes(std::span(all))), 10u);
  EXPECT_EQ(all.substr(0, 10), std::string("head\0\0tail", 10));
  std::string two(2, '?');
  EXPECT_EQ(file->read_at(7, std::as_writable_bytes(std::span(two))), 2u);
  EXPECT_EQ(two, "ai");
  EXPECT_EQ(file->read_at(10, std::as_writable_bytes(std::span(two))), 0u);
  file->truncate(4);
  EXPECT_EQ(read("f"), "head");
  file->sync_data();
  file->sync();
  file->hint(CacheHint::kDontNeed, 0, 4);
}

TEST_P(DiskTest, ManyPiecesAreWrittenOneBehindTheOther) {
  // More than a system call takes; empty ones among them.
  const auto file = disk->open(at("f"), OpenMode::kCreate);
  file->write_at(0, as_byte_view("head"));
  std::vector<ByteView> pieces;
  std::string expected = "head";
  for (int i = 0; i < 2000; ++i) {
    const std::string_view piece = i % 7 == 0 ? "" : i % 2 == 0 ? "ab" : "cde";
    pieces.push_back(as_byte_view(piece));
    expected += piece;
  }
  file->write_pieces_at(4, pieces);
  EXPECT_EQ(read("f"), expected);
}

TEST_P(DiskTest, ReservedRoomIsNotPartOfTheFile) {
  const auto file = disk->open(at("f"), OpenMode::kCreate);
  file->write_at(0, as_byte_view("text"));
  file->reserve(4, 1 << 20);
  EXPECT_EQ(file->size(), 4u);
  file->truncate(4);
  EXPECT_EQ(read("f"), "text");
}

TEST_P(DiskTest, OpenModesSayWhatMustExist) {
  // Missing, present, and writing through a handle that may only read.
  EXPECT_EQ(error_of([&] { disk->open(at("f"), OpenMode::kRead); }), ENOENT);
  EXPECT_EQ(error_of([&] { disk->open(at("f"), OpenMode::kReadWrite); }), ENOENT);
  write("f", "kept");
  EXPECT_EQ(error_of([&] { disk->open(at("f"), OpenMode::kCreate); }), EEXIST);
  EXPECT_EQ(disk->open(at("f"), OpenMode::kOpenOrCreate)->size(), 4u);
  EXPECT_EQ(disk->open(at("g"), OpenMode::kOpenOrCreate)->size(), 0u);
  const auto file = disk->open(at("f"), OpenMode::kRead);
  EXPECT_EQ(error_of([&] { file->write_at(0, as_byte_view("x")); }), EBADF);
  EXPECT_EQ(error_of([&] { disk->open(at("no/f"), OpenMode::kCreate); }), ENOENT);
}

TEST_P(DiskTest, AnErrorNamesTheOperationAndThePath) {
  // The operator reads this line in the log.
  try {
    disk->open(at("missing"), OpenMode::kRead);
    FAIL();
  } catch (const DiskError& error) {
    EXPECT_EQ(error.path(), at("missing"));
    EXPECT_EQ(error.what(), "open " + at("missing") + ": No such file or directory");
  }
}

TEST_P(DiskTest, StatusTellsFilesDirectoriesAndNothing) {
  // Also below something that is not a directory there is simply nothing.
  write("f", "12345");
  const auto file = disk->status(at("f"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->size_bytes, 5u);
  EXPECT_FALSE(file->is_directory);
  EXPECT_EQ(file->links, 1u);
  EXPECT_TRUE(disk->status(root)->is_directory);
  EXPECT_FALSE(disk->status(at("missing")));
  EXPECT_FALSE(disk->status(at("f/below")));
}

TEST_P(DiskTest, DirectoriesAreMadeListedAndRemoved) {
  // With all parents, again without complaint, and only empty ones go.
  disk->make_directories(at("a/b/c"));
  disk->make_directories(at("a/b/c"));
  write("a/f", "");
  EXPECT_EQ(names(at("a")), (std::vector<std::string>{"b/", "f"}));
  EXPECT_NE(error_of([&] { disk->make_directories(at("a/f/x")); }), 0);
  EXPECT_EQ(error_of([&] { disk->remove_directory(at("a")); }), ENOTEMPTY);
  EXPECT_TRUE(disk->remove_directory(at("a/b/c")));
  EXPECT_FALSE(disk->remove_directory(at("a/b/c")));
  EXPECT_EQ(error_of([&] { disk->list(at("a/b/c")); }), ENOENT);
  disk->sync_directory(at("a"));
}

TEST_P(DiskTest, RenameReplacesAFileAndCarriesADirectory) {
  // The move of a replica from rbw to finalized, and of a whole pool directory.
  disk->make_directories(at("rbw"));
  disk->make_directories(at("finalized"));
  write("rbw/blk", "new");
  write("finalized/blk", "old");
  disk->rename(at("rbw/blk"), at("finalized/blk"));
  EXPECT_EQ(read("finalized/blk"), "new");
  EXPECT_TRUE(names(at("rbw")).empty());
  disk->rename(at("finalized"), at("previous"));
  EXPECT_EQ(read("previous/blk"), "new");
  EXPECT_FALSE(disk->status(at("finalized")));
  EXPECT_EQ(error_of([&] { disk->rename(at("missing"), at("x")); }), ENOENT);
}

TEST_P(DiskTest, ALinkIsASecondNameOfTheSameBytes) {
  // Writing through one name shows under the other; the bytes live until both are gone.
  write("a", "shared");
  disk->link(at("a"), at("b"));
  EXPECT_EQ(disk->status(at("a"))->links, 2u);
  disk->open(at("a"), OpenMode::kReadWrite)->write_at(0, as_byte_view("S"));
  EXPECT_EQ(error_of([&] { disk->link(at("a"), at("b")); }), EEXIST);
  EXPECT_TRUE(disk->unlink(at("a")));
  EXPECT_FALSE(disk->unlink(at("a")));
  EXPECT_EQ(read("b"), "Shared");
}

TEST_P(DiskTest, AnUnlinkedFileServesWhoHasItOpen) {
  // A reader of a block that is deleted under it finishes.
  write("f", "still here");
  const auto file = disk->open(at("f"), OpenMode::kRead);
  disk->unlink(at("f"));
  std::string text(10, '\0');
  EXPECT_EQ(file->read_at(0, std::as_writable_bytes(std::span(text))), 10u);
  EXPECT_EQ(text, "still here");
}

TEST_P(DiskTest, OnlyOneHolderOfALock) {
  // in_use.lock: the second daemon on the same directory is turned away until the first is gone.
  auto first = disk->open(at("in_use.lock"), OpenMode::kOpenOrCreate);
  const auto second = disk->open(at("in_use.lock"), OpenMode::kOpenOrCreate);
  EXPECT_TRUE(first->try_lock());
  EXPECT_TRUE(first->try_lock());
  EXPECT_FALSE(second->try_lock());
  first.reset();
  EXPECT_TRUE(second->try_lock());
}

TEST_P(DiskTest, WholeFilesAreReplacedAndReadWithinALimit) {
  // A VERSION file: written twice, no temporary left, and not read when it is absurdly long.
  replace_file(*disk, at("VERSION"), as_byte_view("one"));
  replace_file(*disk, at("VERSION"), as_byte_view("two"));
  EXPECT_EQ(read("VERSION"), "two");
  EXPECT_EQ(names(root), std::vector<std::string>{"VERSION"});
  EXPECT_EQ(error_of([&] { read_file(*disk, at("VERSION"), 2); }), EFBIG);
}

TEST_P(DiskTest, SpaceIsWithinTheCapacity) {
  // Also for a path that is a file; a missing one is an error.
  const auto space = disk->space(root);
  EXPECT_GT(space.capacity_bytes, 0u);
  EXPECT_LE(space.free_bytes, space.capacity_bytes);
  EXPECT_LE(space.available_bytes, space.free_bytes);
  EXPECT_EQ(error_of([&] { disk->space(at("missing")); }), ENOENT);
}

INSTANTIATE_TEST_SUITE_P(, DiskTest, testing::Values(Kind::kSystem, Kind::kMemory),
                         [](const auto& info) {
                           return info.param == Kind::kSystem ? "System" : "Memory";
                         });

TEST(SystemDisk, ItsFilesHaveARealHandle) {
  // sendfile needs one; the path is any file that every machine has.
  SystemDisk disk;
  EXPECT_GE(disk.open("/proc/self/exe", OpenMode::kRead)->native_handle(), 0);
}

TEST(ParentDirectory, OfAbsoluteAndRelativePaths) {
  // As dirname does it.
  EXPECT_EQ(parent_directory("/a/b"), "/a");
  EXPECT_EQ(parent_directory("/a"), "/");
  EXPECT_EQ(parent_directory("a/b"), "a");
  EXPECT_EQ(parent_directory("a"), ".");
}

}  // namespace
}  // namespace mammoth
