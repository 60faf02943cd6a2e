// Which of the local directories an attempt writes to.
#include "mapreduce/task_runner/output_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "mapreduce/api/exceptions.h"

namespace mammoth::mapreduce::runner {
namespace {

using std::filesystem::path;

class OutputDirectoryTest : public ::testing::Test {
 protected:
  OutputDirectoryTest() {
    for (const char* name : {"a", "b", "c"}) {
      roots_.push_back((folder_ / name).string());
      std::filesystem::create_directories(roots_.back());
    }
  }
  ~OutputDirectoryTest() override { std::filesystem::remove_all(folder_); }
  std::string root_of(int task, int attempt, std::uint64_t wanted = 1) const {
    const std::string made =
        makeOutputDirectory(roots_, {{"1", 1}, TaskType::MAP, task, attempt}, wanted);
    EXPECT_TRUE(std::filesystem::is_directory(made));
    return path(made).parent_path().parent_path().filename().string();
  }

  const path folder_ = path(::testing::TempDir()) / "output_directory_test";
  std::vector<std::string> roots_;
};

TEST_F(OutputDirectoryTest, TasksAndAttemptsTakeTurns) {
  EXPECT_EQ(root_of(0, 0) + root_of(1, 0) + root_of(2, 0) + root_of(3, 0), "abca");
  EXPECT_EQ(root_of(1, 1) + root_of(1, 2) + root_of(1, 1000), "cac");
  EXPECT_EQ(root_of(0, 0, UINT64_MAX).size(), 1U) << "nobody has as much as is wanted";
}

TEST_F(OutputDirectoryTest, OneThatCannotBeWrittenIsPassedOver) {
  std::filesystem::remove(roots_[1]);
  std::ofstream(roots_[1]) << "no directory";
  std::filesystem::remove(roots_[2]);
  EXPECT_EQ(root_of(1, 0) + root_of(2, 0), "aa");
  std::filesystem::remove_all(roots_[0]);
  std::ofstream(roots_[0]) << "no directory";
  EXPECT_THROW(root_of(0, 0), Exception);
}

}  // namespace
}  // namespace mammoth::mapreduce::runner
