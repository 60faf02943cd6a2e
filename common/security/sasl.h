// The seam between a connection and the mechanisms that authenticate it (Hadoop: SaslRpcServer,
// SaslRpcClient). A connection carries tokens to and fro; what is in them only these classes know.
//
// Not thread-safe: an object belongs to one connection and its thread. The factories are shared by
// all connections and must be thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace mammoth::security {

// What a server offers and a client chooses (RpcSaslProto.SaslAuth). The client sends the chosen
// one back unchanged, less the challenge.
struct SaslOffer {
  std::string method;       // Hadoop's name: SIMPLE, TOKEN, KERBEROS
  std::string mechanism;    // SASL's name: "", DIGEST-MD5, GSSAPI
  std::string protocol{};   // service part of a Kerberos principal, otherwise empty
  std::string server_id{};  // host part, or the token's realm ("default")

  bool operator==(const SaslOffer&) const = default;
};

// One step of an exchange.
struct SaslStep {
  bool complete = false;  // nothing more is expected from the other side
  std::string token{};    // to be sent to it
};

class SaslServer {
 public:
  virtual ~SaslServer() = default;
  // Answers the client's token; the first may be empty. An error ends the connection and is shown
  // to the client (kAccessDenied, kInvalidToken).
  virtual Result<SaslStep> step(std::string_view token) = 0;
  // Who it is, once complete.
  virtual std::string user() const = 0;
  // The identifier of the token that proved it; empty where no token did.
  virtual std::string token_identifier() const { return {}; }
};

class SaslServerFactory {
 public:
  virtual ~SaslServerFactory() = default;
  // Best first. SIMPLE among them lets clients in without proof.
  virtual std::vector<SaslOffer> offers() const = 0;
  // For one of offers() other than SIMPLE.
  virtual Result<std::unique_ptr<SaslServer>> create(const SaslOffer& chosen) = 0;
};

class SaslClient {
 public:
  virtual ~SaslClient() = default;
  // Answers the server's challenge; the first may be empty. Must be complete when the server says
  // that it is content: otherwise the server has proved nothing, and the connection ends.
  virtual Result<SaslStep> step(std::string_view challenge) = 0;
};

// Whom a client is about to speak to.
struct SaslPeer {
  std::string protocol{};  // Java interface name
  std::string service{};   // ip:port that was dialled, as tokens name it
};

class SaslClientFactory {
 public:
  virtual ~SaslClientFactory() = default;
  // Null declines the offer, and the next is tried.
  virtual std::unique_ptr<SaslClient> create(const SaslOffer& offer, const SaslPeer& peer) = 0;
};

}  // namespace mammoth::security
