// Applications and their masters, from submission to their end.
#include "tests/support/result_matchers.h"
#include "tests/unit/yarn/resource_manager/cluster/fixture.h"

namespace mammoth::yarn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST_F(ClusterTest, AnApplicationLivesFromSubmissionToItsEnd) {
  join(node("n"));
  const ApplicationId id = submit();
  EXPECT_EQ(app(id).state, ApplicationState::kAccepted);
  EXPECT_EQ(app(id).queue, "root.default");
  ASSERT_EQ(recorder.launched.size(), 1U);
  const AttemptId attempt = recorder.launched[0].first;
  EXPECT_EQ(to_text(recorder.launched[0].second.id), "container_1000_0001_01_000001");
  EXPECT_TRUE(recorder.launched[0].second.application_master);
  EXPECT_THAT(app(id).shown_diagnostics(), HasSubstr("waiting for AM container to be launched"));

  cluster->master_launched(attempt);
  EXPECT_THAT(app(id).shown_diagnostics(), HasSubstr("Register with RM"));
  ASSERT_TRUE(cluster->register_master(attempt, "host", 99, ""));
  EXPECT_EQ(app(id).state, ApplicationState::kRunning);
  EXPECT_EQ(app(id).shown_diagnostics(), "");

  beat({"n", 1}, {master_of(attempt)});
  EXPECT_FALSE(*cluster->finish_master(attempt, {FinalStatus::kSucceeded, "done", ""}));
  EXPECT_EQ(app(id).state, ApplicationState::kFinishing);
  EXPECT_TRUE(*cluster->finish_master(attempt, {}));
  EXPECT_THAT(recorder.over, IsEmpty());
  clock.advance_ms(2000);
  const NodeAnswer answer = beat({"n", 1}, {}, {{master_of(attempt), 0, ""}});
  EXPECT_EQ(app(id).state, ApplicationState::kFinished);
  EXPECT_EQ(app(id).final_status(), FinalStatus::kSucceeded);
  EXPECT_EQ(app(id).shown_diagnostics(), "done");
  EXPECT_EQ(app(id).used.memory, 2 * 1024);
  EXPECT_THAT(recorder.over, ElementsAre(attempt));
  EXPECT_THAT(answer.clean_applications, ElementsAre(id));
  EXPECT_THAT(answer.forget, ElementsAre(master_of(attempt)));
  EXPECT_TRUE(*cluster->finish_master(attempt, {}));
}

TEST_F(ClusterTest, AMasterThatFailsIsStartedAgainAndThenNoMore) {
  join(node("n"));
  const AttemptId first = run();
  beat({"n", 1}, {master_of(first)});
  beat({"n", 1}, {}, {{master_of(first), 3, "bad"}});
  EXPECT_EQ(app(first.application).state, ApplicationState::kAccepted);
  ASSERT_EQ(recorder.launched.size(), 2U);
  const AttemptId second = recorder.launched[1].first;
  EXPECT_EQ(second.attempt, 2);
  beat({"n", 1}, {master_of(second)});
  beat({"n", 1}, {}, {{master_of(second), 3, "bad"}});
  EXPECT_EQ(app(first.application).state, ApplicationState::kFailed);
  EXPECT_EQ(app(first.application).diagnostics,
            "Application application_1000_0001 failed 2 times due to AM Container for "
            "appattempt_1000_0001_000002 exited with  exitCode: 3\nFailing this "
            "attempt.Diagnostics: badFor more detailed output, check the application tracking "
            "page: http://127.0.0.1:8088/cluster/app/application_1000_0001 Then click on links to "
            "logs of each attempt.\n. Failing the application.");
}

TEST_F(ClusterTest, ALostNodeIsNoFaultOfTheMaster) {
  join(node("n"));
  const AttemptId first = run({.max_attempts = 1});
  beat({"n", 1}, {master_of(first)});
  clock.advance_ms(11 * kMinute);
  cluster->tick();
  EXPECT_EQ(cluster->nodes().at({"n", 1}).state, NodeState::kLost);
  EXPECT_EQ(app(first.application).state, ApplicationState::kAccepted);
  EXPECT_EQ(app(first.application).attempts.size(), 2U);
  EXPECT_EQ(cluster->node_heartbeat({.id = {"n", 1}}).action, NodeAnswer::Action::kResync);
  EXPECT_EQ(cluster->register_node(node("n")), std::nullopt);
  EXPECT_EQ(recorder.launched.size(), 1U);  // the node may not know yet whose tokens to believe
  beat({"n", 1});
  EXPECT_EQ(recorder.launched.size(), 2U);
}

