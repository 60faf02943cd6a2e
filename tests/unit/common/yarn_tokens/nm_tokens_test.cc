// A ResourceManager's issuer and a NodeManager's verifier, side by side.
#include <gtest/gtest.h>

#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/nm_token_issuer.h"
#include "common/yarn_tokens/nm_token_verifier.h"
#include "tests/support/hex.h"
#include "tests/unit/common/yarn_tokens/token_fixture.h"

namespace mammoth::yarn_tokens {
namespace {

using security::Token;

const std::string kService = "127.0.0.1:25110";
const std::string kUser = "appattempt_1795362318760_0001_000001";
const std::string kIllegal =
    "Given NMToken for application : " + kUser + " seems to have been generated illegally.";

class NmTokensTest : public testing::Test {
 protected:
  NmTokensTest() {
    issuer_.begin_attempt(attempt(1));
    verifier_.set_key(issuer_.newest_key());
    verifier_.set_node(node("n1"));
  }
  Token issue(const std::string& host = "n1") {
    return issuer_.issue(attempt(1), node(host), "root", kService);
  }
  bool gets_one(const std::string& host) {
    return issuer_.issue_once(attempt(1), node(host), "root", kService).has_value();
  }
  void roll() {
    clock_.advance_ms(1000);
    issuer_.tick();
    verifier_.set_key(issuer_.newest_key());
    clock_.advance_ms(100);
    issuer_.tick();
  }
  static Result<void> begin(NmTokenVerifier& verifier, const Token& token) {
    return verifier.begin_container(*parse_nm_identifier(token.identifier));
  }

  ManualClock clock_;
  NmTokenIssuer issuer_{clock_, counted_bytes(), kTimes};
  NmTokenVerifier verifier_;
};

TEST_F(NmTokensTest, IdentifierIsTheRecordedOne) {
  // The bytes that Apache's ResourceManager gave.
  issuer_.restore({.current = {-949236215, "any key!"}});
  const Token token = issuer_.issue(attempt(11), node("localhost"), "root", kService);
  EXPECT_EQ(token.identifier,
            from_hex("0a0d0a09080b10a8d3bb9fa0341001120f0a096c6f63616c686f73741096c4011a04726f6f74"
                     "20899cafbbfcffffffff01"));
  EXPECT_EQ(token.kind, "NMToken");
  EXPECT_EQ(token.service, kService);
}

TEST_F(NmTokensTest, TokenOpensItsNode) {
  // And no other.
  EXPECT_EQ(shown(verifier_, issue()), kUser);
  EXPECT_EQ(shown(verifier_, issue("n2")),
            "Given NMToken for application : " + kUser +
                " is not valid for current node manager.expected : n1:25110 found : n2:25110");
  EXPECT_EQ(shown(verifier_, {"junk", "", "", ""}), "Can't de-serialize tokenIdentifier");
}

TEST_F(NmTokensTest, OneTokenForEachAttemptAndNode) {
  // Until the node comes anew, the attempt begins anew, or the key has rolled.
  EXPECT_TRUE(gets_one("n1"));
  EXPECT_FALSE(gets_one("n1"));
  EXPECT_TRUE(gets_one("n2"));
  issuer_.forget_node(node("n1"));
  EXPECT_TRUE(gets_one("n1"));
  EXPECT_FALSE(gets_one("n2"));
  issuer_.forget_nodes_of(attempt(1));
  EXPECT_TRUE(gets_one("n2"));
  roll();
  EXPECT_TRUE(gets_one("n2"));
  issuer_.end_attempt(attempt(1));
  EXPECT_FALSE(gets_one("n3"));
}

TEST_F(NmTokensTest, OldKeyIsGoodForOneTurn) {
  // Then only for attempts that have containers here.
  const Token starter = issue();
  ASSERT_TRUE(begin(verifier_, starter));
  NmTokenVerifier without;
  without.restore(verifier_.state());
  without.finish_application(attempt(1).application_id());
  roll();
  without.set_key(issuer_.newest_key());
  EXPECT_EQ(shown(without, starter), kUser);
  roll();
  without.set_key(issuer_.newest_key());
  EXPECT_EQ(shown(without, starter), kIllegal);
  EXPECT_EQ(shown(verifier_, starter), kUser);
  EXPECT_TRUE(begin(verifier_, starter));
  EXPECT_EQ(begin(without, starter).error().message,
            "Older NMToken should not be used while starting the container.");
}

TEST_F(NmTokensTest, AttemptMovesToTheKeyOfItsNewestToken) {
  // After which the one it began with is refused.
  const Token old = issue();
  ASSERT_TRUE(begin(verifier_, old));
  roll();
  roll();
  const Token fresh = issue();
  ASSERT_TRUE(begin(verifier_, fresh));
  EXPECT_EQ(shown(verifier_, fresh), kUser);
  EXPECT_EQ(shown(verifier_, old), kIllegal);
}

TEST_F(NmTokensTest, SameKeyTwiceIsNoNews) {
  // Each heartbeat may bring it; the key before must not be lost by that.
  const Token old = issue();
  roll();
  EXPECT_FALSE(verifier_.set_key(issuer_.newest_key()));
  EXPECT_EQ(shown(verifier_, old), kUser);
}

TEST_F(NmTokensTest, RestartsKeepEverything) {
  // Both sides, each from its state.
  const Token token = issue();
  ASSERT_TRUE(begin(verifier_, token));
  NmTokenVerifier again;
  again.restore(verifier_.state());
  EXPECT_EQ(again.state(), verifier_.state());
  EXPECT_EQ(shown(again, token), kUser);
  NmTokenIssuer issuer(clock_, counted_bytes(50), kTimes);
  issuer.restore(issuer_.state());
  EXPECT_EQ(issuer.issue(attempt(1), node("n1"), "root", kService), token);
  EXPECT_EQ(issuer.current_key(), issuer_.current_key());
}

}  // namespace
}  // namespace mammoth::yarn_tokens
