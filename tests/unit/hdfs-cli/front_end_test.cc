#include "hdfs-cli/front_end.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class FrontEndTest : public ShellTest {
 protected:
  FrontEndTest() {
    std::string name = ::testing::TempDir() + "front_end_test.XXXXXX";
    directory_ = ::mkdtemp(name.data());
    std::ofstream(directory_ + "/core-site.xml")
        << "<configuration><property><name>fs.defaultFS</name><value>hdfs://namenode:8020</value></"
           "property>"
           "<property><name>dfs.hosts</name><value>/etc/hosts.include</value></property></"
           "configuration>";
    ::setenv("HADOOP_CONF_DIR", directory_.c_str(), 1);
  }
  ~FrontEndTest() override {
    std::filesystem::remove_all(directory_);
    ::unsetenv("HADOOP_CONF_DIR");
    ::unsetenv("HADOOP_ROOT_LOGGER");
    ::unsetenv("HADOOP_LOGLEVEL");
  }

  Outcome call(Arguments arguments, std::string_view program = "hdfs") {
    const int code = run_front_end(environment_, program, std::move(arguments));
    return {code, out_.take(), err_.take()};
  }

  std::string directory_;
};

TEST_F(FrontEndTest, RunsFileCommands) {
  hdfs_->add_file("/d/f", "");
  EXPECT_EQ(call({"dfs", "-ls", "-C", "/d"}).out, "/d/f\n");
  EXPECT_EQ(call({"fs", "-ls", "-C", "/d"}, "hadoop").out, "/d/f\n");
  EXPECT_EQ(call({"dfs", "-D", "fs.defaultFS=file:///", "-ls", "/d"}).code, 1);
}

TEST_F(FrontEndTest, ToolsRefuseWrongArguments) {
  const Outcome fsck = call({"fsck", "/", "-x"});
  EXPECT_EQ(fsck.code, 255);
  EXPECT_TRUE(fsck.err.starts_with("fsck: Illegal option '-x'\nUsage: hdfs fsck <path> "));
  EXPECT_TRUE(call({"fsck", "/a", "/b"}).err.starts_with(
      "fsck: can only operate on one path at a time '/b'\n"));
  EXPECT_EQ(call({"distcp", "-update", "-overwrite", "/a", "/b"}).err,
            "Invalid arguments: Overwrite and update options are mutually exclusive\n");
  EXPECT_EQ(call({"distcp", "/a"}).err,
            "Invalid arguments: Neither source file listing nor source paths present\n");
  EXPECT_EQ(call({"distcp", "-m", "many", "/a", "/b"}).code, 255);
}

TEST_F(FrontEndTest, OldNamesOfHadoopStillWork) {
  hdfs_->add_file("/d/f", "");
  const Outcome outcome = call({"dfs", "-ls", "-C", "/d"}, "hadoop");
  EXPECT_EQ(outcome.out, "/d/f\n");
  EXPECT_EQ(outcome.err,
            "WARNING: Use of this script to execute dfs is deprecated.\n"
            "WARNING: Attempting to execute replacement \"hdfs dfs\" instead.\n\n");
}

TEST_F(FrontEndTest, RefusesWhatItDoesNotKnow) {
  const Outcome unknown = call({"nonsense"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_EQ(unknown.err, "ERROR: nonsense is not COMMAND nor fully qualified CLASSNAME.\n");
  EXPECT_THAT(unknown.out, StartsWith("Usage: hdfs [OPTIONS] SUBCOMMAND [SUBCOMMAND OPTIONS]\n"));
  EXPECT_EQ(call({"nfs3", "x"}).err, "ERROR: hdfs nfs3 is not supported.\n");
  EXPECT_EQ(call({}).code, 1);
  EXPECT_EQ(call({"--help"}).code, 0);
}

TEST_F(FrontEndTest, ShellOptions) {
  EXPECT_EQ(call({"--config", "/nope", "dfs"}).err,
            "ERROR: Cannot find configuration directory \"/nope\"\n");
  EXPECT_EQ(call({"--config"}).err, "ERROR: No parameter provided for --config \n");
  EXPECT_EQ(call({"--daemon", "restart", "namenode"}).err,
            "ERROR: --daemon must be followed by either \"start\", \"stop\", or \"status\".\n");
  ::setenv("HADOOP_CONF_DIR", "/elsewhere", 1);
  EXPECT_EQ(call({"dfs", "-ls", "/"}).code, 1);
  EXPECT_EQ(call({"--config", directory_, "dfs", "-ls", "/"}).code, 0);
  call({"--loglevel", "ERROR", "version"});
  EXPECT_EQ(environment_.log_level, log::Level::kError);
}

TEST_F(FrontEndTest, Getconf) {
  EXPECT_EQ(call({"getconf", "-confKey", "fs.defaultFS"}).out, "hdfs://namenode:8020\n");
  EXPECT_EQ(call({"getconf", "-confKey", "nope"}).err, "Configuration nope is missing.\n");
  EXPECT_EQ(call({"getconf", "-confKey"}).err, "usage: -confKey [key]\n");
  EXPECT_EQ(call({"getconf", "-namenodes", "x"}).err, "Did not expect argument: x\n");
  EXPECT_EQ(call({"getconf", "-NameNodes"}).out, "namenode\n");
  EXPECT_EQ(call({"getconf", "-nnRpcAddresses"}).out, "namenode:8020\n");
  EXPECT_EQ(call({"getconf", "-includeFile"}).out, "/etc/hosts.include\n");
  EXPECT_EQ(call({"getconf", "-secondaryNameNodes"}).code, 0);
  EXPECT_EQ(call({"getconf"}).code, 255);
  const Outcome pair = call({"getconf", "-D", "dfs.nameservices=ns", "-D",
                             "dfs.ha.namenodes.ns=a,b", "-D", "dfs.namenode.rpc-address.ns.a=one:1",
                             "-D", "dfs.namenode.rpc-address.ns.b=two:2", "-namenodes"});
  EXPECT_EQ(pair.out, "one two\n");
}

TEST_F(FrontEndTest, Version) {
  // Programs take the second word of the first line.
  EXPECT_THAT(call({"version"}).out, StartsWith("Hadoop 3.4.2\nMammoth "));
  EXPECT_THAT(call({"envvars"}).out, HasSubstr("HADOOP_CONF_DIR='" + directory_ + "'\n"));
}

}  // namespace
}  // namespace mammoth::cli
