// The NodeManager's side of the right to start one container (Hadoop: NMContainerTokenSecretManager
// and the checks of ContainerManagerImpl.startContainers): who signed it, for which node, until
// when, and that it is used once.
//
// Thread-safe. The clock must outlive it.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "common/security/token.h"
#include "common/yarn_tokens/rolling_keys.h"

namespace hadoop::yarn {
class ContainerTokenIdentifierProto;
class NodeIdProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn_tokens {

class ContainerTokenVerifier {
 public:
  // What a restart needs.
  struct State {
    std::optional<MasterKey> current{};
    std::optional<MasterKey> previous{};
    std::map<std::string, std::int64_t> started{};  // containers, and when their tokens expire
    bool operator==(const State&) const = default;
  };

  explicit ContainerTokenVerifier(const Clock& clock) : clock_(clock) {}

  // As NmTokenVerifier's.
  bool set_key(const MasterKey& key);
  void set_node(const hadoop::yarn::NodeIdProto& node);

  // What the token says, if it is genuine and of this node; kInvalidToken otherwise.
  Result<hadoop::yarn::ContainerTokenIdentifierProto> verify(const security::Token& token) const;
  // May the container be started with it now? What Java refuses as unauthorised: twice, too late.
  Result<void> check_start(const hadoop::yarn::ContainerTokenIdentifierProto& identifier);
  // It was started: not again with the same token. Forgotten once that has expired.
  void record_start(const hadoop::yarn::ContainerTokenIdentifierProto& identifier);

  State state() const;
  void restore(State state);

 private:
  void forget_expired();

  const Clock& clock_;
  mutable std::mutex mutex_;
  State state_;
  std::string node_;
};

}  // namespace mammoth::yarn_tokens
