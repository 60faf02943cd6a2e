// What the tests of this room share: ids, keys that can be foreseen, and a token shown to a
// verifier.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "common/base/clock.h"
#include "common/protocol/yarn/ids.pb.h"
#include "common/security/token.h"
#include "common/security/token_verifier.h"
#include "common/yarn_tokens/rolling_keys.h"

namespace mammoth::yarn_tokens {

inline constexpr KeyTimes kTimes{.rolling_ms = 1000, .activation_ms = 100};

inline hadoop::yarn::ApplicationAttemptIdProto attempt(int application, int number = 1) {
  hadoop::yarn::ApplicationAttemptIdProto id;
  id.mutable_application_id()->set_id(application);
  id.mutable_application_id()->set_cluster_timestamp(1795362318760);
  id.set_attemptid(number);
  return id;
}

inline hadoop::yarn::NodeIdProto node(std::string host, int port = 25110) {
  hadoop::yarn::NodeIdProto id;
  id.set_host(std::move(host));
  id.set_port(port);
  return id;
}

// Every byte it gives differs from the one before.
inline security::RandomBytes counted_bytes(unsigned char first = 0) {
  return [next = first](std::size_t count) mutable {
    std::string bytes;
    while (count-- > 0) bytes.push_back(static_cast<char>(next++));
    return bytes;
  };
}

// The user that a verifier sees in the token, if the password fits; its refusal otherwise.
inline std::string shown(const security::TokenVerifier& verifier, const security::Token& token) {
  const auto claim = verifier.claim(token.identifier);
  if (!claim) return claim.error().message;
  return claim->password == token.password ? claim->user : "wrong password";
}

}  // namespace mammoth::yarn_tokens
