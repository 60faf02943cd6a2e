// Seeded histories: nodes come, go, shrink and drain; applications of several users ask, withdraw,
// release and end; containers finish or get lost. After every step no node and no queue has more
// than it may, and all sums agree with the containers that live. In the end whoever still asks is
// served, and when all have gone everything is zero.
#include <random>

#include "tests/unit/yarn/resource_manager/scheduler/fixture.h"

namespace mammoth::yarn {
namespace {

class Simulation : public SchedulerTest, public ::testing::WithParamInterface<int> {
 protected:
  static Properties tree() {
    Properties properties{
        {"root.queues", "a,b,c"},           {"root.a.capacity", "50"},
        {"root.a.maximum-capacity", "70"},  {"root.b.capacity", "30"},
        {"root.b.maximum-capacity", "60"},  {"root.c.capacity", "20"},
        {"root.a.queues", "x,y"},           {"root.a.x.capacity", "60"},
        {"root.a.y.capacity", "40"},        {"root.a.x.maximum-capacity", "80"},
        {"root.b.ordering-policy", "fair"}, {"root.c.minimum-user-limit-percent", "25"}};
    for (const char* queue : {"a.x", "a.y", "b", "c"}) {
      properties[std::string("root.") + queue + ".user-limit-factor"] = "5";
      properties[std::string("root.") + queue + ".maximum-am-resource-percent"] = "0.5";
    }
    return properties;
  }

  int roll(int sides) { return static_cast<int>(random() % static_cast<unsigned>(sides)); }
  template <class T>
  const T& any_of(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(roll(static_cast<int>(from.size())))];
  }

  void take_notice(const std::vector<Container>& granted) {
    for (const Container& it : granted) held[it.id] = it;
  }

  void change_nodes() {
    if (nodes.size() < 6 || roll(3) > 0) {
      const std::string host = "h" + std::to_string(++next_node);
      nodes.push_back(add_node(host, 2 + roll(14), 8, "/rack" + std::to_string(roll(3))));
      return;
    }
    const NodeId node = any_of(nodes);
    switch (roll(4)) {
      case 0:
        scheduler->remove_node(node);
        std::erase(nodes, node);
        break;
      case 1:
        scheduler->set_decommissioning(node, roll(2) == 0);
        break;
      default:
        if (scheduler->node(node)->containers == 0)
          scheduler->update_node_resource(node, {(1 + roll(12)) * 1024, 8});
    }
  }

  void change_applications() {
    const std::vector<std::string> queues{"x", "y", "root.b", "c"};
    if (apps.size() < 12 && roll(2) == 0) {
      const int number = ++next_app;
      if (!submit(number, any_of(queues), "user" + std::to_string(roll(3)))) return;
      scheduler->add_attempt(attempt_of(number), {1024, 1});
      take_notice(ask(attempt_of(number), {want(1, 1024, 0)}));
      apps.push_back(number);
    } else if (!apps.empty() && roll(4) == 0) {
      const int number = any_of(apps);
      scheduler->remove_application({1000, number});
      std::erase(apps, number);
    }
  }

  std::vector<ResourceRequest> random_asks() {
    const int containers = roll(6);
    const int priority = 1 + roll(3);
    const std::int64_t memory = 1024 * (1 + roll(2));
    std::vector<ResourceRequest> asks{want(containers, memory, priority)};
    if (roll(2) == 0 || nodes.empty()) return asks;
    asks.push_back(want(containers, memory, priority, any_of(nodes).host));
    asks.push_back(want(containers, memory, priority, "/rack" + std::to_string(roll(3))));
    return asks;
  }

  void let_an_application_speak() {
    if (apps.empty()) return;
    const int number = any_of(apps);
    AllocateCall call{.asks = random_asks()};
    for (const auto& [id, container] : held)
      if (id.attempt.application.id == number && roll(5) == 0) call.releases.push_back(id);
    const auto answer = scheduler->allocate(attempt_of(number), call);
    if (answer) take_notice(answer.value().granted);
  }

  void let_a_node_report() {
    if (nodes.empty()) return;
    const NodeId node = any_of(nodes);
    NodeHeartbeat heartbeat;
    for (const auto& [id, container] : held) {
      if (container.node != node || !scheduler->container(id)) continue;
      const int fate = roll(12);
      if (fate == 0) heartbeat.finished.push_back({id, 0});
      if (fate > 1) heartbeat.running.push_back(id);
    }
    scheduler->node_heartbeat(node, heartbeat);
  }

