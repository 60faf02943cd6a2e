#include "common/yarn_tokens/container_token_issuer.h"

#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/identifier.h"

namespace mammoth::yarn_tokens {

ContainerTokenIssuer::ContainerTokenIssuer(const Clock& clock, security::RandomBytes random,
                                           KeyTimes times, std::int64_t expiry_ms)
    : clock_(clock), expiry_ms_(expiry_ms), keys_(clock, std::move(random), times) {}

security::Token ContainerTokenIssuer::issue(hadoop::yarn::ContainerTokenIdentifierProto identifier,
                                            std::string service) const {
  const std::lock_guard lock(mutex_);
  identifier.set_masterkeyid(keys_.current().id);
  identifier.set_expirytimestamp(clock_.wall_ms() + expiry_ms_);
  return sign(identifier, keys_.current(), security::kContainerToken, std::move(service));
}

MasterKey ContainerTokenIssuer::newest_key() const {
  const std::lock_guard lock(mutex_);
  return keys_.newest();
}

MasterKey ContainerTokenIssuer::current_key() const {
  const std::lock_guard lock(mutex_);
  return keys_.current();
}

RollingKeys::Step ContainerTokenIssuer::tick() {
  const std::lock_guard lock(mutex_);
  return keys_.tick();
}

KeyState ContainerTokenIssuer::state() const {
  const std::lock_guard lock(mutex_);
  return keys_.state();
}

void ContainerTokenIssuer::restore(KeyState state) {
  const std::lock_guard lock(mutex_);
  keys_.restore(std::move(state));
}

}  // namespace mammoth::yarn_tokens
