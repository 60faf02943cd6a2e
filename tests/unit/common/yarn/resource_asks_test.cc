// What a master tells the ResourceManager: absolute numbers, and only those that have changed.
#include "common/yarn/resource_asks.h"

#include <gtest/gtest.h>

#include "common/protocol/yarn/ids.pb.h"
#include "common/yarn/ids.h"
#include "common/yarn_tokens/id_text.h"

namespace mammoth::yarn {
namespace {

constexpr Resources kSmall{512, 1};

std::map<std::string, int> by_place(const std::vector<ResourceAsk>& asks) {
  std::map<std::string, int> all;
  for (const ResourceAsk& ask : asks) all[ask.place] = ask.containers;
  return all;
}

TEST(ResourceAsks, TellsAbsoluteNumbersOnce) {
  ResourceAsks asks;
  asks.change_all(20, {"a", "b", "a"}, {"/r"}, kSmall, 1);
  asks.change_all(20, {"b"}, {"/r"}, kSmall, 1);
  EXPECT_EQ(by_place(asks.take_changes()),
            (std::map<std::string, int>{{"a", 1}, {"b", 2}, {"/r", 2}, {"*", 2}}));
  EXPECT_TRUE(asks.take_changes().empty());
}

TEST(ResourceAsks, TellsZeroWhenNothingIsWantedAnyMore) {
  ResourceAsks asks;
  asks.change(10, "*", kSmall, 1);
  asks.take_changes();
  asks.change(10, "*", kSmall, -1);
  asks.change(10, "*", kSmall, -1);  // never below zero
  EXPECT_EQ(by_place(asks.take_changes()), (std::map<std::string, int>{{"*", 0}}));
  EXPECT_EQ(asks.wanted(10, "*", kSmall), 0);
}

TEST(ResourceAsks, ForgetsNothingWhenTheCallFails) {
  ResourceAsks asks;
  asks.change(10, "*", kSmall, 3);
  const auto lost = asks.take_changes();
  asks.change(10, "*", kSmall, -1);
  asks.put_back(lost);
  EXPECT_EQ(by_place(asks.take_changes()), (std::map<std::string, int>{{"*", 2}}));
}

TEST(ResourceAsks, TellsAllToAResourceManagerThatHasForgotten) {
  ResourceAsks asks;
  asks.change(10, "*", kSmall, 3);
  asks.change(20, "*", kSmall, 1);
  asks.change(20, "*", kSmall, -1);
  asks.take_changes();
  asks.change_everything();
  const auto told = asks.take_changes();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].priority, 10);
  EXPECT_EQ(told[0].containers, 3);
}

TEST(YarnIds, AreReadAsTheyAreWritten) {
  for (const char* name :
       {"container_1700000000000_0001_01_000002", "container_e17_1700000000000_0001_01_000002"})
    EXPECT_EQ(yarn_tokens::id_text(parse_container_id(name).value()), name);
  EXPECT_EQ(yarn_tokens::id_text(parse_attempt_id("appattempt_1_0002_000003").value()),
            "appattempt_1_0002_000003");
  for (const char* bad : {"", "container", "container_1_2_3", "container_e_1_2_3_4",
                          "application_1_0001", "container_1_0001_01_x"})
    EXPECT_FALSE(parse_container_id(bad)) << bad;
  EXPECT_FALSE(parse_application_id("app_1_1"));
  EXPECT_FALSE(parse_application_id("application_1_99999999999"));
}

}  // namespace
}  // namespace mammoth::yarn
