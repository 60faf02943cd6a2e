#include "common/config/storage_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/config/configuration.h"
#include "common/config/keys.h"

namespace mammoth {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(StorageDirectory, ReadsPathsAndUris) {
  // The forms that dfs.datanode.data.dir knows.
  EXPECT_EQ(parse_storage_directory("/data").value(), (StorageDirectory{"/data", "DISK"}));
  EXPECT_EQ(parse_storage_directory("file:///data").value(), (StorageDirectory{"/data", "DISK"}));
  EXPECT_EQ(parse_storage_directory("file:/data").value(), (StorageDirectory{"/data", "DISK"}));
  EXPECT_EQ(parse_storage_directory("[ssd]/data").value(), (StorageDirectory{"/data", "SSD"}));
  EXPECT_EQ(parse_storage_directory("[RAM_DISK]file:///r").value(),
            (StorageDirectory{"/r", "RAM_DISK"}));
}

TEST(StorageDirectory, DecodesPercentInUrisOnly) {
  // Java decodes a URI's path; a plain path is taken as it is, and so is a % that escapes nothing.
  EXPECT_EQ(parse_storage_directory("file:///a%20b").value().path, "/a b");
  EXPECT_EQ(parse_storage_directory("/a%20b").value().path, "/a%20b");
  EXPECT_EQ(parse_storage_directory("file:///a%2").value().path, "/a%2");
  EXPECT_EQ(parse_storage_directory("file:///a%zz%").value().path, "/a%zz%");
}

TEST(StorageDirectory, RefusesWhatIsNotALocalDirectory) {
  // Blocks below the current directory, or on another machine, would not be found again.
  for (const char* bad : {"", "data", "file:data", "file://host/data", "hdfs://host/data", "[SSD]",
                          "[FLOPPY]/data", "[SSD/data", "[]/data"})
    EXPECT_FALSE(parse_storage_directory(bad)) << bad;
}

TEST(StorageDirectory, AreCheckedWithTheConfiguration) {
  // A typing error in the second of two disks stops the DataNode before it starts.
  Configuration conf;
  conf.set("dfs.datanode.data.dir", "/a, [SSD]file:///b");
  EXPECT_TRUE(conf.validate());
  EXPECT_THAT(conf.get_directories(keys::kDfsDatanodeDataDir),
              ElementsAre(StorageDirectory{"/a", "DISK"}, StorageDirectory{"/b", "SSD"}));
  conf.set("dfs.datanode.data.dir", "/a, b");
  EXPECT_THAT(conf.validate().error().message,
              HasSubstr("dfs.datanode.data.dir is '/a, b': 'b' is no absolute local path"));
  conf.set("dfs.datanode.data.dir", "");
  EXPECT_THAT(conf.get_directories(keys::kDfsDatanodeDataDir), testing::IsEmpty());
}

}  // namespace
}  // namespace mammoth