TEST_F(ClusterTest, ASilentMasterIsGivenUp) {
  join(node("n"));
  const AttemptId attempt = run({.max_attempts = 1});
  for (int minute = 0; minute <= 16; ++minute) {
    clock.advance_ms(kMinute);
    beat({"n", 1}, {master_of(attempt)});
    cluster->tick();
  }
  EXPECT_THAT(app(attempt.application).diagnostics,
              HasSubstr("ApplicationMaster for attempt appattempt_1000_0001_000001 timed out"));
  EXPECT_THAT(beat({"n", 1}, {master_of(attempt)}).clean, ElementsAre(master_of(attempt)));
}

TEST_F(ClusterTest, MastersKeepStepOrAreRefused) {
  join(node("n"));
  const AttemptId attempt{submit(), 1};
  const std::string exceptions = "org.apache.hadoop.yarn.exceptions.";
  EXPECT_EQ(heartbeat(attempt).error().remote_class,
            exceptions + "ApplicationMasterNotRegisteredException");
  EXPECT_EQ(cluster->finish_master(attempt, {}).error().remote_class,
            exceptions + "ApplicationMasterNotRegisteredException");
  ASSERT_TRUE(cluster->register_master(attempt, "h", 1, ""));
  EXPECT_EQ(cluster->register_master(attempt, "h", 1, "").error().message,
            "Application Master is already registered : application_1000_0001");

  const Result<MasterAnswer> first = heartbeat(attempt, ask(2));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->response_id, 1);
  EXPECT_EQ(first->allocation.granted.size(), 2U);
  // The answer was lost: asked again, nothing new is given.
  const Result<MasterAnswer> again =
      cluster->master_heartbeat(attempt, {.response_id = 0, .allocate = ask(5)});
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(cluster->scheduler().application(attempt.application)->containers, 3);
  EXPECT_EQ(cluster->master_heartbeat(attempt, {.response_id = 7}).error().message,
            "Invalid responseId in AllocateRequest from application attempt: "
            "appattempt_1000_0001_000001 expect responseId to be 1 but get 7");
  EXPECT_EQ(cluster->master_heartbeat({attempt.application, 2}, {}).error().message,
            "Application attempt appattempt_1000_0001_000002 doesn't exist in "
            "ApplicationMasterService cache.");
}

TEST_F(ClusterTest, WhatHasEndedIsToldOnceAndThenForgotten) {
  join(node("n"));
  const AttemptId attempt = run();
  const ContainerId task = heartbeat(attempt, ask(1))->allocation.granted.at(0).id;
  beat({"n", 1}, {master_of(attempt), task});
  beat({"n", 1}, {master_of(attempt)}, {{task, 7, "broken"}});
  const Result<MasterAnswer> told = heartbeat(attempt);
  ASSERT_EQ(told->allocation.completed.size(), 1U);
  EXPECT_EQ(told->allocation.completed[0].exit_status, 7);
  EXPECT_THAT(beat({"n", 1}, {master_of(attempt)}, {{task, 7, "broken"}}).forget, IsEmpty());
  EXPECT_THAT(heartbeat(attempt)->allocation.completed, IsEmpty());
  EXPECT_THAT(beat({"n", 1}, {master_of(attempt)}).forget, ElementsAre(task));
}

TEST_F(ClusterTest, AReleasedContainerIsKilledOnItsNode) {
  join(node("n"));
  const AttemptId attempt = run();
  const ContainerId task = heartbeat(attempt, ask(1))->allocation.granted.at(0).id;
  beat({"n", 1}, {master_of(attempt), task});
  const Result<MasterAnswer> answer = heartbeat(attempt, {.releases = {task}});
  ASSERT_TRUE(answer);
  EXPECT_THAT(beat({"n", 1}, {master_of(attempt), task}).clean, ElementsAre(task));
  const ContainerId strange{{{1000, 99}, 1}, 5};
  EXPECT_THAT(heartbeat(attempt, {.releases = {strange}}).error().message,
              StartsWith("Cannot release container : container_1000_0099_01_000005 not belonging"));
}

TEST_F(ClusterTest, KillingAnswersFalseAndThenTrue) {
  join(node("n"));
  const AttemptId attempt = run();
  beat({"n", 1}, {master_of(attempt)});
  EXPECT_FALSE(*cluster->kill(attempt.application, "killed by a test"));
  EXPECT_TRUE(*cluster->kill(attempt.application, "again"));
  EXPECT_EQ(app(attempt.application).state, ApplicationState::kKilled);
  EXPECT_EQ(app(attempt.application).final_status(), FinalStatus::kKilled);
  EXPECT_EQ(app(attempt.application).diagnostics, "killed by a test");
  const NodeAnswer answer = beat({"n", 1}, {master_of(attempt)});
  EXPECT_THAT(answer.clean, ElementsAre(master_of(attempt)));
  EXPECT_THAT(answer.clean_applications, ElementsAre(attempt.application));
  EXPECT_EQ(cluster->kill({1000, 77}, "").error().message,
            "Trying to kill an absent application application_1000_0077");
}

