#include "common/rpc/connection_header.h"

#include <gtest/gtest.h>

namespace mammoth::rpc {
namespace {

using namespace std::string_literals;

TEST(ConnectionHeaderTest, OursIsUnderstood) {
  // Both ends of this room must agree.
  const auto header = parse_connection_header(encode_connection_header(AuthProtocol::kSasl));
  EXPECT_TRUE(header.is_hadoop_rpc);
  EXPECT_FALSE(header.is_http_get);
  EXPECT_EQ(header.version, 9);
  EXPECT_EQ(header.auth_protocol, 0xDF);
}

TEST(ConnectionHeaderTest, BrowsersAreRecognised) {
  // Somebody points a browser at the RPC port.
  EXPECT_TRUE(parse_connection_header("GET / H").is_http_get);
  EXPECT_FALSE(parse_connection_header("POST / ").is_http_get);
}

TEST(ConnectionHeaderTest, AncientClientsGetNoAnswer) {
  // Versions 0 and 1, and negative ones, understood nothing that could be said.
  EXPECT_EQ(version_mismatch_reply(0), "");
  EXPECT_EQ(version_mismatch_reply(1), "");
  EXPECT_EQ(version_mismatch_reply(-1), "");
}

}  // namespace
}  // namespace mammoth::rpc
