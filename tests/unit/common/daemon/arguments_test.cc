#include "common/daemon/arguments.h"

#include <gtest/gtest.h>

#include <fstream>

#include "common/config/keys.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temporary_directory.h"

namespace mammoth {
namespace {

// What `take` makes of a whole command line; words it does not know stop it.
Result<std::size_t> take_all(DaemonArguments& arguments, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!TRY(arguments.take(words, i))) return i;
  return words.size();
}

TEST(DaemonArguments, ReadsSettingsInBothSpellings) {
  // hdfs namenode -D a=b and -Da=b mean the same.
  DaemonArguments arguments;
  ASSERT_EQ(take_all(arguments, {"-D", "dfs.replication=2", "-Ddfs.blocksize=1048576"}).value(),
            3u);
  const Configuration configuration = arguments.load().value();
  EXPECT_EQ(configuration.get_int(keys::kDfsReplication), 2);
  EXPECT_EQ(configuration.get_size(keys::kDfsBlocksize), 1'048'576u);
}

TEST(DaemonArguments, LeavesOtherWordsToTheDaemon) {
  DaemonArguments arguments;
  EXPECT_EQ(take_all(arguments, {"-D", "a=b", "-format"}).value(), 2u);
  EXPECT_EQ(take_all(arguments, {"-conf"}).value(), 0u) << "an option without its argument";
}

TEST(DaemonArguments, ASettingNeedsAKeyAndAValue) {
  DaemonArguments arguments;
  for (const char* text : {"noequals", "=value"})
    EXPECT_THAT(
        take_all(arguments, {"-D", text}),
        refused(ErrorCode::kIllegalArgument, "-D expects key=value, not " + std::string(text)));
}

TEST(DaemonArguments, SettingsBeatFilesAndXmlAndYamlMix) {
  const TemporaryDirectory folder;
  const std::string xml = folder.path() + "/site.xml", yaml = folder.path() + "/site.yaml";
  std::ofstream(xml) << "<configuration><property><name>dfs.replication</name><value>4</value>"
                        "</property></configuration>";
  std::ofstream(yaml) << "fs.defaultFS: hdfs://yaml:1\n";
  DaemonArguments arguments;
  ASSERT_TRUE(take_all(arguments, {"-D", "dfs.replication=5", "-conf", xml, "-conf", yaml}));
  const Configuration configuration = arguments.load().value();
  EXPECT_EQ(configuration.get_int(keys::kDfsReplication), 5);
  EXPECT_EQ(configuration.get(keys::kFsDefaultFs), "hdfs://yaml:1");
}

TEST(DaemonArguments, AMissingFileIsNamed) {
  DaemonArguments arguments;
  ASSERT_TRUE(take_all(arguments, {"-conf", "/nowhere/site.xml"}));
  const auto loaded = arguments.load();
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().message, testing::HasSubstr("/nowhere/site.xml"));
}

}  // namespace
}  // namespace mammoth
