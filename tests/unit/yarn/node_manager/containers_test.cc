#include "yarn/node_manager/containers/containers.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace mammoth::yarn::node {
namespace {

// Remembers what was ordered; nothing happens by itself.
class RecordedWorks final : public Works {
 public:
  void localize(const Container& it) override { orders.push_back("localize " + it.spec.id); }
  void launch(const Container& it) override { orders.push_back("launch " + it.spec.id); }
  void kill(const Container& it) override { orders.push_back("kill " + it.spec.id); }
  void clean(const Container& it) override { orders.push_back("clean " + it.spec.id); }
  void end_application(const NodeApplication& it) override { orders.push_back("end " + it.id); }
  void report_soon() override { ++reports; }

  std::vector<std::string> taken() { return std::exchange(orders, {}); }

  std::vector<std::string> orders;
  int reports = 0;
};

using Orders = std::vector<std::string>;

ContainerSpec spec(const std::string& id, const std::string& application = "app") {
  return {.id = id, .application = application, .user = "alice", .memory_mb = 1024};
}

class ContainersTest : public testing::Test {
 protected:
  void start_running(const std::string& id, int pid = 100) {
    EXPECT_TRUE(containers_.start(spec(id)));
    containers_.localized(id, {});
    containers_.launched(id, pid);
    works_.taken();
  }
  const Container& of(const std::string& id) { return *containers_.find(id); }
  // Without the times.
  std::string diagnostics(const std::string& id) {
    std::string text;
    for (std::size_t at = 0; at < of(id).diagnostics.size(); ++at) {
      const std::string& all = of(id).diagnostics;
      if (all[at] == '[' && all.size() > at + 24 && all[at + 24] == ']')
        at += 24;
      else
        text += all[at];
    }
    return text;
  }

