// Preemption between queues (ProportionalCapacityPreemptionPolicy): asked back, then killed; never
// below the guarantee; masters last.
#include "tests/unit/yarn/resource_manager/scheduler/fixture.h"

namespace mammoth::yarn {
namespace {

using ::testing::IsEmpty;

class PreemptionTest : public SchedulerTest {
 protected:
  void start_two(Properties more = {}) {
    const std::string prefix = "yarn.resourcemanager.monitor.capacity.preemption.";
    more.insert({{"root.queues", "a,b"},
                 {"root.a.capacity", "50"},
                 {"root.b.capacity", "50"},
                 {"root.a.user-limit-factor", "10"},
                 {"root.a.maximum-am-resource-percent", "1"},
                 {"root.b.maximum-am-resource-percent", "1"},
                 {"yarn.resourcemanager.scheduler.monitor.enable", "true"},
                 {prefix + "total_preemption_per_round", "1"},
                 {prefix + "natural_termination_factor", "1"}});
    start(more);
    add_node("h1", 10);
    a = run(1, "a");
    EXPECT_EQ(ask(a, {want(10)}).size(), 10u);
    b = run(2, "b");
  }
  void pass(std::int64_t ms) {
    clock.advance_ms(ms);
    scheduler->tick();
  }
  AttemptId a, b;
};

TEST_F(PreemptionTest, AsksThenKills) {
  start_two();
  pass(3'000);
  EXPECT_THAT(scheduler->allocate(a, {}).value().preemption, IsEmpty());  // nobody is in need
  ask(b, {want(10)});
  pass(3'000);
  const auto asked = scheduler->allocate(a, {}).value().preemption;
  EXPECT_EQ(asked.size(), 5u);
  EXPECT_EQ(asked.back().id, 10);  // the newest
  EXPECT_THAT(recorder.ended, IsEmpty());
  for (int i = 0; i < 5; ++i) pass(3'000);
  EXPECT_EQ(recorder.ended.size(), 5u);
  EXPECT_EQ(recorder.ended[0].exit_status, -102);
  EXPECT_EQ(recorder.ended[0].diagnostics, "Container preempted by scheduler");
  EXPECT_EQ(fetch(b).size(), 5u);
  for (int i = 0; i < 20; ++i) pass(3'000);
  EXPECT_EQ(used("a").memory_mb, 5120);  // never below the guarantee
}

TEST_F(PreemptionTest, TakesOnlyWhatIsMissing) {
  start_two();
  ask(b, {want(2)});
  pass(3'000);
  EXPECT_EQ(scheduler->allocate(a, {}).value().preemption.size(), 2u);
  ask(b, {want(0)});
  pass(3'000);
  EXPECT_THAT(scheduler->allocate(a, {}).value().preemption, IsEmpty());
}

TEST_F(PreemptionTest, ARoundTakesAPart) {
  start_two(
      {{"yarn.resourcemanager.monitor.capacity.preemption.natural_termination_factor", "0.2"}});
  ask(b, {want(10)});
  pass(3'000);
  EXPECT_EQ(scheduler->allocate(a, {}).value().preemption.size(), 1u);  // 5120 * 0.2 = 1024
}

TEST_F(PreemptionTest, DisabledQueuesAreLeftAlone) {
  start_two({{"root.a.disable_preemption", "true"}});
  ask(b, {want(10)});
  pass(3'000);
  EXPECT_THAT(scheduler->allocate(a, {}).value().preemption, IsEmpty());
}

TEST_F(PreemptionTest, ObservingKillsNobody) {
  start_two({{"yarn.resourcemanager.monitor.capacity.preemption.observe_only", "true"}});
  ask(b, {want(10)});
  for (int i = 0; i < 20; ++i) pass(3'000);
  EXPECT_THAT(recorder.ended, IsEmpty());
}

}  // namespace
}  // namespace mammoth::yarn
