#include "common/yarn_tokens/container_token_verifier.h"

#include <fmt/format.h>

#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "common/yarn_tokens/identifier.h"

namespace mammoth::yarn_tokens {

using hadoop::yarn::ContainerTokenIdentifierProto;

namespace {

constexpr std::string_view kYarnException = "org.apache.hadoop.yarn.exceptions.YarnException";

Error unauthorized(std::string message) {
  return {ErrorCode::kRemote, "Unauthorized request to start container." + message,
          std::string(kYarnException)};
}

}  // namespace

bool ContainerTokenVerifier::set_key(const MasterKey& key) {
  const std::lock_guard lock(mutex_);
  if (state_.current && state_.current->id == key.id) return false;
  state_.previous = std::exchange(state_.current, key);
  return true;
}

void ContainerTokenVerifier::set_node(const hadoop::yarn::NodeIdProto& node) {
  const std::lock_guard lock(mutex_);
  node_ = id_text(node);
}

Result<ContainerTokenIdentifierProto> ContainerTokenVerifier::verify(
    const security::Token& token) const {
  const auto invalid = [](std::string message) {
    return Error{ErrorCode::kInvalidToken, std::move(message)};
  };
  auto identifier = TRY(parse_identifier<ContainerTokenIdentifierProto>(token.identifier));
  const std::string container = id_text(identifier.containerid());
  const std::lock_guard lock(mutex_);
  if (!node_.empty() && identifier.nmhostaddr() != node_)
    return invalid(
        fmt::format("Given Container {} identifier is not valid for current Node "
                    "manager. Expected : {} Found : {}",
                    container, node_, identifier.nmhostaddr()));
  const MasterKey* key = nullptr;
  for (const auto* known : {&state_.previous, &state_.current})
    if (*known && (*known)->id == identifier.masterkeyid()) key = &**known;
  if (key == nullptr)
    return invalid(
        fmt::format("Given Container {} seems to have an illegally generated token.", container));
  const std::string password = security::hmac_sha1(key->bytes, token.identifier);
  if (!security::equal_secrets(password, token.password))
    return invalid("Invalid container token used for starting container on : " + node_);
  return identifier;
}

Result<void> ContainerTokenVerifier::check_start(const ContainerTokenIdentifierProto& identifier) {
  const std::string container = id_text(identifier.containerid());
  const std::lock_guard lock(mutex_);
  forget_expired();
  if (state_.started.contains(container))
    return unauthorized("\n Attempt to relaunch the same container with id " + container + ".");
  const std::int64_t now = clock_.wall_ms();
  if (identifier.expirytimestamp() < now)
    return unauthorized(
        fmt::format("\nThis token is expired. current time is {} found {}\nNote: System times on "
                    "machines may be out of sync. Check system time and time zones.",
                    now, identifier.expirytimestamp()));
  return {};
}

void ContainerTokenVerifier::record_start(const ContainerTokenIdentifierProto& identifier) {
  const std::lock_guard lock(mutex_);
  forget_expired();
  state_.started.insert_or_assign(id_text(identifier.containerid()), identifier.expirytimestamp());
}

void ContainerTokenVerifier::forget_expired() {
  const std::int64_t now = clock_.wall_ms();
  std::erase_if(state_.started, [now](const auto& entry) { return entry.second < now; });
}

ContainerTokenVerifier::State ContainerTokenVerifier::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void ContainerTokenVerifier::restore(State state) {
  const std::lock_guard lock(mutex_);
  state_ = std::move(state);
}

}  // namespace mammoth::yarn_tokens