  ManualClock clock_;
  RecordedWorks works_;
  Containers containers_{{}, clock_, works_};
};

TEST_F(ContainersTest, FromStartToEnd) {
  ASSERT_TRUE(containers_.start(spec("c1")));
  EXPECT_EQ(works_.taken(), Orders({"localize c1"}));
  containers_.localized("c1", {.files = {{"/cache/10/a", "a"}}});
  EXPECT_EQ(works_.taken(), Orders({"launch c1"}));
  containers_.launched("c1", 7);
  EXPECT_EQ(of("c1").state, ContainerState::kRunning);
  containers_.exited("c1", {});
  EXPECT_EQ(works_.taken(), Orders({"clean c1"}));
  EXPECT_EQ(of("c1").exit_status, 0);
  EXPECT_EQ(of("c1").diagnostics, "");
  EXPECT_EQ(works_.reports, 1);
}

TEST_F(ContainersTest, SameContainerStartsOnce) {
  ASSERT_TRUE(containers_.start(spec("c1")));
  const auto again = containers_.start(spec("c1"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, "Container c1 already is running on this node!!");
  EXPECT_EQ(again.error().remote_class, "org.apache.hadoop.yarn.exceptions.YarnException");
  containers_.localization_failed("c1", "no file");
  containers_.told({"c1"});
  containers_.forget({"c1"});
  EXPECT_FALSE(containers_.start(spec("c1")));
  EXPECT_TRUE(containers_.was_here("c1"));
}

TEST_F(ContainersTest, FailureIsToldTwiceAsHadoopDoes) {
  start_running("c1");
  containers_.exited("c1", {.status = 3, .launch_text = "Exception.", .exit_text = "exit 3"});
  EXPECT_EQ(of("c1").exit_status, 3);
  EXPECT_EQ(diagnostics("c1"), "Exception.\nexit 3\nexit 3\n");
}

TEST_F(ContainersTest, ForeignSignal) {
  start_running("c1");
  containers_.exited("c1", {.status = 137, .launch_text = "on request", .exit_text = "code 137. "});
  EXPECT_EQ(of("c1").exit_status, 137);
  EXPECT_EQ(diagnostics("c1"), "on request\ncode 137. \nKilled by external signal\n");
}

TEST_F(ContainersTest, KillKeepsTheReasonsStatus) {
  start_running("c1");
  EXPECT_TRUE(containers_.kill("c1", kExitKilledByMaster, "by the ApplicationMaster."));
  EXPECT_EQ(works_.taken(), Orders({"kill c1"}));
  // A second reason comes too late.
  EXPECT_TRUE(containers_.kill("c1", kExitKilledByResourceManager, "by the ResourceManager"));
  EXPECT_EQ(works_.taken(), Orders());
  containers_.exited("c1", {.status = 143, .launch_text = "on request", .exit_text = "code 143. "});
  EXPECT_EQ(of("c1").exit_status, kExitKilledByMaster);
  EXPECT_EQ(diagnostics("c1"), "by the ApplicationMaster.\non request\ncode 143. \n");
  EXPECT_FALSE(containers_.kill("c2", kExitKilledByMaster, ""));
}

TEST_F(ContainersTest, WhoEndsWellWhileKilledHasEndedWell) {
  start_running("c1");
  containers_.kill("c1", kExitKilledByMaster, "killed");
  containers_.exited("c1", {});
  EXPECT_EQ(of("c1").exit_status, 0);
}

TEST_F(ContainersTest, KilledBeforeThereIsAProcess) {
  ASSERT_TRUE(containers_.start(spec("c1")));
  containers_.kill("c1", kExitKilledByMaster, "killed");
  EXPECT_EQ(works_.taken(), Orders({"localize c1", "clean c1"}));
  EXPECT_EQ(of("c1").exit_status, kExitKilledByMaster);
  EXPECT_EQ(diagnostics("c1"), "killed\nContainer is killed before being launched.\n");
  // What comes afterwards is too late.
  containers_.localized("c1", {});
  EXPECT_EQ(works_.taken(), Orders());
}

TEST_F(ContainersTest, KilledBetweenLaunchAndProcess) {
  ASSERT_TRUE(containers_.start(spec("c1")));
  containers_.localized("c1", {});
  works_.taken();
  containers_.kill("c1", kExitKilledByMaster, "killed");
  EXPECT_EQ(works_.taken(), Orders());
  containers_.launched("c1", 9);
  EXPECT_EQ(works_.taken(), Orders({"kill c1"}));
  containers_.exited("c1", {.status = 143, .exit_text = "code 143. "});
  EXPECT_EQ(of("c1").exit_status, kExitKilledByMaster);
}

TEST_F(ContainersTest, FileThatCannotBeHad) {
  ASSERT_TRUE(containers_.start(spec("c1")));
  containers_.localization_failed("c1", "File does not exist: hdfs://nn/a");
  EXPECT_EQ(of("c1").exit_status, kExitUnknown);
  EXPECT_EQ(diagnostics("c1"), "File does not exist: hdfs://nn/a\n");
}

TEST_F(ContainersTest, ApplicationEndsWithItsLastContainer) {
  start_running("c1", 1);
  start_running("c2", 2);
  containers_.finish_application("app", "Application killed by ResourceManager");
  EXPECT_EQ(works_.taken(), Orders({"kill c1", "kill c2"}));
  containers_.exited("c1", {.status = 143, .exit_text = "code 143. "});
  EXPECT_EQ(works_.taken(), Orders({"clean c1"}));
  containers_.exited("c2", {.status = 143, .exit_text = "code 143. "});
  EXPECT_EQ(works_.taken(), Orders({"clean c2", "end app"}));
  EXPECT_EQ(of("c2").exit_status, kExitKilledAfterApplication);
  EXPECT_TRUE(containers_.applications().empty());
}

TEST_F(ContainersTest, EndIsToldUntilHeardAndKeptUntilForgotten) {
  start_running("c1");
  EXPECT_EQ(containers_.due().size(), 1u);
  containers_.exited("c1", {});
  EXPECT_EQ(containers_.due().size(), 1u);
  containers_.told({"c1"});
  EXPECT_TRUE(containers_.due().empty());
  EXPECT_NE(containers_.find("c1"), nullptr);
  containers_.forget({"c1", "unknown"});
  EXPECT_EQ(containers_.find("c1"), nullptr);
  EXPECT_TRUE(containers_.was_here("c1"));
  clock_.advance_ms(600'001);
  containers_.tick();
  EXPECT_FALSE(containers_.was_here("c1"));
}

TEST_F(ContainersTest, RunningContainersAreNotForgotten) {
  start_running("c1");
  containers_.forget({"c1"});
  EXPECT_NE(containers_.find("c1"), nullptr);
}

TEST_F(ContainersTest, DiagnosticsKeepTheirEnd) {
  Containers small({.max_diagnostics_bytes = 100}, clock_, works_);
  ASSERT_TRUE(small.start(spec("c1")));
  small.localization_failed("c1", std::string(500, 'x') + "end");
  EXPECT_EQ(small.find("c1")->diagnostics.size(), 100u);
  EXPECT_TRUE(small.find("c1")->diagnostics.ends_with("xend\n"));
}

// Orders are carried out in any order, some fail, and containers are killed at any time: each ends
// exactly once, everything is cleaned, and no application outlives its containers.
class ContainersSimulation : public testing::TestWithParam<unsigned> {};

TEST_P(ContainersSimulation, EveryContainerEndsOnce) {
  std::mt19937 chance(GetParam());
  ManualClock clock;
  RecordedWorks works;
  Containers containers({}, clock, works);
  std::vector<std::string> pending;
  std::map<std::string, int> cleaned;
  std::set<std::string> processes;
  int started = 0;
  const auto collect = [&] {
    for (auto& order : works.taken()) pending.push_back(std::move(order));
  };
  for (int step = 0; step < 4'000 || !pending.empty() || !processes.empty(); ++step) {
    const unsigned dice = chance() % 10;
    if (step < 4'000 && dice == 0) {
      const std::string id = "c" + std::to_string(started++);
      ASSERT_TRUE(containers.start(spec(id, "app" + std::to_string(chance() % 5))));
    } else if (dice == 1 && started > 0) {
      containers.kill("c" + std::to_string(chance() % started), kExitKilledByMaster, "killed");
    } else if (dice == 2) {
      containers.finish_application("app" + std::to_string(chance() % 5), "over");
    } else if (dice == 3 && !processes.empty()) {
      const auto victim = std::next(processes.begin(), chance() % processes.size());
      containers.exited(*victim, {.status = static_cast<int>(chance() % 2)});
      processes.erase(victim);
    } else if (!pending.empty()) {
      const auto at = pending.begin() + chance() % pending.size();
      const std::string order = std::exchange(*at, pending.back());
      pending.pop_back();
      const std::string name = order.substr(order.find(' ') + 1);
      if (order.starts_with("localize") && chance() % 8 == 0)
        containers.localization_failed(name, "lost");
      else if (order.starts_with("localize"))
        containers.localized(name, {});
      else if (order.starts_with("launch") && chance() % 8 == 0)
        containers.exited(name, {.status = -1, .exit_text = "no process"});
      else if (order.starts_with("launch"))
        processes.insert(name), containers.launched(name, 100);
      else if (order.starts_with("kill") && processes.erase(name) == 1)
        containers.exited(name, {.status = 143});
      else if (order.starts_with("clean"))
        ++cleaned[name];
    }
    collect();
  }
  for (const auto& [id, container] : containers.all()) {
    EXPECT_EQ(container.state, ContainerState::kDone) << id;
    EXPECT_EQ(cleaned[id], 1) << id;
  }
  EXPECT_EQ(cleaned.size(), static_cast<std::size_t>(started));
  for (int i = 0; i < 5; ++i) containers.finish_application("app" + std::to_string(i), "over");
  EXPECT_TRUE(containers.applications().empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, ContainersSimulation, testing::Range(1u, 21u));

}  // namespace
}  // namespace mammoth::yarn::node
