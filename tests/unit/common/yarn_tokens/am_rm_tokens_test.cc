#include "common/yarn_tokens/am_rm_tokens.h"

#include <gtest/gtest.h>

#include "common/protocol/yarn/security_token.pb.h"
#include "tests/support/hex.h"
#include "tests/unit/common/yarn_tokens/token_fixture.h"

namespace mammoth::yarn_tokens {
namespace {

using security::Token;

class AmRmTokensTest : public testing::Test {
 protected:
  ManualClock clock_;
  AmRmTokens tokens_{clock_, counted_bytes(), kTimes};
};

TEST_F(AmRmTokensTest, IdentifierIsTheRecordedOne) {
  // The bytes that Apache's ResourceManager gave for the same attempt and key.
  tokens_.restore({.current = {519696305, "any key!"}});
  const Token token = tokens_.issue(attempt(11));
  EXPECT_EQ(token.identifier, from_hex("0a0d0a09080b10a8d3bb9fa034100110b1dfe7f701"));
  EXPECT_EQ(token.password, security::hmac_sha1("any key!", token.identifier));
  EXPECT_EQ(token.kind, "YARN_AM_RM_TOKEN");
  EXPECT_EQ(token.service, "");
  EXPECT_EQ(shown(tokens_, token), "appattempt_1795362318760_0011_000001");
}

TEST_F(AmRmTokensTest, TokenEndsWithItsAttempt) {
  // A second attempt has another one; what never was is refused alike.
  const Token first = tokens_.issue(attempt(1));
  const Token second = tokens_.issue(attempt(1, 2));
  tokens_.finish(attempt(1));
  EXPECT_EQ(shown(tokens_, first),
            "appattempt_1795362318760_0001_000001 not found in AMRMTokenSecretManager.");
  EXPECT_EQ(shown(tokens_, second), "appattempt_1795362318760_0001_000002");
  for (const std::string nonsense : {"", "\x0a\xff", "nonsense"})
    EXPECT_EQ(shown(tokens_, {nonsense, "", "", ""}), "Can't de-serialize tokenIdentifier");
}

TEST_F(AmRmTokensTest, HeartbeatBringsANewTokenWhileTheKeyRolls) {
  // Once the old key has gone, whoever never called is out.
  const Token old = tokens_.issue(attempt(1));
  EXPECT_EQ(tokens_.renewal(old.identifier), std::nullopt);
  clock_.advance_ms(1000);
  EXPECT_EQ(tokens_.tick(), RollingKeys::Step::kRolled);
  const auto fresh = tokens_.renewal(old.identifier);
  ASSERT_TRUE(fresh);
  EXPECT_EQ(tokens_.renewal(fresh->identifier), std::nullopt);
  EXPECT_EQ(shown(tokens_, old), "appattempt_1795362318760_0001_000001");
  EXPECT_EQ(shown(tokens_, *fresh), "appattempt_1795362318760_0001_000001");
  clock_.advance_ms(100);
  tokens_.tick();
  EXPECT_EQ(shown(tokens_, old), "Invalid AMRMToken from appattempt_1795362318760_0001_000001");
  EXPECT_EQ(shown(tokens_, *fresh), "appattempt_1795362318760_0001_000001");
  tokens_.finish(attempt(1));
  EXPECT_EQ(tokens_.renewal(old.identifier), std::nullopt);
}

TEST_F(AmRmTokensTest, RestartBelievesTokensIssuedBefore) {
  // Of the attempts that live on.
  const Token lives = tokens_.issue(attempt(1));
  const Token forgotten = tokens_.issue(attempt(2));
  AmRmTokens again(clock_, counted_bytes(77), kTimes);
  again.restore(tokens_.state());
  again.readmit(attempt(1));
  EXPECT_EQ(shown(again, lives), "appattempt_1795362318760_0001_000001");
  EXPECT_NE(shown(again, forgotten), "appattempt_1795362318760_0002_000001");
}

TEST_F(AmRmTokensTest, ForgedTokenHasTheWrongPassword) {
  // Its identifier names a living attempt and the right key.
  Token token = tokens_.issue(attempt(1));
  token.password.back() = static_cast<char>(~token.password.back());
  EXPECT_EQ(shown(tokens_, token), "wrong password");
}

}  // namespace
}  // namespace mammoth::yarn_tokens
