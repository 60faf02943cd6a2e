#include "common/yarn_tokens/rolling_keys.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "common/protocol/yarn/master_key.pb.h"

namespace mammoth::yarn_tokens {

namespace {

constexpr std::size_t kKeyBytes = 8;

std::uint32_t random_number(const security::RandomBytes& random) {
  std::uint32_t number = 0;
  for (const char c : random(sizeof(number))) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

}  // namespace

hadoop::yarn::MasterKeyProto to_proto(const MasterKey& key) {
  hadoop::yarn::MasterKeyProto proto;
  proto.set_key_id(key.id);
  proto.set_bytes(key.bytes);
  return proto;
}

MasterKey from_proto(const hadoop::yarn::MasterKeyProto& proto) {
  return {proto.key_id(), proto.bytes()};
}

RollingKeys::RollingKeys(const Clock& clock, security::RandomBytes random, KeyTimes times)
    : clock_(clock),
      random_(std::move(random)),
      times_(times),
      next_id_(random_number(random_)),
      state_{.current = make_key()},
      roll_at_ms_(clock.monotonic_ms() + times.rolling_ms) {
  if (times.rolling_ms <= 2 * times.activation_ms)
    throw std::invalid_argument("master keys roll faster than everybody can hear of them");
}

MasterKey RollingKeys::make_key() {
  return {static_cast<std::int32_t>(next_id_++), random_(kKeyBytes)};
}

RollingKeys::Step RollingKeys::tick() {
  const std::int64_t now = clock_.monotonic_ms();
  if (state_.next) {
    if (now < activate_at_ms_) return Step::kNone;
    state_.current = std::move(*state_.next);
    state_.next.reset();
    return Step::kActivated;
  }
  if (now < roll_at_ms_) return Step::kNone;
  roll_at_ms_ = now + times_.rolling_ms;
  activate_at_ms_ = now + times_.activation_ms;
  state_.next = make_key();
  return Step::kRolled;
}

std::int64_t RollingKeys::next_step_ms() const {
  return state_.next ? activate_at_ms_ : roll_at_ms_;
}

void RollingKeys::restore(KeyState state) {
  state_ = std::move(state);
  next_id_ = static_cast<std::uint32_t>(newest().id) + 1;
  activate_at_ms_ = clock_.monotonic_ms() + times_.activation_ms;
}

const MasterKey* RollingKeys::find(std::int32_t id) const {
  if (id == state_.current.id) return &state_.current;
  if (state_.next && id == state_.next->id) return &*state_.next;
  return nullptr;
}

}  // namespace mammoth::yarn_tokens
