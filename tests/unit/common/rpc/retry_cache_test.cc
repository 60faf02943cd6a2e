#include "common/rpc/retry_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace mammoth::rpc {
namespace {

const std::string kClient(16, 'c');
const Peer kPeer{"alice", "", "127.0.0.1"};

class Asking {
 public:
  explicit Asking(std::int32_t call_id, std::string_view client = kClient, int retry_count = 0)
      : call_(kPeer,
              CallInfo{.client_id = client, .call_id = call_id, .retry_count = retry_count}) {}
  operator const Call&() const { return call_; }  // NOLINT: stands for a call in these tests

 private:
  Call call_;
};

TEST(RetryCacheTest, SecondAttemptGetsTheFirstAnswer) {
  // The answer was lost on the way: the repetition gets it, with the sequence it must wait for.
  ManualClock clock;
  RetryCache cache(clock);
  cache.begin(Asking(1)).succeed({"created", 42});
  const auto again = cache.begin(Asking(1, kClient, 1));
  ASSERT_TRUE(again.answer());
  EXPECT_EQ(again.answer()->response, "created");
  EXPECT_EQ(again.answer()->hold_sequence, 42u);
}

TEST(RetryCacheTest, CallsAndClientsAreToldApart) {
  // The same call id from another client, or another call of the same client, is another call.
  ManualClock clock;
  RetryCache cache(clock);
  cache.begin(Asking(1)).succeed({"created"});
  EXPECT_FALSE(cache.begin(Asking(2)).answer());
  EXPECT_FALSE(cache.begin(Asking(1, std::string(16, 'd'))).answer());
}

TEST(RetryCacheTest, FailureIsForgotten) {
  // The first attempt was refused (safe mode): it changed nothing, so the second runs.
  ManualClock clock;
  RetryCache cache(clock);
  {
    const auto failed = cache.begin(Asking(1));
  }
  EXPECT_FALSE(cache.begin(Asking(1)).answer());
  EXPECT_EQ(cache.size(), 0u);
}

TEST(RetryCacheTest, DuplicateWaitsForTheFirst) {
  // The client gave up waiting while the first attempt was still at work.
  ManualClock clock;
  RetryCache cache(clock);
  auto first = std::make_optional(cache.begin(Asking(1)));
  std::string seen;
  std::thread duplicate([&] { seen = cache.begin(Asking(1, kClient, 1)).answer()->response; });
  first->succeed({"created"});
  duplicate.join();
  EXPECT_EQ(seen, "created");
}

TEST(RetryCacheTest, DuplicateRunsWhenTheFirstFails) {
  // As before, but the first attempt fails: exactly one of two waiting duplicates takes its place.
  ManualClock clock;
  RetryCache cache(clock);
  auto first = std::make_optional(cache.begin(Asking(1)));
  std::atomic<int> ran{0};
  const auto duplicate = [&] {
    auto attempt = cache.begin(Asking(1));
    if (attempt.answer()) return;
    ++ran;
    attempt.succeed({"created"});
  };
  std::thread a(duplicate);
  std::thread b(duplicate);
  first.reset();
  a.join();
  b.join();
  EXPECT_EQ(ran, 1);
}

TEST(RetryCacheTest, AnswersExpire) {
  // After ten minutes no client asks again; memory is for others.
  ManualClock clock;
  RetryCache cache(clock, {.expiry_ms = 600'000});
  cache.begin(Asking(1)).succeed({"created"});
  clock.advance_ms(599'999);
  EXPECT_TRUE(cache.begin(Asking(1)).answer());
  clock.advance_ms(1);
  EXPECT_FALSE(cache.begin(Asking(1)).answer());
}

TEST(RetryCacheTest, MemoryIsBounded) {
  // A flood of creates: the oldest answers go first, and the bound holds.
  ManualClock clock;
  RetryCache cache(clock, {.max_bytes = 16 * 4096});
  for (int i = 0; i < 10'000; ++i) cache.begin(Asking(i)).succeed({std::string(100, 'x')});
  EXPECT_LT(cache.size(), 16u * 4096 / 300);
  EXPECT_TRUE(cache.begin(Asking(9'999)).answer());
  EXPECT_FALSE(cache.begin(Asking(0)).answer());
}

TEST(RetryCacheTest, CallsWithoutAnIdentityAreNotTracked) {
  // Clients without a client id (or an impossible one) run every time and never wait.
  ManualClock clock;
  RetryCache cache(clock);
  for (const Asking& nameless :
       {Asking(1, ""), Asking(1, "short"), Asking(-1), Asking(1, kClient, -1)}) {
    auto first = cache.begin(nameless);
    auto second = cache.begin(nameless);
    EXPECT_FALSE(second.answer());
    first.succeed({"created"});
    EXPECT_EQ(cache.size(), 0u);
  }
}

TEST(RetryCacheTest, RememberedAnswersComeFromElsewhere) {
  // After a restart the log tells which calls had been answered.
  ManualClock clock;
  RetryCache cache(clock);
  cache.remember(kClient, 7, {"created", 3});
  ASSERT_TRUE(cache.begin(Asking(7)).answer());
  EXPECT_EQ(cache.begin(Asking(7)).answer()->response, "created");
  cache.remember(answer_record(Asking(-8), "no call"));
  cache.remember(answer_record(Asking(0x01020304), std::string("\0deleted", 8)));
  cache.remember("cut off");
  EXPECT_EQ(cache.begin(Asking(0x01020304)).answer()->response, std::string("\0deleted", 8));
  EXPECT_FALSE(cache.begin(Asking(8)).answer());
}

}  // namespace
}  // namespace mammoth::rpc
