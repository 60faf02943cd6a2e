// Too few replicas, too many replicas, and time.
#include <set>

#include "tests/unit/namenode/blocks/cluster.h"

namespace mammoth::namenode {
namespace {

constexpr std::int64_t kUntilDead = 10 * 60'000 + 40'000;  // 10.5 minutes and a little

class RedundancyTest : public ::testing::Test {
 protected:
  void begin(int datanodes) {
    cluster.start();
    cluster.add_live(datanodes);
    cluster.pass_ms(3'000, all());
  }
  std::vector<int> all() const {
    std::vector<int> numbers;
    for (const auto& [n, node] : cluster.nodes) numbers.push_back(n);
    return numbers;
  }
  std::vector<int> all_but(int gone) const {
    auto numbers = all();
    std::erase(numbers, gone);
    return numbers;
  }
  // All copies ordered so far, as (source, block, targets).
  struct Copy {
    int source;
    Block block;
    std::vector<int> targets;
  };
  std::vector<Copy> copies() {
    std::vector<Copy> result;
    for (const int n : all())
      for (const auto& command : cluster.take<TransferCommand>(n))
        for (const auto& transfer : command.transfers)
          result.push_back({n, transfer.block, Cluster::numbers(transfer.targets)});
    return result;
  }
  std::vector<Block> doomed(int n) {
    std::vector<Block> result;
    for (const auto& command : cluster.take<InvalidateCommand>(n))
      result.insert(result.end(), command.blocks.begin(), command.blocks.end());
    return result;
  }
  Cluster cluster;
};

TEST_F(RedundancyTest, ADeadDatanodesBlocksAreCopied) {
  // Three of four datanodes hold a block; one goes silent. Nothing happens for 10.5 minutes, then a
  // survivor is asked to copy to the fourth, and when the copy is reported all is well.
  begin(4);
  const auto owner = cluster.complete_block(1, 3, {1, 2, 3});
  cluster.pass_ms(600'000, all_but(3));
  EXPECT_TRUE(copies().empty());
  EXPECT_EQ(cluster.blocks.capacity().live_datanodes, 4u);
  cluster.pass_ms(60'000, all_but(3));
  EXPECT_EQ(cluster.blocks.capacity().dead_datanodes, 1u);
  const auto ordered = copies();
  ASSERT_EQ(ordered.size(), 1u);
  EXPECT_TRUE(ordered[0].source == 1 || ordered[0].source == 2);
  EXPECT_EQ(ordered[0].targets, std::vector<int>{4});
  EXPECT_EQ(ordered[0].block, owner.block);
  EXPECT_EQ(cluster.blocks.statistics().pending_reconstruction, 1u);
  cluster.received(4, owner.block);
  EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 0u);
  EXPECT_EQ(cluster.blocks.statistics().pending_reconstruction, 0u);
  EXPECT_EQ(cluster.located(owner).size(), 3u);
}

TEST_F(RedundancyTest, ADatanodeThatComesBackMakesItsCopySuperfluous) {
  // It was only slow. Of four replicas one is deleted again, and reported gone.
  begin(4);
  const auto owner = cluster.complete_block(1, 3, {1, 2, 3});
  cluster.pass_ms(kUntilDead, all_but(3));
  cluster.received(4, owner.block);
  EXPECT_TRUE(std::holds_alternative<RegisterCommand>(cluster.beat(3).commands.at(0)));
  ASSERT_TRUE(cluster.register_node(3).has_value());
  cluster.beat(3);
  EXPECT_TRUE(cluster.report(3, {{owner.block, ReplicaState::kFinalized}}).value());
  cluster.pass_ms(6'000, all());
  EXPECT_EQ(cluster.blocks.statistics().excess, 1u);
  EXPECT_EQ(cluster.located(owner).size(), 4u) << "readable until it is really gone";
  cluster.pass_ms(3'000, all());
  int deletions = 0;
  for (const int n : all())
    for (const Block& block : doomed(n)) {
      ++deletions;
      cluster.deleted(n, block);
    }
  EXPECT_EQ(deletions, 1);
  EXPECT_EQ(cluster.located(owner).size(), 3u);
  EXPECT_EQ(cluster.blocks.statistics().excess, 0u);
}

TEST_F(RedundancyTest, ALostCopyIsOrderedAgain) {
  // The order went to a datanode that never carried it out: after five minutes somebody tries
  // again.
  begin(3);
  cluster.complete_block(1, 2, {1, 2});
  cluster.pass_ms(kUntilDead, {1, 3});
  EXPECT_EQ(copies().size(), 1u);
  cluster.pass_ms(290'000, {1, 3});
  EXPECT_EQ(copies().size(), 0u);
  cluster.pass_ms(30'000, {1, 3});
  EXPECT_EQ(copies().size(), 1u);
}

TEST_F(RedundancyTest, TheMostEndangeredBlocksComeFirst) {
  // One datanode can copy two blocks at a time: those that have no other replica.
  begin(4);
  for (std::uint64_t i = 1; i <= 4; ++i) cluster.complete_block(i, 3, {1, 2, 3});
  for (std::uint64_t i = 5; i <= 6; ++i) cluster.complete_block(i, 2, {1, 3});
  cluster.pass_ms(kUntilDead - 12'000, all_but(3));
  copies();
  std::set<BlockId> first;
  for (int i = 0; i < 5 && first.empty(); ++i) {
    cluster.pass_ms(3'000, all_but(3));
    for (const Copy& copy : copies()) first.insert(copy.block.id);
  }
  EXPECT_TRUE(first.contains(BlockId((1ull << 30) + 5)));
  EXPECT_TRUE(first.contains(BlockId((1ull << 30) + 6)));
}

TEST_F(RedundancyTest, SetReplicationMakesAndRemovesCopies) {
  // hdfs dfs -setrep 3, then -setrep 1.
  begin(3);
  const auto owner = cluster.complete_block(1, 1, {1});
  const BlockId id = owner.block.id;
  cluster.blocks.set_replication(std::span(&id, 1), 3);
  cluster.pass_ms(9'000, all());
  const auto ordered = copies();
  ASSERT_EQ(ordered.size(), 1u);
  EXPECT_EQ(ordered[0].targets.size(), 2u);
  cluster.received(2, owner.block);
  cluster.received(3, owner.block);
  EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 0u);
  cluster.blocks.set_replication(std::span(&id, 1), 1);
  EXPECT_EQ(cluster.blocks.statistics().excess, 2u);
}

TEST_F(RedundancyTest, TheFullestVolumeGivesUpItsReplica) {
  // Four replicas for three, all on one rack: the datanode with the least space is relieved.
  begin(4);
  cluster.nodes[2].remaining_bytes = 10'000;
  cluster.pass_ms(3'000, all());
  const auto owner = cluster.complete_block(1, 3, {1, 2, 3});
  cluster.received(4, owner.block);
  cluster.pass_ms(6'000, all());
  EXPECT_EQ(doomed(2), std::vector<Block>{owner.block});
}

TEST_F(RedundancyTest, TheBalancersHintIsFollowed) {
  // The balancer copied a replica from 1 to 4 and names 1 as the one to delete.
  begin(4);
  const auto owner = cluster.complete_block(1, 3, {1, 2, 3});
  cluster.received(4, owner.block, "uuid-1");
  cluster.pass_ms(6'000, all());
  EXPECT_EQ(doomed(1), std::vector<Block>{owner.block});
}

TEST_F(RedundancyTest, AnOrderToDeleteThatWasLostIsRepeated) {
  // The datanode got the command and crashed: its next full report still has the replica.
  begin(2);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  const BlockId id = owner.block.id;
  cluster.blocks.set_replication(std::span(&id, 1), 1);
  cluster.pass_ms(6'000, all());
  const int victim = doomed(1).empty() ? 2 : 1;
  EXPECT_TRUE(cluster.report(victim, {{owner.block, ReplicaState::kFinalized}}).value());
  cluster.pass_ms(6'000, all());
  EXPECT_EQ(doomed(victim), std::vector<Block>{owner.block});
}

TEST_F(RedundancyTest, DeletedFilesFreeTheirReplicasInBatches) {
  // 2,500 blocks of a deleted file: a heartbeat carries away at most 1,000, after its interval has
  // ordered them.
  begin(1);
  std::vector<BlockId> ids;
  for (std::uint64_t i = 1; i <= 2'500; ++i)
    ids.push_back(cluster.complete_block(i, 1, {1}, 1).block.id);
  for (const BlockId id : ids) cluster.names.owners.erase(id);
  cluster.blocks.remove_blocks(ids);
  EXPECT_EQ(cluster.blocks.statistics().pending_deletion, 2'500u);
  std::vector<std::size_t> batches;
  for (int i = 0; i < 5; ++i) {
    cluster.pass_ms(3'000, {1});
    batches.push_back(doomed(1).size());
  }
  EXPECT_EQ(batches, (std::vector<std::size_t>{0, 1'000, 1'000, 500, 0}));
  EXPECT_EQ(cluster.blocks.statistics().blocks, 0u);
}

TEST_F(RedundancyTest, InSafeModeNothingIsOrdered) {
  // dfsadmin -safemode enter: neither copies nor deletions, until leave.
  begin(2);
  const auto owner = cluster.complete_block(1, 1, {1});
  cluster.blocks.safe_mode().enter(false);
  const BlockId id = owner.block.id;
  cluster.blocks.remove_blocks(std::span(&id, 1));
  cluster.pass_ms(9'000, all());
  EXPECT_TRUE(doomed(1).empty());
  EXPECT_TRUE(cluster.blocks.safe_mode().leave(false));
  cluster.pass_ms(6'000, all());
  EXPECT_EQ(doomed(1).size(), 1u);
}

TEST_F(RedundancyTest, BlocksNobodyReportedAreMissing) {
  // The start-up scan knows two blocks, one of them only ever wanted once; no datanode has them.
  // The administrator forces the way out of safe mode.
  for (std::uint64_t i = 1; i <= 2; ++i) {
    BlockOwner owner{.inode = InodeId(i),
                     .block = {BlockId(i), GenerationStamp(999), 1},
                     .replication = static_cast<std::uint16_t>(i)};
    cluster.names.owners[owner.block.id] = owner;
    cluster.blocks.restore_block(owner);
  }
  begin(1);
  EXPECT_EQ(cluster.blocks.statistics().missing, 0u) << "too early to say";
  EXPECT_TRUE(cluster.blocks.safe_mode().leave(false));
  cluster.pass_ms(3'000, {1});
  EXPECT_EQ(cluster.blocks.statistics().missing, 2u);
  EXPECT_EQ(cluster.blocks.statistics().missing_replication_one, 1u);
  EXPECT_EQ(cluster.blocks.corrupt_blocks(BlockId(1), 10), std::vector<BlockId>{BlockId(2)});
}

TEST_F(RedundancyTest, ADecommissionedDatanodeIsEmptiedFirst) {
  // dfs.hosts.exclude names 1. Its block is copied, with 1 itself as the source; then, and only
  // then, is 1 decommissioned. Readers go there last meanwhile.
  begin(3);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  cluster.blocks.refresh_nodes({.excluded = {"10.0.0.1"}});
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kDecommissioning).size(), 1u);
  cluster.pass_ms(60'000, all());
  const auto ordered = copies();
  ASSERT_EQ(ordered.size(), 1u);
  EXPECT_EQ(ordered[0].source, 1);
  EXPECT_EQ(ordered[0].targets, std::vector<int>{3});
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kDecommissioning).size(), 1u);
  cluster.received(3, owner.block);
  cluster.pass_ms(60'000, all());
  EXPECT_TRUE(cluster.blocks.datanodes(DatanodeReportKind::kDecommissioning).empty());
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kAll)[0]->admin_state,
            AdminState::kDecommissioned);
  EXPECT_EQ(cluster.located(owner).back(), 1);
  cluster.blocks.refresh_nodes({});
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kAll)[0]->admin_state,
            AdminState::kNormal);
  cluster.pass_ms(3'000, all());
  EXPECT_EQ(cluster.blocks.statistics().excess, 1u) << "three replicas of two again";
}

TEST_F(RedundancyTest, ADatanodeInMaintenanceIsExpectedBack) {
  // One replica elsewhere is enough: the block of 1 and 2 is not copied, that of 1 alone is. Then 1
  // is in maintenance, and dies without any copy being made of what it has.
  begin(3);
  const auto shared = cluster.complete_block(1, 2, {1, 2});
  const auto only = cluster.complete_block(2, 1, {1});
  const std::int64_t until_ms = cluster.clock.wall_ms() + 3'600'000;
  cluster.blocks.refresh_nodes({.resting = {{"10.0.0.1:9866", until_ms}}});
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kEnteringMaintenance).size(), 1u);
  cluster.pass_ms(60'000, all());
  const auto ordered = copies();
  ASSERT_EQ(ordered.size(), 1u);
  EXPECT_EQ(ordered[0].source, 1);
  cluster.received(ordered[0].targets[0], only.block);
  cluster.pass_ms(60'000, all());
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kInMaintenance).size(), 1u);
  EXPECT_EQ(cluster.located(shared), std::vector<int>{2}) << "readers are not sent there";

  cluster.pass_ms(900'000, {2, 3});
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kDead).size(), 1u);
  EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 0u);
  EXPECT_TRUE(copies().empty());
  cluster.pass_ms(3'600'000, {2, 3});
  EXPECT_TRUE(cluster.blocks.datanodes(DatanodeReportKind::kInMaintenance).empty());
  const auto late = copies();
  ASSERT_FALSE(late.empty()) << "nobody waits for it any longer";
  EXPECT_EQ(late[0].source, 2);
}

TEST_F(RedundancyTest, MaintenanceEndsWithItsEntry) {
  // Alive or dead, what it had counts again, or no longer.
  begin(3);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  const std::int64_t until_ms = cluster.clock.wall_ms() + 3'600'000;
  cluster.blocks.refresh_nodes({.resting = {{"host1", until_ms}}});
  cluster.pass_ms(60'000, all());
  EXPECT_EQ(cluster.blocks.datanodes(DatanodeReportKind::kInMaintenance).size(), 1u);
  cluster.blocks.refresh_nodes({});
  EXPECT_EQ(cluster.located(owner).size(), 2u);
  cluster.blocks.refresh_nodes({.resting = {{"host1", until_ms}}});
  cluster.pass_ms(900'000, {2, 3});
  EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 0u);
  cluster.blocks.refresh_nodes({});
  cluster.pass_ms(9'000, {2, 3});
  EXPECT_EQ(copies().size(), 1u);
}

TEST(Redundancy, ASecondRackGetsACopy) {
  // A cluster of one rack grows a second: every block with all replicas on one rack needs another.
  Cluster cluster(test_options(), [](const std::string& ip) {
    return ip == "10.0.0.3" ? std::string("/r2") : std::string("/r1");
  });
  cluster.start();
  cluster.add_live(2);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 0u);
  cluster.join(3);
  cluster.pass_ms(9'000, {1, 2, 3});
  EXPECT_EQ(cluster.blocks.statistics().pending_reconstruction, 1u);
  cluster.received(3, owner.block);
  cluster.pass_ms(9'000, {1, 2, 3});
  EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 0u);
  EXPECT_EQ(cluster.blocks.statistics().excess, 1u);
  const auto doomed_on_3 = cluster.take<InvalidateCommand>(3);
  EXPECT_TRUE(doomed_on_3.empty()) << "the only replica of its rack stays";
}

TEST(Deletions, APartOfTheDatanodesInEachInterval) {
  // Files with replicas on all ten datanodes are deleted: three and a bit of them, so four, get
  // orders in each interval, as many as one order takes.
  BlockManagerOptions options = test_options();
  options.invalidate_work_pct = 0.32;
  options.invalidate_limit = 2;
  Cluster cluster(options);
  cluster.start();
  cluster.add_live(10);
  std::vector<BlockId> ids;
  for (std::uint64_t i = 0; i < 3; ++i)
    ids.push_back(cluster.complete_block(i, 10, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}).block.id);
  cluster.blocks.remove_blocks(ids);
  EXPECT_EQ(cluster.blocks.statistics().pending_deletion, 30u);
  std::set<int> served;
  for (int interval = 1; interval <= 12; ++interval) {
    cluster.clock.advance_ms(options.redundancy_interval_ms);
    cluster.blocks.tick();
    int ordered = 0;
    for (int n = 1; n <= 10; ++n)
      for (const auto& command : cluster.beat(n).commands)
        if (const auto* invalidate = std::get_if<InvalidateCommand>(&command)) {
          EXPECT_LE(invalidate->blocks.size(), 2u);
          served.insert(n);
          ++ordered;
        }
    EXPECT_LE(ordered, 4);
    if (interval == 1) {
      EXPECT_EQ(ordered, 4);
    }
  }
  EXPECT_EQ(served.size(), 10u);
  EXPECT_EQ(cluster.blocks.statistics().pending_deletion, 0u);
}

}  // namespace
}  // namespace mammoth::namenode
