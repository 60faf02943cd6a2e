// Tokens as a way into RPC connections: what a service that takes them offers, and how a process
// that holds some picks the one for the server that it dials (Hadoop: SaslRpcServer, SaslRpcClient
// and the token selectors of the protocols).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "common/security/random_bytes.h"
#include "common/security/sasl.h"
#include "common/security/token.h"
#include "common/security/token_verifier.h"

namespace mammoth::security {

// TOKEN by DIGEST-MD5, and SIMPLE after it where a service also lets in clients without proof. A
// NodeManager and the ResourceManager's scheduler do not, not even on a cluster without Kerberos.
// Thread-safe. The verifier must outlive it.
class TokenSaslServers final : public SaslServerFactory {
 public:
  enum class Simple { kRefused, kAllowed };

  TokenSaslServers(const TokenVerifier& verifier, Simple simple,
                   RandomBytes random = system_random());

  std::vector<SaslOffer> offers() const override;
  Result<std::unique_ptr<SaslServer>> create(const SaslOffer& chosen) override;

 private:
  const TokenVerifier& verifier_;
  const Simple simple_;
  const RandomBytes random_;
};

// The token of `tokens` that opens `peer`, or null. Each protocol takes one kind. Tokens that one
// server gave name it exactly; those of the ResourceManager may name several, of which the dialled
// is one.
const Token* select_token(const std::vector<Token>& tokens, const SaslPeer& peer);

// Declines every offer for which it holds no token; the client then agrees to SIMPLE, if that is
// offered too. Thread-safe.
class TokenSaslClients final : public SaslClientFactory {
 public:
  explicit TokenSaslClients(std::vector<Token> tokens = {}, RandomBytes random = system_random());

  // A token for the same kind and service replaces the one before: a master of an application gets
  // new ones as keys roll. Connections that stand are not touched.
  void add(Token token);
  std::vector<Token> tokens() const;

  std::unique_ptr<SaslClient> create(const SaslOffer& offer, const SaslPeer& peer) override;

 private:
  mutable std::mutex mutex_;
  std::vector<Token> tokens_;
  const RandomBytes random_;
};

}  // namespace mammoth::security
