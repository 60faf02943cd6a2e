// The protocols as their callers see them: messages in, messages and refusals out.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_message_reflection.h>
#include <gtest/gtest.h>

#include "common/protocol/yarn/administration.pb.h"
#include "common/protocol/yarn/administration_protocol.pb.h"
#include "common/protocol/yarn/application_client_protocol.pb.h"
#include "common/protocol/yarn/application_master_protocol.pb.h"
#include "common/protocol/yarn/queue.pb.h"
#include "common/protocol/yarn/resource_tracker.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/rpc/service.h"
#include "common/security/secrets.h"
#include "tests/support/result_matchers.h"
#include "yarn/resource_manager/rpc/admin_protocol.h"
#include "yarn/resource_manager/rpc/client_protocol.h"
#include "yarn/resource_manager/rpc/master_protocol.h"
#include "yarn/resource_manager/rpc/tracker_protocol.h"

namespace mammoth::yarn {
namespace {

using ::testing::HasSubstr;

Configuration one_queue(const std::string& capacity = "100") {
  Configuration configuration;
  configuration.set("yarn.scheduler.capacity.root.queues", "default");
  configuration.set("yarn.scheduler.capacity.root.default.capacity", capacity);
  configuration.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
  return configuration;
}

class NoLauncher final : public MasterLauncher {
 public:
  void launch(const Application&, const AttemptId& attempt, const Container&) override {
    launched.push_back(attempt);
  }
  std::vector<AttemptId> launched;
};

class ProtocolsTest : public ::testing::Test {
 protected:
  ProtocolsTest() { manager.set_launcher(&launcher); }

  static ClusterSettings settings() {
    ClusterSettings it{.scheduler = parse_settings(one_queue()).value(), .started_ms = 1000};
    it.admins = AccessList("root");
    return it;
  }
  struct From {
    rpc::Peer peer;
    rpc::Call call;
    explicit From(std::string user, std::string token = {})
        : peer{.user = std::move(user),
               .real_user = {},
               .remote_address = "127.0.0.1",
               .token_identifier = std::move(token)},
          call(peer, {.method_name = "aMethod"}) {}
  };
  wire::RegisterNodeManagerResponseProto register_node(std::int64_t memory_mb = 4096) {
    wire::RegisterNodeManagerRequestProto request;
    request.mutable_node_id()->set_host("127.0.0.1");
    request.mutable_node_id()->set_port(99);
    request.set_http_port(8042);
    *request.mutable_resource() = to_proto(Resource{memory_mb, 8});
    From root("root");
    return tracker.register_node_manager(request, root.call).value();
  }
  // Registered, and heard of: containers are given there.
  wire::RegisterNodeManagerResponseProto join() {
    auto keys = register_node();
    From root("root");
    wire::NodeHeartbeatRequestProto request;
    request.mutable_node_status()->mutable_node_id()->set_host("127.0.0.1");
    request.mutable_node_status()->mutable_node_id()->set_port(99);
    request.mutable_node_status()->mutable_nodehealthstatus()->set_is_node_healthy(true);
    EXPECT_TRUE(tracker.node_heartbeat(request, root.call));
    return keys;
  }
  static wire::SubmitApplicationRequestProto submission(int number) {
    wire::SubmitApplicationRequestProto request;
    auto& context = *request.mutable_application_submission_context();
    *context.mutable_application_id() = to_proto(ApplicationId{1000, number});
    *context.mutable_resource() = to_proto(Resource{512, 1});
    return request;
  }
  std::string master_token(const AttemptId& attempt) {
    return manager.master_tokens().issue(to_proto(attempt)).identifier;
  }

