// ContainerManagementProtocol as its callers see it, down to real processes.
#include "yarn/node_manager/rpc/container_protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "common/async/io_pool.h"
#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/yarn_tokens/container_token_issuer.h"
#include "common/yarn_tokens/nm_token_issuer.h"
#include "tests/support/temporary_directory.h"
#include "yarn/node_manager/launch/directories.h"

namespace mammoth::yarn::node {
namespace {

using ::testing::HasSubstr;
using yarn_tokens::KeyTimes;

constexpr KeyTimes kTimes{.rolling_ms = 1'000'000, .activation_ms = 100};
constexpr std::int64_t kManager = 1000;

struct From {
  rpc::Peer peer;
  rpc::Call call;
  explicit From(std::string token)
      : peer{.user = "appattempt",
             .real_user = {},
             .remote_address = "127.0.0.1",
             .token_identifier = std::move(token)},
        call(peer, {.method_name = "aMethod"}) {}
};

class ContainerProtocolTest : public testing::Test {
 protected:
  ContainerProtocolTest() {
    EXPECT_TRUE(directories_.prepare());
    launcher_.start(
        {.facts = {.node_host = "node", .node_port = 1, .home = "/home/"}},
        {.launched = [this](const std::string& id,
                            int pid) { node_.with([&](Containers& it) { it.launched(id, pid); }); },
         .exited =
             [this](const std::string& id, const ProcessEnd& end) {
               node_.with([&](Containers& it) { it.exited(id, end); });
             }});
    localizer_.start({.localized =
                          [this](const std::string& id, Localized files) {
                            node_.with([&](Containers& it) { it.localized(id, std::move(files)); });
                          },
                      .failed =
                          [this](const std::string& id, const std::string& why) {
                            node_.with([&](Containers& it) { it.localization_failed(id, why); });
                          }});
    node_.node_tokens().set_key(node_issuer_.current_key());
    node_.container_tokens().set_key(container_issuer_.current_key());
    node_.node_tokens().set_node(node_id());
    node_.container_tokens().set_node(node_id());
    node_.resource_manager = kManager;
  }
  ~ContainerProtocolTest() override {
    localizer_.stop();
    runner_.stop();
    launcher_.stop();
  }

