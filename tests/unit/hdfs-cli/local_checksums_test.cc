#include "hdfs-cli/local_checksums.h"

#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

class LocalChecksumsTest : public ShellTest {
 protected:
  static constexpr const char* kFile = "file:///home/alice/f";
  static constexpr const char* kData = "/home/alice/f";
  static constexpr const char* kChecksums = "/home/alice/.f.crc";
};

TEST_F(LocalChecksumsTest, AreWrittenAsHadoopWritesThem) {
  // "abc" and the end of its line: what Hadoop 3.4.2 wrote for the same bytes.
  hdfs_->add_file("/f", "abc");
  EXPECT_EQ(run({"-cp", "/f", kFile}).code, 0);
  EXPECT_EQ(local_->content(kData), "abc");
  EXPECT_EQ(local_->content(kChecksums), std::string("crc\0\0\0\2\0\x35\x24\x41\xc2", 12));
}

TEST_F(LocalChecksumsTest, CoverEveryChunk) {
  hdfs_->add_file("/f", std::string(1025, 'x'));
  EXPECT_EQ(run({"-get", "-crc", "/f", kData}).code, 0);
  EXPECT_EQ(local_->content(kChecksums)->size(), 8U + 3 * 4);
  EXPECT_EQ(run({"-cat", kFile}).out, std::string(1025, 'x'));
  EXPECT_EQ(run({"-tail", kFile}).out, std::string(1024, 'x'));
}

TEST_F(LocalChecksumsTest, TellDamage) {
  hdfs_->add_file("/f", "abc");
  run({"-cp", "/f", kFile});
  const std::string checksums = *local_->content(kChecksums);
  local_->add_file(kData, "corrupt");
  const Outcome outcome = run({"-put", kData, "/copy"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err,
            "put: Checksum error: file:/home/alice/f at 0 exp: 891568578 got: -1227257511\n");
  EXPECT_EQ(run({"-cat", "-ignoreCrc", kFile}).out, "corrupt");
}

TEST_F(LocalChecksumsTest, AreHiddenAndFollowTheirFile) {
  hdfs_->add_file("/f", "abc");
  run({"-cp", "/f", kFile});
  EXPECT_EQ(run({"-ls", "-C", "file:///home/alice"}).out, "file:///home/alice/f\n");
  EXPECT_EQ(run({"-mv", kFile, "file:///home/alice/g"}).code, 0);
  EXPECT_FALSE(local_->content(kChecksums));
  EXPECT_TRUE(local_->content("/home/alice/.g.crc"));
  EXPECT_EQ(run({"-rm", "file:///home/alice/g"}).code, 0);
  EXPECT_FALSE(local_->content("/home/alice/.g.crc"));
}

TEST_F(LocalChecksumsTest, DoNotOutliveTheirData) {
  // -get writes none by default; old ones would be wrong then.
  hdfs_->add_file("/f", "abc");
  run({"-get", "-crc", "/f", kData});
  hdfs_->add_file("/f", "other");
  EXPECT_EQ(run({"-get", "-f", "/f", kData}).code, 0);
  EXPECT_FALSE(local_->content(kChecksums));
  EXPECT_EQ(run({"-cat", kFile}).out, "other");
}

TEST_F(LocalChecksumsTest, RefuseWhatWouldBreakThem) {
  local_->add_file(kData, "abc");
  EXPECT_EQ(run({"-truncate", "1", kFile}).code, 255);
  EXPECT_EQ(run({"-appendToFile", kData, kFile}).code, 255);
}

}  // namespace
}  // namespace mammoth::cli
