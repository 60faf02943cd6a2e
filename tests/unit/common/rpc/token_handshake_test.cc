// Tokens on real connections: a server that takes nothing else, as a NodeManager does, and one that
// also lets in who has none, as the ResourceManager does for clients.
#include <gtest/gtest.h>

#include "common/rpc/blocking_client.h"
#include "common/rpc/remote_error.h"
#include "common/security/token_sasl.h"
#include "tests/unit/common/rpc/rpc_fixture.h"

namespace mammoth::rpc {
namespace {

using security::Token;
using security::TokenClaim;
using security::TokenSaslClients;
using security::TokenSaslServers;
using Simple = TokenSaslServers::Simple;

const std::string kProtocol = "org.apache.hadoop.yarn.api.ContainerManagementProtocolPB";

// Knows one attempt's token.
class Issuer final : public security::TokenVerifier {
 public:
  Result<TokenClaim> claim(std::string_view identifier) const override {
    if (identifier == "late") return Error{ErrorCode::kRetriable, "the server is still recovering"};
    if (identifier != "attempt-7")
      return Error{ErrorCode::kInvalidToken,
                   "Given NMToken seems to have been generated illegally."};
    return TokenClaim{std::string("\0secret\xff", 8), "appattempt_7"};
  }
};

class WhoProtocol {
 public:
  using Request = GetGroupsForUserRequestProto;
  using Response = GetGroupsForUserResponseProto;
  Result<Response> who(const Request&, Call& call) {
    Response response;
    response.add_groups(call.user() + " by '" + call.token_identifier() + "'");
    return response;
  }
};

class TokenHandshakeTest : public testing::Test {
 protected:
  TokenHandshakeTest() : service_(kProtocol, 1) {
    service_.bind("who", Retry::kIdempotent, protocol_, &WhoProtocol::who);
  }

  void start(security::SaslServerFactory* sasl) {
    ServerOptions options;
    options.sasl = sasl;
    server_ = std::make_unique<Server>(pool_, options);
    server_->add(service_);
    const auto started = server_->start();
    ASSERT_TRUE(started) << started.error().message;
  }

  // The answer to a client who is alice, unless a token says otherwise.
  std::string ask(security::SaslClientFactory* sasl) {
    ClientOptions options;
    options.sasl = sasl;
    options.retry.max_attempts = 1;
    BlockingClient client(options);
    const auto proxy = client.proxy(
        {.addresses = {{"127.0.0.1", server_->port()}}, .protocol = kProtocol, .user = "alice"});
    const auto answer = proxy->call<GetGroupsForUserResponseProto>("who", [] {
      GetGroupsForUserRequestProto request;
      request.set_user("");
      return request;
    }());
    if (answer) return answer->groups(0);
    const std::string& text = answer.error().message;
    return std::string(java_class_of(answer.error())) + ": " + text;
  }

  Token token(std::string identifier, std::string password) const {
    return {std::move(identifier), std::move(password), "NMToken",
            "127.0.0.1:" + std::to_string(server_->port())};
  }
  Token good_token() const { return token("attempt-7", std::string("\0secret\xff", 8)); }

  const Issuer issuer_;
  TokenSaslServers only_tokens_{issuer_, Simple::kRefused};
  TokenSaslServers both_{issuer_, Simple::kAllowed};
  WhoProtocol protocol_;
  Service service_;
  IoPool pool_{2};
  std::unique_ptr<Server> server_;
};

TEST_F(TokenHandshakeTest, TokenSaysWhoItIs) {
  // The handler learns the token's user and its identifier, not what the process calls itself.
  start(&only_tokens_);
  TokenSaslClients clients({good_token()});
  EXPECT_EQ(ask(&clients), "appattempt_7 by 'attempt-7'");
}

TEST_F(TokenHandshakeTest, NobodyEntersWithoutATokenWhereOneIsDemanded) {
  // Not by saying a name at once, and not by holding tokens for others only.
  start(&only_tokens_);
  EXPECT_EQ(ask(nullptr),
            "org.apache.hadoop.security.AccessControlException: SIMPLE authentication is not "
            "enabled.  Available:[TOKEN]");
  Token elsewhere = good_token();
  elsewhere.service = "127.0.0.2:1";
  TokenSaslClients clients({elsewhere});
  EXPECT_EQ(ask(&clients),
            "org.apache.hadoop.security.AccessControlException: Client cannot authenticate "
            "via:[TOKEN]");
}

TEST_F(TokenHandshakeTest, WhoHasNoTokenIsBelievedWhereThatIsAllowed) {
  // A client at the ResourceManager, with or without other tokens in its pocket.
  start(&both_);
  EXPECT_EQ(ask(nullptr), "alice by ''");
  TokenSaslClients none;
  EXPECT_EQ(ask(&none), "alice by ''");
  TokenSaslClients some({good_token()});
  EXPECT_EQ(ask(&some), "appattempt_7 by 'attempt-7'");
}

TEST_F(TokenHandshakeTest, HolderOfTokensSpeaksToServersThatKnowNone) {
  // A container with tokens calls the NameNode.
  start(nullptr);
  TokenSaslClients clients({good_token()});
  EXPECT_EQ(ask(&clients), "alice by ''");
}

TEST_F(TokenHandshakeTest, BadTokensAreRefusedInApachesWords) {
  // Forged, not known, and asked for too early.
  start(&both_);
  TokenSaslClients forged({token("attempt-7", "guess")});
  EXPECT_EQ(ask(&forged),
            "javax.security.sasl.SaslException: DIGEST-MD5: digest response format violation. "
            "Mismatched response.");
  TokenSaslClients unknown({token("attempt-8", "x")});
  EXPECT_EQ(ask(&unknown),
            "org.apache.hadoop.security.token.SecretManager$InvalidToken: Given NMToken seems to "
            "have been generated illegally.");
  TokenSaslClients late({token("late", "x")});
  EXPECT_EQ(ask(&late), "org.apache.hadoop.ipc.RetriableException: the server is still recovering");
}

}  // namespace
}  // namespace mammoth::rpc
