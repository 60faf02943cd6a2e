#include "common/config/configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "common/config/keys.h"
#include "config_directory.h"

namespace mammoth {
namespace {

using std::chrono::milliseconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

TEST(Configuration, HasDefaultsWithoutAnyFile) {
  // A fresh installation without a single file: everything has a value, all of them are valid, and
  // nothing listens where strangers can reach it.
  const Configuration conf;
  EXPECT_TRUE(conf.validate());
  EXPECT_EQ(conf.get(keys::kFsDefaultFs), "file:///");
  EXPECT_EQ(conf.get_int(keys::kDfsReplication), 3);
  EXPECT_EQ(conf.get_size(keys::kDfsBlocksize), 134217728);
  EXPECT_EQ(conf.get_size(keys::kMammothNamenodeInodeCacheSize), 64 << 20);
  EXPECT_EQ(conf.get_duration(keys::kDfsHeartbeatInterval), milliseconds(3000));
  EXPECT_EQ(conf.get_duration(keys::kDfsDatanodeScanPeriodHours), std::chrono::hours(504));
  EXPECT_DOUBLE_EQ(conf.get_double(keys::kDfsNamenodeSafemodeThresholdPct), 0.999);
  EXPECT_EQ(conf.get_int(keys::kFsPermissionsUmaskMode), 022);
  EXPECT_EQ(conf.get_int(keys::kDfsDatanodeDataDirPerm), 0700);
  EXPECT_TRUE(conf.get_bool(keys::kDfsPermissionsEnabled));
  EXPECT_EQ(conf.get(keys::kDfsNamenodeRpcAddress), "");
  EXPECT_FALSE(conf.is_set(keys::kDfsReplication));
  EXPECT_EQ(conf.source("dfs.replication"), "default");
  for (const ConfigKey* key : all_keys()) {
    if (key->type == KeyType::kAddress && !key->default_value.empty())
      EXPECT_THAT(conf.get(*key), HasSubstr("127.0.0.1:")) << key->name;
  }
}

TEST(Configuration, ReadsTheFilesOfADirectoryInOrder) {
  // The same key in four files: the later file wins, mammoth.yaml last.
  const ConfigDirectory directory;
  const std::string core = directory.write_xml(
      "core-site.xml", property("a", "core") + property("b", "core") + property("c", "core"));
  directory.write_xml("hdfs-site.xml", property("b", "hdfs") + property("c", "hdfs"));
  directory.write_xml("yarn-site.xml", property("c", "yarn") + property("d", "yarn"));
  const std::string yaml = directory.write("mammoth.yaml", "d: yaml\n");
  const Configuration conf = Configuration::load(directory.path()).value();
  EXPECT_EQ(conf.find("a"), "core");
  EXPECT_EQ(conf.find("b"), "hdfs");
  EXPECT_EQ(conf.find("c"), "yarn");
  EXPECT_EQ(conf.find("d"), "yaml");
  EXPECT_EQ(conf.source("a"), core);
  EXPECT_EQ(conf.source("d"), yaml);
  EXPECT_EQ(conf.find("e"), std::nullopt);
  EXPECT_EQ(conf.source("e"), "");
}

TEST(Configuration, TakesTheDirectoryFromTheEnvironment) {
  // HADOOP_CONF_DIR counts only when no directory is named; a directory that does not exist is
  // refused instead of starting on defaults.
  const ConfigDirectory named, environment;
  named.write_xml("core-site.xml", property("who", "named"));
  environment.write_xml("core-site.xml", property("who", "environment"));
  setenv("HADOOP_CONF_DIR", environment.path().c_str(), 1);
  EXPECT_EQ(Configuration::load("").value().find("who"), "environment");
  EXPECT_EQ(Configuration::load(named.path()).value().find("who"), "named");
  unsetenv("HADOOP_CONF_DIR");
  EXPECT_EQ(Configuration::load("").value().find("who"), std::nullopt);

  const auto missing = Configuration::load(named.path() + "/missing");
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("/missing"));
}

TEST(Configuration, ASettingOfTheProgramWinsOverFilesReadBeforeAndAfter) {
  // hadoop fs -D k=v -conf FILE: the file is read later and still loses, as in Hadoop.
  const ConfigDirectory directory;
  const std::string before = directory.write_xml("before.xml", property("k", "before"));
  const std::string after = directory.write_xml("after.xml", property("k", "after"));
  Configuration conf;
  ASSERT_TRUE(conf.add_xml_file(before));
  conf.set("k", "program");
  ASSERT_TRUE(conf.add_xml_file(after));
  EXPECT_EQ(conf.find("k"), "program");
  EXPECT_EQ(conf.source("k"), "from command line");
}

TEST(Configuration, AFinalValueStopsLaterFilesButNotTheProgram) {
  // An administrator's <final> protects a key from -conf files and from mammoth.yaml, and also from
  // a second mention in the same file; Hadoop lets -D through.
  const ConfigDirectory directory;
  directory.write_xml("core-site.xml", property("k", "first", "<final>true</final>") +
                                           property("k", "second") +
                                           property("open", "1", "<final>false</final>"));
  directory.write("mammoth.yaml", "k: yaml\nopen: 2\n");
  Configuration conf = Configuration::load(directory.path()).value();
  EXPECT_EQ(conf.find("k"), "first");
  EXPECT_EQ(conf.find("open"), "2");
  conf.set("k", "program");
  EXPECT_EQ(conf.find("k"), "program");
}

TEST(Configuration, AnEmptyElementSetsNothingButMayMakeTheKeyFinal) {
  // Generated files are full of <value></value>: they must not wipe out what an earlier file set.
  const ConfigDirectory directory;
  directory.write_xml("core-site.xml", property("k", "v") + property("other", ""));
  directory.write_xml("hdfs-site.xml", property("k", "", "<final>true</final>") +
                                           property("dfs.replication", "", "<final>true</final>"));
  directory.write("mammoth.yaml", "k: yaml\ndfs.replication: 7\n");
  const Configuration conf = Configuration::load(directory.path()).value();
  EXPECT_EQ(conf.find("k"), "v");
  EXPECT_EQ(conf.find("other"), std::nullopt);
  EXPECT_EQ(conf.get_int(keys::kDfsReplication), 3);
}

TEST(Configuration, OldNamesMeanTheNewKeysEverywhere) {
  // A configuration from Hadoop 1: old names set new keys, obey their <final>, and can be asked
  // for.
  const ConfigDirectory directory;
  directory.write_xml("core-site.xml",
                      property("fs.default.name", "hdfs://old:8020", "<final>true</final>") +
                          property("dfs.block.size", "64m"));
  directory.write_xml("hdfs-site.xml", property("fs.defaultFS", "hdfs://new:8020"));
  Configuration conf = Configuration::load(directory.path()).value();
  conf.set("dfs.name.dir", "/name");
  EXPECT_EQ(conf.get(keys::kFsDefaultFs), "hdfs://old:8020");
  EXPECT_EQ(conf.find("fs.default.name"), "hdfs://old:8020");
  EXPECT_EQ(conf.get_size(keys::kDfsBlocksize), 64 << 20);
  EXPECT_THAT(conf.get_list(keys::kDfsNamenodeNameDir), ElementsAre("/name"));
  EXPECT_TRUE(conf.is_set(keys::kDfsNamenodeNameDir));
  EXPECT_THAT(conf.entries(), Not(Contains(Pair("dfs.block.size", "64m"))));
}

TEST(Configuration, ReplacesReferencesInValuesAndInDefaults) {
  // Moving hadoop.tmp.dir moves the directories whose defaults refer to it.
  Configuration conf;
  conf.set("base", "/data");
  conf.set("hadoop.tmp.dir", "${base}/tmp");
  EXPECT_THAT(conf.get_list(keys::kDfsNamenodeNameDir), ElementsAre("file:///data/tmp/dfs/name"));
  EXPECT_EQ(conf.find("hadoop.tmp.dir"), "/data/tmp");
}

TEST(Configuration, FindsReferencesThatLeadInCircles) {
  // Two keys that refer to each other would be replaced for ever: validation names both of them,
  // and a program that did not validate gets an exception.
  Configuration conf;
  conf.set("a", "${b}");
  conf.set("b", "${a}");
  const auto result = conf.validate();
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("from command line: a is '${b}': Variable "
                                                "substitution depth too large: 20 ${b}"));
  EXPECT_THAT(result.error().message, HasSubstr("\nfrom command line: b is '${a}'"));
  EXPECT_THROW(conf.find("a"), ErrorException);
}

