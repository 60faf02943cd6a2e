#include "common/hdfs/local_file_system.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace mammoth::hdfs {
namespace {

class LocalFileSystemTest : public testing::Test {
 protected:
  LocalFileSystemTest() {
    char name[] = "/tmp/mammoth-local-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~LocalFileSystemTest() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, std::string_view text) {
    auto writer = files_.create(path(name), {}).value();
    ASSERT_TRUE(writer->write(std::as_bytes(std::span(text))));
    ASSERT_TRUE(writer->close());
  }
  std::string read(const std::string& name) {
    auto reader = files_.open(path(name)).value();
    std::string text(reader->length_bytes(), '\0');
    EXPECT_EQ(reader->read(std::as_writable_bytes(std::span(text))).value(), text.size());
    return text;
  }

  LocalFileSystem files_{022};
  std::string folder_;
};

// Parents appear by themselves, modes pass the umask, and bytes come back.
TEST_F(LocalFileSystemTest, CreatesWithParentsAndReadsBack) {
  write("a/b/file", "hello");
  EXPECT_EQ(read("a/b/file"), "hello");
  const auto status = files_.status(path("a/b/file")).value();
  EXPECT_EQ(status.permission, 0644);
  EXPECT_EQ(status.length_bytes, 5u);
  EXPECT_EQ(files_.status(path("a")).value().permission, 0755);
}

TEST_F(LocalFileSystemTest, RefusesToReplaceUnlessToldTo) {
  write("file", "old");
  CreateOptions careful;
  careful.overwrite = false;
  EXPECT_EQ(files_.create(path("file"), careful).error().code, ErrorCode::kFileAlreadyExists);
  EXPECT_EQ(read("file"), "old");
}

TEST_F(LocalFileSystemTest, SaysWhatIsMissingInHadoopsWords) {
  const auto missing = files_.status(path("nothing"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(missing.error().message, "File " + path("nothing") + " does not exist");
  EXPECT_FALSE(files_.remove(path("nothing"), true).value());
}

TEST_F(LocalFileSystemTest, KeepsAFullDirectoryFromNonRecursiveRemoval) {
  write("d/file", "x");
  EXPECT_FALSE(files_.remove(path("d"), false));
  EXPECT_TRUE(files_.remove(path("d"), true).value());
  EXPECT_FALSE(files_.status(path("d")));
}

TEST_F(LocalFileSystemTest, ListsInNameOrderAndAFileAsItself) {
  write("d/b", "1");
  write("d/a", "22");
  const auto entries = files_.list_all(path("d")).value();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].name(), "a");
  EXPECT_EQ(entries[1].name(), "b");
  EXPECT_EQ(files_.list_all(path("d/a")).value().at(0).length_bytes, 2u);
}

TEST_F(LocalFileSystemTest, AppendsTruncatesAndSums) {
  write("d/file", "12345");
  auto writer = files_.append(path("d/file")).value();
  ASSERT_TRUE(writer->write(std::as_bytes(std::span(std::string_view("678")))));
  ASSERT_TRUE(writer->close());
  EXPECT_EQ(read("d/file"), "12345678");
  EXPECT_TRUE(files_.truncate(path("d/file"), 3).value());
  EXPECT_EQ(read("d/file"), "123");
  EXPECT_FALSE(files_.truncate(path("d/file"), 4)) << "a truncate does not grow a file";
  const auto sum = files_.content_summary(path("d")).value();
  EXPECT_EQ(sum.file_count, 1u);
  EXPECT_EQ(sum.directory_count, 1u);
  EXPECT_EQ(sum.length_bytes, 3u);
}

}  // namespace
}  // namespace mammoth::hdfs
