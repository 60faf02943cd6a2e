#include "common/http/uri.h"

#include <gtest/gtest.h>

namespace mammoth::http {
namespace {

TEST(ParseTarget, DecodesPathAndParameters) {
  const auto target = parse_target("/a%20b/%E2%82%AC+c?op=OPEN&dest=%2Fx+y&flag&=v").value();
  EXPECT_EQ(target.path, "/a b/\xE2\x82\xAC+c");  // a plus is a space in parameters only
  EXPECT_EQ(target.query.find("op"), "OPEN");
  EXPECT_EQ(target.query.find("OP"), "OPEN");
  EXPECT_EQ(target.query.find("dest"), "/x y");
  EXPECT_EQ(target.query.find("flag"), "");
  EXPECT_EQ(target.query.find("none"), std::nullopt);
}

TEST(ParseTarget, TakesTheFirstOfTwoParametersOfOneName) {
  EXPECT_EQ(parse_target("/?a=1&a=2").value().query.find("a"), "1");
}

TEST(ParseTarget, RefusesWhatIsMalformed) {
  for (const char* target : {"", "a", "*", "/%", "/%4", "/%zz", "/%00", "/?a=%0", "/?%00=1"})
    EXPECT_FALSE(parse_target(target)) << target;
  std::string many = "/?";
  for (int i = 0; i <= 1'000; ++i) many += "a=1&";
  EXPECT_FALSE(parse_target(many));
}

TEST(Encode, RoundTripsEveryByteButNul) {
  std::string all = "/";
  for (int byte = 1; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  EXPECT_EQ(parse_target(encode_path(all)).value().path, all);
  EXPECT_EQ(parse_target("/?v=" + encode_query_value(all)).value().query.find("v"), all);
}

}  // namespace
}  // namespace mammoth::http
