#include "common/yarn_tokens/nm_token_verifier.h"

#include <fmt/format.h>

#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "common/yarn_tokens/identifier.h"

namespace mammoth::yarn_tokens {

using hadoop::yarn::NMTokenIdentifierProto;
using security::TokenClaim;

bool NmTokenVerifier::set_key(const MasterKey& key) {
  const std::lock_guard lock(mutex_);
  if (state_.current && state_.current->id == key.id) return false;
  state_.previous = std::exchange(state_.current, key);
  return true;
}

void NmTokenVerifier::set_node(const hadoop::yarn::NodeIdProto& node) {
  const std::lock_guard lock(mutex_);
  node_ = id_text(node);
}

const MasterKey* NmTokenVerifier::find(const std::string& attempt, std::int32_t id) const {
  if (state_.previous && id == state_.previous->id) return &*state_.previous;
  if (state_.current && id == state_.current->id) return &*state_.current;
  // Java takes the attempt's key whatever the token says; a token of another key then has a wrong
  // password. Here it has no key.
  const auto found = state_.attempts.find(attempt);
  return found != state_.attempts.end() && found->second.key.id == id ? &found->second.key
                                                                      : nullptr;
}

Result<TokenClaim> NmTokenVerifier::claim(std::string_view bytes) const {
  const NMTokenIdentifierProto identifier = TRY(parse_nm_identifier(bytes));
  const std::string attempt = id_text(identifier.appattemptid());
  const std::string node = id_text(identifier.nodeid());
  const std::lock_guard lock(mutex_);
  if (!node_.empty() && node != node_)
    return Error{ErrorCode::kInvalidToken,
                 fmt::format("Given NMToken for application : {} is not valid for current node "
                             "manager.expected : {} found : {}",
                             attempt, node_, node)};
  const MasterKey* key = find(attempt, identifier.keyid());
  if (key == nullptr)
    return Error{ErrorCode::kInvalidToken,
                 fmt::format("Given NMToken for application : {} seems to have been generated "
                             "illegally.",
                             attempt)};
  return TokenClaim{security::hmac_sha1(key->bytes, bytes), attempt};
}

Result<void> NmTokenVerifier::begin_container(const NMTokenIdentifierProto& identifier) {
  const std::string attempt = id_text(identifier.appattemptid());
  const std::lock_guard lock(mutex_);
  const auto found = state_.attempts.find(attempt);
  if (found != state_.attempts.end() && found->second.key.id == identifier.keyid()) return {};
  const MasterKey* key = find(attempt, identifier.keyid());
  if (key == nullptr)
    return Error{ErrorCode::kInvalidToken,
                 "Older NMToken should not be used while starting the container."};
  state_.attempts.insert_or_assign(
      attempt, State::AttemptKey{id_text(identifier.appattemptid().application_id()), *key});
  return {};
}

void NmTokenVerifier::finish_application(const hadoop::yarn::ApplicationIdProto& application) {
  const std::lock_guard lock(mutex_);
  const std::string name = id_text(application);
  std::erase_if(state_.attempts,
                [&](const auto& entry) { return entry.second.application == name; });
}

NmTokenVerifier::State NmTokenVerifier::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void NmTokenVerifier::restore(State state) {
  const std::lock_guard lock(mutex_);
  state_ = std::move(state);
}

Result<NMTokenIdentifierProto> parse_nm_identifier(std::string_view bytes) {
  return parse_identifier<NMTokenIdentifierProto>(bytes);
}

}  // namespace mammoth::yarn_tokens
