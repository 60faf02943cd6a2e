#include "hdfs-cli/generic_options.h"

#include <gmock/gmock.h>

#include <cstdio>
#include <fstream>

#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GenericOptionsTest : public ShellTest {
 protected:
  Arguments parse(Arguments arguments) {
    EXPECT_TRUE(parse_generic_options(environment_, arguments));
    return arguments;
  }
  std::string value(std::string_view key) {
    return environment_.configuration.find(key).value_or("-");
  }
};

TEST_F(GenericOptionsTest, AreReadUpToTheFirstOther) {
  EXPECT_THAT(parse({"-D", "a=1", "-Db=2", "-D", "c=x=y", "-ls", "-D", "d=4"}),
              ElementsAre("-ls", "-D", "d=4"));
  EXPECT_EQ(value("a") + value("b") + value("c") + value("d"), "12x=y-");
}

TEST_F(GenericOptionsTest, HaveSeveralForms) {
  EXPECT_THAT(parse({"-fs", "hdfs://a", "-ls"}), ElementsAre("-ls"));
  EXPECT_EQ(value("fs.defaultFS"), "hdfs://a");
  parse({"--fs=hdfs://b"});
  EXPECT_EQ(value("fs.defaultFS"), "hdfs://b");
  parse({"-D", "\"a b=c d\""});
  EXPECT_EQ(value("a b"), "c d");
  EXPECT_THAT(parse({"-libjars", "x", "-files", "y", "-ls"}), ElementsAre("-ls"));
}

TEST_F(GenericOptionsTest, DBeatsTheOthers) {
  // Whatever their order.
  parse({"-D", "fs.defaultFS=hdfs://d", "-fs", "hdfs://f"});
  EXPECT_EQ(value("fs.defaultFS"), "hdfs://d");
}

TEST_F(GenericOptionsTest, ConfAddsAFile) {
  const std::string path = ::testing::TempDir() + "generic_options_test.xml";
  std::ofstream(path)
      << "<configuration><property><name>x.y</name><value>z</value></property></configuration>";
  parse({"-conf", path, "-ls"});
  EXPECT_EQ(value("x.y"), "z");
  std::remove(path.c_str());
  Arguments arguments{"-conf", "/nope.xml"};
  EXPECT_FALSE(parse_generic_options(environment_, arguments));
}

TEST_F(GenericOptionsTest, AMissingValueLeavesNothing) {
  EXPECT_THAT(parse({"-D"}), IsEmpty());
  EXPECT_THAT(out_.take(), HasSubstr("usage: general options are:"));
  EXPECT_THAT(err_.take(), HasSubstr("WARN util.GenericOptionsParser: options parsing failed: "
                                     "Missing argument for option: D"));
  // What is no generic option is taken for the value.
  EXPECT_THAT(parse({"-D", "-ls", "/"}), ElementsAre("/"));
}

TEST_F(GenericOptionsTest, ValuesAreChecked) {
  Arguments arguments{"-D", "dfs.replication=many", "-ls"};
  const Result<void> outcome = parse_generic_options(environment_, arguments);
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().message, HasSubstr("dfs.replication"));
}

TEST_F(GenericOptionsTest, OldFormsOfTheDefaultFileSystem) {
  environment_.log_level = log::Level::kError;
  local_->add_file("/home/alice/f", "");
  EXPECT_EQ(run({"-fs", "local", "-ls", "-C", "/home/alice"}).out, "/home/alice/f\n");
  hdfs_->add_file("/d/f", "");
  EXPECT_EQ(run({"-fs", "namenode:8020", "-ls", "-C", "/d"}).out, "/d/f\n");
  EXPECT_EQ(run({"-ls", "s3a://x/y"}).err, "ls: No FileSystem for scheme \"s3a\"\n");
}

}  // namespace
}  // namespace mammoth::cli
