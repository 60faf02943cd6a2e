#include "common/io/faulty_disk.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "common/io/memory_disk.h"

namespace mammoth {
namespace {

TEST(FaultyDisk, FailsWhatItIsToldToAndNothingElse) {
  // A volume whose writes under /bad fail: everything else goes through to the disk beneath.
  MemoryDisk memory;
  memory.make_directories("/bad");
  FaultyDisk disk(memory, [](DiskOperation operation, std::string_view path) {
    return operation == DiskOperation::kWrite && path.starts_with("/bad") ? EIO : 0;
  });
  disk.open("/good", OpenMode::kCreate)->write_at(0, as_byte_view("fine"));
  EXPECT_EQ(read_file(disk, "/good", 100), "fine");

  const auto bad = disk.open("/bad/f", OpenMode::kCreate);
  try {
    bad->write_at(0, as_byte_view("never"));
    FAIL();
  } catch (const DiskError& error) {
    EXPECT_EQ(error.error_number(), EIO);
    EXPECT_EQ(error.path(), "/bad/f");
  }
  EXPECT_EQ(memory.status("/bad/f")->size_bytes, 0u);
}

TEST(FaultyDisk, DiesInTheMiddle) {
  // From one moment on every operation fails, those of files opened before included.
  MemoryDisk memory;
  bool dead = false;
  FaultyDisk disk(memory, [&](DiskOperation, std::string_view) { return dead ? EIO : 0; });
  const auto file = disk.open("/f", OpenMode::kCreate);
  dead = true;
  EXPECT_THROW(file->sync(), DiskError);
  EXPECT_THROW(file->size(), DiskError);
  EXPECT_THROW(disk.list("/"), DiskError);
  EXPECT_THROW(disk.rename("/f", "/g"), DiskError);
  EXPECT_THROW(disk.space("/"), DiskError);
  dead = false;
  EXPECT_TRUE(memory.status("/f"));
  EXPECT_EQ(file->size(), 0u);
}

}  // namespace
}  // namespace mammoth