TEST_F(ClusterTest, WrongSubmissions) {
  join(node("n"));
  const ApplicationId lost = submit({.queue = "nosuch"});
  EXPECT_EQ(app(lost).state, ApplicationState::kFailed);
  EXPECT_EQ(app(lost).queue, "nosuch");
  EXPECT_EQ(app(lost).diagnostics,
            "Application application_1000_0001 submitted by user alice to unknown queue: nosuch");
  const Result<void> large = cluster->submit(
      {.id = {1000, 9}, .user = "alice", .master_resource = {100'000, 1}}, {.user = "alice"});
  EXPECT_EQ(large.error().remote_class,
            "org.apache.hadoop.yarn.exceptions.InvalidResourceRequestException");
  EXPECT_FALSE(cluster->application({1000, 9}));
  std::set<std::string> tags;
  for (char c = 'a'; c < 'a' + 11; ++c) tags.insert(std::string(1, c));
  EXPECT_THAT(cluster->submit({.id = {1000, 9}, .tags = tags, .master_resource = {1, 1}}, {}),
              refused(ErrorCode::kIllegalArgument,
                      "Too many applicationTags, a maximum of only 10 are allowed!"));
  // An id twice is one application.
  const ApplicationId id = submit();
  submit({.id = id, .name = "other"});
  EXPECT_EQ(app(id).spec.name, "N/A");
  EXPECT_GT(cluster->new_application_id(), id);
}

TEST_F(ClusterTest, RightsCountWhereTheyAreSwitchedOn) {
  restart({{"yarn.acl.enable", "true"},
           {"yarn.scheduler.capacity.root.acl_submit_applications", "alice"},
           {"yarn.scheduler.capacity.root.acl_administer_queue", " "}});
  join(node("n"));
  const Result<void> denied = cluster->submit(
      {.id = {1000, 1}, .user = "carol", .master_resource = {1024, 1}}, {.user = "carol"});
  EXPECT_EQ(denied.error().message,
            "org.apache.hadoop.security.AccessControlException: User carol does not have "
            "permission to submit application_1000_0001 to queue default");
  const ApplicationId id = submit({.viewers = AccessList("bob")});
  EXPECT_TRUE(cluster->may_view(app(id), {.user = "alice"}));
  EXPECT_TRUE(cluster->may_view(app(id), {.user = "bob"}));
  EXPECT_FALSE(cluster->may_modify(app(id), {.user = "bob"}));
  EXPECT_FALSE(cluster->may_view(app(id), {.user = "carol"}));
  EXPECT_TRUE(cluster->may_modify(app(id), {.user = "admin"}));
}

TEST_F(ClusterTest, AFailedLaunchIsAFailedAttempt) {
  join(node("n"));
  const ApplicationId id = submit({.max_attempts = 1});
  cluster->master_launch_failed({id, 1}, "no such node");
  EXPECT_THAT(app(id).diagnostics,
              HasSubstr("(global limit =2; local limit is =1) due to Error launching "
                        "appattempt_1000_0001_000001. Got exception: no such node"));
  cluster->master_launched({id, 1});  // late news change nothing
  EXPECT_EQ(app(id).state, ApplicationState::kFailed);
}

TEST_F(ClusterTest, KeptContainersOutliveTheirMaster) {
  join(node("n"));
  const AttemptId first = run({.keep_containers = true});
  const ContainerId task = heartbeat(first, ask(1))->allocation.granted.at(0).id;
  beat({"n", 1}, {master_of(first), task});
  beat({"n", 1}, {task}, {{master_of(first), 1, ""}});
  const auto left = cluster->scheduler().containers_of(first.application);
  ASSERT_EQ(left.size(), 2U);  // the task and the next master
  EXPECT_TRUE(cluster->scheduler().container(task));
}

TEST_F(ClusterTest, OldApplicationsAreForgotten) {
  std::vector<ApplicationId> all;
  for (int i = 0; i < 3; ++i) {
    all.push_back(submit());
    cluster->kill(all.back(), "over").value();
  }
  cluster->tick();
  EXPECT_FALSE(cluster->application(all[0]));
  EXPECT_TRUE(cluster->application(all[1]));
  EXPECT_TRUE(cluster->application(all[2]));
}

TEST(ApplicationStates, OnlyDrawnMovesAreLegal) {
  using enum ApplicationState;
  EXPECT_TRUE(may_follow(kRunning, kAccepted));
  EXPECT_FALSE(may_follow(kFinished, kRunning));
  EXPECT_FALSE(may_follow(kKilled, kFailed));
  EXPECT_FALSE(may_follow(AttemptState::kFinishing, AttemptState::kFailed));
  EXPECT_TRUE(may_follow(AttemptState::kScheduled, AttemptState::kKilled));
}

}  // namespace
}  // namespace mammoth::yarn
