// The NodeManager's side of what lets application masters speak to it (Hadoop:
// NMTokenSecretManagerInNM). It knows the ResourceManager's current key and the one before; an
// attempt that has started a container may go on with the key of its token for as long as its
// application runs.
//
// Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "common/security/token_verifier.h"
#include "common/yarn_tokens/rolling_keys.h"

namespace hadoop::yarn {
class ApplicationIdProto;
class NMTokenIdentifierProto;
class NodeIdProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn_tokens {

class NmTokenVerifier final : public security::TokenVerifier {
 public:
  // What a restart needs.
  struct State {
    std::optional<MasterKey> current{};
    std::optional<MasterKey> previous{};
    struct AttemptKey {
      std::string application;  // application_…
      MasterKey key;
      bool operator==(const AttemptKey&) const = default;
    };
    std::map<std::string, AttemptKey> attempts{};  // by the attempt's name
    bool operator==(const State&) const = default;
  };

  // From the ResourceManager, at registration and with heartbeats. False: it was known.
  bool set_key(const MasterKey& key);
  // The name under which this node registered; until then tokens for any node are good.
  void set_node(const hadoop::yarn::NodeIdProto& node);

  // The user is the attempt's name.
  Result<security::TokenClaim> claim(std::string_view identifier) const override;

  // The attempt starts a container with this token: from now on its key is kept for it.
  // kInvalidToken for a token of an older key.
  Result<void> begin_container(const hadoop::yarn::NMTokenIdentifierProto& identifier);
  void finish_application(const hadoop::yarn::ApplicationIdProto& application);

  State state() const;
  void restore(State state);

 private:
  const MasterKey* find(const std::string& attempt, std::int32_t id) const;

  mutable std::mutex mutex_;
  State state_;
  std::string node_;
};

Result<hadoop::yarn::NMTokenIdentifierProto> parse_nm_identifier(std::string_view bytes);

}  // namespace mammoth::yarn_tokens
