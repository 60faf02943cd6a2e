#include "hdfs-cli/shell.h"

#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

class ShellCommandTest : public ShellTest {};

TEST_F(ShellCommandTest, UnknownCommandsAreMistakes) {
  // 255 as from Java's exit(-1); a forgotten dash is pointed out.
  EXPECT_EQ(run({"-nope"}).err, "-nope: Unknown command\n");
  EXPECT_EQ(run({"-nope"}).code, 255);
  EXPECT_EQ(run({"ls"}).err,
            "ls: Unknown command\nDid you mean -ls?  This command begins with a dash.\n");
  EXPECT_EQ(run({}).code, 255);
}

TEST_F(ShellCommandTest, MistakesShowTheUsage) {
  const Outcome outcome = run({"-mkdir", "-x", "/a"});
  EXPECT_EQ(outcome.code, 255);
  EXPECT_EQ(
      outcome.err,
      "-mkdir: Illegal option -x\nUsage: hadoop fs [generic options] -mkdir [-p] <path> ...\n");
}

TEST_F(ShellCommandTest, WhatIsNotThereSaysSo) {
  const Outcome outcome = run({"-createSnapshot", "/"});
  EXPECT_EQ(outcome.code, 255);
  EXPECT_EQ(outcome.err,
            "-createSnapshot: Fatal internal error\njava.lang.UnsupportedOperationException: "
            "LocalFileSystem doesn't support createSnapshot\n");
}

TEST_F(ShellCommandTest, Mkdir) {
  EXPECT_EQ(run({"-mkdir", "/a"}).code, 0);
  EXPECT_EQ(run({"-mkdir", "/a"}).err, "mkdir: `/a': File exists\n");
  EXPECT_EQ(run({"-mkdir", "/x/y"}).err,
            "mkdir: `hdfs://namenode:8020/x': No such file or directory\n");
  EXPECT_EQ(run({"-mkdir", "-p", "/x/y", "/a"}).code, 0);
  EXPECT_EQ(run({"-mkdir", "/a:b"}).err.substr(0, 20), "-mkdir: java.net.URI");
}