TEST(Configuration, BadValuesAreNamedWithFileLineKeyAndRemedy) {
  // Every type of mistake in one file: one message lists them all, so one restart suffices.
  const ConfigDirectory directory;
  const std::string path = directory.write_xml(
      "hdfs-site.xml",
      property("dfs.replication", "three") + property("dfs.blocksize", "128mb") +
          property("dfs.heartbeat.interval", "3 sec") + property("dfs.permissions.enabled", "yes") +
          property("dfs.namenode.safemode.threshold-pct", "99%") +
          property("dfs.checksum.type", "MD5") + property("dfs.datanode.address", "0.0.0.0") +
          property("fs.permissions.umask-mode", "999") + property("dfs.replication.max", "0") +
          "<property name='dfs.ls.limit' value=''/>\n" +
          property("mammoth.namenode.io.treads", "2") + property("somebody.elses.key", "anything"));
  const Configuration conf = Configuration::load(directory.path()).value();
  const auto result = conf.validate();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kIllegalArgument);
  const std::string& message = result.error().message;
  for (const char* line :
       {":2: dfs.replication is 'three': expected a whole number",
        ":3: dfs.blocksize is '128mb': expected a number of bytes such as 65536, 128k, 64m or 1g",
        ":4: dfs.heartbeat.interval is '3 sec': expected a time such as 500ms, 30s, 10m, 1h or 1d "
        "(without a suffix it counts in s)",
        ":5: dfs.permissions.enabled is 'yes': expected true or false",
        ":6: dfs.namenode.safemode.threshold-pct is '99%': expected a number such as 0.5",
        ":7: dfs.checksum.type is 'MD5': expected one of: CRC32C, CRC32, NULL",
        ":8: dfs.datanode.address is '0.0.0.0': '0.0.0.0' names no port, expected host:port",
        ":9: fs.permissions.umask-mode is '999': expected a umask such as 022",
        ":10: dfs.replication.max is '0': expected 1 to 32767",
        ":11: dfs.ls.limit is '': expected a whole number",
        ":12: mammoth.namenode.io.treads is '2': there is no such key; conf/KEYS.md lists them"})
    EXPECT_THAT(message, HasSubstr(path + line));
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 10) << message;
  EXPECT_THROW(conf.get_int(keys::kDfsReplication), ErrorException);
  EXPECT_THROW(conf.get_bool(keys::kDfsPermissionsEnabled), ErrorException);
}