  static wire::NodeIdProto node_id() {
    wire::NodeIdProto id;
    id.set_host("node");
    id.set_port(1);
    return id;
  }
  static wire::ApplicationAttemptIdProto attempt(int application) {
    wire::ApplicationAttemptIdProto id;
    id.mutable_application_id()->set_id(application);
    id.mutable_application_id()->set_cluster_timestamp(kManager);
    id.set_attemptid(1);
    return id;
  }
  wire::ContainerTokenIdentifierProto identifier(int number, int application = 1) {
    wire::ContainerTokenIdentifierProto it;
    *it.mutable_containerid()->mutable_app_attempt_id() = attempt(application);
    it.mutable_containerid()->set_id(number);
    it.set_nmhostaddr("node:1");
    it.set_appsubmitter("alice");
    it.mutable_resource()->set_memory(512);
    it.set_rmidentifier(kManager);
    return it;
  }
  std::string node_token(int application = 1) {
    return node_issuer_.issue(attempt(application), node_id(), "alice", "").identifier;
  }
  wire::StartContainersRequestProto start_request(wire::ContainerTokenIdentifierProto identifier,
                                                  const std::string& command = "true") {
    wire::StartContainersRequestProto request;
    auto& it = *request.add_start_container_request();
    *it.mutable_container_token() =
        security::to_proto(container_issuer_.issue(std::move(identifier), ""));
    it.mutable_container_launch_context()->add_command(command);
    return request;
  }
  // The message of the refusal, or "".
  std::string refusal(const wire::StartContainersRequestProto& request, int application = 1) {
    From from(node_token(application));
    const auto response = protocol_.start_containers(request, from.call);
    if (!response) return response.error().message;
    return response->failed_requests_size() == 0
               ? ""
               : response->failed_requests(0).exception().message();
  }
  wire::ContainerStatusProto wait_for_end(int number) {
    wire::GetContainerStatusesRequestProto request;
    *request.add_container_id() = identifier(number).containerid();
    for (int i = 0; i < 500; ++i) {
      From from(node_token());
      const auto response = protocol_.get_container_statuses(request, from.call);
      EXPECT_TRUE(response);
      if (response->status(0).state() == wire::C_COMPLETE) return response->status(0);
      ::usleep(10'000);
    }
    ADD_FAILURE() << "the container does not end";
    return {};
  }

  TemporaryDirectory folder_;
  ManualClock clock_;
  Configuration configuration_;
  Directories directories_{{folder_.path() + "/l"}, {folder_.path() + "/g"}};
  IoPool pool_{1};
  ProcessRunner runner_{pool_.at(0)};
  Launcher launcher_{directories_, runner_, 2};
  Localizer localizer_{directories_.local(), {}, configuration_, clock_};
  LogKeeper logs_{directories_.logs(), configuration_};
  Node node_{{}, clock_, launcher_, localizer_, logs_, {}};
  ContainerProtocol protocol_{node_};
  yarn_tokens::NmTokenIssuer node_issuer_{clock_, security::system_random(), kTimes};
  yarn_tokens::ContainerTokenIssuer container_issuer_{clock_, security::system_random(), kTimes,
                                                      600'000};
};

TEST_F(ContainerProtocolTest, StartsWatchesAndStops) {
  EXPECT_EQ(refusal(start_request(identifier(1), "echo $CONTAINER_ID 1><LOG_DIR>/stdout")), "");
  const auto ended = wait_for_end(1);
  EXPECT_EQ(ended.exit_status(), 0) << ended.diagnostics();
  const std::string logs =
      directories_.log_root("application_1000_0001", "container_1000_0001_01_000001");
  EXPECT_EQ(tail_of(logs + "/stdout", 100), "container_1000_0001_01_000001\n");

  EXPECT_EQ(refusal(start_request(identifier(2), "sleep 600")), "");
  wire::StopContainersRequestProto stop;
  *stop.add_container_id() = identifier(2).containerid();
  *stop.add_container_id() = identifier(9).containerid();
  *stop.add_container_id() = identifier(1, 7).containerid();
  From from(node_token());
  const auto stopped = protocol_.stop_containers(stop, from.call);
  ASSERT_TRUE(stopped);
  EXPECT_EQ(stopped->succeeded_requests_size(), 1);
  ASSERT_EQ(stopped->failed_requests_size(), 2);
  EXPECT_EQ(stopped->failed_requests(0).exception().message(),
            "Container container_1000_0001_01_000009 is not handled by this NodeManager");
  EXPECT_EQ(stopped->failed_requests(0).exception().class_name(),
            "org.apache.hadoop.yarn.exceptions.YarnException");
  EXPECT_EQ(stopped->failed_requests(1).exception().message(),
            "appattempt_1000_0001_000001 attempted to stop non-application container : "
            "container_1000_0007_01_000001");
  const auto killed = wait_for_end(2);
  EXPECT_EQ(killed.exit_status(), kExitKilledByMaster);
  EXPECT_THAT(killed.diagnostics(), HasSubstr("Container killed by the ApplicationMaster.\n"));
}

TEST_F(ContainerProtocolTest, FailureShowsStandardError) {
  EXPECT_EQ(refusal(start_request(identifier(1), "echo oh no 1>&2 2><LOG_DIR>/stderr; exit 3")),
            "");
  const auto ended = wait_for_end(1);
  EXPECT_EQ(ended.exit_status(), 3);
  EXPECT_THAT(ended.diagnostics(), HasSubstr("Exception from container-launch.\nContainer id: "
                                             "container_1000_0001_01_000001\nExit code: 3\n"));
  EXPECT_THAT(ended.diagnostics(),
              HasSubstr("Container exited with a non-zero exit code 3. Error file: prelaunch.err.\n"
                        "Last 4096 bytes of prelaunch.err :\n"));
}

TEST_F(ContainerProtocolTest, TokensThatAreNotGoodHere) {
  auto wrong = identifier(1);
  wrong.set_nmhostaddr("other:1");
  EXPECT_EQ(refusal(start_request(wrong)),
            "Given Container container_1000_0001_01_000001 identifier is not valid for current "
            "Node manager. Expected : node:1 Found : other:1");
  wrong = identifier(1);
  wrong.set_rmidentifier(999);
  EXPECT_EQ(
      refusal(start_request(wrong)),
      "\nContainer container_1000_0001_01_000001 rejected as it is allocated by a previous RM");
  const auto late = start_request(identifier(1));
  clock_.advance_ms(600'001);
  EXPECT_THAT(refusal(late), HasSubstr("Unauthorized request to start container.\nThis token is "
                                       "expired. current time is "));
  EXPECT_EQ(refusal(start_request(identifier(1)), 2),
            "Unauthorized request to start container.\nNMToken for application attempt : "
            "appattempt_1000_0002_000001 was used for starting container with container token "
            "issued for application attempt : appattempt_1000_0001_000001");
  auto forged = start_request(identifier(1));
  forged.mutable_start_container_request(0)->mutable_container_token()->set_password("guess");
  EXPECT_THAT(refusal(forged), HasSubstr("Invalid container token used for starting container"));
  EXPECT_EQ(refusal(start_request(identifier(1))), "");
  EXPECT_EQ(refusal(start_request(identifier(1))),
            "Unauthorized request to start container.\n Attempt to relaunch the same container "
            "with id container_1000_0001_01_000001.");
}

TEST_F(ContainerProtocolTest, RequestsThatMakeNoSense) {
  From nobody("");
  EXPECT_EQ(protocol_.start_containers({}, nobody.call).error().message, "Invalid NMToken");
  auto request = start_request(identifier(1));
  auto& context = *request.mutable_start_container_request(0)->mutable_container_launch_context();
  context.add_localresources()->set_key("a");
  EXPECT_THAT(refusal(request), HasSubstr("Null resource URL for local resource a"));
  context.clear_localresources();
  context.add_service_data()->set_key("nosuch");
  EXPECT_EQ(refusal(request), "The auxService:nosuch does not exist");
  auto evil = identifier(1);
  evil.set_appsubmitter("../..");
  EXPECT_EQ(refusal(start_request(evil)), "Invalid user name: ../..");
  context.clear_service_data();
  context.set_tokens("not a credentials file");
  From from(node_token());
  EXPECT_FALSE(protocol_.start_containers(request, from.call));
}

TEST_F(ContainerProtocolTest, EveryMethodIsKnown) {
  rpc::Service service("org.apache.hadoop.yarn.api.ContainerManagementProtocolPB", 1);
  protocol_.bind_to(service);
  for (const char* method :
       {"startContainers", "stopContainers", "getContainerStatuses", "increaseContainersResource",
        "updateContainer", "signalToContainer", "localize", "reInitializeContainer",
        "restartContainer", "rollbackLastReInitialization", "commitLastReInitialization",
        "getLocalizationStatuses"})
    EXPECT_TRUE(service.knows(method)) << method;
}

}  // namespace
}  // namespace mammoth::yarn::node
