// Bytes recorded on Apache YARN's own connections (3.4), against our messages: we read them as they
// were meant and write the same bytes again.
#include <gtest/gtest.h>

#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/rpc/client_handshake.h"
#include "common/rpc/frame.h"
#include "common/rpc/handshake.h"
#include "common/security/token_sasl.h"
#include "tests/support/hex.h"

namespace mammoth {
namespace {

using security::SaslOffer;
using security::TokenClaim;

const std::string kAmRmIdentifier = from_hex("0a0d0a09080b10a8d3bb9fa034100110b1dfe7f701");
const std::string kNmIdentifier = from_hex(
    "0a0d0a09080b10a8d3bb9fa0341001 120f0a096c6f63616c686f73741096c401 1a04726f6f74"
    "20899cafbbfcffffffff01");
const std::string kContainerIdentifier = from_hex(
    "0a11120d0a09080b10a8d3bb9fa03410011802 120f6c6f63616c686f73743a3235313130 1a04726f6f74"
    "222b08800810011a140a096d656d6f72792d6d621080081a024d6920001a0e0a0676636f72657310011a002000"
    "28c5d4a7a0a034 30cfa0f8dcfbffffffff01 38a8d3bb9fa034 42020814 48d5ff82a0a034 5a00 6002"
    "6801 7000 78ffffffffffffffffff01");

template <class Message>
Message parsed(const std::string& bytes) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(bytes));
  EXPECT_EQ(message.SerializeAsString(), bytes);
  EXPECT_TRUE(message.GetReflection()->GetUnknownFields(message).empty());
  return message;
}

TEST(YarnGoldenTest, ApplicationMasterTokenIdentifier) {
  // What an application master authenticates itself with.
  const auto it = parsed<hadoop::yarn::AMRMTokenIdentifierProto>(kAmRmIdentifier);
  EXPECT_EQ(it.appattemptid().application_id().cluster_timestamp(), 1795362318760);
  EXPECT_EQ(it.appattemptid().application_id().id(), 11);
  EXPECT_EQ(it.appattemptid().attemptid(), 1);
  EXPECT_EQ(it.keyid(), 519696305);
}

TEST(YarnGoldenTest, NodeManagerTokenIdentifier) {
  // The key's id is negative and takes ten bytes.
  const auto it = parsed<hadoop::yarn::NMTokenIdentifierProto>(kNmIdentifier);
  EXPECT_EQ(it.nodeid().host(), "localhost");
  EXPECT_EQ(it.nodeid().port(), 25110);
  EXPECT_EQ(it.appsubmitter(), "root");
  EXPECT_EQ(it.keyid(), -949236215);
}

TEST(YarnGoldenTest, ContainerTokenIdentifier) {
  // Values that equal their defaults were sent all the same, and are kept.
  const auto it = parsed<hadoop::yarn::ContainerTokenIdentifierProto>(kContainerIdentifier);
  EXPECT_EQ(it.containerid().id(), 2);
  EXPECT_FALSE(it.containerid().has_app_id());
  EXPECT_EQ(it.nmhostaddr(), "localhost:25110");
  EXPECT_EQ(it.resource().memory(), 1024);
  EXPECT_EQ(it.resource().resource_value_map(0).key(), "memory-mb");
  EXPECT_EQ(it.resource().resource_value_map(1).key(), "vcores");
  EXPECT_EQ(it.masterkeyid(), -1147269041);
  EXPECT_EQ(it.rmidentifier(), 1795362318760);
  EXPECT_EQ(it.priority().priority(), 20);
  EXPECT_TRUE(it.has_nodelabelexpression());
  EXPECT_EQ(it.containertype(), hadoop::yarn::TASK);
  EXPECT_EQ(it.allocation_request_id(), -1);
}

TEST(YarnGoldenTest, AnswerToStartContainers) {
  // MapReduce reads the shuffle's port in it.
  const auto it = parsed<hadoop::yarn::StartContainersResponseProto>(
      from_hex("0a190a116d61707265647563655f73687566666c65120400006219"
               "1211120d0a09080b10a8d3bb9fa03410011801"));
  EXPECT_EQ(it.services_meta_data(0).key(), "mapreduce_shuffle");
  EXPECT_EQ(it.services_meta_data(0).value(), from_hex("00006219"));
  EXPECT_EQ(it.succeeded_requests(0).id(), 1);
}

