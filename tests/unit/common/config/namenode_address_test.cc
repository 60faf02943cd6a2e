#include "common/config/namenode_address.h"

#include <gtest/gtest.h>

namespace mammoth {
namespace {

TEST(NamenodeAddress, ReadsHdfsUris) {
  // What stands behind -fs and in fs.defaultFS; a path may follow.
  EXPECT_EQ(parse_hdfs_uri("hdfs://nn:9000/a/b").value(), (HostPort{"nn", 9000}));
  EXPECT_EQ(parse_hdfs_uri("hdfs://nn").value(), (HostPort{"nn", 8020}));
  EXPECT_EQ(parse_hdfs_uri("hdfs://[::1]:1/").value(), (HostPort{"::1", 1}));
}

TEST(NamenodeAddress, RefusesOtherFileSystemsInHadoopsWords) {
  // A client without configuration asks for hdfs and gets told which key is missing.
  EXPECT_EQ(parse_hdfs_uri("file:///").error().message,
            "Invalid URI for NameNode address (check fs.defaultFS): file:/// has no authority.");
  EXPECT_EQ(parse_hdfs_uri("s3a://bucket/").error().message,
            "Invalid URI for NameNode address (check fs.defaultFS): s3a://bucket/ is not of scheme "
            "'hdfs'.");
  for (const char* bad : {"", "nn:8020", "hdfs:/a", "hdfs:///a", "hdfs://:8020", "hdfs://nn:x"})
    EXPECT_FALSE(parse_hdfs_uri(bad)) << bad;
}

TEST(NamenodeAddress, PrefersTheMoreSpecificKey) {
  // fs.defaultFS alone is enough for everybody; rpc-address overrides it for all,
  // servicerpc-address for DataNodes only. Neither needs a port.
  Configuration conf;
  EXPECT_FALSE(namenode_address(conf));
  conf.set("fs.defaultFS", "hdfs://default:1");
  EXPECT_EQ(namenode_address(conf).value(), (HostPort{"default", 1}));
  EXPECT_EQ(namenode_service_address(conf).value(), (HostPort{"default", 1}));
  conf.set("dfs.namenode.rpc-address", "rpc");
  EXPECT_EQ(namenode_address(conf).value(), (HostPort{"rpc", 8020}));
  conf.set("dfs.namenode.servicerpc-address", "service:3");
  EXPECT_TRUE(conf.validate());
  EXPECT_EQ(namenode_address(conf).value(), (HostPort{"rpc", 8020}));
  EXPECT_EQ(namenode_service_address(conf).value(), (HostPort{"service", 3}));
}

}  // namespace
}  // namespace mammoth
