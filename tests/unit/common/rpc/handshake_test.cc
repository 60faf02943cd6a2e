// Both ends of the handshake against each other, without a socket.
#include "common/rpc/handshake.h"

#include <gtest/gtest.h>

#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/rpc/client_handshake.h"
#include "common/rpc/frame.h"

namespace mammoth::rpc {
namespace {

using hadoop::common::RpcRequestHeaderProto;
using hadoop::common::RpcResponseHeaderProto;
using security::SaslOffer;
using security::SaslStep;

const SaslOffer kToken{.method = "TOKEN", .mechanism = "DIGEST-MD5", .server_id = "default"};
const SaslOffer kSimple{.method = "SIMPLE", .mechanism = ""};

// A mechanism of two steps: the server says "who?", the client its password, the server "welcome".
class PasswordServer final : public security::SaslServer {
 public:
  Result<SaslStep> step(std::string_view token) override {
    if (token.empty()) return SaslStep{false, "who?"};
    if (token != "secret") return Error{ErrorCode::kInvalidToken, "token is not known"};
    return SaslStep{true, "welcome"};
  }
  std::string user() const override { return "carol"; }
};

class PasswordServers final : public security::SaslServerFactory {
 public:
  explicit PasswordServers(std::vector<SaslOffer> offers) : offers_(std::move(offers)) {}
  std::vector<SaslOffer> offers() const override { return offers_; }
  Result<std::unique_ptr<security::SaslServer>> create(const SaslOffer&) override {
    return std::unique_ptr<security::SaslServer>(std::make_unique<PasswordServer>());
  }

 private:
  const std::vector<SaslOffer> offers_;
};

class PasswordClient final : public security::SaslClient {
 public:
  PasswordClient(std::string password, std::string& heard) : password_(password), heard_(heard) {}
  Result<SaslStep> step(std::string_view challenge) override {
    heard_ += std::string(challenge) + " ";
    return SaslStep{challenge == "welcome", challenge == "who?" ? password_ : ""};
  }

 private:
  const std::string password_;
  std::string& heard_;
};

class PasswordClients final : public security::SaslClientFactory {
 public:
  explicit PasswordClients(std::string password) : password_(std::move(password)) {}
  std::unique_ptr<security::SaslClient> create(const SaslOffer& offer,
                                               const security::SaslPeer&) override {
    if (password_.empty() || offer != kToken) return nullptr;
    return std::make_unique<PasswordClient>(password_, heard);
  }
  std::string heard;

 private:
  const std::string password_;
};

class HandshakeTest : public testing::Test {
 protected:
  // Lets the two talk until neither has anything to say. The outcome: "open", or the class and
  // message of the server's last word, or the client's own refusal.
  std::string talk(const ClientUser& user, security::SaslServerFactory* servers = nullptr,
                   security::SaslClientFactory* clients = nullptr) {
    server_.emplace("10.0.0.9", may_impersonate_, servers);
    ClientHandshake client(context_, user, clients);
    ByteBuffer to_server;
    ByteBuffer to_client;
    client.begin(to_server);
    auto next =
        server_->preamble(to_server.readable().substr(0, kConnectionHeaderBytes), to_client);
    to_server.consume(kConnectionHeaderBytes);
    while (next == ServerHandshake::Next::kContinue && !to_server.empty()) {
      const std::string bytes = take_frame(to_server);
      std::string_view frame = bytes;
      RpcRequestHeaderProto header;
      EXPECT_TRUE(parse_message(header, *take_delimited(frame)));
      next = server_->out_of_band(header.callid(), header.retrycount(), frame, to_client);
      while (next == ServerHandshake::Next::kContinue && !to_client.empty()) {
        const auto received = client.receive(take_frame(to_client), to_server);
        if (!received) return received.error().message;
      }
    }
    if (next == ServerHandshake::Next::kContinue)
      return server_->is_established() ? "open" : "silent";
    const std::string bytes = take_frame(to_client);
    std::string_view frame = bytes;
    RpcResponseHeaderProto header;
    EXPECT_TRUE(parse_message(header, *take_delimited(frame)));
    EXPECT_EQ(header.status(), RpcResponseHeaderProto::FATAL);
    return header.exceptionclassname() + ": " + header.errormsg();
  }

  static std::string take_frame(ByteBuffer& from) {
    const std::size_t length = *peek_frame_length(from.readable());
    std::string frame(from.readable().substr(kLengthBytes, length));
    from.consume(kLengthBytes + length);
    return frame;
  }