TEST_F(ShellCommandTest, CatStopsWhenNobodyReads) {
  // As in `hdfs dfs -cat huge | head`.
  hdfs_->add_file("/f", "text");
  EXPECT_EQ(run({"-cat", "/f", "/nope", "/f"}).out, "texttext");
  out_.fail();
  const Outcome outcome = run({"-cat", "/f"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "cat: Unable to write to output stream.\n");
}

TEST_F(ShellCommandTest, HeadAndTailShowAKilobyte) {
  hdfs_->add_file("/f", std::string(1000, 'a') + std::string(1000, 'b'));
  EXPECT_EQ(run({"-head", "/f"}).out, std::string(1000, 'a') + std::string(24, 'b'));
  EXPECT_EQ(run({"-tail", "/f"}).out, std::string(24, 'a') + std::string(1000, 'b'));
}

TEST_F(ShellCommandTest, TailFollows) {
  // A file that grows, is cut off and grows again; until the user has enough.
  hdfs_->add_file("/f", "one\n");
  int look = 0;
  on_sleep_ = [&] {
    const char* contents[] = {"one\ntwo\n", "", "new\n"};
    if (look < 3) hdfs_->add_file("/f", contents[look]);
    return ++look < 4;
  };
  EXPECT_EQ(run({"-tail", "-f", "/f"}).out, "one\ntwo\nnew\n");
}

TEST_F(ShellCommandTest, TestAnswersByItsExitCode) {
  hdfs_->add_file("/f", "x");
  hdfs_->add_file("/empty", "");
  EXPECT_EQ(run({"-test", "-e", "/f"}).code, 0);
  EXPECT_EQ(run({"-test", "-e", "/nope"}).code, 1);
  EXPECT_EQ(run({"-test", "-d", "/f"}).code, 1);
  EXPECT_EQ(run({"-test", "-z", "/empty"}).code, 0);
  EXPECT_EQ(run({"-test", "-s", "/empty"}).code, 1);
  hdfs_->edit("/f").permission = 0400;
  EXPECT_EQ(run({"-test", "-r", "/f"}).code, 0);
  EXPECT_EQ(run({"-test", "-w", "/f"}).code, 1);
  EXPECT_EQ(run({"-test", "/f"}).err.substr(0, 27), "-test: No test flag given\nU");
}

TEST_F(ShellCommandTest, Stat) {
  hdfs_->add_file("/d/f", "abc");
  EXPECT_EQ(run({"-stat", "%n %b %F %a %A %u:%g %r %o %y %Y %%%", "/d/f"}).out,
            "f 3 regular file 644 rw-r--r-- alice:staff 3 134217728 2020-09-13 12:26:40 "
            "1600000000000 %\n");
  EXPECT_EQ(run({"-stat", "-R", "%n", "/d"}).out, "d\nf\n");
}

TEST_F(ShellCommandTest, TouchSetsTimes) {
  EXPECT_EQ(run({"-touch", "-t", "20200102:030405", "/f"}).code, 0);
  EXPECT_EQ(hdfs_->edit("/f").modification_time_ms, 1577934245000);
  EXPECT_EQ(run({"-touch", "-a", "-t", "20210102:030405", "/f"}).code, 0);
  EXPECT_EQ(hdfs_->edit("/f").modification_time_ms, 1577934245000);
  EXPECT_EQ(hdfs_->edit("/f").access_time_ms, 1609556645000);
  EXPECT_EQ(run({"-touch", "/f"}).code, 0);
  EXPECT_EQ(hdfs_->edit("/f").modification_time_ms, clock_.wall_ms());
  EXPECT_EQ(run({"-touch", "-c", "/g"}).code, 0);
  EXPECT_FALSE(hdfs_->content("/g"));
}

TEST_F(ShellCommandTest, TruncateWaitsForRecovery) {
  hdfs_->add_file("/f", "0123456789");
  hdfs_->truncate_takes_time = true;
  EXPECT_EQ(run({"-truncate", "-w", "3", "/f"}).out,
            "Waiting for /f ...\nTruncated /f to length: 3\n");
  EXPECT_EQ(run({"-truncate", "2", "/f"}).out,
            "Truncating /f to length: 2. Wait for block recovery to complete before further "
            "updating this "
            "file.\n");
  EXPECT_EQ(run({"-truncate", "9", "/f"}).code, 255);
}

TEST_F(ShellCommandTest, SetrepWaitsForReplicas) {
  hdfs_->add_file("/f", "x");
  hdfs_->replica_hosts = {{"a", "b", "c"}, {"a", "b"}, {"a"}};
  EXPECT_EQ(run({"-setrep", "-w", "1", "/f"}).out,
            "Replication 1 set: /f\nWaiting for /f ...\n"
            "WARNING: the waiting time may be long for DECREASING the number of replications.\n"
            ".. done\n");
  EXPECT_EQ(hdfs_->edit("/f").replication, 1);
  hdfs_->edit("/f").is_erasure_coded = true;
  EXPECT_EQ(run({"-setrep", "2", "/f"}).out,
            "Did not set replication for: /f, because it's an erasure coded file.\n");
}

TEST_F(ShellCommandTest, ChmodChownChgrp) {
  hdfs_->add_file("/d/f", "");
  EXPECT_EQ(run({"-chmod", "-R", "g+w", "/d"}).code, 0);
  EXPECT_EQ(hdfs_->edit("/d/f").permission, 0664);
  EXPECT_EQ(hdfs_->edit("/d").permission, 0775);
  EXPECT_EQ(run({"-chown", "bob:crew", "/d/f"}).code, 0);
  EXPECT_EQ(run({"-chgrp", "team", "/d/f"}).code, 0);
  EXPECT_EQ(hdfs_->edit("/d/f").owner + hdfs_->edit("/d/f").group, "bobteam");
  hdfs_->fail("set_permission", "/d/f", {ErrorCode::kAccessDenied, "Permission denied"});
  EXPECT_EQ(run({"-chmod", "700", "/d/f"}).err,
            "chmod: changing permissions of '/d/f': Permission denied\n");
  hdfs_->fail("set_owner", "/d/f", {ErrorCode::kAccessDenied, "Permission denied"});
  EXPECT_EQ(run({"-chown", "x", "/d/f"}).err,
            "chown: changing ownership of '/d/f': Permission denied\n");
}

TEST_F(ShellCommandTest, Find) {
  hdfs_->add_file("/d/a.txt", "");
  hdfs_->add_file("/d/sub/B.TXT", "");
  EXPECT_EQ(run({"-find", "/d", "-iname", "*.txt"}).out, "/d/a.txt\n/d/sub/B.TXT\n");
  EXPECT_EQ(run({"-find", "/d", "-name", "*.txt", "-a", "-print0"}).out,
            std::string("/d/a.txt\0", 9));
  EXPECT_EQ(run({"-find", "/d", "-size", "1"}).err, "find: Unexpected argument: -size\n");
  EXPECT_EQ(run({"-find", "/d", "-name"}).code, 255);
}

TEST_F(ShellCommandTest, SpaceAndQuotas) {
  hdfs_->add_file("/d/a", std::string(1000, 'x'));
  EXPECT_EQ(run({"-du", "-v", "/d"}).out,
            "SIZE  DISK_SPACE_CONSUMED_WITH_ALL_REPLICAS  FULL_PATH_NAME\n"
            "1000  3000                                   /d/a\n");
  EXPECT_EQ(run({"-count", "/d"}).out, "           1            1               1000 /d\n");
  hdfs_->quotas = {.quota = 10, .space_quota_bytes = 4000};
  EXPECT_EQ(run({"-count", "-q", "-h", "/d"}).out,
            "          10               8           3.9 K            1000            1            "
            "1               1000 /d\n");
  hdfs_->quotas.type_quotas = {{"SSD", 2048, 1024}};
  EXPECT_EQ(run({"-count", "-u", "-t", "ssd", "-v", "/d"}).out,
            "     SSD_QUOTA      REM_SSD_QUOTA PATHNAME\n          2048               1024 /d\n");
  EXPECT_EQ(run({"-df", "/"}).out,
            "Filesystem            Size  Used  Available  Use%\nhdfs://namenode:8020  1000   125   "
            "     875   13%\n");
}

TEST_F(ShellCommandTest, ChecksumAndConcat) {
  hdfs_->add_file("/a", "1");
  hdfs_->add_file("/b", "2");
  hdfs_->add_file("/c", "3");
  EXPECT_EQ(run({"-checksum", "/a"}).out, "/a\tMD5-of-0MD5-of-512CRC32C\t00ff10\n");
  EXPECT_EQ(run({"-concat", "/a", "/b"}).err,
            "concat: The number of source paths is less than 2. <target path> <src path> <src "
            "path> ...\n");
  EXPECT_EQ(run({"-concat", "/a", "/b", "/c"}).code, 0);
  EXPECT_EQ(hdfs_->content("/a"), "123");
}

TEST_F(ShellCommandTest, Help) {
  EXPECT_EQ(run({"-usage", "mkdir"}).out,
            "Usage: hadoop fs [generic options] -mkdir [-p] <path> ...\n");
  EXPECT_EQ(run({"-help", "mkdir"}).out,
            "-mkdir [-p] <path> ... :\n  Makes directories.\n"
            "  -p  Also the directories above; one that is there already is no error.\n");
  EXPECT_EQ(run({"-help", "nope"}).code, 255);
}

}  // namespace
}  // namespace mammoth::cli
