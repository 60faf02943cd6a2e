// CapacityScheduler's properties: what is read, what is refused and in which words; what a refresh
// may change (CapacitySchedulerConfiguration, AbstractParentQueue,
// CapacitySchedulerConfigValidator).
#include "tests/unit/yarn/resource_manager/scheduler/fixture.h"

namespace mammoth::yarn {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Properties two(const std::string& a, const std::string& b) {
  return {{"root.queues", "a, b"}, {"root.a.capacity", a}, {"root.b.capacity", b}};
}

TEST(Settings, DefaultsAreHadoops) {
  const SchedulerSettings settings = settings_of(two("40", "60"));
  EXPECT_EQ(settings.minimum_allocation, (Resource{1024, 1}));
  EXPECT_EQ(settings.maximum_allocation, (Resource{8192, 4}));
  EXPECT_EQ(settings.node_locality_delay, 40);
  EXPECT_EQ(settings.maximum_offswitch_assignments, 1);
  ASSERT_EQ(settings.root.children.size(), 2u);
  const QueueSettings& b = settings.root.children[1];
  EXPECT_EQ(b.path, "root.b");
  EXPECT_EQ(b.user_limit_percent, 100);
  EXPECT_EQ(b.user_limit_factor, 1);
  EXPECT_FLOAT_EQ(b.maximum_am_share, 0.1F);
}

TEST(Settings, SumsThatDoNotAddUp) {
  EXPECT_EQ(
      refusal_of(two("50", "60")),
      "Illegal capacity sum of 1.1 for children of queue root for label=. It should be either 0 "
      "or 1.0");
  EXPECT_EQ(
      refusal_of(two("0", "0")),
      "Illegal capacity sum of 0.0 for children of queue root for label=. It is set to 0, but "
      "parent percent != 0, and doesn't allow children capacity to set to 0");
  Properties zero = two("0", "0");
  zero["root.allow-zero-capacity-sum"] = "true";
  EXPECT_EQ(refusal_of(zero), "accepted");
  Properties nested = two("0", "100");
  nested.insert({{"root.a.queues", "x"}, {"root.a.x.capacity", "100"}});
  EXPECT_EQ(refusal_of(nested),
            "Illegal capacity sum of 1.0 for children of queue a for label=. queue=a has zero "
            "capacity, but childqueues have positive capacities");
  EXPECT_EQ(refusal_of(two("40", "59.97")), "accepted");  // within 0.0005
}

TEST(Settings, ValuesOutOfRange) {
  EXPECT_EQ(refusal_of(two("101", "-1")), "Illegal capacity of 101.0 for queue root.a");
  EXPECT_EQ(refusal_of(two("half", "50")), "For input string: \"half\"");
  EXPECT_THAT(refusal_of(two("[memory=1024,vcores=1]", "50")),
              StartsWith("Parent queue 'root' have children queue used mixed of  weight mode, "
                         "percentage and absolute mode, it is not allowed"));
  Properties low = two("40", "60");
  low["root.b.maximum-capacity"] = "50";
  EXPECT_EQ(
      refusal_of(low),
      "Illegal queue capacity setting, (capacity=0.6) > (maximum-capacity=0.5). When label=[]");
  EXPECT_EQ(refusal_of({}), "Queue configuration missing child queue names for root");
  Properties state = two("40", "60");
  state["root.a.state"] = "sleeping";
  EXPECT_THAT(refusal_of(state), HasSubstr("QueueState.SLEEPING"));
}

TEST(Settings, WhatIsNotDoneIsRefusedByName) {
  for (const auto& [key, value] : Properties{{"root.a.accessible-node-labels", "gpu"},
                                             {"root.auto-create-child-queue.enabled", "true"},
                                             {"root.a.max-parallel-apps", "3"},
                                             {"queue-mappings", "u:bob:a"}}) {
    Properties properties = two("40", "60");
    properties[key] = value;
    EXPECT_THAT(refusal_of(properties), StartsWith("unsupported")) << key;
  }
}

TEST_F(SchedulerTest, WeightsAndAbsoluteCapacities) {
  start(two("3w", "1w"));
  add_node("h1", 100);
  EXPECT_FLOAT_EQ(scheduler->queue("a")->capacity, 0.75F);
  EXPECT_EQ(scheduler->queue("a")->guaranteed.memory_mb, 76800);
  start(two("[memory=10240,vcores=8]", "[memory=30720,vcores=8]"));
  add_node("h1", 100);
  EXPECT_EQ(scheduler->queue("a")->guaranteed, (Resource{10240, 8}));
  EXPECT_FLOAT_EQ(scheduler->queue("a")->absolute_capacity, 0.1F);
  // Half of what the two were promised is there: each gets half.
  start(two("[memory=10240,vcores=8]", "[memory=30720,vcores=8]"));
  add_node("h1", 20);
  EXPECT_EQ(scheduler->queue("a")->guaranteed.memory_mb, 5120);
}

TEST_F(SchedulerTest, RefreshChangesLimitsAndKeepsWhatRuns) {
  Properties properties = two("50", "50");
  properties["root.a.maximum-am-resource-percent"] = "1";
  properties["root.a.maximum-capacity"] = "50";
  start(properties);
  add_node("h1", 8);
  const AttemptId app = run(1, "a");
  EXPECT_EQ(ask(app, {want(8)}).size(), 4u);
  properties["root.a.capacity"] = "75";
  properties["root.b.capacity"] = "25";
  properties["root.a.maximum-capacity"] = "75";
  ASSERT_TRUE(scheduler->refresh(settings_of(properties)));
  EXPECT_EQ(used("a").memory_mb, 4096);
  beat({"h1", 1});
  beat({"h1", 1});
  beat({"h1", 1});
  EXPECT_EQ(used("a").memory_mb, 6144);
}

TEST_F(SchedulerTest, RefreshDoesNotRemoveWhatRuns) {
  start(two("50", "50"));
  Properties less{{"root.queues", "a"}, {"root.a.capacity", "100"}};
  const auto refused = scheduler->refresh(settings_of(less));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "Failed to re-init queues : root.b cannot be deleted from the capacity scheduler "
            "configuration, as the queue is not yet in stopped state. Current State : RUNNING");
  EXPECT_TRUE(scheduler->queue("b"));
  Properties stopped = two("50", "50");
  stopped["root.b.state"] = "STOPPED";
  ASSERT_TRUE(scheduler->refresh(settings_of(stopped)));
  ASSERT_TRUE(scheduler->refresh(settings_of(less)));
  EXPECT_FALSE(scheduler->queue("b"));
  Properties deeper = less;
  deeper.insert({{"root.a.queues", "x"}, {"root.a.x.capacity", "100"}});
  EXPECT_EQ(
      scheduler->refresh(settings_of(deeper)).error().message,
      "Failed to re-init queues : Can not convert the leaf queue: root.a to parent queue since "
      "it is not yet in stopped state. Current State : RUNNING");
}

