// A ResourceManager that begins anew: what the store has kept, and what nodes and masters bring.
#include <atomic>
#include <filesystem>
#include <thread>

#include "common/io/malformed_input.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/yarn/resource_manager/cluster/fixture.h"
#include "yarn/resource_manager/store/state_codec.h"
#include "yarn/resource_manager/store/state_store.h"

namespace mammoth::yarn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RecoveryTest : public ClusterTest {
 protected:
  RecoveryTest() { store = StateStore::open(directory.path() + "/state").value(); }

  // As a new process: what was not written down is forgotten.
  void begin_anew(const std::map<std::string, std::string>& properties = {}) {
    keep();
    store.reset();
    store = StateStore::open(directory.path() + "/state").value();
    SavedState state = store->load(true).value();
    epoch = state.epoch;
    restart(properties);
    cluster->recover(std::move(state.applications));
    keep();
  }
  void keep() {
    store->save(*cluster, cluster->take_changes());
    EXPECT_TRUE(store->records().flush());
  }
  // The node comes back with these.
  void come_back(const std::vector<ContainerId>& running,
                 std::vector<EndedContainer> finished = {}) {
    NodeRegistration it = node("n");
    for (const ContainerId& id : running) it.running.push_back(container(id));
    it.finished = std::move(finished);
    it.applications = {ApplicationId{1000, 1}};
    EXPECT_EQ(cluster->register_node(it), std::nullopt);
  }
  static Container container(const ContainerId& id) {
    return {.id = id, .node = {"n", 1}, .node_http_address = "n:8042", .resource = {1024, 1}, .key = {}};
  }
  void wait_for_scheduling() {
    clock.advance_ms(10'000);
    cluster->tick();
  }

  TemporaryDirectory directory;
  std::unique_ptr<StateStore> store;
};

TEST_F(RecoveryTest, LifetimesGoOn) {
  (void)store->load(true);
  const ApplicationId id = submit({.lifetime_s = 60});
  begin_anew();
  EXPECT_EQ(cluster->lifetime_of(app(id)).remaining_s, 60);
  clock.advance_ms(61'000);
  cluster->tick();
  EXPECT_EQ(app(id).state, ApplicationState::kKilled);
}

TEST_F(RecoveryTest, ARunningApplicationGoesOn) {
  (void)store->load(true);
  join(node("n"));
  const AttemptId attempt = run({.name = "long", .tags = {"a", "b"}});
  const std::vector<Container> granted = heartbeat(attempt, ask(1))->allocation.granted;
  ASSERT_EQ(granted.size(), 1U);
  beat({"n", 1}, {master_of(attempt), granted[0].id});

  begin_anew();
  EXPECT_EQ(epoch, 1);
  const Application& application = app(attempt.application);
  EXPECT_EQ(application.state, ApplicationState::kAccepted);
  EXPECT_EQ(application.spec.name, "long");
  EXPECT_EQ(application.spec.tags, (std::set<std::string>{"a", "b"}));
  EXPECT_THAT(application.shown_diagnostics(), HasSubstr("Attempt recovered after RM restart"));
  EXPECT_THAT(recorder.begun, ElementsAre(attempt));
  EXPECT_THAT(recorder.launched, IsEmpty());

  EXPECT_EQ(cluster->node_heartbeat({.id = {"n", 1}}).action, NodeAnswer::Action::kResync);
  come_back({master_of(attempt), granted[0].id});
  EXPECT_TRUE(cluster->scheduler().container(master_of(attempt))->container.application_master);
  EXPECT_EQ(cluster->scheduler().application(attempt.application)->used.memory_mb, 2048);
  EXPECT_THAT(beat({"n", 1}, {master_of(attempt), granted[0].id}).clean, IsEmpty());

  const auto early = cluster->master_heartbeat(attempt, {.response_id = 7});
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().remote_class,
            "org.apache.hadoop.yarn.exceptions.ApplicationMasterNotRegisteredException");
  ASSERT_TRUE(cluster->register_master(attempt, "host", 99, "http://host:98"));
  EXPECT_EQ(application.state, ApplicationState::kRunning);
  EXPECT_THAT(heartbeat(attempt, ask(1))->allocation.granted, IsEmpty());  // not yet
  wait_for_scheduling();
  const std::vector<Container> more = heartbeat(attempt)->allocation.granted;
  ASSERT_EQ(more.size(), 1U);
  EXPECT_EQ(to_text(more[0].id), "container_e01_1000_0001_01_000003");
  EXPECT_FALSE(more[0].application_master);
}

TEST_F(RecoveryTest, WhatEndedMeanwhileIsTold) {
  join(node("n"));
  const AttemptId attempt = run();
  const ContainerId other = heartbeat(attempt, ask(1))->allocation.granted.at(0).id;
  begin_anew();
  come_back({master_of(attempt)}, {{container(other), 3, "bad"}});
  ASSERT_TRUE(cluster->register_master(attempt, "host", 99, ""));
  const std::vector<ContainerEnd> ended = heartbeat(attempt)->allocation.completed;
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].id, other);
  EXPECT_EQ(ended[0].exit_status, 3);
  EXPECT_THAT(beat({"n", 1}, {master_of(attempt)}).forget, IsEmpty());
  heartbeat(attempt);  // which confirms
  EXPECT_THAT(beat({"n", 1}, {master_of(attempt)}).forget, ElementsAre(other));
}

