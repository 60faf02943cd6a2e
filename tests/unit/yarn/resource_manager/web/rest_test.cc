// REST without a socket: what stands in the answers, and how wrong questions are refused.
#include "yarn/resource_manager/web/rest/rest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mammoth::yarn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Ignore final : public ClusterListener {
 public:
  void attempt_begun(const AttemptId&) override {}
  void launch(const Application&, const AttemptId&, const Container&) override {}
  void attempt_over(const AttemptId&) override {}
  void node_registered(const NodeId&) override {}
};

class RestTest : public ::testing::Test {
 protected:
  static ClusterSettings settings() {
    Configuration configuration;
    configuration.set("yarn.scheduler.capacity.root.queues", "default");
    configuration.set("yarn.scheduler.capacity.root.default.capacity", "100");
    configuration.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    return {.scheduler = parse_settings(configuration).value(), .started_ms = 1000};
  }
  http::Response get(const std::string& target) {
    const http::Target parsed = http::parse_target("/ws/v1/cluster" + target).value();
    http::Request request{
        .method = "GET", .path = parsed.path, .query = parsed.query, .headers = {}};
    return rest.answer(request);
  }
  ApplicationId submit(const std::string& queue = "default") {
    const ApplicationId id = cluster.new_application_id();
    EXPECT_TRUE(cluster.submit(
        {.id = id, .user = "alice", .queue = queue, .tags = {"b", "a"}, .master_resource = {1, 1}},
        {.user = "alice"}));
    return id;
  }

  ManualClock clock;
  Ignore ignore;
  Cluster cluster{settings(), clock, ignore};
  WebParts parts{.read = [this](const auto& show) { show(cluster); },
                 .caller = [](const std::string& user) { return Caller{.user = user}; },
                 .started_ms = 1000,
                 .version = "3.4.2",
                 .configuration = {}};
  Rest rest{parts};
};

TEST_F(RestTest, TheClusterAndItsNumbers) {
  EXPECT_TRUE(Rest::serves("/ws/v1/cluster"));
  EXPECT_TRUE(Rest::serves("/ws/v1/cluster/info"));
  EXPECT_FALSE(Rest::serves("/ws/v1/clusters"));
  EXPECT_THAT(get("").body, StartsWith(R"({"clusterInfo":{"id":1000,"startedOn":1000,)"));
  EXPECT_EQ(get("/info").body, get("").body);
  cluster.register_node({.id = {"n", 1}, .http_port = 2, .total = {4096, 4}});
  cluster.node_heartbeat({.id = {"n", 1}});
  submit();
  const std::string metrics = get("/metrics").body;
  EXPECT_THAT(metrics, HasSubstr(R"("appsSubmitted":1,"appsCompleted":0,"appsPending":1,)"));
  EXPECT_THAT(metrics, HasSubstr(R"("availableMB":3072,"allocatedMB":1024,"pendingMB":0)"));
  EXPECT_THAT(metrics, HasSubstr(R"("totalNodes":1,"lostNodes":0)"));
  EXPECT_THAT(get("/appstatistics").body,
              HasSubstr(R"({"state":"ACCEPTED","type":"*","count":1})"));
}

TEST_F(RestTest, NodesAndApplications) {
  EXPECT_EQ(get("/nodes").body, R"({"nodes":{}})");
  EXPECT_EQ(get("/apps").body, R"({"apps":{}})");
  cluster.register_node({.id = {"n", 1}, .http_port = 2, .total = {4096, 4}});
  cluster.node_heartbeat({.id = {"n", 1}});
  const std::string id = to_text(submit());
  EXPECT_THAT(
      get("/nodes").body,
      StartsWith(R"({"nodes":{"node":[{"rack":"/default-rack","state":"RUNNING","id":"n:1")"));
  EXPECT_THAT(get("/nodes/n:1").body, HasSubstr(R"("usedMemoryMB":1024,"availMemoryMB":3072)"));
  EXPECT_EQ(get("/nodes?states=lost").body, R"({"nodes":{}})");
  const std::string app = get("/apps/" + id).body;
  EXPECT_THAT(app,
              StartsWith(R"({"app":{"id":"application_1000_0001","user":"alice","name":"N/A")"));
  EXPECT_THAT(app, HasSubstr(R"("applicationTags":"a,b")"));
  EXPECT_THAT(app, HasSubstr(R"("trackingUI":"UNASSIGNED")"));
  EXPECT_EQ(get("/apps/" + id + "/state").body, R"({"state":"ACCEPTED"})");
  EXPECT_EQ(get("/apps/" + id + "/queue").body, R"({"queue":"root.default"})");
  EXPECT_THAT(get("/apps/" + id + "/appattempts").body,
              HasSubstr(R"("appAttemptState":"ALLOCATED")"));
  EXPECT_EQ(get("/apps?states=FAILED,killed").body, R"({"apps":{}})");
  EXPECT_EQ(get("/apps?user=bob").body, R"({"apps":{}})");
  for (const char* query : {"?states=accepted", "?user=alice", "?queue=default", "?limit=1",
                            "?applicationTags=b,x", "?finalStatus=UNDEFINED"})
    EXPECT_THAT(get(std::string("/apps") + query).body, HasSubstr(id)) << query;
  EXPECT_THAT(get("/scheduler").body, HasSubstr(R"("queuePath":"root.default","capacity":100.0)"));
}

TEST_F(RestTest, WrongQuestions) {
  const auto refused = [&](const std::string& target, unsigned status, const std::string& message) {
    const http::Response answer = get(target);
    EXPECT_EQ(answer.status, status) << target;
    EXPECT_THAT(answer.body, StartsWith(R"({"RemoteException":{"exception":)")) << target;
    EXPECT_THAT(answer.body, HasSubstr("\"message\":\"" + message + "\"")) << target;
  };
  refused("/apps/application_1_0009", 404,
          "java.lang.Exception: app with id: application_1_0009 not found");
  refused("/apps/bad", 400,
          "java.lang.IllegalArgumentException: Invalid ApplicationId prefix: bad. The valid "
          "ApplicationId should start with prefix application");
  for (const char* id :
       {"application_x_1", "application_1", "application_1_2x", "application_1_2_3"})
    refused(std::string("/apps/") + id, 400,
            std::string("java.lang.IllegalArgumentException: Invalid ApplicationId: ") + id);
  refused("/nodes/foo:1", 404, "java.lang.Exception: nodeId, foo:1, is not found");
  refused("/nodes?states=XX", 400,
          "No enum constant org.apache.hadoop.yarn.api.records.NodeState.XX");
  refused("/apps?states=XX", 400,
          "java.lang.Exception: Invalid application-state XX specified. It should be one of [NEW, "
          "NEW_SAVING, SUBMITTED, ACCEPTED, RUNNING, FINISHED, FAILED, KILLED]");
  EXPECT_EQ(get("/apps?limit=0").status, 400U);
  EXPECT_EQ(get("/apps?limit=1x").status, 400U);
  EXPECT_EQ(get("/apps?startedTimeBegin=99999999999999999999").status, 400U);
  EXPECT_EQ(get("/nosuch").status, 404U);
  EXPECT_EQ(get("/apps/a/b/c").status, 404U);
}

}  // namespace
}  // namespace mammoth::yarn