  ManualClock clock;
  NoLauncher launcher;
  Manager manager{settings(), TokenTimes{}, clock};
  ClientProtocol client{manager};
  MasterProtocol master{manager};
  TrackerProtocol tracker{manager, 1000};
  Configuration next = one_queue();
  AdminProtocol admin{manager, [this]() -> Result<Configuration> { return next; }};
};

TEST_F(ProtocolsTest, EveryMethodOfTheProtocolsIsBoundOrRefused) {
  // Refers to the generated files, which the linker would leave out otherwise.
  using Linked = google::protobuf::internal::AddDescriptorsRunner;
  const Linked linked[] = {
      Linked(&descriptor_table_common_2fprotocol_2fyarn_2fapplication_5fclient_5fprotocol_2eproto),
      Linked(&descriptor_table_common_2fprotocol_2fyarn_2fapplication_5fmaster_5fprotocol_2eproto),
      Linked(&descriptor_table_common_2fprotocol_2fyarn_2fresource_5ftracker_2eproto),
      Linked(&descriptor_table_common_2fprotocol_2fyarn_2fadministration_5fprotocol_2eproto)};
  EXPECT_EQ(std::size(linked), 4U);
  const auto expect_all = [](const char* name, auto& protocol) {
    rpc::Service service(name, 1);
    protocol.bind_to(service);
    const auto* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    ASSERT_NE(descriptor, nullptr) << name;
    for (int i = 0; i < descriptor->method_count(); ++i)
      EXPECT_TRUE(service.knows(descriptor->method(i)->name())) << descriptor->method(i)->name();
  };
  expect_all("hadoop.yarn.ApplicationClientProtocolService", client);
  expect_all("hadoop.yarn.ApplicationMasterProtocolService", master);
  expect_all("hadoop.yarn.ResourceTrackerService", tracker);
  expect_all("hadoop.yarn.ResourceManagerAdministrationProtocolService", admin);
}

TEST_F(ProtocolsTest, NodesGetTheKeysAndAnIdentity) {
  const auto answer = register_node();
  EXPECT_EQ(answer.nodeaction(), wire::NORMAL);
  EXPECT_EQ(answer.rm_identifier(), 1000);
  EXPECT_EQ(answer.container_token_master_key().bytes().size(), 8U);
  EXPECT_EQ(answer.nm_token_master_key().bytes().size(), 8U);
  const auto refused_node = register_node(10);
  EXPECT_EQ(refused_node.nodeaction(), wire::SHUTDOWN);
  EXPECT_THAT(refused_node.diagnostics_message(), HasSubstr("doesn't satisfy minimum allocations"));
}

TEST_F(ProtocolsTest, HeartbeatsAreAnsweredAndRepeated) {
  const auto keys = register_node();
  From root("root");
  wire::NodeHeartbeatRequestProto request;
  EXPECT_FALSE(tracker.node_heartbeat(request, root.call));  // nothing said
  request.mutable_node_status()->mutable_node_id()->set_host("127.0.0.1");
  request.mutable_node_status()->mutable_node_id()->set_port(99);
  EXPECT_FALSE(tracker.node_heartbeat(request, root.call));  // no health
  request.mutable_node_status()->mutable_nodehealthstatus()->set_is_node_healthy(true);
  *request.mutable_last_known_container_token_master_key() = keys.container_token_master_key();
  *request.mutable_last_known_nm_token_master_key() = keys.nm_token_master_key();
  const auto first = tracker.node_heartbeat(request, root.call).value();
  EXPECT_EQ(first.response_id(), 1);
  EXPECT_EQ(first.nextheartbeatinterval(), 1000);
  EXPECT_FALSE(first.has_container_token_master_key());  // it knows them
  const auto again = tracker.node_heartbeat(request, root.call).value();
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  request.mutable_node_status()->set_response_id(9);
  EXPECT_EQ(tracker.node_heartbeat(request, root.call)->nodeaction(), wire::RESYNC);
}

TEST_F(ProtocolsTest, AMasterGetsContainersWithTokensThatItsNodeCanCheck) {
  const auto keys = join();
  From alice("alice");
  ASSERT_TRUE(client.submit_application(submission(1), alice.call));
  ASSERT_EQ(launcher.launched.size(), 1U);
  const AttemptId attempt = launcher.launched[0];
  From caller(to_text(attempt), master_token(attempt));
  wire::RegisterApplicationMasterRequestProto hello;
  hello.set_host("h");
  const auto registered = master.register_application_master(hello, caller.call).value();
  EXPECT_EQ(registered.queue(), "root.default");
  EXPECT_EQ(registered.maximumcapability().memory(), 4096);

  wire::AllocateRequestProto request;
  auto& ask = *request.add_ask();
  ask.set_resource_name("*");
  ask.set_num_containers(2);
  *ask.mutable_capability() = to_proto(Resource{512, 1});
  const auto answer = master.allocate(request, caller.call).value();
  ASSERT_EQ(answer.allocated_containers_size(), 2);
  const auto& token = answer.allocated_containers(0).container_token();
  EXPECT_EQ(token.kind(), "ContainerToken");
  EXPECT_EQ(token.service(), "127.0.0.1:99");
  EXPECT_EQ(token.password(),
            security::hmac_sha1(keys.container_token_master_key().bytes(), token.identifier()));
  wire::ContainerTokenIdentifierProto identifier;
  ASSERT_TRUE(identifier.ParseFromString(token.identifier()));
  EXPECT_EQ(identifier.rmidentifier(), 1000);
  EXPECT_EQ(identifier.appsubmitter(), "alice");
  EXPECT_EQ(identifier.containertype(), wire::TASK);
  ASSERT_EQ(answer.nm_tokens_size(), 1);  // one for the node, however many containers
  EXPECT_EQ(answer.nm_tokens(0).token().password(),
            security::hmac_sha1(keys.nm_token_master_key().bytes(),
                                answer.nm_tokens(0).token().identifier()));
  EXPECT_TRUE(answer.has_limit());
  // The same again: the same answer, and nothing is given twice.
  EXPECT_EQ(master.allocate(request, caller.call)->SerializeAsString(), answer.SerializeAsString());
}

TEST_F(ProtocolsTest, WrongAsksOfMasters) {
  join();
  From alice("alice");
  ASSERT_TRUE(client.submit_application(submission(1), alice.call));
  const AttemptId attempt = launcher.launched[0];
  From caller(to_text(attempt), master_token(attempt));
  ASSERT_TRUE(master.register_application_master({}, caller.call));
  const auto refusal = [&](const wire::AllocateRequestProto& request) {
    const auto answer = master.allocate(request, caller.call);
    return answer ? "accepted" : answer.error().message;
  };
  wire::AllocateRequestProto request;
  auto& ask = *request.add_ask();
  ask.set_resource_name("*");
  ask.set_num_containers(-1);
  EXPECT_THAT(refusal(request), HasSubstr("number of containers is less than 0"));
  ask.set_num_containers(1);
  *ask.mutable_capability() = to_proto(Resource{100'000, 1});
  EXPECT_THAT(refusal(request), HasSubstr("Requested resource=<memory:100000, vCores:1>"));
  ask.mutable_execution_type_request()->set_execution_type(wire::OPPORTUNISTIC);
  EXPECT_EQ(refusal(request), "Opportunistic containers are not supported");
  wire::AllocateRequestProto everywhere;
  everywhere.mutable_blacklist_request()->add_blacklist_additions("*");
  EXPECT_EQ(refusal(everywhere), "Cannot add * to the blacklist!");
  wire::AllocateRequestProto constrained;
  constrained.add_scheduling_requests();
  EXPECT_THAT(refusal(constrained), HasSubstr("placement constraints"));
  From stranger("mallory", "no token at all");
  EXPECT_FALSE(master.allocate({}, stranger.call));
}

TEST_F(ProtocolsTest, WrongSubmissions) {
  From alice("alice");
  wire::SubmitApplicationRequestProto nothing = submission(1);
  nothing.mutable_application_submission_context()->clear_resource();
  EXPECT_EQ(client.submit_application(nothing, alice.call).error().message,
            "Invalid resource request, no resources requested");
  wire::GetApplicationReportRequestProto request;
  *request.mutable_application_id() = to_proto(ApplicationId{1000, 1});
  EXPECT_EQ(client.get_application_report(request, alice.call).error().remote_class,
            "org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException");
  wire::KillApplicationRequestProto kill;
  *kill.mutable_application_id() = to_proto(ApplicationId{1000, 1});
  EXPECT_EQ(client.force_kill_application(kill, alice.call).error().message,
            "Trying to kill an absent application application_1000_0001");
}

TEST_F(ProtocolsTest, ReportsNeverLeaveOutWhatJavaReads) {
  From alice("alice");
  ASSERT_TRUE(client.submit_application(submission(1), alice.call));  // there is no node
  wire::GetApplicationReportRequestProto request;
  *request.mutable_application_id() = to_proto(ApplicationId{1000, 1});
  const auto answer = client.get_application_report(request, alice.call).value();
  const auto& report = answer.application_report();
  EXPECT_EQ(report.yarn_application_state(), wire::ACCEPTED);
  EXPECT_EQ(report.host(), "N/A");
  EXPECT_EQ(report.rpc_port(), -1);
  EXPECT_EQ(report.queue(), "root.default");
  EXPECT_THAT(report.diagnostics(), HasSubstr("cluster resource is empty"));
  EXPECT_TRUE(report.app_resource_usage().has_used_resources());
  EXPECT_TRUE(report.app_resource_usage().has_needed_resources());
  wire::KillApplicationRequestProto kill;
  *kill.mutable_application_id() = to_proto(ApplicationId{1000, 1});
  kill.set_diagnostics(" why not ");
  EXPECT_FALSE(client.force_kill_application(kill, alice.call)->is_kill_completed());
  EXPECT_TRUE(client.force_kill_application(kill, alice.call)->is_kill_completed());
  EXPECT_EQ(client.get_application_report(request, alice.call)->application_report().diagnostics(),
            "Application application_1000_0001 was killed by user alice at 127.0.0.1 with "
            "diagnostic message: why not");
}

TEST_F(ProtocolsTest, QueuesAreRefreshedByAdministratorsAlone) {
  From root("root"), alice("alice");
  EXPECT_EQ(admin.refresh_queues({}, alice.call).error().message,
            "org.apache.hadoop.security.AccessControlException: User alice doesn't have permission "
            "to call 'aMethod'");
  next = one_queue("50");  // the children of root must have everything
  EXPECT_FALSE(admin.refresh_queues({}, root.call));
  next.set("yarn.scheduler.capacity.root.queues", "default,more");
  next.set("yarn.scheduler.capacity.root.more.capacity", "50");
  EXPECT_TRUE(admin.refresh_queues({}, root.call));
  wire::GetQueueInfoRequestProto request;
  request.set_queuename("root");
  request.set_includechildqueues(true);
  EXPECT_EQ(client.get_queue_info(request, alice.call)->queueinfo().childqueues_size(), 2);
  request.set_queuename("nosuch");
  EXPECT_FALSE(client.get_queue_info(request, alice.call)->has_queueinfo());
  wire::UpdateNodeResourceRequestProto update;
  update.add_node_resource_map()->mutable_node_id()->set_host("nowhere");
  EXPECT_THAT(admin.update_node_resource(update, root.call).error().message,
              HasSubstr("unrecognized node: nowhere:0"));
}

}  // namespace
}  // namespace mammoth::yarn
