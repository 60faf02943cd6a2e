// A ResourceManager's issuer and a NodeManager's verifier of container tokens, side by side; and
// the tokens of a job's client.
#include <gtest/gtest.h>

#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/client_to_am_tokens.h"
#include "common/yarn_tokens/container_token_issuer.h"
#include "common/yarn_tokens/container_token_verifier.h"
#include "common/yarn_tokens/id_text.h"
#include "tests/support/hex.h"
#include "tests/unit/common/yarn_tokens/token_fixture.h"

namespace mammoth::yarn_tokens {
namespace {

using hadoop::yarn::ContainerTokenIdentifierProto;
using security::Token;

const std::string kRecorded = from_hex(
    "0a11120d0a09080b10a8d3bb9fa03410011802120f6c6f63616c686f73743a32353131301a04726f6f74222b0880"
    "0810011a140a096d656d6f72792d6d621080081a024d6920001a0e0a0676636f72657310011a00200028c5d4a7a0"
    "a03430cfa0f8dcfbffffffff0138a8d3bb9fa0344202081448d5ff82a0a0345a0060026801700078ffffffffffff"
    "ffffff01");

// What a scheduler fills in for one task's container.
ContainerTokenIdentifierProto identifier(std::int64_t number, const std::string& host) {
  ContainerTokenIdentifierProto it;
  *it.mutable_containerid()->mutable_app_attempt_id() = attempt(11);
  it.mutable_containerid()->set_id(number);
  it.set_nmhostaddr(host + ":25110");
  it.set_appsubmitter("root");
  auto& resource = *it.mutable_resource();
  resource.set_memory(1024);
  resource.set_virtual_cores(1);
  for (const auto& [key, value, units] :
       {std::tuple{"memory-mb", 1024, "Mi"}, std::tuple{"vcores", 1, ""}}) {
    auto& entry = *resource.add_resource_value_map();
    entry.set_key(key);
    entry.set_value(value);
    entry.set_units(units);
    entry.set_type(hadoop::yarn::COUNTABLE);
  }
  it.set_rmidentifier(1795362318760);
  it.mutable_priority()->set_priority(20);
  it.set_creationtime(1795364208597);
  it.set_nodelabelexpression("");
  it.set_containertype(hadoop::yarn::TASK);
  it.set_executiontype(hadoop::yarn::GUARANTEED);
  it.set_version(0);
  it.set_allocation_request_id(-1);
  return it;
}

class ContainerTokensTest : public testing::Test {
 protected:
  ContainerTokensTest() {
    verifier_.set_key(issuer_.newest_key());
    verifier_.set_node(node("n1"));
  }
  Token issue(std::int64_t number = 2) {
    return issuer_.issue(identifier(number, "n1"), "127.0.0.1:25110");
  }
  std::string refusal(const Token& token) {
    const auto verified = verifier_.verify(token);
    return verified ? "accepted" : verified.error().message;
  }
  ManualClock clock_;
  ContainerTokenIssuer issuer_{clock_, counted_bytes(), kTimes, 600'000};
  ContainerTokenVerifier verifier_{clock_};
};

TEST_F(ContainerTokensTest, IdentifierIsTheRecordedOne) {
  // The bytes that Apache's ResourceManager gave for the same container, key and time.
  ContainerTokenIdentifierProto recorded;
  ASSERT_TRUE(recorded.ParseFromString(kRecorded));
  ManualClock clock(recorded.expirytimestamp() - 600'000);
  ContainerTokenIssuer issuer(clock, counted_bytes(), kTimes, 600'000);
  issuer.restore({.current = {recorded.masterkeyid(), "any key!"}});
  auto mine = identifier(2, "localhost");
  mine.set_creationtime(recorded.creationtime());
  const Token token = issuer.issue(mine, "127.0.0.1:25110");
  EXPECT_EQ(token.identifier, kRecorded);
  EXPECT_EQ(token.password, security::hmac_sha1("any key!", kRecorded));
  EXPECT_EQ(token.kind, "ContainerToken");
}

TEST_F(ContainerTokensTest, GenuineTokenTellsWhatToStart) {
  // The identifier as the issuer wrote it.
  const auto verified = verifier_.verify(issue(7));
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(verified->containerid().id(), 7);
  EXPECT_EQ(verified->resource().memory(), 1024);
}

TEST_F(ContainerTokensTest, ChangedTokensAreRefused) {
  // An application master that would like more memory, or another node.
  const std::string container = "container_1795362318760_0011_01_000002";
  Token more = issue();
  ContainerTokenIdentifierProto changed;
  ASSERT_TRUE(changed.ParseFromString(more.identifier));
  changed.mutable_resource()->set_memory(9000);
  more.identifier = changed.SerializeAsString();
  EXPECT_EQ(refusal(more), "Invalid container token used for starting container on : n1:25110");
  EXPECT_EQ(refusal(issuer_.issue(identifier(2, "n2"), "")),
            "Given Container " + container +
                " identifier is not valid for current Node manager. Expected : n1:25110 Found : "
                "n2:25110");
  ContainerTokenIssuer stranger(clock_, counted_bytes(40), kTimes, 600'000);
  EXPECT_EQ(refusal(stranger.issue(identifier(2, "n1"), "")),
            "Given Container " + container + " seems to have an illegally generated token.");
  Token cut = issue();
  cut.identifier.pop_back();
  EXPECT_EQ(refusal(cut), "Can't de-serialize tokenIdentifier");
}

TEST_F(ContainerTokensTest, TokenStartsOneContainerOnce) {
  // Also after a restart of the NodeManager; forgotten when it has expired anyway.
  const auto it = *verifier_.verify(issue());
  ASSERT_TRUE(verifier_.check_start(it));
  verifier_.record_start(it);
  ContainerTokenVerifier again(clock_);
  again.restore(verifier_.state());
  for (ContainerTokenVerifier* verifier : {&verifier_, &again}) {
    const auto second = verifier->check_start(it);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message,
              "Unauthorized request to start container.\n Attempt to relaunch the same container "
              "with id container_1795362318760_0011_01_000002.");
  }
  clock_.advance_ms(600'001);
  EXPECT_TRUE(verifier_.check_start(it).error().message.starts_with(
      "Unauthorized request to start container.\nThis token is expired. current time is "));
  EXPECT_TRUE(verifier_.state().started.empty());
}

TEST_F(ContainerTokensTest, KeyBeforeIsGoodForOneTurn) {
  // Containers that were allocated just before the key changed can be started.
  const Token token = issue();
  for (const std::string_view expected : {"accepted", "Given Container"}) {
    clock_.advance_ms(1000);
    issuer_.tick();
    EXPECT_TRUE(verifier_.set_key(issuer_.newest_key()));
    clock_.advance_ms(100);
    issuer_.tick();
    EXPECT_TRUE(refusal(token).starts_with(expected)) << refusal(token);
  }
}

TEST(ClientToAmTokensTest, EachAttemptHasItsOwnKey) {
  // The ResourceManager issues, the application master checks with the key that it was given.
  ClientToAmTokens issuer(counted_bytes());
  const std::string key = issuer.begin_attempt(attempt(1));
  EXPECT_EQ(issuer.begin_attempt(attempt(1)), key);
  EXPECT_NE(issuer.begin_attempt(attempt(2)), key);
  const auto token = issuer.issue(attempt(1), "alice", "10.0.0.1:4000");
  ASSERT_TRUE(token);
  EXPECT_EQ(token->kind, "YARN_CLIENT_TOKEN");

  ClientToAmTokens master;
  master.set_key(attempt(1), key);
  EXPECT_EQ(shown(master, *token), "alice");
  EXPECT_EQ(shown(master, *issuer.issue(attempt(2), "alice", "")), "Illegal client-token!");
  issuer.end_attempt(attempt(1));
  EXPECT_FALSE(issuer.issue(attempt(1), "alice", ""));
}

TEST(IdTextTest, NamesAreHadoops) {
  // With and without restarts of the ResourceManager; numbers grow beyond their digits.
  hadoop::yarn::ContainerIdProto id;
  *id.mutable_app_attempt_id() = attempt(12345, 2);
  id.set_id(3);
  EXPECT_EQ(id_text(id), "container_1795362318760_12345_02_000003");
  id.set_id((std::int64_t{17} << 40) | 1234567);
  EXPECT_EQ(id_text(id), "container_e17_1795362318760_12345_02_1234567");
  EXPECT_EQ(id_text(attempt(1).application_id()), "application_1795362318760_0001");
  EXPECT_EQ(id_text(node("h", 8041)), "h:8041");
}

}  // namespace
}  // namespace mammoth::yarn_tokens
