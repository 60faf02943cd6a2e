// Who issued a token can tell whether it is good (Hadoop: SecretManager.retrievePassword). No
// password is kept: it is computed from the identifier and the key that the identifier names.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::security {

// What the issuer knows about a token's holder, before he has proved anything.
struct TokenClaim {
  std::string password;  // what a true holder has
  std::string user;      // as whom he will call, e.g. "appattempt_…"
};

// Thread-safe: asked on every io thread at once.
class TokenVerifier {
 public:
  virtual ~TokenVerifier() = default;
  // kInvalidToken for an identifier that is malformed, unknown, expired or under a forgotten key;
  // kRetriable and kStandby while a server recovers. The text is shown to the client.
  virtual Result<TokenClaim> claim(std::string_view identifier) const = 0;
};

}  // namespace mammoth::security