TEST(Configuration, SpacesAndEmptyValuesFollowHadoop) {
  // Spaces around a value are typing habits; an empty boolean means its default; an empty address
  // or list means none.
  Configuration conf;
  conf.set(" dfs.replication ", "\n  2 ");
  conf.set("dfs.permissions.enabled", " ");
  conf.set("dfs.namenode.rpc-address", "  ");
  conf.set("dfs.datanode.data.dir", " /a, /b ,\n,[SSD]file:///c");
  EXPECT_TRUE(conf.validate());
  EXPECT_EQ(conf.get_int(keys::kDfsReplication), 2);
  EXPECT_EQ(conf.find("dfs.replication"), "\n  2 ");
  EXPECT_TRUE(conf.get_bool(keys::kDfsPermissionsEnabled));
  EXPECT_EQ(conf.get(keys::kDfsNamenodeRpcAddress), "");
  EXPECT_THAT(conf.get_list(keys::kDfsDatanodeDataDir), ElementsAre("/a", "/b", "[SSD]file:///c"));
}

TEST(Configuration, ListsItselfForGetconf) {
  // The status page shows every key of the table and every other that was set, sorted; a family of
  // keys is listed by its prefix.
  Configuration conf;
  conf.set("zebra", "1");
  conf.set("hadoop.proxyuser.oozie.hosts", "*");
  conf.set("hadoop.proxyuser.oozie.groups", "users");
  const auto entries = conf.entries();
  EXPECT_TRUE(std::is_sorted(entries.begin(), entries.end()));
  EXPECT_THAT(entries, Contains(Pair("dfs.replication", "3")));
  EXPECT_EQ(entries.back(), std::pair(std::string("zebra"), std::string("1")));
  EXPECT_EQ(entries.size(), all_keys().size() - 1 + 3);  // the family itself is no key
  EXPECT_THAT(conf.entries_below("hadoop.proxyuser."),
              ElementsAre(Pair("oozie.groups", "users"), Pair("oozie.hosts", "*")));
}

TEST(Configuration, ARefusedFileLeavesNothingBehind) {
  // -conf with a file whose second half is broken: the first half must not count.
  const ConfigDirectory directory;
  const std::string xml =
      directory.write("broken.xml", "<configuration>" + property("k", "v") + "<property>");
  const std::string yaml = directory.write("broken.yaml", "k: v\nlist: [1, 2\n");
  Configuration conf;
  EXPECT_FALSE(conf.add_xml_file(xml));
  EXPECT_FALSE(conf.add_yaml_file(yaml));
  EXPECT_FALSE(conf.add_xml_file(directory.path() + "/missing.xml"));
  EXPECT_FALSE(conf.add_xml_file(directory.path()));
  EXPECT_EQ(conf.find("k"), std::nullopt);
}

TEST(Configuration, CopiesAreIndependent) {
  // A client session changes its own copy.
  Configuration original;
  original.set("k", "original");
  Configuration copy = original;
  copy.set("k", "copy");
  EXPECT_EQ(original.find("k"), "original");
  EXPECT_EQ(copy.find("k"), "copy");
}

}  // namespace
}  // namespace mammoth
