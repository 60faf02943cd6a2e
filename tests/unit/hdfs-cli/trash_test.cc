#include "hdfs-cli/trash.h"

#include <gmock/gmock.h>

#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

class TrashTest : public ShellTest {
 protected:
  TrashTest() { hdfs_->add_file("/d/f", "x"); }
  static constexpr const char* kTrash = "/user/alice/.Trash/Current";
};

TEST_F(TrashTest, WithoutTrashFilesAreDeleted) {
  EXPECT_EQ(run({"-rm", "/d/f"}).out, "Deleted /d/f\n");
  EXPECT_EQ(run({"-rm", "/d"}).err, "rm: `/d': Is a directory\n");
  EXPECT_EQ(run({"-rm", "-r", "/d"}).out, "Deleted /d\n");
  EXPECT_EQ(run({"-rm", "/d"}).code, 1);
  EXPECT_EQ(run({"-rm", "-f", "/d", "/d*"}).code, 0);
}

TEST_F(TrashTest, TheServersIntervalCounts) {
  // The client's configuration says 0.
  hdfs_->trash_interval_minutes = 60;
  const Outcome outcome = run({"-rm", "/d/f"});
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "2020-09-13 12:26:40,000 INFO fs.TrashPolicyDefault: Moved: 'hdfs://namenode:8020/d/f' "
            "to trash "
            "at: hdfs://namenode:8020/user/alice/.Trash/Current/d/f\n");
  EXPECT_EQ(hdfs_->content(std::string(kTrash) + "/d/f"), "x");
  hdfs_->add_file("/d/f", "y");
  EXPECT_EQ(run({"-rm", "-skipTrash", "/d/f"}).out, "Deleted /d/f\n");
}

TEST_F(TrashTest, ASecondFileGetsAnotherName) {
  environment_.configuration.set("fs.trash.interval", "60");
  run({"-rm", "/d/f"});
  hdfs_->add_file("/d/f", "second");
  run({"-rm", "/d/f"});
  EXPECT_EQ(hdfs_->content(std::string(kTrash) + "/d/f1600000000000"), "second");
}

TEST_F(TrashTest, AFileInTheWayOfADirectory) {
  environment_.configuration.set("fs.trash.interval", "60");
  hdfs_->add_file(std::string(kTrash) + "/d", "a file of that name was deleted before");
  EXPECT_EQ(run({"-rm", "/d/f"}).code, 0);
  EXPECT_EQ(hdfs_->content(std::string(kTrash) + "/d1600000000000/f"), "x");
}

TEST_F(TrashTest, WhatHoldsTheTrashStays) {
  environment_.configuration.set("fs.trash.interval", "60");
  hdfs_->add_directory(kTrash);
  EXPECT_EQ(run({"-rm", "-r", "/user"}).err,
            "rm: Cannot move \"hdfs://namenode:8020/user\" to the trash, as it contains the trash. "
            "Consider "
            "using -skipTrash option\n");
  EXPECT_EQ(run({"-rm", "-r", kTrash}).out, std::string("Deleted ") + kTrash + "\n");
}

TEST_F(TrashTest, AFailureIsNoLicenceToDelete) {
  environment_.configuration.set("fs.trash.interval", "60");
  environment_.log_level = log::Level::kError;
  hdfs_->fail("mkdirs", std::string(kTrash) + "/d",
              {ErrorCode::kAccessDenied, "Permission denied"});
  const Outcome outcome = run({"-rm", "/d/f"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err,
            "rm: Failed to move hdfs://namenode:8020/d/f to trash "
            "hdfs://namenode:8020/user/alice/.Trash/Current/d/f: Permission denied\n");
  EXPECT_EQ(hdfs_->content("/d/f"), "x");
}

TEST_F(TrashTest, ExpungeKeepsWhatIsYoung) {
  // Checkpoints are named after the time they were made; what is no time is left alone.
  environment_.configuration.set("fs.trash.interval", "60");
  environment_.log_level = log::Level::kError;
  const std::string root = "/user/alice/.Trash";
  hdfs_->add_file(root + "/200913110000/old", "");
  hdfs_->add_file(root + "/200913120000-1/young", "");
  hdfs_->add_file(root + "/2009130000/very-old", "");
  hdfs_->add_file(root + "/mine/x", "");
  hdfs_->add_file(root + "/Current/now", "");
  EXPECT_EQ(run({"-expunge"}).code, 0);
  EXPECT_EQ(run({"-ls", "-C", root}).out,
            root + "/200913120000-1\n" + root + "/200913122640\n" + root + "/mine\n");
  hdfs_->add_file(root + "/Current/again", "");
  EXPECT_EQ(run({"-expunge"}).code, 0);
  EXPECT_TRUE(hdfs_->content(root + "/200913122640-1/again"));
  EXPECT_EQ(run({"-expunge", "-immediate"}).code, 0);
  EXPECT_EQ(run({"-ls", "-C", root}).out, root + "/mine\n");
}

TEST_F(TrashTest, SafelyAsks) {
  hdfs_->add_file("/d/g", "");
  environment_.configuration.set("hadoop.shell.safely.delete.limit.num.files", "1");
  in_.text = "maybe\nn\n";
  const Outcome no = run({"-rm", "-r", "-safely", "/d"});
  EXPECT_EQ(
      no.err,
      "Proceed deleting 2 files? (Y or N) Invalid input: maybe\nProceed deleting 2 files? (Y or N) "
      "Delete aborted at user request.\n\n");
  EXPECT_TRUE(hdfs_->content("/d/f"));
  in_.text = "YES\n";
  EXPECT_EQ(run({"-rm", "-r", "-safely", "/d"}).out, "Deleted /d\n");
}

TEST_F(TrashTest, RmdirWantsEmptyDirectories) {
  EXPECT_EQ(run({"-rmdir", "/d"}).err, "rmdir: `/d': Directory is not empty\n");
  EXPECT_EQ(run({"-rmdir", "--ignore-fail-on-non-empty", "/d"}).code, 0);
  EXPECT_EQ(run({"-rmdir", "/d/f"}).err, "rmdir: `/d/f': Is not a directory\n");
}

}  // namespace
}  // namespace mammoth::cli
