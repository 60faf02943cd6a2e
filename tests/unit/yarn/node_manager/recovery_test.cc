// A NodeManager that begins anew: containers are taken up by their processes, or by what those have
// left.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "common/async/io_pool.h"
#include "common/io/malformed_input.h"
#include "tests/support/temporary_directory.h"
#include "yarn/node_manager/rpc/node.h"
#include "yarn/node_manager/store/node_codec.h"

namespace mammoth::yarn::node {
namespace {

using ::testing::HasSubstr;

constexpr const char* kId = "container_1_0001_01_000002";
constexpr const char* kApplication = "application_1_0001";

// Its parts, as NodeManager puts them together.
class Process {
 public:
  explicit Process(const std::string& folder)
      : store_(NodeStateStore::open(folder + "/state").value()),
        directories_({folder + "/local"}, {folder + "/logs"}),
        localizer_(directories_.local(), {.own_user = "me"}, configuration_, clock_) {
    launcher_.start(
        {.facts = {.node_host = "node", .node_port = 1, .home = "/home/"}, .recoverable = true},
        {.launched = [this](const std::string& id,
                            int pid) { with([&](auto& it) { it.launched(id, pid); }); },
         .exited = [this](const std::string& id,
                          const ProcessEnd& end) { with([&](auto& it) { it.exited(id, end); }); },
         .launching =
             [this](const std::string& id) {
               store_->launching(id);
               store_->flush();
             },
         .removing = [this] { store_->flush(); }});
    localizer_.start({.localized =
                          [this](const std::string& id, Localized files) {
                            with([&](auto& it) { it.localized(id, std::move(files)); });
                          },
                      .failed = {}});
    const SavedNode saved = store_->load().value();
    Directories::Kept kept;
    for (const auto& it : saved.containers) kept.containers.insert(it.container.spec.id);
    for (const auto& it : saved.applications) kept.applications.insert(it.id);
    EXPECT_TRUE(directories_.prepare(kept));
    node_.set_store(store_.get());
    node_.recover(saved);
  }
  ~Process() {
    localizer_.stop();
    runner_.stop();
    launcher_.stop();
  }
  template <class Use>
  void with(Use use) {
    node_.with([&](Containers& it) { use(it); });
  }
  Container wait_for(ContainerState state) {
    Container found;
    for (int i = 0; i < 500 && found.state != state; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      with([&](Containers& it) { found = it.find(kId) ? *it.find(kId) : Container{}; });
    }
    EXPECT_EQ(found.state, state);
    return found;
  }

