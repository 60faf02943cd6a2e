// The server's end of DIGEST-MD5: challenges once, believes once (digest_md5.h draws it). Who lacks
// the token's password, repeats an answer to another challenge or asks for signing or sealing is
// refused in the words of Java's mechanism.
#pragma once

#include <string>
#include <string_view>

#include "common/security/digest_md5.h"
#include "common/security/sasl.h"
#include "common/security/token_verifier.h"

namespace mammoth::security {

// Belongs to one connection and its thread. The verifier must outlive it.
class DigestMd5Server final : public SaslServer {
 public:
  // `server_id` is the realm, and the host of the digest-uri.
  DigestMd5Server(const TokenVerifier& verifier, std::string server_id, const RandomBytes& random);

  // The first token is empty and asks for the challenge; the second is the client's answer.
  Result<SaslStep> step(std::string_view token) override;
  std::string user() const override { return user_; }
  std::string token_identifier() const override { return identifier_; }

 private:
  Result<DigestInput> read(const DigestDirectives& answer);

  const TokenVerifier& verifier_;
  const std::string server_id_;
  const std::string nonce_;
  enum class State { kFresh, kChallenged, kOver } state_ = State::kFresh;
  std::string user_;
  std::string identifier_;
};

}  // namespace mammoth::security
