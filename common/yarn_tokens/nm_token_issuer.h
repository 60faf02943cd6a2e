// The ResourceManager's side of what lets an application master speak to NodeManagers (Hadoop:
// NMTokenSecretManagerInRM). An attempt gets one token for each node, with the first container
// there, and keeps it; after a node has registered anew, a key has rolled or the attempt begins
// again with its containers kept, it gets another.
//
// Thread-safe. The clock must outlive it.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "common/security/token.h"
#include "common/yarn_tokens/rolling_keys.h"

namespace hadoop::yarn {
class ApplicationAttemptIdProto;
class NodeIdProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn_tokens {

class NmTokenIssuer {
 public:
  NmTokenIssuer(const Clock& clock, security::RandomBytes random, KeyTimes times);

  void begin_attempt(const hadoop::yarn::ApplicationAttemptIdProto& attempt);
  void end_attempt(const hadoop::yarn::ApplicationAttemptIdProto& attempt);
  void forget_nodes_of(const hadoop::yarn::ApplicationAttemptIdProto& attempt);
  void forget_node(const hadoop::yarn::NodeIdProto& node);

  // `service` is the node's ip:port. Always a token; for the ResourceManager's own use too.
  security::Token issue(const hadoop::yarn::ApplicationAttemptIdProto& attempt,
                        const hadoop::yarn::NodeIdProto& node, const std::string& submitter,
                        const std::string& service) const;
  // The same, the first time that a begun attempt has a container there; then nothing.
  std::optional<security::Token> issue_once(const hadoop::yarn::ApplicationAttemptIdProto& attempt,
                                            const hadoop::yarn::NodeIdProto& node,
                                            const std::string& submitter,
                                            const std::string& service);

  // For the answer to a node's registration, and to a heartbeat when the node knows another one.
  MasterKey newest_key() const;
  MasterKey current_key() const;

  RollingKeys::Step tick();
  KeyState state() const;
  void restore(KeyState state);

 private:
  mutable std::mutex mutex_;
  RollingKeys keys_;
  std::unordered_map<std::string, std::set<std::string>> nodes_of_;  // names of attempts and nodes
};

}  // namespace mammoth::yarn_tokens
