#include "common/yarn_tokens/client_to_am_tokens.h"

#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "common/yarn_tokens/identifier.h"

namespace mammoth::yarn_tokens {

using hadoop::yarn::ApplicationAttemptIdProto;
using hadoop::yarn::ClientToAMTokenIdentifierProto;

namespace {

constexpr std::size_t kMasterKeyBytes = 8;

}  // namespace

ClientToAmTokens::ClientToAmTokens(security::RandomBytes random) : random_(std::move(random)) {}

std::string ClientToAmTokens::begin_attempt(const ApplicationAttemptIdProto& attempt) {
  const std::lock_guard lock(mutex_);
  std::string& key = keys_[id_text(attempt)];
  if (key.empty()) key = random_(kMasterKeyBytes);
  return key;
}

void ClientToAmTokens::set_key(const ApplicationAttemptIdProto& attempt, std::string key) {
  const std::lock_guard lock(mutex_);
  keys_.insert_or_assign(id_text(attempt), std::move(key));
}

void ClientToAmTokens::end_attempt(const ApplicationAttemptIdProto& attempt) {
  const std::lock_guard lock(mutex_);
  keys_.erase(id_text(attempt));
}

Result<std::string> ClientToAmTokens::key_of(const std::string& attempt) const {
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(attempt);
  if (found == keys_.end()) return Error{ErrorCode::kInvalidToken, "Illegal client-token!"};
  return found->second;
}

Result<security::Token> ClientToAmTokens::issue(const ApplicationAttemptIdProto& attempt,
                                                const std::string& client_name,
                                                const std::string& service) const {
  const security::MasterKey key{0, TRY(key_of(id_text(attempt)))};
  ClientToAMTokenIdentifierProto identifier;
  *identifier.mutable_appattemptid() = attempt;
  identifier.set_clientname(client_name);
  return sign(identifier, key, security::kClientToAmToken, service);
}

Result<security::TokenClaim> ClientToAmTokens::claim(std::string_view bytes) const {
  const auto identifier = TRY(parse_identifier<ClientToAMTokenIdentifierProto>(bytes));
  const std::string key = TRY(key_of(id_text(identifier.appattemptid())));
  return security::TokenClaim{security::hmac_sha1(key, bytes), identifier.clientname()};
}

}  // namespace mammoth::yarn_tokens
