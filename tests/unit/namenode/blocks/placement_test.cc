// Where new blocks go.
#include <set>

#include "tests/unit/namenode/blocks/cluster.h"

namespace mammoth::namenode {
namespace {

// Hosts 1-3 are in /r1, 4-6 in /r2, 7-9 in /r3.
std::string three_racks(const std::string& ip) {
  const int n = std::stoi(ip.substr(ip.rfind('.') + 1));
  return n <= 3 ? "/r1" : n <= 6 ? "/r2" : "/r3";
}

int rack_of(int n) {
  return (n - 1) / 3;
}

TargetRequest from(const std::string& ip, std::uint32_t replication) {
  TargetRequest request;
  request.path = "/f";
  request.writer = {ip, {}};
  request.replication = replication;
  request.block_size_bytes = 100;
  return request;
}

class PlacementTest : public ::testing::Test {
 protected:
  PlacementTest() : cluster(test_options(), three_racks) {
    cluster.start();
    cluster.add_live(9);
  }
  std::vector<int> choose(const TargetRequest& request) {
    return Cluster::numbers(cluster.blocks.choose_targets(request).value());
  }
  Cluster cluster;
};

TEST_F(PlacementTest, OneHereTwoOnOneOtherRack) {
  // The rule every Hadoop administrator knows, for a writer on a datanode.
  for (int i = 0; i < 50; ++i) {
    const auto nodes = choose(from("10.0.0.2", 3));
    ASSERT_EQ(nodes.size(), 3u);
    EXPECT_EQ(nodes[0], 2);
    EXPECT_NE(rack_of(nodes[1]), 0);
    EXPECT_EQ(rack_of(nodes[1]), rack_of(nodes[2]));
    EXPECT_NE(nodes[1], nodes[2]);
  }
}

TEST_F(PlacementTest, AStrangerIsServedByItsRack) {
  // A writer on no datanode but with a known rack.
  for (int i = 0; i < 20; ++i) EXPECT_EQ(rack_of(choose(from("10.1.1.5", 3))[0]), 1);
}

TEST_F(PlacementTest, ManyReplicasSpreadOverTheRacks) {
  // At most (7-1)/3+2 = 4 replicas of 7 in a rack, and nobody twice.
  const auto nodes = choose(from("10.0.0.1", 7));
  EXPECT_EQ(std::set<int>(nodes.begin(), nodes.end()).size(), 7u);
  std::map<int, int> racks;
  for (const int n : nodes) EXPECT_LE(++racks[rack_of(n)], 4);
}

TEST_F(PlacementTest, ExcludedNodesAreAvoided) {
  // The client could not reach the local node and asks again.
  TargetRequest request = from("10.0.0.2", 3);
  request.excluded_uuids = {"uuid-2", "uuid-4", "uuid-5", "uuid-6"};
  for (int i = 0; i < 20; ++i)
    for (const int n : choose(request)) EXPECT_FALSE(n == 2 || rack_of(n) == 1) << n;
}

TEST_F(PlacementTest, FavouredNodesComeFirst) {
  // HBase names the nodes it wants; the rest is chosen as usual.
  TargetRequest request = from("10.0.0.1", 3);
  request.favoured_nodes = {"host7:9866", "10.0.0.8:9866", "host42:9866"};
  const auto nodes = choose(request);
  const std::set<int> set(nodes.begin(), nodes.end());
  EXPECT_EQ(set.size(), 3u);
  EXPECT_TRUE(set.contains(7) && set.contains(8));
}

TEST_F(PlacementTest, NoLocalWriteMeansNotHere) {
  // AddBlockFlag.NO_LOCAL_WRITE, as long as there are others.
  TargetRequest request = from("10.0.0.2", 3);
  request.avoid_local_node = true;
  for (int i = 0; i < 20; ++i)
    for (const int n : choose(request)) EXPECT_NE(n, 2);
  request.avoid_local_node = false;
  request.avoid_local_rack = true;
  for (int i = 0; i < 20; ++i)
    for (const int n : choose(request)) EXPECT_NE(rack_of(n), 0);
}

TEST_F(PlacementTest, FullNodesAndBusyNodesArePassedOver) {
  // Host 2 has no room for a block; host 4 serves far more than twice the average.
  cluster.nodes[2].remaining_bytes = 99;
  cluster.nodes[4].xceivers = 100;
  for (int n = 1; n <= 9; ++n) cluster.beat(n);
  cluster.blocks.tick();
  for (int i = 0; i < 30; ++i)
    for (const int n : choose(from("10.0.0.2", 3))) EXPECT_FALSE(n == 2 || n == 4) << n;
}

TEST_F(PlacementTest, ScheduledBlocksUseUpRoom) {
  // Host 1 has room for two blocks. The third in a row goes elsewhere, before any heartbeat tells.
  cluster.nodes[1].remaining_bytes = 250;
  cluster.beat(1);
  for (std::uint64_t i = 1; i <= 3; ++i) {
    const auto targets = cluster.blocks.choose_targets(from("10.0.0.1", 1)).value();
    EXPECT_EQ(Cluster::numbers(targets)[0] == 1, i <= 2) << i;
    cluster.blocks.begin_block({.inode = InodeId(1),
                                .block = {BlockId(i), GenerationStamp(1), 0},
                                .state = BlockState::kUnderConstruction},
                               targets);
  }
}

TEST_F(PlacementTest, FewerTargetsThanWantedAreNoError) {
  // Twelve replicas on nine datanodes.
  EXPECT_EQ(choose(from("10.0.0.1", 12)).size(), 9u);
}

TEST_F(PlacementTest, TheRefusalHasApachesWords) {
  // A cluster without room. Every datanode was looked at, and so counts as excluded.
  for (int n = 1; n <= 9; ++n) {
    cluster.nodes[n].remaining_bytes = 0;
    cluster.beat(n);
  }
  const auto refused = cluster.blocks.choose_targets(from("10.0.0.1", 3));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kIo);
  EXPECT_EQ(
      refused.error().message,
      "File /f could only be written to 0 of the 1 minReplication nodes. There are 9 datanode(s) "
      "running and 9 node(s) are excluded in this operation.");
}

TEST_F(PlacementTest, AnAdditionalDatanodeJoinsTheOthers) {
  // A pipeline lost one of three: the reply names the two survivors and one new node.
  TargetRequest request = from("10.0.0.1", 3);
  request.excluded_uuids = {"uuid-5"};
  const std::vector<std::string> existing = {"DS-1", "DS-4"};
  const auto nodes =
      Cluster::numbers(cluster.blocks.choose_additional_targets(request, existing, 1).value());
  ASSERT_EQ(nodes.size(), 3u);
  EXPECT_EQ(nodes[0], 1);
  EXPECT_EQ(nodes[1], 4);
  EXPECT_TRUE(nodes[2] != 1 && nodes[2] != 4 && nodes[2] != 5);
}

TEST_F(PlacementTest, PoliciesChooseVolumesAndFallBack) {
  // ONE_SSD wants an SSD for the first replica; without one in the cluster disks will do.
  cluster.nodes[10] = cluster.add(10);
  cluster.nodes[10].storage.type = StorageType::kSsd;
  ASSERT_TRUE(cluster.register_node(10).has_value());
  cluster.beat(10);
  TargetRequest request = from("10.0.0.1", 2);
  request.storage_policy = kOneSsdPolicy;
  const auto targets = cluster.blocks.choose_targets(request).value();
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ((targets[0].storage->type == StorageType::kSsd) +
                (targets[1].storage->type == StorageType::kSsd),
            1);
  request.storage_policy = kAllNvdimmPolicy;
  EXPECT_EQ(choose(request).size(), 2u);
  request.storage_policy = kColdPolicy;  // archive only, no fallback
  EXPECT_FALSE(cluster.blocks.choose_targets(request).has_value());
}

TEST(Placement, WithoutDatanodesNothingIsExcluded) {
  // The message of a cluster that has not started.
  Cluster cluster;
  cluster.start();
  EXPECT_EQ(
      cluster.blocks.choose_targets(from("10.0.0.1", 3)).error().message,
      "File /f could only be written to 0 of the 1 minReplication nodes. There are 0 datanode(s) "
      "running and 0 node(s) are excluded in this operation.");
}

TEST(Placement, ReplicationHasLimits) {
  // dfs.replication.max; the texts are compared by Apache's CLI tests.
  Cluster cluster;
  EXPECT_EQ(
      cluster.blocks.check_replication("/f", 600, "10.0.0.1").error().message,
      "Requested replication factor of 600 exceeds maximum of 512 for /f, clientName=10.0.0.1");
  EXPECT_EQ(cluster.blocks.check_replication("/f", 0, "").error().message,
            "Requested replication factor of 0 is less than the required minimum of 1 for /f");
  EXPECT_TRUE(cluster.blocks.check_replication("/f", 3, "").has_value());
}

}  // namespace
}  // namespace mammoth::namenode
