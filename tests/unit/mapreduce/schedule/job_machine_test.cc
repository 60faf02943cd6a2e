// The application master's brain against a cluster of a few lines: what is asked, who runs where,
// and what becomes of a job whose attempts, containers, nodes and outputs fail.
#include "mapreduce/schedule/job_machine.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace mammoth::mapreduce::schedule {
namespace {

using std::string;

JobPlan plan_with(int maps, int reduces) {
  JobPlan plan;
  plan.id = {"7", 1};
  for (int i = 0; i < maps; ++i) plan.maps.push_back({{fmt::format("h{}", i % 3)}, 100});
  plan.reduces = reduces;
  plan.rules.speculates_maps = plan.rules.speculates_reduces = false;
  return plan;
}

class JobMachineTest : public ::testing::Test {
 protected:
  void begin(const JobPlan& plan) {
    machine_.emplace(plan, clock_);
    machine_->set_headroom({100'000, 100}, 3);
    machine_->start();
    settle();
  }
  // Takes the actions; asks are summed by priority, launches kept.
  void settle() {
    for (const Action& action : machine_->take_actions()) {
      if (const auto* ask = std::get_if<Ask>(&action)) asked_[ask->priority] += ask->by;
      if (const auto* launch = std::get_if<LaunchAttempt>(&action)) launched_.push_back(*launch);
      if (const auto* stop = std::get_if<StopContainer>(&action))
        stopped_.push_back(stop->container);
      if (const auto* release = std::get_if<Release>(&action))
        released_.push_back(release->container);
    }
  }
  // Offers one container; the attempt that got it, if one did.
  std::optional<AttemptKey> offer(int priority, const string& host) {
    launched_.clear();
    yarn::Container container{.id = fmt::format("c{}", ++containers_),
                              .node = host + ":1",
                              .host = host,
                              .http_address = host + ":2",
                              .priority = priority};
    machine_->container_allocated(container);
    settle();
    if (launched_.empty()) return std::nullopt;
    machine_->launched(launched_.back().attempt, 13562);
    return launched_.back().attempt;
  }
  AttemptKey run(int priority, const string& host) {
    const AttemptKey key = offer(priority, host).value();
    EXPECT_TRUE(machine_->started(key));
    return key;
  }
  void finish(const AttemptKey& key) {
    EXPECT_TRUE(machine_->done(key, {.progress = 1}));
    complete(key, 0);
  }
  void complete(const AttemptKey& key, int exit_status) {
    machine_->container_completed(machine_->find(key)->container->id, exit_status, "it ended");
    settle();
  }
  std::int64_t counter(const char* name) {
    return machine_->counters().getValue(kJobCounterGroup, name);
  }

  ManualClock clock_;
  std::optional<JobMachine> machine_;
  std::map<int, int> asked_;
  std::vector<LaunchAttempt> launched_;
  std::vector<string> stopped_, released_;
  int containers_ = 0;
};

TEST_F(JobMachineTest, RunsMapsThenReducesThenCommits) {
  begin(plan_with(2, 1));
  EXPECT_EQ(asked_[kMapPriority], 2);
  EXPECT_EQ(asked_[kReducePriority], 0);
  const AttemptKey first = run(kMapPriority, "h1");
  EXPECT_EQ(first.task, 1) << "the map whose split is there";
  const AttemptKey second = run(kMapPriority, "elsewhere");
  finish(first);
  EXPECT_EQ(asked_[kReducePriority], 1) << "slow start is past";
  finish(second);
  EXPECT_FLOAT_EQ(machine_->progress(TaskType::MAP), 1);
  const AttemptKey reduce = run(kReducePriority, "h2");
  EXPECT_TRUE(machine_->commit_pending(reduce));
  EXPECT_TRUE(machine_->may_commit(reduce));
  finish(reduce);
  EXPECT_EQ(machine_->state(), JobState::kCommitting);
  machine_->committed("");
  EXPECT_EQ(machine_->state(), JobState::kSucceeded);
  EXPECT_EQ(counter("DATA_LOCAL_MAPS"), 1);
  EXPECT_EQ(counter("RACK_LOCAL_MAPS"), 1);
  EXPECT_EQ(asked_[kMapPriority], 0);
  EXPECT_EQ(asked_[kReducePriority], 0);
}

TEST_F(JobMachineTest, ContainersThatNobodyNeedsGoBack) {
  begin(plan_with(1, 0));
  run(kMapPriority, "h0");
  EXPECT_FALSE(offer(kMapPriority, "h0"));
  EXPECT_FALSE(offer(77, "h0"));
  EXPECT_EQ(released_.size(), 2U);
}

TEST_F(JobMachineTest, AFailedMapRunsAgainAtOnceAndAnywhere) {
  begin(plan_with(1, 0));
  const AttemptKey first = run(kMapPriority, "h0");
  EXPECT_TRUE(machine_->failed(first, "java.io.IOException: bad"));
  complete(first, 1);
  EXPECT_EQ(asked_[kFastMapPriority], 1);
  const AttemptKey second = run(kFastMapPriority, "h9");
  EXPECT_EQ(second.attempt, 1);
  finish(second);
  EXPECT_EQ(machine_->state(), JobState::kCommitting);
  EXPECT_EQ(counter("NUM_FAILED_MAPS"), 1);
}

TEST_F(JobMachineTest, FourFailuresFailTheJob) {
  begin(plan_with(2, 1));
  AttemptKey other = run(kMapPriority, "h1");
  for (int i = 0; i < 4; ++i) {
    const AttemptKey key = run(i == 0 ? kMapPriority : kFastMapPriority, fmt::format("n{}", i));
    EXPECT_EQ(key.attempt, i);
    complete(key, 1);
  }
  EXPECT_EQ(machine_->state(), JobState::kAborting);
  EXPECT_EQ(machine_->find(other)->state, AttemptState::kKilled);
  EXPECT_FALSE(machine_->updated(other, {})) << "what still runs is told to end";
  EXPECT_FALSE(stopped_.empty());
  EXPECT_NE(machine_->diagnostics().find("failedMaps:1"), string::npos);
  machine_->aborted();
  EXPECT_EQ(machine_->state(), JobState::kFailed);
}

TEST_F(JobMachineTest, WhatTheClusterTakesAwayDoesNotCount) {
  begin(plan_with(1, 0));
  for (int i = 0; i < 10; ++i) complete(run(kMapPriority, "h0"), yarn::kExitPreempted);
  EXPECT_EQ(machine_->state(), JobState::kRunning);
  EXPECT_EQ(counter("NUM_KILLED_MAPS"), 10);
  EXPECT_EQ(asked_[kMapPriority], 1);
}

TEST_F(JobMachineTest, SilentAttemptsTimeOut) {
  begin(plan_with(1, 0));
  const AttemptKey key = run(kMapPriority, "h0");
  clock_.advance_ms(500'000);
  EXPECT_TRUE(machine_->updated(key, {.progress = 0.5F}));
  clock_.advance_ms(500'000);
  machine_->tick();
  EXPECT_EQ(machine_->find(key)->state, AttemptState::kRunning);
  clock_.advance_ms(100'001);
  machine_->tick();
  settle();
  EXPECT_EQ(machine_->find(key)->state, AttemptState::kFailed);
  EXPECT_EQ(machine_->find(key)->diagnostics,
            "AttemptID:attempt_7_0001_m_000000_0 task timeout set: 600s, taskTimedOut: true; task "
            "stuck timeout set: 600s, taskStuck: false");
  EXPECT_EQ(stopped_.size(), 1U);
}

TEST_F(JobMachineTest, AnAttemptOfWhichNothingIsHeardIsStuck) {
  JobPlan plan = plan_with(1, 0);
  plan.rules.task_timeout_ms = 0;
  plan.rules.stuck_timeout_ms = 20'000;
  begin(plan);
  const AttemptKey key = offer(kMapPriority, "h0").value();
  clock_.advance_ms(20'001);
  machine_->tick();
  settle();
  EXPECT_EQ(machine_->find(key)->diagnostics,
            "AttemptID:attempt_7_0001_m_000000_0 task timeout set: 0s, taskTimedOut: false; task "
            "stuck timeout set: 20s, taskStuck: true");
  EXPECT_EQ(stopped_.size(), 1U);
  const AttemptKey second = run(kFastMapPriority, "h1");
  clock_.advance_ms(20'001);
  machine_->tick();
  EXPECT_EQ(machine_->find(second)->state, AttemptState::kRunning) << "it has spoken";
}

TEST_F(JobMachineTest, OnlyOneAttemptCommits) {
  JobPlan plan = plan_with(4, 0);
  plan.rules.speculates_maps = true;
  begin(plan);
  std::vector<AttemptKey> keys;
  for (int i = 0; i < 4; ++i) keys.push_back(run(kMapPriority, "h0"));
  clock_.advance_ms(2'000);
  for (int i = 0; i < 3; ++i) finish(keys[static_cast<std::size_t>(i)]);
  for (int i = 0; i < 30; ++i) {
    clock_.advance_ms(1'000);
    machine_->updated(keys[3], {.progress = 0.1F});
    machine_->tick();
  }
  settle();
  ASSERT_EQ(asked_[kMapPriority], 1) << "a second attempt of the straggler";
  const AttemptKey second = run(kMapPriority, "h1");
  EXPECT_EQ(second.task, keys[3].task);
  EXPECT_TRUE(machine_->commit_pending(second));
  EXPECT_TRUE(machine_->commit_pending(keys[3]));
  EXPECT_TRUE(machine_->may_commit(second));
  EXPECT_FALSE(machine_->may_commit(keys[3]));
  // The one that may commit dies; the other's turn comes when it asks again.
  complete(second, 1);
  EXPECT_TRUE(machine_->commit_pending(keys[3]));
  EXPECT_TRUE(machine_->may_commit(keys[3]));
  finish(keys[3]);
  EXPECT_EQ(machine_->state(), JobState::kCommitting);
}

TEST_F(JobMachineTest, AMapWhoseOutputCannotBeFetchedRunsAgain) {
  begin(plan_with(2, 1));
  const AttemptKey first = run(kMapPriority, "h0");
  const AttemptKey second = run(kMapPriority, "h1");
  finish(first);
  finish(second);
  const AttemptKey reduce = run(kReducePriority, "h2");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(machine_->fetch_failed(reduce, first));
  settle();
  EXPECT_EQ(machine_->completed(TaskType::MAP), 1);
  EXPECT_EQ(machine_->events()[0].status, CompletionEvent::Status::kObsolete);
  EXPECT_EQ(machine_->events().back().status, CompletionEvent::Status::kFailed);
  EXPECT_EQ(machine_->find(first)->diagnostics,
            "Too many fetch failures. Failing the attempt. Last failure reported by "
            "attempt_7_0001_r_000000_0 from host h2");
  EXPECT_EQ(counter("NUM_FAILED_MAPS"), 1);
  EXPECT_EQ(asked_[kFastMapPriority], 1);
  const AttemptKey again = run(kFastMapPriority, "h1");
  EXPECT_EQ(again.task, first.task);
  finish(again);
  finish(reduce);
  EXPECT_EQ(machine_->state(), JobState::kCommitting);
}

TEST_F(JobMachineTest, AMapWhoseOutputCanNeverBeFetchedFailsTheJob) {
  begin(plan_with(1, 1));
  AttemptKey map = run(kMapPriority, "h0");
  finish(map);
  const AttemptKey reduce = run(kReducePriority, "h2");
  for (int lost = 0; lost < 4; ++lost) {
    if (lost > 0) finish(map = run(kFastMapPriority, "h1"));
    for (int i = 0; i < 3; ++i) machine_->fetch_failed(reduce, map);
    settle();
  }
  EXPECT_EQ(machine_->state(), JobState::kAborting);
  EXPECT_NE(machine_->diagnostics().find("Task failed task_7_0001_m_000000"), string::npos);
}

TEST_F(JobMachineTest, AnUnusableNodeTakesItsMapOutputsAlong) {
  begin(plan_with(2, 1));
  finish(run(kMapPriority, "h0"));
  finish(run(kMapPriority, "h1"));
  machine_->node_changed("h0:1", false);
  machine_->node_changed("h0:1", false);
  settle();
  EXPECT_EQ(machine_->completed(TaskType::MAP), 1);
  EXPECT_EQ(asked_[kFastMapPriority], 1);
}

TEST_F(JobMachineTest, ReducesMakeRoomForMapsThatRunAgain) {
  begin(plan_with(1, 2));
  finish(run(kMapPriority, "h0"));
  const AttemptKey reduce = run(kReducePriority, "h0");
  machine_->set_headroom({0, 0}, 1);
  machine_->node_changed("h0:1", false);
  settle();
  machine_->tick();
  clock_.advance_ms(4'000);
  machine_->tick();
  settle();
  EXPECT_EQ(machine_->find(reduce)->state, AttemptState::kKilled);
  EXPECT_EQ(asked_[kReducePriority], 0) << "waiting reduces have given up their turn";
  complete(reduce, yarn::kExitKilledByMaster);
  finish(run(kFastMapPriority, "h0"));
  machine_->set_headroom({4'000, 4}, 1);
  machine_->tick();
  settle();
  EXPECT_EQ(asked_[kReducePriority], 2);
  EXPECT_EQ(machine_->state(), JobState::kRunning);
}

TEST_F(JobMachineTest, AHostWhereAttemptsFailIsAvoided) {
  JobPlan plan = plan_with(6, 0);
  plan.rules.blacklist_limit_percent = 50;
  begin(plan);
  std::vector<AttemptKey> keys;
  for (int i = 0; i < 3; ++i) keys.push_back(run(kMapPriority, "bad"));
  for (const AttemptKey& key : keys) complete(key, 1);
  EXPECT_EQ(machine_->blacklist(), std::vector<string>{"bad"});
  EXPECT_FALSE(offer(kMapPriority, "bad"));
  EXPECT_TRUE(offer(kMapPriority, "good"));
}

TEST_F(JobMachineTest, AKilledJobStopsWhatRuns) {
  begin(plan_with(2, 1));
  const AttemptKey key = run(kMapPriority, "h0");
  machine_->kill_job("Job received Kill while in RUNNING state.");
  settle();
  EXPECT_EQ(machine_->state(), JobState::kAborting);
  EXPECT_EQ(stopped_.size(), 1U);
  EXPECT_EQ(asked_[kMapPriority], 0);
  EXPECT_FALSE(machine_->may_commit(key));
  machine_->aborted();
  EXPECT_EQ(machine_->state(), JobState::kKilled);
}

TEST_F(JobMachineTest, WhatAnEarlierMasterGotDoneIsNotRunAgain) {
  JobPlan plan = plan_with(2, 1);
  plan.rules.first_attempt = 1000;
  machine_.emplace(plan, clock_);
  machine_->set_headroom({100'000, 100}, 3);
  Attempt earlier;
  earlier.number = 1;
  earlier.shuffle_port = 13562;
  earlier.container = yarn::Container{.id = "old", .node = "h0:1", .host = "h0", .http_address = "h0:2"};
  EXPECT_TRUE(machine_->recover(TaskType::MAP, 0, earlier, 7));
  EXPECT_FALSE(machine_->recover(TaskType::MAP, 0, earlier, 7));
  EXPECT_FALSE(machine_->recover(TaskType::MAP, 5, earlier, 7));
  machine_->start();
  settle();
  EXPECT_EQ(machine_->completed(TaskType::MAP), 1);
  EXPECT_EQ(machine_->events().front().shuffle_address, "http://h0:13562");
  EXPECT_EQ(asked_[kMapPriority], 1);
  const AttemptKey other = run(kMapPriority, "h1");
  EXPECT_EQ(other, (AttemptKey{TaskType::MAP, 1, 1000})) << "no attempt has a name twice";
  finish(other);
  const AttemptKey reduce = run(kReducePriority, "h1");
  for (int i = 0; i < 3; ++i) machine_->fetch_failed(reduce, {TaskType::MAP, 0, 1});
  settle();
  EXPECT_EQ(run(kFastMapPriority, "h2").attempt, 1000) << "its output was lost after all";
  using enum Moment::Kind;
  std::vector<Moment::Kind> kinds;
  for (const Moment& moment : machine_->take_moments())
    if (moment.attempt.type == TaskType::MAP && moment.attempt.task == 0) kinds.push_back(moment.kind);
  EXPECT_EQ(kinds, (std::vector{kTaskStarted, kAttemptStarted, kAttemptEnded, kTaskEnded, kAttemptEnded,
                                kAttemptStarted}));
}

TEST_F(JobMachineTest, StrangersAreToldToEnd) {
  begin(plan_with(1, 1));
  for (const AttemptKey& key :
       {AttemptKey{TaskType::MAP, 0, 5}, AttemptKey{TaskType::MAP, -1, 0},
        AttemptKey{TaskType::REDUCE, 0, 0}, AttemptKey{TaskType::REDUCE, 9, 0}}) {
    EXPECT_FALSE(machine_->started(key));
    EXPECT_FALSE(machine_->updated(key, {}));
    EXPECT_FALSE(machine_->done(key, {}));
    EXPECT_FALSE(machine_->failed(key, "x"));
    EXPECT_FALSE(machine_->fetch_failed(key, key));
  }
}

TEST_F(JobMachineTest, AJobWithoutTasksOnlyCommits) {
  begin(plan_with(0, 0));
  EXPECT_EQ(machine_->state(), JobState::kCommitting);
  machine_->committed("java.io.IOException: no");
  EXPECT_EQ(machine_->state(), JobState::kAborting);
}

}  // namespace
}  // namespace mammoth::mapreduce::schedule
