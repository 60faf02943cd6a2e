// Both ends of DIGEST-MD5, with an exchange recorded between Apache's application master and its
// ResourceManager.
#include <gtest/gtest.h>

#include "common/security/digest_md5_client.h"
#include "common/security/digest_md5_server.h"
#include "common/security/secrets.h"
#include "tests/support/hex.h"

namespace mammoth::security {
namespace {

const std::string kIdentifier = from_hex("0a0d0a09080b10a8d3bb9fa034100110b1dfe7f701");
const std::string kPassword = from_hex("7274f61c50ce96aab83a9a514226ead334f82985");
const std::string kNonce = "OtNYjLuP597G8j5U4WgSK2UyW/bomfIm5dZOk2mu";
const std::string kCnonce = "rb3En6CkUv6d0l5ZoQF+pGETYM1aiuoZFnw6we+x";
const std::string kChallenge =
    "realm=\"default\",nonce=\"" + kNonce + "\",qop=\"auth\",charset=utf-8,algorithm=md5-sess";
const std::string kAnswer =
    "charset=utf-8,username=\"Cg0KCQgLEKjTu5+gNBABELHf5/cB\",realm=\"default\",nonce=\"" + kNonce +
    "\",nc=00000001,cnonce=\"" + kCnonce +
    "\",digest-uri=\"/default\",maxbuf=65536,response=386d013a42746477d28ebfa971ebbbed,qop=auth";
const std::string kProof = "rspauth=997c7811378fc58127e2dcd7ed7cb7c2";
const SaslOffer kOffer{.method = "TOKEN", .mechanism = "DIGEST-MD5", .server_id = "default"};

RandomBytes bytes_of_base64(const std::string& text) {
  return [bytes = *decode_base64(text)](std::size_t count) {
    EXPECT_EQ(count, bytes.size());
    return bytes;
  };
}

class OneToken final : public TokenVerifier {
 public:
  Result<TokenClaim> claim(std::string_view identifier) const override {
    if (identifier != kIdentifier) return Error{ErrorCode::kInvalidToken, "no such token"};
    return TokenClaim{kPassword, "appattempt_1795362318760_0011_000001"};
  }
};

const OneToken kVerifier;

// A server that has sent the recorded challenge.
DigestMd5Server challenged() {
  DigestMd5Server server(kVerifier, "default", bytes_of_base64(kNonce));
  const auto first = server.step("");
  EXPECT_TRUE(first && !first->complete);
  EXPECT_EQ(first->token, kChallenge);
  return server;
}

std::string refusal(const std::string& answer) {
  DigestMd5Server server = challenged();
  const auto step = server.step(answer);
  if (!step) EXPECT_EQ(server.user() + server.token_identifier(), "");
  return step ? "accepted" : step.error().message;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(DigestMd5Test, ServerBelievesTheRecordedClient) {
  // Apache's client, its token and its answer.
  DigestMd5Server server = challenged();
  const auto last = server.step(kAnswer);
  ASSERT_TRUE(last) << last.error().message;
  EXPECT_TRUE(last->complete);
  EXPECT_EQ(last->token, kProof);
  EXPECT_EQ(server.user(), "appattempt_1795362318760_0011_000001");
  EXPECT_EQ(server.token_identifier(), kIdentifier);
}

TEST(DigestMd5Test, ClientWritesTheRecordedAnswer) {
  // Byte for byte what Java wrote for the same token and nonces; it then believes Apache's proof.
  DigestMd5Client client({kIdentifier, kPassword, "YARN_AM_RM_TOKEN", ""}, kOffer,
                         bytes_of_base64(kCnonce));
  const auto answer = client.step(kChallenge);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->token, kAnswer);
  EXPECT_FALSE(answer->complete);
  const auto last = client.step(kProof);
  ASSERT_TRUE(last) << last.error().message;
  EXPECT_TRUE(last->complete);
}

TEST(DigestMd5Test, WrongPasswordIsRefused) {
  // A forged token: its identifier is well-formed, its password a guess.
  DigestMd5Client forger({kIdentifier, "guess", "", ""}, kOffer, system_random());
  DigestMd5Server server = challenged();
  const auto step = server.step(forger.step(kChallenge)->token);
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().remote_class, "javax.security.sasl.SaslException");
  EXPECT_EQ(step.error().message,
            "DIGEST-MD5: digest response format violation. Mismatched response.");
}

TEST(DigestMd5Test, UnknownTokenIsRefusedInTheIssuersWords) {
  // The issuer decides; a user name that is no base64 never reaches it.
  EXPECT_EQ(refusal(replaced(kAnswer, "Cg0K", "Cg1K")), "no such token");
  EXPECT_EQ(refusal(replaced(kAnswer, "Cg0K", "C!0K")), "Can't de-serialize tokenIdentifier");
}

TEST(DigestMd5Test, AnswerIsGoodForOneChallengeAndOnce) {
  // Replayed to another connection, whose challenge has another nonce; and to the same one again.
  DigestMd5Server other(kVerifier, "default", system_random());
  ASSERT_TRUE(other.step(""));
  const auto replay = other.step(kAnswer);
  ASSERT_FALSE(replay);
  EXPECT_EQ(replay.error().message,
            "DIGEST-MD5: digest response format violation. Mismatched nonce.");
  EXPECT_EQ(refusal(replaced(kAnswer, "nc=00000001", "nc=00000002")),
            "DIGEST-MD5: digest response format violation. Nonce count does not match: 00000002");

  DigestMd5Server server = challenged();
  ASSERT_TRUE(server.step(kAnswer));
  EXPECT_FALSE(server.step(kAnswer));
}

TEST(DigestMd5Test, NoSecondGuessAfterAFailure) {
  // The connection ends with the first.
  DigestMd5Server server = challenged();
  ASSERT_FALSE(server.step("nonsense"));
  EXPECT_EQ(server.step(kAnswer).error().message, "DIGEST-MD5: Server at illegal state");
}

TEST(DigestMd5Test, SigningAndSealingAreRefused) {
  // Only "auth" was offered; anything else asked for by either side ends the exchange.
  EXPECT_EQ(refusal(replaced(kAnswer, "qop=auth", "qop=auth-conf")),
            "DIGEST-MD5: digest response format violation. qop auth-conf is not supported, only "
            "auth is.");
  DigestMd5Client client({kIdentifier, kPassword, "", ""}, kOffer, system_random());
  const auto step = client.step(replaced(kChallenge, "\"auth\"", "\"auth-int,auth-conf\""));
  ASSERT_FALSE(step);
  EXPECT_TRUE(step.error().message.find("only auth is supported") != std::string::npos);

  DigestMd5Client choosing({kIdentifier, kPassword, "", ""}, kOffer, bytes_of_base64(kCnonce));
  EXPECT_EQ(choosing.step(replaced(kChallenge, "\"auth\"", "\"auth-conf, auth\""))->token, kAnswer);
}

TEST(DigestMd5Test, EveryFieldOfTheAnswerMatters) {
  // Left out or changed, one by one.
  for (const std::string_view field :
       {"username", "realm", "nonce", "nc", "cnonce", "digest-uri", "response"})
    EXPECT_NE(refusal(replaced(kAnswer, std::string(field) + "=", "x-ignored=")), "accepted")
        << field;
  EXPECT_NE(refusal(replaced(kAnswer, "\"default\"", "\"other\"")), "accepted");
  EXPECT_NE(refusal(replaced(kAnswer, "/default", "/elsewhere")), "accepted");
  EXPECT_NE(refusal(kAnswer + ",authzid=\"root\""), "accepted");
  EXPECT_NE(refusal(kAnswer + ",response=386d013a42746477d28ebfa971ebbbed"), "accepted");
  EXPECT_EQ(refusal(replaced(kAnswer, "charset=utf-8,", " , ")), "accepted");
}

TEST(DigestMd5Test, TruncatedAnswersAreRefused) {
  // Cut anywhere: no crash, and no entry but with the whole proof.
  const std::size_t response_end = kAnswer.find(",qop=auth");
  for (std::size_t length = 0; length < response_end; ++length)
    EXPECT_NE(refusal(kAnswer.substr(0, length)), "accepted") << length;
}

TEST(DigestMd5Test, OversizedMessagesAreRefusedUnread) {
  // Java's bounds.
  EXPECT_EQ(refusal(std::string(4097, 'x')),
            "DIGEST-MD5: Invalid digest response length. Got:  4097 Expected < 4096");
  DigestMd5Client client({kIdentifier, kPassword, "", ""}, kOffer, system_random());
  EXPECT_EQ(client.step(std::string(2049, 'x')).error().message,
            "DIGEST-MD5: Invalid digest-challenge length. Got:  2049 Expected < 2048");
}

TEST(DigestMd5Test, ClientRefusesMalformedChallenges) {
  // A server that is none, or is broken.
  const auto refused = [](const std::string& challenge) {
    DigestMd5Client client({kIdentifier, kPassword, "", ""}, kOffer, system_random());
    return !client.step(challenge);
  };
  EXPECT_TRUE(refused("realm=\"default"));
  EXPECT_TRUE(refused("realm"));
  EXPECT_TRUE(refused(replaced(kChallenge, "nonce=", "once=")));
  EXPECT_TRUE(refused(replaced(kChallenge, "md5-sess", "md5")));
  EXPECT_TRUE(refused(kChallenge + ",nonce=\"second\""));
  EXPECT_TRUE(refused(replaced(kChallenge, "\",qop", "\" qop")));
}

TEST(DigestMd5Test, ClientUnmasksAServerThatLacksThePassword) {
  // It let the client in, but cannot prove that it knows the token.
  for (const std::string proof : {"rspauth=00000000000000000000000000000000", "ok=1", ""}) {
    DigestMd5Client client({kIdentifier, kPassword, "", ""}, kOffer, bytes_of_base64(kCnonce));
    ASSERT_TRUE(client.step(kChallenge));
    EXPECT_FALSE(client.step(proof)) << proof;
  }
}

TEST(DigestMd5Test, QuotesAreUnderstoodAndWritten) {
  // A realm with the two characters that need it.
  EXPECT_EQ(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
  const auto read = parse_digest_directives(" Realm = " + quoted("a\"b\\c,d") + " , x=1,, ");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (DigestDirectives{{"realm", "a\"b\\c,d"}, {"x", "1"}}));
}

TEST(SecretsTest, Base64) {
  // The vectors of RFC 4648, with and without padding.
  for (const auto& [bytes, text] : std::vector<std::pair<std::string, std::string>>{
           {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}}) {
    EXPECT_EQ(encode_base64(bytes), text);
    EXPECT_EQ(decode_base64(text), bytes);
  }
  EXPECT_EQ(decode_base64("Zm8"), "fo");
  EXPECT_EQ(decode_base64("Zm8=="), "fo");
  EXPECT_EQ(decode_base64("Z"), std::nullopt);
  EXPECT_EQ(decode_base64("Zm 9"), std::nullopt);
}

TEST(SecretsTest, HmacSha1) {
  // RFC 2202, cases 1 and 2.
  EXPECT_EQ(hmac_sha1(std::string(20, '\x0b'), "Hi There"),
            from_hex("b617318655057264e28bc0b6fb378c8ef146be00"));
  EXPECT_EQ(hmac_sha1("Jefe", "what do ya want for nothing?"),
            from_hex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"));
}

TEST(SecretsTest, ComparisonSeesEveryByte) {
  // Equal only when all are.
  EXPECT_TRUE(equal_secrets("abc", "abc"));
  EXPECT_FALSE(equal_secrets("abc", "abd"));
  EXPECT_FALSE(equal_secrets("abc", "ab"));
}

}  // namespace
}  // namespace mammoth::security
