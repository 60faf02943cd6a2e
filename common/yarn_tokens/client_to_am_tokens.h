// What lets a job's client speak to its application master (Hadoop:
// ClientToAMTokenSecretManagerInRM, ClientToAMTokenSecretManager). Each attempt has a key of its
// own, which the ResourceManager hands to the application master when that registers; both use this
// class, the master with the one attempt.
//
// Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "common/security/random_bytes.h"
#include "common/security/token.h"
#include "common/security/token_verifier.h"

namespace hadoop::yarn {
class ApplicationAttemptIdProto;
}

namespace mammoth::yarn_tokens {

class ClientToAmTokens final : public security::TokenVerifier {
 public:
  explicit ClientToAmTokens(security::RandomBytes random = security::system_random());

  // Makes the attempt's key, a secret to be stored with the attempt. The same when it has one.
  std::string begin_attempt(const hadoop::yarn::ApplicationAttemptIdProto& attempt);
  // A key made elsewhere or before.
  void set_key(const hadoop::yarn::ApplicationAttemptIdProto& attempt, std::string key);
  void end_attempt(const hadoop::yarn::ApplicationAttemptIdProto& attempt);

  // `service` is the master's ip:port. kInvalidToken for an attempt without a key.
  Result<security::Token> issue(const hadoop::yarn::ApplicationAttemptIdProto& attempt,
                                const std::string& client_name, const std::string& service) const;

  // The user is the client's name.
  Result<security::TokenClaim> claim(std::string_view identifier) const override;

 private:
  Result<std::string> key_of(const std::string& attempt) const;

  const security::RandomBytes random_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::string> keys_;  // by the attempt's name
};

}  // namespace mammoth::yarn_tokens
