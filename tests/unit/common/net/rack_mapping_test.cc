#include "common/net/rack_mapping.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/temporary_directory.h"

namespace mammoth {
namespace {

class RackMappingTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    const std::string path = folder_.path() + "/" + name;
    std::ofstream(path) << text;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }
  Result<RackMapping> read(const std::string& key, const std::string& value) {
    Configuration configuration;
    configuration.set(key, value);
    return RackMapping::read(configuration);
  }
  TemporaryDirectory folder_;
};

TEST_F(RackMappingTest, ATableNamesHosts) {
  const auto racks =
      read("net.topology.table.file.name", file("t", "# all\na /one\n b\t/two # it\n\n"));
  EXPECT_EQ(racks->rack_of("a"), "/one");
  EXPECT_EQ(racks->rack_of("b"), "/two");
  EXPECT_EQ(racks->rack_of("c"), "/default-rack");
  EXPECT_FALSE(read("net.topology.table.file.name", file("bad", "a one\n")));
  EXPECT_FALSE(read("net.topology.table.file.name", "/no/such/file"));
}

TEST_F(RackMappingTest, AScriptIsAskedOnce) {
  const std::string script = file("s", "#!/bin/sh\necho $1 >>" + folder_.path() +
                                           "/asked\n[ $1 = bad ] && exit 1\necho /rack-$1\n");
  const auto racks = read("net.topology.script.file.name", script);
  EXPECT_EQ(racks->rack_of("a"), "/rack-a");
  EXPECT_EQ(racks->rack_of("a"), "/rack-a");
  EXPECT_EQ(racks->rack_of("bad"), "/default-rack");
  EXPECT_EQ(racks->rack_of("-x"), "/default-rack");
  std::ifstream asked(folder_.path() + "/asked");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(asked), {}), "a\nbad\n");
  EXPECT_EQ(read("net.topology.script.file.name", "/no/such/script")->rack_of("a"),
            "/default-rack");
}

TEST_F(RackMappingTest, WithoutEitherAllAreInOne) {
  EXPECT_EQ(RackMapping::read(Configuration())->rack_of("a"), "/default-rack");
}

}  // namespace
}  // namespace mammoth
