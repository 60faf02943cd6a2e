#include "hdfs-cli/xattr_text.h"

#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"

namespace mammoth::cli {
namespace {

// What was written comes back, in each encoding.
TEST(XAttrText, Encodings) {
  for (const std::string value : {"a", "ab", "abc", "four", "\x01\xff"}) {
    EXPECT_EQ(*decode_xattr(encode_xattr(value, XAttrEncoding::kHex)), value);
    EXPECT_EQ(*decode_xattr(encode_xattr(value, XAttrEncoding::kBase64)), value);
    EXPECT_EQ(*decode_xattr(encode_xattr(value, XAttrEncoding::kText)), value);
  }
  EXPECT_EQ(encode_xattr("three", XAttrEncoding::kBase64), "0sdGhyZWU=");
  EXPECT_EQ(encode_xattr("two", XAttrEncoding::kHex), "0x74776f");
  EXPECT_EQ(*decode_xattr("plain"), "plain");
  EXPECT_EQ(*decode_xattr("0XFF"), "\xff");
  EXPECT_EQ(decode_xattr("0x1").error().message,
            "org.apache.commons.codec.DecoderException: Odd number of characters.");
  EXPECT_EQ(parse_xattr_encoding("TEXT"), XAttrEncoding::kText);
  EXPECT_EQ(parse_xattr_encoding("octal"), std::nullopt);
}

}  // namespace
}  // namespace mammoth::cli
