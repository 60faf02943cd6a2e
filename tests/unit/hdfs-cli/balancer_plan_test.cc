// Who gives how much to whom (Hadoop: TestBalancer's expectations of one iteration).
#include <gtest/gtest.h>

#include "hdfs-cli/balancer/plan.h"

namespace mammoth::cli::balancer {
namespace {

constexpr std::uint64_t kGb = 1'000'000'000;

hdfs::DatanodeSpace node(const std::string& name, std::uint64_t used_gb, std::uint64_t capacity_gb,
                         const std::string& rack = "/default-rack", const std::string& type = "DISK") {
  hdfs::DatanodeSpace space;
  space.node.uuid = name;
  space.node.topology_path = rack;
  space.storages.push_back({type, capacity_gb * kGb, used_gb * kGb, (capacity_gb - used_gb) * kGb});
  return space;
}

std::vector<std::string> texts(const Plan& plan) {
  std::vector<std::string> lines;
  for (const Transfer& each : plan.transfers)
    lines.push_back(each.source->uuid + " " + each.target->uuid + " " + each.storage_type + " " +
                    std::to_string(each.bytes / kGb));
  return lines;
}

TEST(BalancerPlan, ABalancedClusterStaysAsItIs) {
  const std::vector spaces{node("a", 50, 100), node("b", 55, 100), node("c", 45, 100)};
  const Plan plan = make_plan(spaces, {.threshold_percent = 10});
  EXPECT_EQ(plan.bytes_left, 0U);
  EXPECT_EQ(make_plan({}, {}).bytes_left, 0U);
}

TEST(BalancerPlan, TheFullGiveToTheEmpty) {
  const std::vector spaces{node("full", 90, 100), node("empty", 10, 100)};
  const Plan plan = make_plan(spaces, {.threshold_percent = 10, .most_bytes_each = 100 * kGb});
  EXPECT_EQ(plan.bytes_left, 30 * kGb);
  // No more than the threshold at a time, so that nobody overshoots.
  EXPECT_EQ(texts(plan), std::vector<std::string>{"full empty DISK 10"});
}

TEST(BalancerPlan, ANewNodeTakesFromAllWhoAreAboveTheAverage) {
  const std::vector spaces{node("a", 60, 100), node("b", 60, 100), node("new", 0, 100)};
  const Plan plan = make_plan(spaces, {.threshold_percent = 30, .most_bytes_each = 100 * kGb});
  EXPECT_EQ(plan.bytes_left, 10 * kGb);
  EXPECT_EQ(texts(plan), (std::vector<std::string>{"a new DISK 20", "b new DISK 10"}));
}

TEST(BalancerPlan, NobodyTakesMoreThanThereIsRoomOrIsAllowed) {
  std::vector spaces{node("full", 90, 100), node("empty", 10, 100)};
  spaces[1].storages[0].remaining_bytes = 3 * kGb;
  EXPECT_EQ(texts(make_plan(spaces, {.threshold_percent = 20})), std::vector<std::string>{"full empty DISK 3"});
  spaces[1].storages[0].remaining_bytes = 90 * kGb;
  EXPECT_EQ(texts(make_plan(spaces, {.threshold_percent = 20, .most_bytes_each = kGb})),
            std::vector<std::string>{"full empty DISK 1"});
}

TEST(BalancerPlan, TheSameRackComesFirstAndStorageTypesStayApart) {
  const std::vector spaces{node("full", 90, 100, "/r1"), node("far", 10, 100, "/r2"), node("near", 10, 100, "/r1"),
                           node("ssd", 90, 100, "/r1", "SSD"), node("ram", 100, 100, "/r1", "RAM_DISK")};
  const Plan plan = make_plan(spaces, {.threshold_percent = 10, .most_bytes_each = 100 * kGb});
  EXPECT_EQ(texts(plan), std::vector<std::string>{"full near DISK 10"});
}

}  // namespace
}  // namespace mammoth::cli::balancer