  RequestContext context_{"p", 1, std::string(kClientIdBytes, 'c')};
  ImpersonationCheck may_impersonate_;
  std::optional<ServerHandshake> server_;
};

TEST_F(HandshakeTest, SimpleClientIsWhoHeSays) {
  // The ordinary case without Kerberos.
  EXPECT_EQ(talk({"alice"}), "open");
  EXPECT_EQ(server_->peer().user, "alice");
  EXPECT_EQ(server_->peer().real_user, "");
  EXPECT_EQ(server_->peer().remote_address, "10.0.0.9");
}

TEST_F(HandshakeTest, NamelessClientIsRefused) {
  // Hadoop would take him for the server's own user, who may do everything.
  EXPECT_EQ(talk({""}),
            "org.apache.hadoop.security.authorize.AuthorizationException: "
            "No user name in the connection context");
}

TEST_F(HandshakeTest, ImpersonationNeedsPermission) {
  // A gateway user acts for others: nobody may by default, and the hook decides otherwise.
  EXPECT_EQ(talk({"bob", "gateway"}),
            "org.apache.hadoop.security.authorize.AuthorizationException: "
            "User: gateway is not allowed to impersonate bob");
  may_impersonate_ = [](const std::string& real, const std::string& effective,
                        const std::string& ip) -> Result<void> {
    if (real == "gateway" && ip == "10.0.0.9") return {};
    return Error{ErrorCode::kAccessDenied, "not " + effective};
  };
  EXPECT_EQ(talk({"bob", "gateway"}), "open");
  EXPECT_EQ(server_->peer().user, "bob");
  EXPECT_EQ(server_->peer().real_user, "gateway");
  EXPECT_EQ(talk({"bob", "mallory"}),
            "org.apache.hadoop.security.authorize.AuthorizationException: not bob");
}

TEST_F(HandshakeTest, TokenHolderIsToldToGoOnWithoutSasl) {
  // A MapReduce task holds some token and so begins with SASL, though this server knows only
  // SIMPLE.
  PasswordClients clients("secret");
  EXPECT_EQ(talk({"alice"}, nullptr, &clients), "open");
  EXPECT_EQ(server_->peer().user, "alice");
}

TEST_F(HandshakeTest, MechanismDecidesWhoItIs) {
  // The token says carol, whatever the process is called; the server's last token is verified too.
  PasswordServers servers({kToken, kSimple});
  PasswordClients clients("secret");
  EXPECT_EQ(talk({"alice"}, &servers, &clients), "open");
  EXPECT_EQ(server_->peer().user, "carol");
  EXPECT_EQ(clients.heard, "who? welcome ");
}

TEST_F(HandshakeTest, WrongPasswordEndsTheConnection) {
  // The server's reason reaches the user under its Java class.
  PasswordServers servers({kToken, kSimple});
  PasswordClients clients("guess");
  EXPECT_EQ(talk({"alice"}, &servers, &clients),
            "org.apache.hadoop.security.token.SecretManager$InvalidToken: token is not known");
}

TEST_F(HandshakeTest, ClientWithoutTokenFallsBackToSimpleIfOffered) {
  // A server that knows tokens also lets people in who have none, if it offers SIMPLE.
  PasswordServers both({kToken, kSimple});
  PasswordServers only_token({kToken});
  PasswordClients none("");
  EXPECT_EQ(talk({"alice"}, &both, &none), "open");
  EXPECT_EQ(server_->peer().user, "alice");
  EXPECT_EQ(talk({"alice"}, &only_token, &none),
            "Client cannot authenticate via:[TOKEN]");
}

TEST_F(HandshakeTest, SimpleClientIsRefusedWhereProofIsDemanded) {
  // The preamble already says that no proof will come.
  PasswordServers only_token({kToken});
  EXPECT_EQ(talk({"alice"}, &only_token),
            "org.apache.hadoop.security.AccessControlException: "
            "SIMPLE authentication is not enabled.  Available:[TOKEN]");
}

TEST_F(HandshakeTest, TokenHolderCannotActForAnother) {
  // A token names its user; a context that names somebody else is an attack or a bug.
  PasswordServers servers({kToken});
  PasswordClients clients("secret");
  EXPECT_EQ(talk({"bob", "carol"}, &servers, &clients),
            "org.apache.hadoop.security.AccessControlException: "
            "Authenticated user (carol) doesn't match what the client claims to be (bob)");
}

}  // namespace
}  // namespace mammoth::rpc