  void check_everything() {
    std::map<std::string, Resource> by_queue;
    std::map<NodeId, Resource> by_node;
    for (const int number : apps) {
      const auto use = scheduler->application({1000, number});
      Resource sum;
      for (const ContainerReport& it : scheduler->containers_of({1000, number})) {
        sum += it.container.resource;
        by_node[it.container.node] += it.container.resource;
      }
      ASSERT_EQ(sum, use->used);
      by_queue[use->queue] += use->used + use->reserved;
    }
    for (const NodeId& id : nodes) {
      const auto node = scheduler->node(id);
      ASSERT_EQ(node->used, by_node[id]) << to_text(id);
      ASSERT_LE(node->used.memory_mb, node->total.memory_mb) << to_text(id);
    }
    for (const std::string& path : scheduler->queue_paths()) {
      const auto queue = scheduler->queue(path);
      Resource users;
      for (const auto& user : queue->users) users += user.used;
      if (!queue->leaf) continue;
      ASSERT_EQ(queue->used, by_queue[path]) << path;
      ASSERT_EQ(queue->used, users) << path;
    }
  }

  // A queue over its maximum got there because the cluster shrank, never by a grant.
  void check_no_queue_grew_beyond(const std::map<std::string, std::int64_t>& before) {
    for (const auto& [path, used] : before) {
      const auto queue = scheduler->queue(path);
      if (queue->used.memory_mb > used)
        ASSERT_LE(queue->used.memory_mb, queue->maximum.memory_mb) << path;
    }
  }

  std::map<std::string, std::int64_t> uses() {
    std::map<std::string, std::int64_t> result;
    for (const std::string& path : scheduler->queue_paths())
      result[path] = scheduler->queue(path)->used.memory_mb;
    return result;
  }

  std::mt19937 random;
  std::vector<NodeId> nodes;
  std::vector<int> apps;
  std::map<ContainerId, Container> held;
  int next_node = 0;
  int next_app = 0;
};

TEST_P(Simulation, NothingIsOverGivenAndAllIsServedInTheEnd) {
  random.seed(static_cast<unsigned>(GetParam()));
  start(tree());
  for (int step = 0; step < 1'500; ++step) {
    const auto before = uses();
    const Resource cluster = scheduler->cluster_resource();
    switch (roll(12)) {
      case 0:
        change_nodes();
        break;
      case 1:
      case 2:
        change_applications();
        break;
      case 3:
      case 4:
      case 5:
        let_an_application_speak();
        break;
      case 6:
        clock.advance_ms(roll(200'000)), scheduler->tick();
        break;
      default:
        let_a_node_report();
    }
    check_everything();
    if (scheduler->cluster_resource() == cluster) check_no_queue_grew_beyond(before);
    if (HasFatalFailure()) FAIL() << "seed " << GetParam() << ", step " << step;
  }
  // Everybody's containers end as soon as they are seen; all requests run dry.
  for (const NodeId& node : nodes) scheduler->set_decommissioning(node, false);
  nodes.push_back(add_node("last", 64));
  for (int round = 0; round < 400; ++round)
    for (const NodeId& node : nodes) {
      NodeHeartbeat heartbeat;
      for (const int app : apps)
        for (const ContainerReport& it : scheduler->containers_of({1000, app}))
          if (it.container.node == node) heartbeat.finished.push_back({it.container.id});
      scheduler->node_heartbeat(node, heartbeat);
    }
  for (const int app : apps) {
    if (!scheduler->application({1000, app})->active) continue;  // its turn comes when others end
    EXPECT_EQ(scheduler->application({1000, app})->pending, Resource{}) << app;
  }
  for (const int app : apps) scheduler->remove_application({1000, app});
  for (const std::string& path : scheduler->queue_paths()) {
    EXPECT_EQ(scheduler->queue(path)->used, Resource{}) << path;
    EXPECT_EQ(scheduler->queue(path)->reserved, Resource{}) << path;
    EXPECT_EQ(scheduler->queue(path)->containers, 0) << path;
  }
  for (const NodeId& node : nodes) {
    EXPECT_EQ(scheduler->node(node)->used, Resource{});
    EXPECT_FALSE(scheduler->node(node)->reserved_by);
    scheduler->remove_node(node);
  }
  EXPECT_EQ(scheduler->cluster_resource(), Resource{});
}

INSTANTIATE_TEST_SUITE_P(Seeds, Simulation, ::testing::Range(1, 13));

}  // namespace
}  // namespace mammoth::yarn
