// Which token a client shows to whom.
#include "common/security/token_sasl.h"

#include <gtest/gtest.h>

namespace mammoth::security {
namespace {

const std::string kScheduler = "org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB";
const std::string kContainers = "org.apache.hadoop.yarn.api.ContainerManagementProtocolPB";
const SaslOffer kOffer{.method = "TOKEN", .mechanism = "DIGEST-MD5", .server_id = "default"};

TEST(TokenSaslTest, NodeManagersTokenIsForOneNode) {
  // An application master holds many, one for each node.
  const std::vector<Token> tokens{{"rm", "", "YARN_AM_RM_TOKEN", "10.0.0.1:8030"},
                                  {"one", "", "NMToken", "10.0.0.2:4500"},
                                  {"two", "", "NMToken", "10.0.0.3:4500"}};
  const auto chosen = [&](const std::string& protocol, const std::string& service) {
    const Token* token = select_token(tokens, {protocol, service});
    return token == nullptr ? "none" : token->identifier;
  };
  EXPECT_EQ(chosen(kContainers, "10.0.0.3:4500"), "two");
  EXPECT_EQ(chosen(kContainers, "10.0.0.4:4500"), "none");
  EXPECT_EQ(chosen(kContainers, "10.0.0.1:8030"), "none");
  EXPECT_EQ(chosen(kContainers, "10.0.0.3:450"), "none");
  EXPECT_EQ(chosen(kScheduler, "10.0.0.1:8030"), "rm");
  EXPECT_EQ(chosen("org.apache.hadoop.hdfs.protocol.ClientProtocol", "10.0.0.1:8030"), "none");
  EXPECT_EQ(chosen("org.apache.hadoop.yarn.server.api.ResourceTrackerPB", "10.0.0.1:8030"), "none");
}

TEST(TokenSaslTest, ResourceManagersTokenMayNameSeveral) {
  // Of a pair, whichever is active.
  const std::vector<Token> tokens{{"rm", "", "YARN_AM_RM_TOKEN", "10.0.0.1:8030,10.0.0.2:8030"}};
  EXPECT_NE(select_token(tokens, {kScheduler, "10.0.0.2:8030"}), nullptr);
  EXPECT_EQ(select_token(tokens, {kScheduler, "10.0.0.3:8030"}), nullptr);
  EXPECT_EQ(select_token(tokens, {kScheduler, ""}), nullptr);
}

TEST(TokenSaslTest, NewTokenReplacesTheOld) {
  // As keys roll, heartbeats bring others.
  TokenSaslClients clients;
  EXPECT_EQ(clients.create(kOffer, {kScheduler, "10.0.0.1:8030"}), nullptr);
  clients.add({"old", "p", "YARN_AM_RM_TOKEN", "10.0.0.1:8030"});
  clients.add({"new", "p", "YARN_AM_RM_TOKEN", "10.0.0.1:8030"});
  clients.add({"node", "p", "NMToken", "10.0.0.1:8030"});
  ASSERT_EQ(clients.tokens().size(), 2u);
  EXPECT_EQ(clients.tokens()[0].identifier, "new");
  EXPECT_NE(clients.create(kOffer, {kScheduler, "10.0.0.1:8030"}), nullptr);
}

TEST(TokenSaslTest, OtherMechanismsAreDeclined) {
  // Kerberos, and mechanisms newer than ours.
  TokenSaslClients clients({{"i", "p", "NMToken", "s:1"}});
  EXPECT_EQ(clients.create({"KERBEROS", "GSSAPI", "nm", "host"}, {kContainers, "s:1"}), nullptr);
  EXPECT_EQ(clients.create({"TOKEN", "SCRAM", "", "default"}, {kContainers, "s:1"}), nullptr);
}

}  // namespace
}  // namespace mammoth::security