 private:
  SystemClock clock_;
  Configuration configuration_;
  std::unique_ptr<NodeStateStore> store_;
  Directories directories_;
  IoPool pool_{1};
  ProcessRunner runner_{pool_.at(0)};
  Launcher launcher_{directories_, runner_, 2};
  Localizer localizer_;
  LogKeeper logs_{directories_.logs(), configuration_};
  Node node_{{}, clock_, launcher_, localizer_, logs_, {}};
};

class NodeRecoveryTest : public testing::Test {
 protected:
  // Begun by one process, found by the next.
  Container begin(const std::string& command) {
    Process process(folder_.path());
    process.with([&](Containers& it) {
      EXPECT_TRUE(
          it.start({.id = kId, .application = kApplication, .user = "me", .command = {command}}));
    });
    return process.wait_for(ContainerState::kRunning);
  }
  std::string said() const {
    std::ifstream file(folder_.path() + "/said");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::string say(const std::string& word) const {
    return "echo " + word + " >>" + folder_.path() + "/said; ";
  }

  TemporaryDirectory folder_;
};

TEST_F(NodeRecoveryTest, AProcessGoesOnAndItsStatusIsRead) {
  const int pid = begin(say("begun") + "sleep 1; exit 3").pid;
  Process next(folder_.path());
  EXPECT_EQ(next.wait_for(ContainerState::kRunning).pid, pid);
  const Container ended = next.wait_for(ContainerState::kDone);
  EXPECT_EQ(ended.exit_status, 3);
  EXPECT_THAT(ended.diagnostics, HasSubstr("Exit code: 3"));
  EXPECT_EQ(said(), "begun\n");
}

TEST_F(NodeRecoveryTest, WhatEndedMeanwhileHasLeftItsStatus) {
  const int pid = begin(say("begun")).pid;
  // Nobody reaps it here, so that it cannot be asked for: its word is enough.
  for (int i = 0; i < 200 && said().empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  Process next(folder_.path());
  EXPECT_EQ(next.wait_for(ContainerState::kDone).exit_status, 0);
  EXPECT_EQ(said(), "begun\n");
  EXPECT_GT(pid, 1);
}

TEST_F(NodeRecoveryTest, OneThatIsGoneWithoutAWordIsLost) {
  ::kill(-begin("sleep 100").pid, SIGKILL);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  Process next(folder_.path());
  EXPECT_EQ(next.wait_for(ContainerState::kDone).exit_status, kExitLost);
}

TEST_F(NodeRecoveryTest, AnAdoptedProcessIsKilled) {
  begin("trap '' TERM; sleep 100");
  Process next(folder_.path());
  next.wait_for(ContainerState::kRunning);
  next.with([](Containers& it) { EXPECT_TRUE(it.kill(kId, kExitKilledByMaster, "Killed.")); });
  EXPECT_EQ(next.wait_for(ContainerState::kDone).exit_status, kExitKilledByMaster);
}

TEST_F(NodeRecoveryTest, DoneStaysDoneUntilItIsForgotten) {
  {
    Process process(folder_.path());
    process.with([&](Containers& it) {
      EXPECT_TRUE(
          it.start({.id = kId, .application = kApplication, .user = "me", .command = {"exit 7"}}));
    });
    process.wait_for(ContainerState::kDone);
  }
  {
    Process next(folder_.path());
    const Container found = next.wait_for(ContainerState::kDone);
    EXPECT_EQ(found.exit_status, 7);
    EXPECT_FALSE(found.told);
    next.with([](Containers& it) {
      it.forget({kId});
      it.finish_application(kApplication, "over");
    });
  }
  Process last(folder_.path());
  last.with([](Containers& it) {
    EXPECT_TRUE(it.all().empty());
    EXPECT_TRUE(it.applications().empty());
  });
}

TEST(NodeCodecTest, EveryPieceOfARecordIsNeeded) {
  Container it{.spec = {.id = kId,
                        .application = kApplication,
                        .user = "me",
                        .memory_mb = 1,
                        .vcores = 2,
                        .token = "token",
                        .resources = {{.link = "a", .uri = "hdfs://h/a", .timestamp_ms = 3}},
                        .environment = {{"A", "b"}},
                        .command = {"true"},
                        .credentials = "secret"},
               .state = ContainerState::kRunning,
               .diagnostics = "told"};
  const std::string spec = encode_spec(it.spec);
  EXPECT_EQ(encode_spec(decode_spec(kId, spec)), spec);
  EXPECT_EQ(decode_spec(kId, spec).resources, it.spec.resources);
  for (std::size_t size = 0; size < spec.size(); ++size)
    EXPECT_THROW(decode_spec(kId, spec.substr(0, size)), MalformedInput);
  Container other;
  for (const std::string state = encode_state(it); const std::size_t size : {1UL, state.size() - 1})
    EXPECT_THROW(decode_state(state.substr(0, size), other), MalformedInput);
  decode_state(encode_state(it), other);
  EXPECT_EQ(other.diagnostics, "told");
  const CacheKey key{.scope = "me", .uri = "u", .timestamp_ms = 1, .pattern = "p"};
  const auto file = decode_file("/d/1", encode_file(key, {.path = "/d/1/f", .bytes = 9}));
  EXPECT_EQ(file.first, key);
  EXPECT_EQ(file.second.path, "/d/1/f");
  yarn_tokens::NmTokenVerifier::State tokens;
  tokens.current = {-5, "k"};
  tokens.attempts["a"] = {kApplication, {7, "x"}};
  EXPECT_EQ(decode_node_tokens(encode_node_tokens(tokens)), tokens);
}

}  // namespace
}  // namespace mammoth::yarn::node
