// The client's end of DIGEST-MD5 (digest_md5.h draws it), with a token for a password. It also
// makes the server prove that it knows the password: one that cannot is not the token's issuer.
#pragma once

#include <string>
#include <string_view>

#include "common/security/digest_md5.h"
#include "common/security/sasl.h"
#include "common/security/token.h"

namespace mammoth::security {

// Belongs to one connection and its thread.
class DigestMd5Client final : public SaslClient {
 public:
  DigestMd5Client(const Token& token, const SaslOffer& offer, const RandomBytes& random);

  // First the challenge, then the server's proof. Refuses a challenge that is malformed, too long,
  // of another algorithm, or that insists on signing or sealing.
  Result<SaslStep> step(std::string_view challenge) override;

 private:
  Result<SaslStep> answer(std::string_view challenge);
  Result<SaslStep> verify(std::string_view proof);

  DigestInput input_;
  const std::string server_id_;
  enum class State { kFresh, kAnswered, kOver } state_ = State::kFresh;
};

}  // namespace mammoth::security