// The attempt of the recording.
class RecordedVerifier final : public security::TokenVerifier {
 public:
  Result<TokenClaim> claim(std::string_view identifier) const override {
    if (identifier != kAmRmIdentifier) return Error{ErrorCode::kInvalidToken, "unknown"};
    return TokenClaim{from_hex("7274f61c50ce96aab83a9a514226ead334f82985"),
                      "appattempt_1795362318760_0011_000001"};
  }
};

std::string negotiated(security::SaslServerFactory* factory) {
  const rpc::ImpersonationCheck nobody;
  rpc::ServerHandshake server("10.0.0.9", nobody, factory);
  ByteBuffer out;
  server.preamble(from_hex("68727063 09 00 df"), out);
  server.out_of_band(rpc::kSaslCallId, -1, from_hex("021001"), out);
  return std::string(out.readable());
}

TEST(YarnGoldenTest, WhatPortsOfferToWhoHoldsATokenOrNone) {
  // The scheduler's port takes tokens alone, the clients' port both, the tracker's port neither.
  const RecordedVerifier verifier;
  const security::RandomBytes random = [](std::size_t count) { return std::string(count, '\0'); };
  using security::TokenSaslServers;
  TokenSaslServers only_tokens(verifier, TokenSaslServers::Simple::kRefused, random);
  TokenSaslServers both(verifier, TokenSaslServers::Simple::kAllowed, random);
  const std::string header = from_hex("08dfffffff0f100018093a004001");
  const std::string challenge = "realm=\"default\",nonce=\"" + std::string(40, 'A') +
                                "\",qop=\"auth\",charset=utf-8,algorithm=md5-sess";
  const std::string token = from_hex("1001 228c01 0a05") + "TOKEN" + from_hex("120a") +
                            "DIGEST-MD5" + from_hex("1a00 2207") + "default" + from_hex("2a6c") +
                            challenge;
  const auto frame = [&](const std::string& body) {
    const std::string rest = "\x0e" + header + body;
    return from_hex("000000") + static_cast<char>(rest.size()) + rest;
  };
  EXPECT_EQ(negotiated(nullptr), frame(from_hex("021000")));
  EXPECT_EQ(negotiated(&only_tokens), frame(from_hex("9101") + token));
  EXPECT_EQ(negotiated(&both),
            frame(from_hex("9d01") + token + from_hex("220a 0a06") + "SIMPLE" + from_hex("1200")));
}

TEST(YarnGoldenTest, ContextAfterATokenNamesNobody) {
  // Who it is was proved; the user's message is there and empty.
  const std::string protocol = "org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB";
  security::TokenSaslClients clients({{kAmRmIdentifier, "p", "YARN_AM_RM_TOKEN", "10.0.0.1:8030"}});
  const rpc::RequestContext context{protocol, 1, std::string(rpc::kClientIdBytes, 'c'), ""};
  const rpc::ClientUser user{"alice"};
  rpc::ClientHandshake client(context, user, &clients, "10.0.0.1:8030");

  class Verifier final : public security::TokenVerifier {
    Result<TokenClaim> claim(std::string_view) const override { return TokenClaim{"p", "a"}; }
  } const verifier;
  using security::TokenSaslServers;
  TokenSaslServers servers(verifier, TokenSaslServers::Simple::kRefused);
  const rpc::ImpersonationCheck nobody;
  rpc::ServerHandshake server("10.0.0.9", nobody, &servers);
  ByteBuffer to_server;
  ByteBuffer to_client;
  client.begin(to_server);
  server.preamble(to_server.readable().substr(0, rpc::kConnectionHeaderBytes), to_client);
  to_server.consume(rpc::kConnectionHeaderBytes);
  std::string last;
  while (!to_server.empty()) {
    std::string_view frame = to_server.readable().substr(rpc::kLengthBytes);
    hadoop::common::RpcRequestHeaderProto header;
    ASSERT_TRUE(rpc::parse_message(header, *rpc::take_delimited(frame)));
    last = frame;
    server.out_of_band(header.callid(), -1, frame, to_client);
    to_server.consume(to_server.size());
    if (to_client.empty()) break;
    const auto received = client.receive(to_client.readable().substr(rpc::kLengthBytes), to_server);
    ASSERT_TRUE(received) << received.error().message;
    to_client.consume(to_client.size());
  }
  EXPECT_TRUE(server.is_established());
  const std::string message = from_hex("1200 1a36") + protocol;
  EXPECT_EQ(last, static_cast<char>(message.size()) + message);
}

}  // namespace
}  // namespace mammoth
