#include "common/yarn_tokens/rolling_keys.h"

#include <gtest/gtest.h>

#include "common/protocol/yarn/master_key.pb.h"
#include "tests/unit/common/yarn_tokens/token_fixture.h"

namespace mammoth::yarn_tokens {
namespace {

using Step = RollingKeys::Step;

TEST(RollingKeysTest, NewKeyIsHandedOutBeforeTheOldOneGoes) {
  // Through one turn: only the current, both, only the new.
  ManualClock clock;
  RollingKeys keys(clock, counted_bytes(0xff), kTimes);
  const MasterKey first = keys.current();
  EXPECT_EQ(first.id, -16776958);  // ff 00 01 02: ids begin anywhere
  EXPECT_EQ(first.bytes.size(), 8u);
  EXPECT_EQ(keys.newest(), first);
  clock.advance_ms(999);
  EXPECT_EQ(keys.tick(), Step::kNone);
  clock.advance_ms(1);
  EXPECT_EQ(keys.tick(), Step::kRolled);
  EXPECT_EQ(keys.current(), first);
  const MasterKey second = keys.newest();
  EXPECT_EQ(second.id, first.id + 1);
  EXPECT_NE(second.bytes, first.bytes);
  EXPECT_EQ(*keys.find(first.id), first);
  EXPECT_EQ(*keys.find(second.id), second);
  EXPECT_EQ(keys.next_step_ms(), clock.monotonic_ms() + 100);
  clock.advance_ms(99);
  EXPECT_EQ(keys.tick(), Step::kNone);
  clock.advance_ms(1);
  EXPECT_EQ(keys.tick(), Step::kActivated);
  EXPECT_EQ(keys.current(), second);
  EXPECT_EQ(keys.find(first.id), nullptr);
  EXPECT_EQ(keys.tick(), Step::kNone);
  clock.advance_ms(900);
  EXPECT_EQ(keys.tick(), Step::kRolled);
}

TEST(RollingKeysTest, RestartGoesOnWhereItStopped) {
  // In the middle of a turn: both keys are known again, ids are not used twice.
  ManualClock clock;
  RollingKeys before(clock, counted_bytes(), kTimes);
  clock.advance_ms(1000);
  before.tick();
  RollingKeys after(clock, counted_bytes(100), kTimes);
  after.restore(before.state());
  EXPECT_EQ(after.state(), before.state());
  clock.advance_ms(100);
  EXPECT_EQ(after.tick(), Step::kActivated);
  clock.advance_ms(900);
  EXPECT_EQ(after.tick(), Step::kRolled);
  EXPECT_EQ(after.newest().id, before.newest().id + 1);
}

TEST(RollingKeysTest, KeysThatRollTooFastAreRefused) {
  // A third key would come before the first is out of use.
  ManualClock clock;
  EXPECT_THROW(RollingKeys(clock, counted_bytes(), {.rolling_ms = 200, .activation_ms = 100}),
               std::invalid_argument);
}

TEST(RollingKeysTest, KeyAsNodeManagersGetIt) {
  // Negative ids included.
  const MasterKey key{-5, std::string("\0\1", 2)};
  EXPECT_EQ(from_proto(to_proto(key)), key);
}

}  // namespace
}  // namespace mammoth::yarn_tokens
