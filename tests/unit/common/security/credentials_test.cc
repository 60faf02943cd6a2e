// Tokens and credentials files as Apache's programs wrote them.
#include "common/security/credentials.h"

#include <gtest/gtest.h>

#include "common/protocol/rpc/security.pb.h"
#include "common/security/writable.h"
#include "tests/support/hex.h"

namespace mammoth::security {
namespace {

// An application master's: its token, and the secret of the shuffle.
const std::string kMasters = from_hex(
    "4844545300 01 00 150a0d0a09080b10a8d3bb9fa034100110b1dfe7f701"
    "147274f61c50ce96aab83a9a514226ead334f82985 105941524e5f414d5f524d5f544f4b454e 00"
    "01 154d617052656475636553687566666c65546f6b656e 087bbea791ed1c6554");
// A map task's.
const std::string kTasks = from_hex(
    "484454530001084a6f62546f6b656e17166a6f625f313739353336323331383736305f303031311"
    "49c24c16def7a18cc715cc1efc0fd12745fa293180d6d61707265647563652e6a6f62166a6f625f"
    "313739353336323331383736305f3030313101154d617052656475636553687566666c65546f6b656e"
    "087bbea791ed1c6554");
// What the shuffle service was given with the task's container.
const std::string kServiceData = from_hex(
    "17166a6f625f313739353336323331383736305f30303131087bbea791ed1c65540d6d6170726564756365"
    "2e6a6f62166a6f625f313739353336323331383736305f30303131");

TEST(CredentialsTest, ApplicationMastersFile) {
  // Read, and written as it was.
  const auto read = decode_credentials(kMasters);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->tokens().size(), 1u);
  const Token* token = read->find_kind(kAmRmToken);
  ASSERT_NE(token, nullptr);
  EXPECT_EQ(token, read->find(""));
  EXPECT_EQ(token->identifier, from_hex("0a0d0a09080b10a8d3bb9fa034100110b1dfe7f701"));
  EXPECT_EQ(token->password, from_hex("7274f61c50ce96aab83a9a514226ead334f82985"));
  EXPECT_EQ(token->service, "");
  ASSERT_NE(read->find_secret("MapReduceShuffleToken"), nullptr);
  EXPECT_EQ(*read->find_secret("MapReduceShuffleToken"), from_hex("7bbea791ed1c6554"));
  EXPECT_EQ(read->find_secret("x"), nullptr);
  EXPECT_EQ(read->find("x"), nullptr);
  EXPECT_EQ(read->find_kind(kNmToken), nullptr);
  EXPECT_EQ(encode_credentials(*read), kMasters);
}

TEST(CredentialsTest, TasksFile) {
  // The job's token goes under an alias of its own.
  const auto read = decode_credentials(kTasks);
  ASSERT_TRUE(read) << read.error().message;
  const Token* token = read->find("JobToken");
  ASSERT_NE(token, nullptr);
  EXPECT_EQ(token->kind, kJobToken);
  EXPECT_EQ(token->service, "job_1795362318760_0011");
  EXPECT_EQ(encode_credentials(*read), kTasks);
}

TEST(CredentialsTest, TokenAlone) {
  // Service data of the shuffle: one token, nothing after it.
  const auto token = decode_token(kServiceData);
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(token->password, from_hex("7bbea791ed1c6554"));
  EXPECT_EQ(encode_token(*token), kServiceData);
  EXPECT_EQ(from_proto(to_proto(*token)), *token);
  EXPECT_FALSE(decode_token(kServiceData + "x"));
}

TEST(CredentialsTest, ProtobufFormat) {
  // What hdfs fetchdt and dtutil write when told to; the same content in both.
  const auto read = decode_credentials(kTasks);
  const std::string bytes = encode_credentials(*read, CredentialsFormat::kProtobuf);
  EXPECT_TRUE(bytes.starts_with(std::string("HDTS\x01", 5)));
  const auto again = decode_credentials(bytes);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(encode_credentials(*again), kTasks);
}

TEST(CredentialsTest, SameAliasReplaces) {
  // As a new token for a service does.
  Credentials credentials;
  credentials.add("a", {"1", "2", "k", "s"});
  credentials.add("a", {"3", "4", "k", "s"});
  credentials.add_secret("x", "old");
  credentials.add_secret("x", "new");
  EXPECT_EQ(credentials.tokens().size(), 1u);
  EXPECT_EQ(credentials.find("a")->identifier, "3");
  EXPECT_EQ(*credentials.find_secret("x"), "new");
}

TEST(CredentialsTest, TruncatedFilesAreRefused) {
  // At every length, in both formats.
  const auto read = decode_credentials(kMasters);
  for (const auto format : {CredentialsFormat::kWritable, CredentialsFormat::kProtobuf}) {
    const std::string whole = encode_credentials(*read, format);
    for (std::size_t length = 0; length < whole.size(); ++length)
      EXPECT_FALSE(decode_credentials(whole.substr(0, length))) << length;
    EXPECT_TRUE(decode_credentials(whole + "trailing"));
  }
}

TEST(CredentialsTest, HostileFilesAreRefused) {
  // Lengths and counts that are not there are never allocated.
  const auto refusal = [](const std::string& bytes) {
    const auto read = decode_credentials(bytes);
    return read ? "accepted" : read.error().message;
  };
  const std::string head("HDTS\0", 5);
  EXPECT_EQ(refusal("HDTX" + kMasters.substr(4)), "Bad header found in token storage.");
  EXPECT_EQ(refusal(std::string("HDTS\x02", 5)), "Unknown credential format: 2");
  EXPECT_EQ(refusal(head + from_hex("8c7fffffff")),
            "implausible number of credentials: 2147483647");
  EXPECT_EQ(refusal(head + from_hex("ff00")), "implausible number of credentials: -1");
  EXPECT_EQ(refusal(head + from_hex("01 8c7fffffff 00000000")),
            "unexpected end of a token's bytes");
  EXPECT_EQ(refusal(head + from_hex("01 ff 00000000")), "negative length in a token's bytes");
  EXPECT_EQ(refusal(std::string("HDTS\x01", 5) + from_hex("ffffffffffffffffffff01")),
            "malformed protobuf in token storage");
  EXPECT_EQ(refusal(std::string(kMaxCredentialsBytes + 1, 'H')),
            "token storage of 16777217 bytes is too large");
}

TEST(WritableTest, Numbers) {
  // Java's WritableUtils.writeVLong, at the borders of each length.
  for (const auto& [value, hex] :
       std::vector<std::pair<std::int64_t, std::string>>{{0, "00"},
                                                         {127, "7f"},
                                                         {-112, "90"},
                                                         {128, "8f80"},
                                                         {255, "8fff"},
                                                         {256, "8e0100"},
                                                         {-113, "8770"},
                                                         {-129, "8780"},
                                                         {-257, "860100"},
                                                         {INT64_MAX, "887fffffffffffffff"},
                                                         {INT64_MIN, "807fffffffffffffff"}}) {
    std::string out;
    append_vlong(out, value);
    EXPECT_EQ(out, from_hex(hex)) << value;
    std::string_view in = out;
    EXPECT_EQ(*take_vlong(in), value);
    EXPECT_TRUE(in.empty());
    std::string_view cut = std::string_view(out).substr(0, out.size() - 1);
    EXPECT_FALSE(take_vlong(cut)) << value;
  }
}

}  // namespace
}  // namespace mammoth::security
