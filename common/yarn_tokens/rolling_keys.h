// The keys that a ResourceManager signs with. From time to time a new one is made; it is handed out
// at once, and used alone from a while later on, when everybody who lives must have heard of it.
//
//   time ──▶      rolling          activation
//   current   k1 ─────────────────────▶ k2
//   next            (roll) k2 ─────────▶ none
//
// Not thread-safe: the owner locks.
#pragma once

#include <cstdint>
#include <optional>

#include "common/base/clock.h"
#include "common/security/random_bytes.h"
#include "common/security/secrets.h"

namespace hadoop::yarn {
class MasterKeyProto;
}

namespace mammoth::yarn_tokens {

using security::MasterKey;

hadoop::yarn::MasterKeyProto to_proto(const MasterKey& key);
MasterKey from_proto(const hadoop::yarn::MasterKeyProto& proto);

// Milliseconds. Rolling must be more than twice activation, so that there are never three keys.
struct KeyTimes {
  std::int64_t rolling_ms = 86'400'000;
  std::int64_t activation_ms = 900'000;  // one and a half times the expiry of whoever must hear
};

struct KeyState {
  MasterKey current;
  std::optional<MasterKey> next{};
  bool operator==(const KeyState&) const = default;
};

class RollingKeys {
 public:
  // Makes the first key. Throws std::invalid_argument when the times do not fit.
  RollingKeys(const Clock& clock, security::RandomBytes random, KeyTimes times);

  enum class Step { kNone, kRolled, kActivated };
  // To be called now and then: takes the step whose time has come.
  Step tick();
  std::int64_t next_step_ms() const;  // on the monotonic clock

  // What a restart needs. A restored next key is activated after the full delay.
  KeyState state() const { return state_; }
  void restore(KeyState state);

  const MasterKey& current() const { return state_.current; }
  const MasterKey& newest() const { return state_.next ? *state_.next : state_.current; }
  const MasterKey* find(std::int32_t id) const;  // null for a forgotten one

 private:
  MasterKey make_key();

  const Clock& clock_;
  const security::RandomBytes random_;
  const KeyTimes times_;
  std::uint32_t next_id_;
  KeyState state_;
  std::int64_t roll_at_ms_;
  std::int64_t activate_at_ms_ = 0;
};

}  // namespace mammoth::yarn_tokens
