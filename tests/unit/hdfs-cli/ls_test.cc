#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

class LsTest : public ShellTest {
 protected:
  LsTest() {
    hdfs_->add_file("/d/b", "twelve bytes");
    hdfs_->add_file("/d/a", "");
    hdfs_->add_file("/d/sub/deep", std::string(2000, 'x'));
  }
};

TEST_F(LsTest, ListsADirectory) {
  // The columns: rights, replicas, owner, group, bytes, time, path.
  const Outcome outcome = run({"-ls", "/d"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out,
            "Found 3 items\n"
            "-rw-r--r--   3 alice staff          0 2020-09-13 12:26 /d/a\n"
            "-rw-r--r--   3 alice staff         12 2020-09-13 12:26 /d/b\n"
            "drwxr-xr-x   - alice staff          0 2020-09-13 12:26 /d/sub\n");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(LsTest, GoesOnAfterAMissingPath) {
  const Outcome outcome = run({"-ls", "/d/a", "/nope", "/d/b"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.out,
            "-rw-r--r--   3 alice staff          0 2020-09-13 12:26 /d/a\n"
            "-rw-r--r--   3 alice staff         12 2020-09-13 12:26 /d/b\n");
  EXPECT_EQ(outcome.err, "ls: `/nope': No such file or directory\n");
}

TEST_F(LsTest, WidensItsColumns) {
  // Within one listing all lines are as wide as the longest.
  hdfs_->edit("/d/a").owner = "somebody";
  EXPECT_EQ(run({"-ls", "-h", "/d"}).out,
            "Found 3 items\n"
            "-rw-r--r--   3 somebody staff          0 2020-09-13 12:26 /d/a\n"
            "-rw-r--r--   3 alice    staff         12 2020-09-13 12:26 /d/b\n"
            "drwxr-xr-x   - alice    staff          0 2020-09-13 12:26 /d/sub\n");
}

TEST_F(LsTest, Sorts) {
  hdfs_->edit("/d/b").modification_time_ms += 120'000;
  EXPECT_EQ(run({"-ls", "-C", "-t", "/d"}).out, "/d/b\n/d/a\n/d/sub\n");
  EXPECT_EQ(run({"-ls", "-C", "-t", "-r", "/d"}).out, "/d/a\n/d/sub\n/d/b\n");
  EXPECT_EQ(run({"-ls", "-C", "-S", "/d"}).out, "/d/b\n/d/a\n/d/sub\n");
  EXPECT_EQ(run({"-ls", "-C", "-r", "/d"}).out, "/d/sub\n/d/b\n/d/a\n");
}

TEST_F(LsTest, Recurses) {
  EXPECT_EQ(run({"-ls", "-R", "-C", "/d"}).out, "/d/a\n/d/b\n/d/sub\n/d/sub/deep\n");
  const Outcome old = run({"-lsr", "/d/sub"});
  EXPECT_EQ(old.err, "lsr: DEPRECATED: Please use 'ls -R' instead.\n");
  EXPECT_EQ(old.out, "-rw-r--r--   3 alice staff       2000 2020-09-13 12:26 /d/sub/deep\n");
}

TEST_F(LsTest, ShowsPathsAsTheyWereGiven) {
  hdfs_->add_file("/user/alice/own", "");
  EXPECT_EQ(run({"-ls", "-C"}).out, "own\n");
  EXPECT_EQ(run({"-ls", "-C", "../../d"}).out, "../../d/a\n../../d/b\n../../d/sub\n");
  EXPECT_EQ(run({"-ls", "-C", "hdfs:///d/*"}).out,
            "hdfs:///d/a\nhdfs:///d/b\nhdfs:///d/sub/deep\n");
  EXPECT_EQ(run({"-ls", "-C", "hdfs://namenode:8020/d/a"}).out, "hdfs://namenode:8020/d/a\n");
  EXPECT_EQ(run({"-ls", "-d", "-C", "/d/"}).out, "/d\n");
}

TEST_F(LsTest, ShowsErasureCodingWhereThereIsSome) {
  hdfs_->erasure_coding_policy = "RS-6-3-1024k";
  EXPECT_EQ(run({"-ls", "-e", "/d/b"}).out,
            "-rw-r--r--   3 alice staff RS-6-3-1024k         12 2020-09-13 12:26 /d/b\n");
  local_->add_file("/x", "");
  const Outcome local = run({"-ls", "-e", "file:///x"});
  EXPECT_EQ(local.code, 255);
  EXPECT_EQ(local.err,
            "-ls: Fatal internal error\n"
            "java.lang.UnsupportedOperationException: FileSystem file:/// does not support Erasure "
            "Coding\n");
}

TEST_F(LsTest, SaysWhatTheFileSystemSays) {
  // A refusal of the NameNode is shown with its first line only.
  hdfs_->fail("status", "/d/b",
              {ErrorCode::kAccessDenied, "Permission denied: user=bob\nat somewhere"});
  const Outcome outcome = run({"-ls", "/d/b"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "ls: Permission denied: user=bob\n");
}

}  // namespace
}  // namespace mammoth::cli
