#include "hdfs-cli/copy.h"

#include <gmock/gmock.h>

#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

class CopyTest : public ShellTest {
 protected:
  CopyTest() {
    local_->add_file("/home/alice/f", "content");
    local_->add_file("/home/alice/d/one", "1");
    local_->add_file("/home/alice/d/sub/two", "2");
  }
};

TEST_F(CopyTest, PutWritesAFile) {
  EXPECT_EQ(run({"-put", "f", "/f"}).code, 0);
  EXPECT_EQ(hdfs_->content("/f"), "content");
  EXPECT_EQ(run({"-put", "f", "/f"}).err, "put: `/f': File exists\n");
  local_->add_file("/home/alice/f", "other");
  EXPECT_EQ(run({"-put", "-f", "f", "/f"}).code, 0);
  EXPECT_EQ(hdfs_->content("/f"), "other");
}

TEST_F(CopyTest, NobodySeesHalfAFile) {
  // The bytes go to another name first; after a failure that is gone too.
  hdfs_->fail("write", "/f._COPYING_", {ErrorCode::kIo, "No space left"});
  const Outcome outcome = run({"-put", "f", "/f"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "put: No space left\n");
  EXPECT_FALSE(hdfs_->content("/f"));
  EXPECT_FALSE(hdfs_->content("/f._COPYING_"));
  hdfs_->fail("close", "/f._COPYING_", {ErrorCode::kIo, "Connection lost"});
  EXPECT_EQ(run({"-put", "f", "/f"}).err, "put: Connection lost\n");
  EXPECT_FALSE(hdfs_->content("/f._COPYING_"));
  hdfs_->fail("rename", "/f._COPYING_", {ErrorCode::kIo, "Quota"});
  EXPECT_EQ(run({"-put", "f", "/f"}).err, "put: Quota\n");
  EXPECT_FALSE(hdfs_->content("/f._COPYING_"));
}

TEST_F(CopyTest, AFailedOverwriteKeepsTheOldFile) {
  hdfs_->add_file("/f", "old");
  hdfs_->fail("write", "/f._COPYING_", {ErrorCode::kIo, "No space left"});
  EXPECT_EQ(run({"-put", "-f", "f", "/f"}).code, 1);
  EXPECT_EQ(hdfs_->content("/f"), "old");
}

TEST_F(CopyTest, DirectCopiesHaveNoOtherName) {
  hdfs_->fail("create", "/f", {ErrorCode::kIo, "refused"});
  EXPECT_EQ(run({"-put", "-d", "f", "/f"}).err, "put: refused\n");
  EXPECT_EQ(run({"-put", "-d", "f", "/f"}).code, 0);
  EXPECT_EQ(hdfs_->content("/f"), "content");
}

TEST_F(CopyTest, PutCopiesDirectories) {
  hdfs_->add_directory("/into");
  EXPECT_EQ(run({"-put", "d", "f", "/into"}).code, 0);
  EXPECT_EQ(run({"-put", "d", "/new"}).code, 0);
  EXPECT_EQ(run({"-find", "/into", "/new"}).out,
            "/into\n/into/d\n/into/d/one\n/into/d/sub\n/into/d/sub/two\n/into/f\n"
            "/new\n/new/one\n/new/sub\n/new/sub/two\n");
  const Outcome again = run({"-put", "d", "/new/.."});
  EXPECT_EQ(again.code, 0);
}

TEST_F(CopyTest, SeveralSourcesNeedADirectory) {
  EXPECT_EQ(run({"-put", "f", "d", "/nope"}).err, "put: `/nope': No such file or directory\n");
  hdfs_->add_file("/file", "");
  EXPECT_EQ(run({"-put", "f", "d", "/file"}).err, "put: `/file': Is not a directory\n");
  EXPECT_EQ(run({"-put", "f", "/nope/f"}).err,
            "put: `/nope/f': No such file or directory: `hdfs://namenode:8020/nope/f'\n");
}

TEST_F(CopyTest, GoesOnAfterAnError) {
  hdfs_->add_directory("/into");
  const Outcome outcome = run({"-put", "nope", "f", "/into"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "put: `nope': No such file or directory\n");
  EXPECT_EQ(hdfs_->content("/into/f"), "content");
}

TEST_F(CopyTest, ThreadsCopyAllOfIt) {
  // More files than threads and queue together, one of which fails.
  for (int i = 0; i < 50; ++i)
    local_->add_file("/home/alice/many/" + std::to_string(i), std::to_string(i));
  hdfs_->fail("create", "/many/7._COPYING_", {ErrorCode::kIo, "refused"});
  const Outcome outcome = run({"-put", "-t", "4", "-q", "2", "many", "/many"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "put: refused\n");
  for (int i = 0; i < 50; ++i)
    if (i != 7) EXPECT_EQ(hdfs_->content("/many/" + std::to_string(i)), std::to_string(i));
}

TEST_F(CopyTest, PutTakesStandardInput) {
  in_.text = "from a pipe";
  EXPECT_EQ(run({"-put", "-", "/f"}).code, 0);
  EXPECT_EQ(hdfs_->content("/f"), "from a pipe");
}

TEST_F(CopyTest, LocalNamesMayBeUris) {
  // As in Hadoop %20 is a space; a file that is really called so comes first.
  local_->add_file("/home/alice/a b", "space");
  local_->add_file("/home/alice/c%20d", "percent");
  EXPECT_EQ(run({"-put", "a%20b", "/1"}).code, 0);
  EXPECT_EQ(run({"-put", "c%20d", "/2"}).code, 0);
  EXPECT_EQ(run({"-put", "a b", "/3"}).code, 0);
  EXPECT_EQ(run({"-put", "file:///home/alice/f", "/4"}).code, 0);
  EXPECT_EQ(
      *hdfs_->content("/1") + *hdfs_->content("/2") + *hdfs_->content("/3") + *hdfs_->content("/4"),
      "spacepercentspacecontent");
}

TEST_F(CopyTest, GetReadsBack) {
  hdfs_->add_file("/f", "remote");
  EXPECT_EQ(run({"-get", "/f", "copy"}).code, 0);
  EXPECT_EQ(local_->content("/home/alice/copy"), "remote");
  EXPECT_FALSE(local_->content("/home/alice/.copy.crc"));
  EXPECT_EQ(run({"-get", "/f", "copy"}).err, "get: `copy': File exists\n");
  EXPECT_EQ(run({"-get", "-f", "-crc", "/f", "copy"}).code, 0);
  EXPECT_EQ(local_->content("/home/alice/.copy.crc")->substr(0, 8),
            std::string("crc\0\0\0\2\0", 8));
}

TEST_F(CopyTest, KeepsWhatIsAskedFor) {
  hdfs_->add_file("/a", "x");
  auto& source = hdfs_->edit("/a");
  source.permission = 0600;
  source.owner = "bob";
  source.modification_time_ms = 1000;
  source.access_time_ms = 2000;
  EXPECT_EQ(run({"-cp", "-p", "/a", "/b"}).code, 0);
  EXPECT_EQ(run({"-stat", "%a %u %Y %X", "/b"}).out, "600 bob 1000 2000\n");
  EXPECT_EQ(run({"-cp", "-pp", "/a", "/c"}).code, 0);
  EXPECT_EQ(run({"-stat", "%a %u", "/c"}).out, "600 alice\n");
  EXPECT_EQ(run({"-cp", "-px", "/a", "/d"}).err,
            "cp: hdfs://namenode:8020 does not support getXAttrs\n");
  hdfs_->edit("/a").has_acl = true;
  EXPECT_EQ(run({"-cp", "-pa", "/a", "/e"}).err,
            "cp: hdfs://namenode:8020 does not support getAclStatus\n");
}

TEST_F(CopyTest, ADirectoryIsNotCopiedIntoItself) {
  hdfs_->add_directory("/d/sub");
  EXPECT_EQ(run({"-cp", "/d", "/d/sub"}).err,
            "cp: `/d' to `/d/sub/d': is a subdirectory of itself\n");
  EXPECT_EQ(run({"-mv", "/d", "/d/sub"}).err,
            "mv: `/d' to `/d/sub/d': is a subdirectory of itself\n");
}

TEST_F(CopyTest, MvRenames) {
  hdfs_->add_file("/a", "x");
  hdfs_->add_directory("/into");
  EXPECT_EQ(run({"-mv", "/a", "/into"}).code, 0);
  EXPECT_EQ(hdfs_->content("/into/a"), "x");
  EXPECT_EQ(run({"-mv", "/into/a", "/nope/a"}).code, 1);
  EXPECT_EQ(run({"-mv", "/into/a", "file:///home/alice/x"}).err,
            "mv: `/into/a': Does not match target filesystem\n");
}

TEST_F(CopyTest, MoveFromLocalDeletesWhatItCopied) {
  EXPECT_EQ(run({"-moveFromLocal", "f", "/f"}).code, 0);
  EXPECT_EQ(hdfs_->content("/f"), "content");
  EXPECT_FALSE(local_->content("/home/alice/f"));
}

TEST_F(CopyTest, AppendToFile) {
  EXPECT_EQ(run({"-appendToFile", "f", "d/one", "/log"}).code, 0);
  in_.text = "!";
  EXPECT_EQ(run({"-appendToFile", "-", "/log"}).code, 0);
  EXPECT_EQ(hdfs_->content("/log"), "content1!");
  EXPECT_EQ(run({"-appendToFile", "nope", "/log"}).err, "appendToFile: /home/alice/nope\n");
}

TEST_F(CopyTest, Getmerge) {
  hdfs_->add_file("/d/1", "a");
  hdfs_->add_file("/d/2", "");
  hdfs_->add_file("/d/3", "b");
  hdfs_->add_file("/d/sub/4", "not this one");
  EXPECT_EQ(run({"-getmerge", "-nl", "/d", "all"}).code, 0);
  EXPECT_EQ(local_->content("/home/alice/all"), "a\n\nb\n");
  EXPECT_EQ(run({"-getmerge", "-nl", "-skip-empty-file", "/d", "all"}).code, 0);
  EXPECT_EQ(local_->content("/home/alice/all"), "a\nb\n");
  EXPECT_EQ(run({"-getmerge", "/d", "/nope", "other"}).code, 1);
  EXPECT_FALSE(local_->content("/home/alice/other"));
}

TEST_F(CopyTest, ShowsItsProgressOnATerminal) {
  // After two seconds, and the line is gone in the end.
  local_->add_file("/home/alice/big", std::string(3 << 20, 'x'));
  EXPECT_EQ(run({"-put", "big", "/a"}).err, "");
  err_.be_terminal();
  EXPECT_EQ(run({"-put", "big", "/b"}).err, "");
}

}  // namespace
}  // namespace mammoth::cli
