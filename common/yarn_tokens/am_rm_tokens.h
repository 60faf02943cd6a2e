// What lets an application master speak to the ResourceManager (Hadoop: AMRMTokenSecretManager).
// One for each attempt, good until the attempt ends; when the key rolls, the attempt gets another
// in answer to its heartbeat and has until the key's activation to use it.
//
// Thread-safe. The clock must outlive it.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>

#include "common/security/token.h"
#include "common/security/token_verifier.h"
#include "common/yarn_tokens/rolling_keys.h"

namespace hadoop::yarn {
class AMRMTokenIdentifierProto;
class ApplicationAttemptIdProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn_tokens {

class AmRmTokens final : public security::TokenVerifier {
 public:
  AmRmTokens(const Clock& clock, security::RandomBytes random, KeyTimes times);

  // Under the newest key; the service is empty, the master fills in where it dials.
  security::Token issue(const hadoop::yarn::ApplicationAttemptIdProto& attempt);
  // The token that a heartbeat's answer must bring, when the one that authenticated the caller is
  // of a key that goes.
  std::optional<security::Token> renewal(std::string_view identifier);

  // An attempt that lives on across a restart; its token was issued before.
  void readmit(const hadoop::yarn::ApplicationAttemptIdProto& attempt);
  void finish(const hadoop::yarn::ApplicationAttemptIdProto& attempt);

  // The user is the attempt's name.
  Result<security::TokenClaim> claim(std::string_view identifier) const override;

  RollingKeys::Step tick();
  KeyState state() const;
  void restore(KeyState state);

 private:
  security::Token issue_locked(const hadoop::yarn::ApplicationAttemptIdProto& attempt);

  mutable std::mutex mutex_;
  RollingKeys keys_;
  std::unordered_set<std::string> attempts_;
};

// The identifier that a call was authenticated by.
Result<hadoop::yarn::AMRMTokenIdentifierProto> parse_am_rm_identifier(std::string_view bytes);

}  // namespace mammoth::yarn_tokens