TEST_F(SchedulerTest, StoppedQueueDrains) {
  Properties properties = two("50", "50");
  start(properties);
  add_node("h1", 8);
  run(1, "a");
  properties["root.a.state"] = "STOPPED";
  ASSERT_TRUE(scheduler->refresh(settings_of(properties)));
  EXPECT_EQ(scheduler->queue("a")->state, QueueState::kDraining);
  EXPECT_EQ(
      submit(2, "a").error().message,
      "Queue root.a is STOPPED. Cannot accept submission of application: application_1000_0002");
  scheduler->remove_application({1000, 1});
  EXPECT_EQ(scheduler->queue("a")->state, QueueState::kStopped);
}

TEST_F(SchedulerTest, AccessIsInheritedFromAncestors) {
  Properties properties = two("50", "50");
  properties.insert({{"yarn.acl.enable", "true"},
                     {"root.acl_submit_applications", " "},
                     {"root.a.acl_submit_applications", "alice,bob staff"},
                     {"root.acl_administer_queue", "boss"}});
  start(properties);
  EXPECT_TRUE(scheduler->has_access("a", QueueAccess::kSubmit, {"bob"}));
  EXPECT_TRUE(scheduler->has_access("a", QueueAccess::kSubmit, {"dora", {"staff"}}));
  EXPECT_FALSE(scheduler->has_access("a", QueueAccess::kSubmit, {"staff"}));
  EXPECT_FALSE(scheduler->has_access("b", QueueAccess::kSubmit, {"alice"}));
  EXPECT_TRUE(scheduler->has_access("root.b", QueueAccess::kAdminister, {"boss"}));
  properties["yarn.acl.enable"] = "false";
  ASSERT_TRUE(scheduler->refresh(settings_of(properties)));
  EXPECT_TRUE(scheduler->has_access("b", QueueAccess::kSubmit, {"carol"}));
}

}  // namespace
}  // namespace mammoth::yarn
