// Registration, addresses, volumes, and what administrators and readers see of datanodes.
#include "tests/unit/namenode/blocks/cluster.h"

namespace mammoth::namenode {
namespace {

class DatanodeTest : public ::testing::Test {
 protected:
  DatanodeTest() { cluster.start(); }
  Cluster cluster;
};

TEST_F(DatanodeTest, TheAddressIsTheOneTheCallCameFrom) {
  // A datanode in a container registers 0.0.0.0; clients must be able to dial it.
  FakeDatanode& node = cluster.add(1);
  node.registration.id.ip_address = "0.0.0.0";
  const auto accepted = cluster.blocks.register_datanode(node.registration, {"10.0.0.1", "host1"});
  EXPECT_EQ(accepted.value().id.ip_address, "10.0.0.1");
  EXPECT_EQ(accepted.value().id.host_name, "host1");
}

TEST_F(DatanodeTest, ANamelessHostIsRefused) {
  // dfs.namenode.datanode.registration.ip-hostname-check; loopback addresses need no name.
  FakeDatanode& node = cluster.add(1);
  const auto refused = cluster.blocks.register_datanode(node.registration, {"10.0.0.1", {}});
  EXPECT_EQ(refused.error().code, ErrorCode::kDisallowedDatanode);
  EXPECT_EQ(refused.error().message,
            "Datanode denied communication with namenode because hostname cannot be resolved "
            "(ip=10.0.0.1, hostname=10.0.0.1): DatanodeRegistration(10.0.0.1:9866, "
            "datanodeUuid=uuid-1, infoPort=0, infoSecurePort=0, ipcPort=0, "
            "storageInfo=lv=0;cid=;nsid=0;c=0)");
  EXPECT_TRUE(cluster.blocks.register_datanode(node.registration, {"127.0.0.1", {}}).has_value());
}

TEST_F(DatanodeTest, ARestartedDatanodeKeepsItsReplicas) {
  // It registers again, perhaps at another address; until its report the map stands.
  cluster.add_live(1);
  const auto owner = cluster.complete_block(1, 1, {1});
  cluster.nodes[1].registration.id.ip_address = "10.0.0.101";
  ASSERT_TRUE(cluster.register_node(1).has_value());
  EXPECT_EQ(cluster.located(owner), std::vector<int>{1});
  EXPECT_EQ(cluster.blocks.locate(owner, {"10.9.9.9", {}}).locations[0].datanode->id.ip_address,
            "10.0.0.101");
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kAll).size(), 1u);
}

TEST_F(DatanodeTest, ANewDatanodeAtAnOldAddressReplacesIt) {
  // The machine's disks were wiped: same address, another uuid. The old one's replicas are gone.
  cluster.add_live(2);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  cluster.add(7);
  cluster.nodes[7].registration.id.ip_address = "10.0.0.1";
  ASSERT_TRUE(cluster.register_node(7).has_value());
  EXPECT_EQ(cluster.located(owner), std::vector<int>{2});
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kAll).size(), 2u);
  EXPECT_TRUE(std::holds_alternative<RegisterCommand>(cluster.beat(1).commands.at(0)));
}

TEST_F(DatanodeTest, TheIncludeListIsEnforced) {
  // dfs.hosts: who is not in it may not register, and who is taken out is turned away.
  cluster.add_live(1);
  cluster.blocks.refresh_nodes({.included = {"host2:9866"}});
  EXPECT_EQ(cluster.register_node(1).error().code, ErrorCode::kDisallowedDatanode);
  EXPECT_EQ(cluster.blocks.heartbeat(cluster.nodes[1].registration, {}).error().code,
            ErrorCode::kDisallowedDatanode);
  cluster.add(2);
  EXPECT_TRUE(cluster.register_node(2).has_value());
}

TEST_F(DatanodeTest, AFailedVolumesReplicasAreGone) {
  // The heartbeat counts a failed volume and no longer lists it.
  cluster.add_live(2);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  Heartbeat heartbeat;
  heartbeat.failed_volumes = 1;
  StorageReport other;
  other.uuid = "DS-1-other";
  other.capacity_bytes = 5;
  heartbeat.reports.push_back(other);
  ASSERT_TRUE(cluster.blocks.heartbeat(cluster.nodes[1].registration, heartbeat).has_value());
  cluster.blocks.tick();
  EXPECT_EQ(cluster.located(owner), std::vector<int>{2});
  EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 1u);
}