TEST_F(RecoveryTest, AMasterThatEndedMeanwhileIsStartedAgain) {
  join(node("n"));
  const AttemptId attempt = run();
  begin_anew();
  come_back({}, {{container(master_of(attempt)), 1, "bad"}});
  EXPECT_EQ(app(attempt.application).attempts.size(), 2U);
  EXPECT_EQ(app(attempt.application).attempts[0].exit_status, 1);
  wait_for_scheduling();
  beat({"n", 1});
  ASSERT_EQ(recorder.launched.size(), 1U);
  EXPECT_EQ(recorder.launched[0].second.id.attempt.attempt, 2);
  EXPECT_TRUE(recorder.launched[0].second.application_master);
}

TEST_F(RecoveryTest, AMasterThatWasNeverStartedIsNoFault) {
  join(node("n"));
  const AttemptId attempt{submit({.max_attempts = 1}), 1};  // given, and the launch got lost
  begin_anew();
  come_back({});
  EXPECT_EQ(app(attempt.application).state, ApplicationState::kAccepted);
  wait_for_scheduling();
  beat({"n", 1});
  ASSERT_EQ(recorder.launched.size(), 1U);
  EXPECT_EQ(recorder.launched[0].first.attempt, 2);
}

TEST_F(RecoveryTest, OneThatWaitedGoesOnWaiting) {
  const ApplicationId id = submit();
  begin_anew();
  EXPECT_EQ(app(id).attempts.size(), 1U);
  EXPECT_EQ(app(id).current()->state, AttemptState::kScheduled);
  join(node("n"));
  EXPECT_THAT(recorder.launched, IsEmpty());
  wait_for_scheduling();
  beat({"n", 1});
  ASSERT_EQ(recorder.launched.size(), 1U);
  EXPECT_EQ(recorder.launched[0].first, (AttemptId{id, 1}));
}

TEST_F(RecoveryTest, WhatIsOverStaysOver) {
  join(node("n"));
  const AttemptId finishing = run();
  EXPECT_FALSE(
      *cluster->finish_master(finishing, {FinalStatus::kSucceeded, "done", "http://history"}));
  const ApplicationId killed = submit();
  EXPECT_TRUE(cluster->kill(killed, "by alice"));
  begin_anew();
  EXPECT_EQ(app(finishing.application).state, ApplicationState::kFinished);
  EXPECT_EQ(app(finishing.application).final_status(), FinalStatus::kSucceeded);
  EXPECT_EQ(app(finishing.application).current()->tracking_url, "http://history");
  EXPECT_EQ(app(killed).state, ApplicationState::kKilled);
  EXPECT_EQ(app(killed).diagnostics, "by alice");
  EXPECT_EQ(cluster->totals().finished, 1);
  EXPECT_EQ(cluster->totals().killed, 1);
  EXPECT_TRUE(*cluster->finish_master(finishing, {}));
  // Its node is told to end what is left of it.
  come_back({ContainerId{finishing, 1}});
  const NodeAnswer answer = beat({"n", 1}, {ContainerId{finishing, 1}});
  EXPECT_THAT(answer.clean, ElementsAre(ContainerId{finishing, 1}));
  EXPECT_THAT(answer.clean_applications, ElementsAre(finishing.application));
}

TEST_F(RecoveryTest, OldApplicationsAreForgottenOnDiskToo) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(cluster->kill(submit(), "no"));
  cluster->tick();  // max_completed is 2
  begin_anew();
  EXPECT_EQ(cluster->applications().size(), 2U);
}

