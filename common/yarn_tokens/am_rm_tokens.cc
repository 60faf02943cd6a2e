#include "common/yarn_tokens/am_rm_tokens.h"

#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "common/yarn_tokens/identifier.h"

namespace mammoth::yarn_tokens {

using hadoop::yarn::AMRMTokenIdentifierProto;
using hadoop::yarn::ApplicationAttemptIdProto;
using security::Token;
using security::TokenClaim;

AmRmTokens::AmRmTokens(const Clock& clock, security::RandomBytes random, KeyTimes times)
    : keys_(clock, std::move(random), times) {}

Token AmRmTokens::issue(const ApplicationAttemptIdProto& attempt) {
  const std::lock_guard lock(mutex_);
  attempts_.insert(id_text(attempt));
  return issue_locked(attempt);
}

Token AmRmTokens::issue_locked(const ApplicationAttemptIdProto& attempt) {
  const MasterKey& key = keys_.newest();
  AMRMTokenIdentifierProto identifier;
  *identifier.mutable_appattemptid() = attempt;
  identifier.set_keyid(key.id);
  return sign(identifier, key, security::kAmRmToken, "");
}

std::optional<Token> AmRmTokens::renewal(std::string_view identifier) {
  const auto parsed = parse_am_rm_identifier(identifier);
  const std::lock_guard lock(mutex_);
  if (!parsed || parsed->keyid() == keys_.newest().id) return std::nullopt;
  if (!attempts_.contains(id_text(parsed->appattemptid()))) return std::nullopt;
  return issue_locked(parsed->appattemptid());
}

void AmRmTokens::readmit(const ApplicationAttemptIdProto& attempt) {
  const std::lock_guard lock(mutex_);
  attempts_.insert(id_text(attempt));
}

void AmRmTokens::finish(const ApplicationAttemptIdProto& attempt) {
  const std::lock_guard lock(mutex_);
  attempts_.erase(id_text(attempt));
}

Result<TokenClaim> AmRmTokens::claim(std::string_view identifier) const {
  const AMRMTokenIdentifierProto parsed = TRY(parse_am_rm_identifier(identifier));
  std::string attempt = id_text(parsed.appattemptid());
  const std::lock_guard lock(mutex_);
  if (!attempts_.contains(attempt))
    return Error{ErrorCode::kInvalidToken, attempt + " not found in AMRMTokenSecretManager."};
  const MasterKey* key = keys_.find(parsed.keyid());
  if (key == nullptr) return Error{ErrorCode::kInvalidToken, "Invalid AMRMToken from " + attempt};
  return TokenClaim{security::hmac_sha1(key->bytes, identifier), std::move(attempt)};
}

RollingKeys::Step AmRmTokens::tick() {
  const std::lock_guard lock(mutex_);
  return keys_.tick();
}

KeyState AmRmTokens::state() const {
  const std::lock_guard lock(mutex_);
  return keys_.state();
}

void AmRmTokens::restore(KeyState state) {
  const std::lock_guard lock(mutex_);
  keys_.restore(std::move(state));
}

Result<AMRMTokenIdentifierProto> parse_am_rm_identifier(std::string_view bytes) {
  return parse_identifier<AMRMTokenIdentifierProto>(bytes);
}

}  // namespace mammoth::yarn_tokens
