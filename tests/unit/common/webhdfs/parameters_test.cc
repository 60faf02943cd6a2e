#include "common/webhdfs/parameters.h"

#include <gtest/gtest.h>

#include "common/webhdfs/remote_exception.h"
#include "common/webhdfs/xattr_codec.h"

namespace mammoth::webhdfs {
namespace {

Parameters parameters(std::string_view query, RefusalStyle style = RefusalStyle::kNameNode) {
  return {http::parse_target("/?" + std::string(query)).value().query, style};
}

std::string refusal(std::string_view query, const NumberRule& rule) {
  const auto number = parameters(query).number(rule);
  return number ? "none" : number.error().message;
}

TEST(Parameters, NumbersAreOptional) {
  EXPECT_EQ(parameters("").number(numbers::kOffset).value(), std::nullopt);
  EXPECT_EQ(parameters("offset=null").number(numbers::kOffset).value(), std::nullopt);
  EXPECT_EQ(parameters("offset=12").number(numbers::kOffset).value(), 12);
  EXPECT_EQ(parameters("permission=1777").number(numbers::kPermission).value(), 01777);
}

TEST(Parameters, RefusesNumbersInApachesWords) {
  EXPECT_EQ(refusal("replication=abc", numbers::kReplication),
            "Invalid value for webhdfs parameter \"replication\": Failed to parse \"abc\" as a "
            "radix-10 short integer.");
  EXPECT_EQ(refusal("replication=40000", numbers::kReplication),
            "Invalid value for webhdfs parameter \"replication\": Failed to parse \"40000\" as a "
            "radix-10 short integer.");
  EXPECT_EQ(refusal("offset=-3", numbers::kOffset),
            "Invalid value for webhdfs parameter \"offset\": Invalid parameter range: offset = -3 "
            "< 0");
  EXPECT_EQ(refusal("permission=17777", numbers::kPermission),
            "Invalid value for webhdfs parameter \"permission\": Invalid parameter range: "
            "permission = 17777 > 1777");
  EXPECT_EQ(refusal("offset=99999999999999999999", numbers::kOffset),
            "Invalid value for webhdfs parameter \"offset\": Failed to parse "
            "\"99999999999999999999\" as a radix-10 long integer.");
}

TEST(Parameters, BooleansUsersAndPaths) {
  EXPECT_EQ(parameters("overwrite=TRUE").boolean("overwrite").value(), true);
  EXPECT_EQ(parameters("overwrite=maybe", RefusalStyle::kDataNode).boolean("overwrite").error().message,
            "Failed to parse \"maybe\" to Boolean.");
  EXPECT_EQ(parameters("user.name=ann_1$").user("user.name").value(), "ann_1$");
  for (const char* name : {"1bad", "a b", "$", "a$b", "-x", "%E2%82%AC"})
    EXPECT_FALSE(parameters("user.name=" + http::encode_query_value(name)).user("user.name"))
        << name;
  EXPECT_EQ(parameters("destination=rel").absolute_path("destination").error().message,
            "Invalid value for webhdfs parameter \"destination\": Invalid parameter value: "
            "destination = \"rel\" is not an absolute path.");
  EXPECT_EQ(parameters("").required_text("fsaction", "CHECKACCESS").error().message,
            "Required param fsaction for op: CHECKACCESS is null or empty");
}

TEST(Parameters, WordsAndSetsOfThem) {
  EXPECT_EQ(parameters("encoding=hex").word(words::kEncoding).value(), 1u);
  EXPECT_EQ(parameters("encoding=").word(words::kEncoding).value(), std::nullopt);
  EXPECT_EQ(parameters("encoding=foo").word(words::kEncoding).error().message,
            "Invalid value for webhdfs parameter \"encoding\": No enum constant "
            "org.apache.hadoop.fs.XAttrCodec.FOO");
  EXPECT_EQ(parameters("flag=create,%20REPLACE").word_set(words::kXAttrFlags).value(), 3u);
  EXPECT_EQ(parameters("").word_set(words::kXAttrFlags).value(), 0u);
  for (const char* bad : {"flag=CREATE,", "flag=,", "flag=CREATE,OVER"})
    EXPECT_FALSE(parameters(bad).word_set(words::kXAttrFlags)) << bad;
}

TEST(Parameters, AccessControlListsByTheirPattern) {
  for (const char* good : {"user:ann:rw-", "default:group::", "user::rwx,mask::r--,other::---",
                           "user:a.b_c-1:xwr"})
    EXPECT_TRUE(parameters(std::string("aclspec=") + good).acl_specification("aclspec")) << good;
  for (const char* bad : {"user", "user:ann", "User:ann:rwx", "user:ann:rw", "user:a%20b:rwx", ",",
                          "user::rwx,", "default:default:user::rwx", "user::rwx:"})
    EXPECT_FALSE(parameters(std::string("aclspec=") + bad).acl_specification("aclspec")) << bad;
}

TEST(Parameters, EveryParameterOfAMethodIsChecked) {
  EXPECT_TRUE(parameters("op=MKDIRS&offset=abc").check_all("PUT"));
  EXPECT_FALSE(parameters("op=GETFILESTATUS&offset=abc").check_all("GET"));
  EXPECT_EQ(parameters("blocksize=0&replication=zz").check_all("PUT").error().message,
            "Invalid value for webhdfs parameter \"replication\": Failed to parse \"zz\" as a "
            "radix-10 short integer.");
}

TEST(XAttrCodec, ThereAndBack) {
  const std::string bytes("\0\1\xff x", 5);
  for (const auto codec : {XAttrCodec::kText, XAttrCodec::kHex, XAttrCodec::kBase64})
    EXPECT_EQ(decode_xattr_value(encode_xattr_value(bytes, codec)).value(), bytes);
  EXPECT_EQ(encode_xattr_value("one", XAttrCodec::kBase64), "0sb25l");
  EXPECT_EQ(encode_xattr_value("text", XAttrCodec::kBase64), "0sdGV4dA==");
  EXPECT_EQ(decode_xattr_value("plain").value(), "plain");
  EXPECT_EQ(decode_xattr_value("0x123").error().message,
            "org.apache.commons.codec.DecoderException: Odd number of characters.");
  EXPECT_EQ(decode_xattr_value("0xzz").error().message,
            "org.apache.commons.codec.DecoderException: Illegal hexadecimal character z at index "
            "0");
}

TEST(RemoteException, StatusFollowsTheJavaClass) {
  const auto answer = remote_exception({ErrorCode::kFileNotFound, "File does not exist: /x"});
  EXPECT_EQ(answer.status, 404u);
  EXPECT_EQ(answer.body,
            R"({"RemoteException":{"exception":"FileNotFoundException",)"
            R"("javaClassName":"java.io.FileNotFoundException",)"
            R"("message":"File does not exist: /x"}})");
  EXPECT_EQ(remote_exception({ErrorCode::kAccessDenied, ""}).status, 403u);
  EXPECT_EQ(remote_exception({ErrorCode::kSafeMode, ""}).status, 403u);
  EXPECT_EQ(remote_exception({ErrorCode::kInvalidPath, ""}).status, 400u);
  EXPECT_EQ(remote_exception({ErrorCode::kUnsupportedOperation, ""}).status, 400u);
  EXPECT_EQ(remote_exception({ErrorCode::kIllegalState, ""}).status, 500u);
  EXPECT_NE(remote_exception({ErrorCode::kPathComponentTooLong, ""})
                .body.find(R"("exception":"PathComponentTooLongException")"),
            std::string::npos);
}

}  // namespace
}  // namespace mammoth::webhdfs