TEST_F(RecoveryTest, WithoutPreservingTheNextAttemptBegins) {
  join(node("n"));
  const AttemptId attempt = run({.max_attempts = 1});
  work_preserving = false;
  begin_anew();
  EXPECT_EQ(app(attempt.application).attempts.size(), 2U);
  EXPECT_EQ(app(attempt.application).state, ApplicationState::kAccepted);
  come_back({ContainerId{attempt, 1}});
  EXPECT_THAT(beat({"n", 1}, {ContainerId{attempt, 1}}).clean,
              ElementsAre(ContainerId{attempt, 1}));
  EXPECT_EQ(recorder.launched.size(), 1U);
}

TEST_F(RecoveryTest, AQueueThatIsGoneEndsItsApplications) {
  const ApplicationId id = submit();
  begin_anew({{"yarn.scheduler.capacity.root.queues", "other"},
              {"yarn.scheduler.capacity.root.other.capacity", "100"}});
  EXPECT_EQ(app(id).state, ApplicationState::kKilled);
  EXPECT_EQ(app(id).diagnostics,
            "Application killed on recovery as it was submitted to queue root.default which no "
            "longer exists after restart.");
}

TEST_F(RecoveryTest, KeysAndEpochsAreKept) {
  EXPECT_EQ(store->load(true)->epoch, 0);
  store->save(yarn_tokens::KeyState{.current = {-7, "abc"}, .next = {{-6, "def"}}});
  EXPECT_TRUE(store->records().flush());
  const SavedState state = store->load(true).value();
  EXPECT_EQ(state.epoch, 1);
  EXPECT_EQ(state.master_keys->current, (security::MasterKey{-7, "abc"}));
  EXPECT_EQ(state.master_keys->next, (security::MasterKey{-6, "def"}));
  EXPECT_EQ(store->load(true)->epoch, 2);
}

TEST_F(RecoveryTest, DamageIsTold) {
  submit();
  keep();
  store->records().put("application/00000000000003e8/00000001", "\x01\x02");
  store->records().flush();
  const auto damaged = store->load(false);
  ASSERT_FALSE(damaged);
  EXPECT_THAT(damaged.error().message, HasSubstr("application/00000000000003e8/00000001"));
  store->records().put("version", "2");
  store->records().flush();
  store.reset();
  const auto newer = StateStore::open(directory.path() + "/state");
  ASSERT_FALSE(newer);
  EXPECT_THAT(newer.error().message, HasSubstr("holds a state of version 2"));
}

TEST_F(RecoveryTest, EveryPieceOfARecordIsNeeded) {
  const AttemptId attempt = (join(node("n")), run());
  const std::string application = encode_application(app(attempt.application));
  const std::string record = encode_attempt(*app(attempt.application).current());
  // The last byte is the lifetime, which older records lack.
  for (std::size_t size = 0; size + 1 < application.size(); ++size)
    EXPECT_THROW(decode_application(attempt.application, application.substr(0, size)),
                 MalformedInput);
  for (std::size_t size = 0; size < record.size(); ++size)
    EXPECT_THROW(decode_attempt(attempt, record.substr(0, size)), MalformedInput);
  EXPECT_EQ(encode_attempt(decode_attempt(attempt, record)), record);
  EXPECT_EQ(encode_application(decode_application(attempt.application, application)),
            application);
}

TEST(RecordStoreTest, ItsChangesAreDurableInTheirOrder) {
  const TemporaryDirectory directory;
  {
    const auto store = RecordStore::open(directory.path() + "/s").value();
    EXPECT_EQ(store->written(), 0U);
    std::atomic<std::uint64_t> heard = 0;
    store->on_advance(&heard, [&](std::uint64_t durable) { heard = durable; });
    {
      const RecordStore::Group group(*store);
      store->put("a/1", "one");
      store->put("a/2", "two");
      store->put("b", "three");
      store->remove("a/1");
      EXPECT_EQ(store->durable(), 0U);  // together or not at all
    }
    EXPECT_TRUE(store->flush());
    EXPECT_EQ(store->durable(), 4U);
    while (heard != 4U) std::this_thread::yield();  // told after those who waited
    store->on_advance(&heard, {});
    EXPECT_FALSE(RecordStore::open(directory.path() + "/s"));  // one at a time
    store->put("a/3", "");                                     // the destructor writes it
  }
  const auto store = RecordStore::open(directory.path() + "/s").value();
  std::string all;
  EXPECT_TRUE(store->scan("a/", [&](std::string_view key, std::string_view value) {
    all += std::string(key) + "=" + std::string(value) + " ";
  }));
  EXPECT_EQ(all, "a/2=two a/3= ");
  EXPECT_EQ(store->get("b").value(), "three");
  EXPECT_EQ(store->get("c").value(), std::nullopt);
}

}  // namespace
}  // namespace mammoth::yarn
