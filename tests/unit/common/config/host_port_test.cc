#include "common/config/host_port.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mammoth {
namespace {

using testing::HasSubstr;

TEST(HostPort, ReadsNamesAndBothKindsOfAddresses) {
  // As they stand in dfs.datanode.address and behind hdfs://.
  EXPECT_EQ(parse_host_port("namenode.example:8020").value(), (HostPort{"namenode.example", 8020}));
  EXPECT_EQ(parse_host_port("127.0.0.1:0").value(), (HostPort{"127.0.0.1", 0}));
  EXPECT_EQ(parse_host_port("[::1]:65535").value(), (HostPort{"::1", 65535}));
}

TEST(HostPort, AddsTheDefaultPortWhereNoneIsWritten) {
  // hdfs://namenode means port 8020; a written port, even 0, stays.
  EXPECT_EQ(parse_host_port("namenode", 8020).value(), (HostPort{"namenode", 8020}));
  EXPECT_EQ(parse_host_port("[::1]", 8020).value(), (HostPort{"::1", 8020}));
  EXPECT_EQ(parse_host_port("namenode:0", 8020).value(), (HostPort{"namenode", 0}));
}

TEST(HostPort, PrintsWhatItReads) {
  // Logs and -printTopology show addresses that can be pasted back.
  for (const char* text : {"host:1", "127.0.0.1:8020", "[fe80::1]:9866"})
    EXPECT_EQ(parse_host_port(text).value().to_string(), text);
}

TEST(HostPort, RefusalsNameTheTextAndTheRemedy) {
  // A port that is missing, too large or no number; an IPv6 address whose end looks like a port.
  const auto why = [](std::string_view text) { return parse_host_port(text).error().message; };
  EXPECT_EQ(why("host"), "'host' names no port, expected host:port");
  EXPECT_EQ(why(":8020"), "':8020' names no host, expected host:port");
  EXPECT_EQ(why("host:65536"), "'host:65536' has no port between 0 and 65535, expected host:port");
  for (const char* bad : {"host:", "host:-1", "host:+1", "host:80a", "host: 80", "[::1", "[]:1",
                          "[::1]8020", "", " ", "[::1]:"})
    EXPECT_FALSE(parse_host_port(bad)) << bad;
  EXPECT_THAT(why("::1:8020"), HasSubstr("an IPv6 address needs brackets"));
  EXPECT_FALSE(parse_host_port("", 8020));
  EXPECT_FALSE(parse_host_port("host:", 8020));
}

}  // namespace
}  // namespace mammoth
