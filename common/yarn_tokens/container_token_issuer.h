// The ResourceManager's side of the right to start one container (Hadoop:
// RMContainerTokenSecretManager). The identifier carries all that the NodeManager needs to know;
// the application master passes it on and cannot change it.
//
// Thread-safe. The clock must outlive it.
#pragma once

#include <mutex>
#include <string>

#include "common/security/token.h"
#include "common/yarn_tokens/rolling_keys.h"

namespace hadoop::yarn {
class ContainerTokenIdentifierProto;
}

namespace mammoth::yarn_tokens {

class ContainerTokenIssuer {
 public:
  // A container must be started within `expiry_ms`.
  ContainerTokenIssuer(const Clock& clock, security::RandomBytes random, KeyTimes times,
                       std::int64_t expiry_ms);

  // Fills in the key and the time of expiry. `service` is the node's ip:port.
  security::Token issue(hadoop::yarn::ContainerTokenIdentifierProto identifier,
                        std::string service) const;

  // As NmTokenIssuer's.
  MasterKey newest_key() const;
  MasterKey current_key() const;

  RollingKeys::Step tick();
  KeyState state() const;
  void restore(KeyState state);

 private:
  const Clock& clock_;
  const std::int64_t expiry_ms_;
  mutable std::mutex mutex_;
  RollingKeys keys_;
};

}  // namespace mammoth::yarn_tokens