TEST_F(DatanodeTest, FatalDiskErrorEndsADatanode) {
  // errorReport FATAL_DISK_ERROR.
  cluster.add_live(2);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  ASSERT_TRUE(cluster.blocks.remove_datanode(cluster.nodes[1].registration).has_value());
  EXPECT_EQ(cluster.located(owner), std::vector<int>{2});
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kDead).size(), 1u);
}

TEST_F(DatanodeTest, StorageReportsAddUp) {
  // hdfs dfsadmin -report: sums over live datanodes; those that leave are no part of it.
  cluster.add_live(2);
  cluster.nodes[2].remaining_bytes = 40'000;
  cluster.beat(2);
  CapacityStatistics sum = cluster.blocks.capacity();
  EXPECT_EQ(sum.capacity_bytes, 200'000u);
  EXPECT_EQ(sum.used_bytes, 60'000u);
  EXPECT_EQ(sum.remaining_bytes, 140'000u);
  EXPECT_EQ(sum.xceivers, 2u);
  cluster.blocks.refresh_nodes({.excluded = {"host2"}});
  sum = cluster.blocks.capacity();
  EXPECT_EQ(sum.capacity_bytes, 100'000u);
  EXPECT_EQ(sum.used_bytes, 0u);
  EXPECT_EQ(sum.remaining_bytes, 100'000u);
  cluster.clock.advance_ms(40'000);
  EXPECT_EQ(cluster.blocks.capacity().stale_datanodes, 2u);
  const auto infos = cluster.blocks.datanodes(DatanodeReportKind::kLive);
  EXPECT_EQ(infos[1]->dfs_used_bytes, 60'000u);
  EXPECT_EQ(infos[1]->network_location, "/default-rack");
  EXPECT_EQ(cluster.blocks.storage_reports(infos[1]->index).at(0).remaining_bytes, 40'000u);
}

TEST_F(DatanodeTest, BalancerBandwidthIsSentOnce) {
  // dfsadmin -setBalancerBandwidth.
  cluster.add_live(1);
  cluster.blocks.set_balancer_bandwidth(1'000'000);
  const auto commands = cluster.beat(1).commands;
  ASSERT_EQ(commands.size(), 1u);
  EXPECT_EQ(std::get<BalancerBandwidthCommand>(commands[0]).bytes_per_second, 1'000'000u);
  EXPECT_TRUE(cluster.beat(1).commands.empty());
}

TEST_F(DatanodeTest, TooManyVolumesAreRefused) {
  // A datanode that invents storages must not fill the memory.
  cluster.add_live(1);
  Heartbeat heartbeat;
  for (int i = 0; i < 600; ++i) {
    StorageReport report;
    report.uuid = fmt::format("DS-made-up-{}", i);
    heartbeat.reports.push_back(report);
  }
  EXPECT_EQ(cluster.blocks.heartbeat(cluster.nodes[1].registration, heartbeat).error().code,
            ErrorCode::kIo);
}

TEST(Locations, TheNearestReplicaComesFirst) {
  // A reader on a datanode, one in a rack, and one from nowhere, in three racks.
  Cluster cluster(test_options(), [](const std::string& ip) {
    const int n = std::stoi(ip.substr(ip.rfind('.') + 1));
    return n < 3 ? std::string("/r1") : n == 3 ? std::string("/r2") : std::string("/r3");
  });
  cluster.start();
  cluster.add_live(4);
  const auto owner = cluster.complete_block(1, 4, {1, 2, 3, 4});
  for (int i = 0; i < 20; ++i) {
    const auto local = cluster.located(owner, "10.0.0.2");
    EXPECT_EQ(local[0], 2);
    EXPECT_EQ(local[1], 1);
    EXPECT_EQ(cluster.located(owner, "10.1.1.3")[0], 3);
  }
}

TEST(Locations, SilentDatanodesComeLastIfSoConfigured) {
  // dfs.namenode.avoid.read.stale.datanode.
  BlockManagerOptions options = test_options();
  options.avoid_stale_for_read = true;
  Cluster cluster(options);
  cluster.start();
  cluster.add_live(2);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  cluster.clock.advance_ms(31'000);
  cluster.beat(2);
  EXPECT_EQ(cluster.located(owner, "10.0.0.1"), (std::vector<int>{2, 1}));
}

}  // namespace
}  // namespace mammoth::namenode
