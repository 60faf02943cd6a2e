#include "common/yarn_tokens/nm_token_issuer.h"

#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/id_text.h"
#include "common/yarn_tokens/identifier.h"

namespace mammoth::yarn_tokens {

using hadoop::yarn::ApplicationAttemptIdProto;
using hadoop::yarn::NodeIdProto;
using security::Token;

NmTokenIssuer::NmTokenIssuer(const Clock& clock, security::RandomBytes random, KeyTimes times)
    : keys_(clock, std::move(random), times) {}

void NmTokenIssuer::begin_attempt(const ApplicationAttemptIdProto& attempt) {
  const std::lock_guard lock(mutex_);
  nodes_of_[id_text(attempt)].clear();
}

void NmTokenIssuer::end_attempt(const ApplicationAttemptIdProto& attempt) {
  const std::lock_guard lock(mutex_);
  nodes_of_.erase(id_text(attempt));
}

void NmTokenIssuer::forget_nodes_of(const ApplicationAttemptIdProto& attempt) {
  const std::lock_guard lock(mutex_);
  const auto found = nodes_of_.find(id_text(attempt));
  if (found != nodes_of_.end()) found->second.clear();
}

void NmTokenIssuer::forget_node(const NodeIdProto& node) {
  const std::lock_guard lock(mutex_);
  const std::string name = id_text(node);
  for (auto& [attempt, nodes] : nodes_of_) nodes.erase(name);
}

Token NmTokenIssuer::issue(const ApplicationAttemptIdProto& attempt, const NodeIdProto& node,
                           const std::string& submitter, const std::string& service) const {
  const std::lock_guard lock(mutex_);
  hadoop::yarn::NMTokenIdentifierProto identifier;
  *identifier.mutable_appattemptid() = attempt;
  *identifier.mutable_nodeid() = node;
  identifier.set_appsubmitter(submitter);
  identifier.set_keyid(keys_.current().id);
  return sign(identifier, keys_.current(), security::kNmToken, service);
}

std::optional<Token> NmTokenIssuer::issue_once(const ApplicationAttemptIdProto& attempt,
                                               const NodeIdProto& node,
                                               const std::string& submitter,
                                               const std::string& service) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = nodes_of_.find(id_text(attempt));
    if (found == nodes_of_.end() || !found->second.insert(id_text(node)).second)
      return std::nullopt;
  }
  return issue(attempt, node, submitter, service);
}

MasterKey NmTokenIssuer::newest_key() const {
  const std::lock_guard lock(mutex_);
  return keys_.newest();
}

MasterKey NmTokenIssuer::current_key() const {
  const std::lock_guard lock(mutex_);
  return keys_.current();
}

RollingKeys::Step NmTokenIssuer::tick() {
  const std::lock_guard lock(mutex_);
  const RollingKeys::Step step = keys_.tick();
  if (step == RollingKeys::Step::kActivated)
    for (auto& [attempt, nodes] : nodes_of_) nodes.clear();
  return step;
}

KeyState NmTokenIssuer::state() const {
  const std::lock_guard lock(mutex_);
  return keys_.state();
}

void NmTokenIssuer::restore(KeyState state) {
  const std::lock_guard lock(mutex_);
  keys_.restore(std::move(state));
}

}  // namespace mammoth::yarn_tokens
