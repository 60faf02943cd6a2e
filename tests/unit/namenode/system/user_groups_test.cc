#include "namenode/system/user_groups.h"

#include <gmock/gmock.h>

#include "namenode/system/proxy_users.h"
#include "tests/support/result_matchers.h"

namespace mammoth::namenode {
namespace {

using testing::ElementsAre;

TEST(UserGroups, AreRememberedForAWhile) {
  // The operating system is asked once, again after the time is over, and again after a refresh.
  ManualClock clock;
  int asked = 0;
  UserGroups groups(
      clock,
      [&](const std::string& user) {
        ++asked;
        return std::vector<std::string>{user + "s"};
      },
      {}, 1'000);
  EXPECT_THAT(*groups.groups_of("alice"), ElementsAre("alices"));
  groups.groups_of("alice");
  EXPECT_EQ(asked, 1);
  clock.advance_ms(1'001);
  groups.groups_of("alice");
  EXPECT_EQ(asked, 2);
  groups.refresh({});
  groups.groups_of("alice");
  EXPECT_EQ(asked, 3);
}

TEST(UserGroups, ConfiguredOnesWin) {
  // hadoop.user.group.static.mapping.overrides names the groups of some users.
  const auto overrides = parse_group_overrides("dr.who=;bob=a,b");
  ASSERT_TRUE(overrides);
  ManualClock clock;
  UserGroups groups(
      clock, [](const std::string&) { return std::vector<std::string>{"unix"}; }, *overrides,
      1'000);
  EXPECT_THAT(*groups.groups_of("bob"), ElementsAre("a", "b"));
  EXPECT_THAT(*groups.groups_of("dr.who"), ElementsAre());
  EXPECT_THAT(*groups.groups_of("carl"), ElementsAre("unix"));
  EXPECT_FALSE(parse_group_overrides("a=b=c"));
}

TEST(UserGroups, OfTheSystem) {
  // root is in every account database; nobody is called like this.
  EXPECT_THAT(system_groups("root"), testing::Contains("root"));
  EXPECT_THAT(system_groups("no such user here"), ElementsAre());
}

TEST(ProxyUsers, MayActForTheNamedFromTheNamedHosts) {
  // oozie acts for members of staff, from one network and one machine.
  ManualClock clock;
  UserGroups groups(
      clock,
      [](const std::string& user) {
        return user == "alice" ? std::vector<std::string>{"staff"} : std::vector<std::string>{};
      },
      {}, 1'000);
  ProxyUsers proxies(groups, {{"oozie.hosts", "10.1.0.0/16,127.0.0.1"}, {"oozie.groups", "staff"}});
  EXPECT_TRUE(proxies.check("oozie", "alice", "10.1.2.3"));
  EXPECT_TRUE(proxies.check("oozie", "alice", "127.0.0.1"));
  const auto stranger = proxies.check("oozie", "bob", "10.1.2.3");
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().message, "User: oozie is not allowed to impersonate bob");
  EXPECT_EQ(proxies.check("oozie", "alice", "10.2.0.1").error().message,
            "Unauthorized connection for super-user: oozie from IP 10.2.0.1");
  EXPECT_FALSE(proxies.check("mallory", "alice", "127.0.0.1"));

  proxies.refresh({{"mallory.hosts", "*"}, {"mallory.users", "*"}});
  EXPECT_TRUE(proxies.check("mallory", "alice", "1.2.3.4"));
  EXPECT_FALSE(proxies.check("oozie", "alice", "127.0.0.1"));
}

}  // namespace
}  // namespace mammoth::namenode
