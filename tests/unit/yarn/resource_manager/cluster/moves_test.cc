// Queues and lifetimes of applications.
#include "tests/support/result_matchers.h"
#include "tests/unit/yarn/resource_manager/cluster/fixture.h"
#include "yarn/resource_manager/cluster/iso_time.h"

namespace mammoth::yarn {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::map<std::string, std::string> kTwoQueues{
    {"yarn.scheduler.capacity.root.queues", "default,other"},
    {"yarn.scheduler.capacity.root.default.capacity", "50"},
    {"yarn.scheduler.capacity.root.other.capacity", "50"},
    {"yarn.scheduler.capacity.root.default.acl_submit_applications", "alice"},
    {"yarn.scheduler.capacity.root.other.acl_submit_applications", "alice"},
    {"yarn.scheduler.capacity.root.acl_submit_applications", " "},
    {"yarn.scheduler.capacity.root.acl_administer_queue", " "},
    {"yarn.acl.enable", "true"}};

TEST(IsoTime, IsWrittenAndReadAlike) {
  EXPECT_EQ(parse_iso_time("2026-11-24T00:27:00.123+0000").value(), 1'795'480'020'123);
  EXPECT_EQ(parse_iso_time("2026-11-24T01:57:00.123+0130").value(), 1'795'480'020'123);
  EXPECT_EQ(parse_iso_time(iso_time(1'795'480'020'007)).value(), 1'795'480'020'007);
  for (const char* wrong : {"", "2026-11-24T00:27:00.123Z", "2026-13-24T00:27:00.123+0000",
                            "2026-11-31T00:27:00.123+0000", "2026-11-24T24:27:00.123+0000",
                            "2026-11-24 00:27:00.123+0000", "2026-11-24T00:27:00.123+00000"})
    EXPECT_FALSE(parse_iso_time(wrong)) << wrong;
}

TEST(IsoTime, TheFirstWrongPlaceIsTold) {
  EXPECT_EQ(parse_iso_time("tomorrow").error().message,
            "Text 'tomorrow' could not be parsed at index 0");
}

TEST_F(ClusterTest, AnApplicationMovesToAnotherQueue) {
  restart(kTwoQueues);
  join(node("n"));
  const AttemptId attempt = run();
  const ApplicationId id = attempt.application;
  (void)cluster->take_changes();
  const Caller alice{.user = "alice"};
  ASSERT_TRUE(cluster->move_to_queue(id, "other", alice));
  EXPECT_EQ(app(id).queue, "root.other");
  EXPECT_TRUE(cluster->take_changes().applications.contains(id));
  EXPECT_EQ(cluster->scheduler().queue("root.other")->used.memory_mb, 1024);
  EXPECT_TRUE(heartbeat(attempt));

  const auto denied = cluster->move_to_queue(id, "default", {.user = "bob"});
  EXPECT_THAT(denied.error().message,
              StartsWith("java.security.AccessControlException: User bob cannot submit "
                         "applications to target queue"));
  EXPECT_THAT(cluster->move_to_queue(id, "nosuch", alice).error().message,
              HasSubstr("or the target queue doesn't exist: nosuch while moving"));
  ASSERT_TRUE(cluster->kill(id, "enough"));
  EXPECT_EQ(cluster->move_to_queue(id, "default", alice).error().message,
            "App in KILLED state cannot be moved.");
}

TEST_F(ClusterTest, ALifetimeEnds) {
  join(node("n"));
  const AttemptId attempt = run({.lifetime_s = 60});
  const ApplicationId id = attempt.application;
  EXPECT_EQ(cluster->lifetime_of(app(id)).remaining_s, 60);
  const ApplicationId other = submit();
  EXPECT_EQ(cluster->lifetime_of(app(other)).expiry, "UNLIMITED");
  EXPECT_EQ(cluster->lifetime_of(app(other)).remaining_s, -1);

  const std::int64_t later = clock.wall_ms() + 90'000;
  EXPECT_EQ(cluster->set_expiry(id, later).value(), later);
  EXPECT_THAT(cluster->set_expiry(id, clock.wall_ms() - 1).error().message,
              StartsWith("Expire time is less than current time, current-time="));
  clock.advance_ms(61'000);
  cluster->tick();
  EXPECT_EQ(app(id).state, ApplicationState::kRunning);
  EXPECT_EQ(cluster->lifetime_of(app(id)).remaining_s, 29);
  clock.advance_ms(30'000);
  cluster->tick();
  EXPECT_EQ(app(id).state, ApplicationState::kKilled);
  EXPECT_EQ(app(id).diagnostics,
            "Application is killed by ResourceManager as it has exceeded the lifetime period.");
  EXPECT_EQ(cluster->lifetime_of(app(id)).remaining_s, 0);
  EXPECT_EQ(app(other).state, ApplicationState::kAccepted);
}

TEST_F(ClusterTest, TheQueueLimitsLifetimes) {
  restart({{"yarn.scheduler.capacity.root.maximum-application-lifetime", "100"},
           {"yarn.scheduler.capacity.root.default.default-application-lifetime", "50"}});
  const ApplicationId usual = submit();
  EXPECT_EQ(cluster->lifetime_of(app(usual)).remaining_s, 50);
  const ApplicationId greedy = submit({.lifetime_s = 1000});
  EXPECT_EQ(cluster->lifetime_of(app(greedy)).remaining_s, 100);
  const std::int64_t submitted = app(usual).submitted_ms;
  EXPECT_EQ(cluster->set_expiry(usual, submitted + 500'000).value(), submitted + 100'000);
}

}  // namespace
}  // namespace mammoth::yarn
