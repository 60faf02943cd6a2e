#include "common/config/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "config_directory.h"

namespace mammoth {
namespace {

using testing::HasSubstr;

// "name=value" of every entry, "!" behind final ones.
std::string summary(const Result<std::vector<ConfigFileEntry>>& entries) {
  if (!entries) return entries.error().message;
  std::string text;
  for (const ConfigFileEntry& entry : *entries)
    text += entry.name + "=" + entry.value.value_or("nothing") + (entry.is_final ? "! " : " ");
  return text;
}

std::string xml(std::string_view text) {
  return summary(parse_config_xml(text, "x.xml"));
}
std::string yaml(std::string_view text) {
  return summary(parse_config_yaml(text, "x.yaml"));
}

TEST(ConfigXml, ReadsWhatHadoopReads) {
  // Elements or attributes, comments, character references, CDATA, elements that are only for
  // people, a nested <configuration>, another encoding than UTF-8.
  EXPECT_EQ(xml(R"(<?xml version="1.0" encoding="ISO-8859-1"?>
      <?xml-stylesheet type="text/xsl" href="configuration.xsl"?>
      <configuration>
        <property>
          <name> a </name><value>1 &lt; &#50;</value>
          <description>no <b>name</b> of a key</description><source>me</source><tag>HDFS</tag>
        </property>
        <!-- <property><name>off</name><value>1</value></property> -->
        <property name="b" value="two" final="true"/>
        <configuration>
          <property><name>c</name><value><![CDATA[<x>]]></value></property>
        </configuration>
        <property><name>empty</name><value></value></property>
        <property><name>final</name><final>true</final></property>
      </configuration>)"),
            "a=1 < 2 b=two! c=<x> empty=nothing final=nothing! ");
  EXPECT_EQ(xml("<configuration/>"), "");
}

TEST(ConfigXml, MistakesAreNamedWithFileAndLine) {
  // What an administrator gets wrong by hand.
  EXPECT_EQ(xml("<configuration>\n<property>\n</configuration>"), "x.xml:3: mismatched tag");
  EXPECT_EQ(xml(""), "x.xml:1: no element found");
  EXPECT_EQ(xml("<settings/>"), "x.xml:1: the root element is <settings>, not <configuration>");
  EXPECT_EQ(xml("<configuration>\n<property><value>1</value></property></configuration>"),
            "x.xml:2: a <property> without a <name>");
  EXPECT_EQ(xml("<configuration><property><name>k</name><value>1</value><final>yes</final>"
                "</property></configuration>"),
            "x.xml:1: k: <final> is 'yes', expected true or false");
  EXPECT_EQ(xml("<configuration><property>\n<property/></property></configuration>"),
            "x.xml:2: a <property> inside another");
}

TEST(ConfigXml, RefusesWhatReachesOutsideTheFileOrGrows) {
  // XInclude, a billion laughs, an external entity (the file of another user's secrets).
  EXPECT_THAT(xml("<configuration xmlns:xi='http://www.w3.org/2001/XInclude'>\n"
                  "<xi:include href='/etc/passwd'/></configuration>"),
              HasSubstr("x.xml:2: XInclude is not supported"));
  EXPECT_THAT(xml("<!DOCTYPE c [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>\n"
                  "<configuration><property><name>&b;</name></property></configuration>"),
              HasSubstr("x.xml:1: a document type (<!DOCTYPE>) is not allowed"));
  EXPECT_THAT(xml("<!DOCTYPE c [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                  "<configuration><property><name>k</name><value>&e;</value></property>"
                  "</configuration>"),
              HasSubstr("(<!DOCTYPE>) is not allowed"));
  EXPECT_THAT(xml("<!DOCTYPE configuration SYSTEM 'http://somewhere/dtd'><configuration/>"),
              HasSubstr("(<!DOCTYPE>) is not allowed"));
  EXPECT_THAT(xml("<configuration>&undefined;</configuration>"), HasSubstr("undefined entity"));
}

TEST(ConfigFile, IsBoundedBeforeItIsRead) {
  // A sparse file of 1 TiB: refused after 16 MiB, not after memory has run out. /dev/zero never
  // ends.
  const ConfigDirectory directory;
  const std::string path = directory.write("huge.xml", "");
  std::filesystem::resize_file(path, std::uintmax_t{1} << 40);
  for (const std::string& endless : {path, std::string("/dev/zero")}) {
    const auto text = read_config_file(endless);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().message, endless + ": a configuration file may have 16 MiB at most");
  }
}

TEST(ConfigFile, ThatIsNotThereSaysSo) {
  // -conf with a typing error.
  const auto text = read_config_file("/nowhere/core-site.xml");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(text.error().message, "/nowhere/core-site.xml: No such file or directory");
}

TEST(ConfigYaml, NestedAndFlatKeysMeanTheSame) {
  // The example of the documentation: maps join with dots, lists with commas, text stays as it is
  // written (022 is no number), nothing after a colon sets nothing.
  EXPECT_EQ(yaml(R"(
# comment
fs.defaultFS: hdfs://localhost:8020
dfs:
  replication: 1
  datanode:
    data.dir: [/disk1, "[SSD]/disk2"]
    http.address: 127.0.0.1:0
  namenode:
  hosts: ~
fs.permissions.umask-mode: 022
list:
  - a
  - b
flag: True
quoted: " x "
)"),
            "fs.defaultFS=hdfs://localhost:8020 dfs.replication=1 "
            "dfs.datanode.data.dir=/disk1,[SSD]/disk2 dfs.datanode.http.address=127.0.0.1:0 "
            "fs.permissions.umask-mode=022 list=a,b flag=True quoted= x  ");
  EXPECT_EQ(yaml(""), "");
  EXPECT_EQ(yaml("# nothing but a comment\n"), "");
  EXPECT_EQ(yaml("{}"), "");
  EXPECT_EQ(yaml("k: []"), "k= ");
}

TEST(ConfigYaml, MistakesAreNamedWithFileAndLine) {
  // Wrong indentation, a key twice (once nested, once flat), structure where text belongs.
  EXPECT_THAT(yaml("a: 1\n b: 2\n"), HasSubstr("x.yaml:2: "));
  EXPECT_EQ(yaml("dfs:\n  replication: 1\ndfs.replication: 2\n"),
            "x.yaml:3: dfs.replication is written a second time, first in line 2");
  EXPECT_EQ(yaml("just text"), "x.yaml:1: expected a map of keys and values");
  EXPECT_EQ(yaml("- a\n- b"), "x.yaml:1: a list may only be the value of a key");
  EXPECT_EQ(yaml("k:\n  - a: 1\n"), "x.yaml:2: a map may only be the value of a key");
  EXPECT_EQ(yaml("k: [[1]]"), "x.yaml:1: a list may only be the value of a key");
  EXPECT_EQ(yaml("? [a]\n: 1"), "x.yaml:1: a list may only be the value of a key");
  EXPECT_EQ(yaml("'': 1"), "x.yaml:1: a key without a name");
  EXPECT_EQ(yaml("~: 1"), "x.yaml:1: a key without a name");
  EXPECT_EQ(yaml("a: 1\n---\nb: 2\n"), "x.yaml:2: a second document; one file is one map");
}

TEST(ConfigYaml, RefusesBombs) {
  // Aliases that double with every line, a comma that yaml-cpp never gets past, and a nesting that
  // would overflow the stack.
  EXPECT_EQ(yaml("a: &a [x, x]\nb: [*a, *a]\n"), "x.yaml:1: anchors (&name) are not supported");
  EXPECT_THAT(yaml(",a&:\xa1"), HasSubstr("x.yaml:1: "));
  EXPECT_THAT(yaml("a: *unknown\n"), HasSubstr("x.yaml:1: "));
  std::string deep;
  for (int level = 0; level < 20; ++level)
    deep += std::string(static_cast<std::size_t>(level), ' ') + "k:\n";
  EXPECT_EQ(yaml(deep + std::string(20, ' ') + "k: 1"), "x.yaml:17: more than 16 levels");
  EXPECT_THAT(yaml(std::string(100'000, '[')), HasSubstr("x.yaml:1: "));
  EXPECT_THAT(yaml("k: " + std::string(100'000, '{')), HasSubstr("x.yaml:1: "));
}

}  // namespace
}  // namespace mammoth
