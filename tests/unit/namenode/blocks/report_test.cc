// Block reports: what the namenode concludes from what datanodes say they have.
#include "tests/unit/namenode/blocks/cluster.h"

namespace mammoth::namenode {
namespace {

ReportedReplica finalized(const Block& block) {
  return {block, ReplicaState::kFinalized};
}

class ReportTest : public ::testing::Test {
 protected:
  void begin(int datanodes) {
    cluster.start();
    cluster.add_live(datanodes);
  }
  // The replicas that the namenode orders `n` to delete in the next interval.
  std::vector<Block> doomed(int n) {
    std::vector<Block> result;
    cluster.clock.advance_ms(cluster.blocks.options().redundancy_interval_ms);
    cluster.blocks.tick();
    for (const auto& command : cluster.beat(n).commands)
      if (const auto* invalidate = std::get_if<InvalidateCommand>(&command))
        result.insert(result.end(), invalidate->blocks.begin(), invalidate->blocks.end());
    return result;
  }
  Cluster cluster;
};

TEST_F(ReportTest, AFullReportIsTheTruth) {
  // Three blocks are known on the datanode; it has lost one, still has one, and has one more.
  begin(2);
  const auto kept = cluster.complete_block(1, 1, {1});
  const auto lost = cluster.complete_block(2, 1, {1});
  const auto found = cluster.complete_block(3, 2, {2});
  EXPECT_TRUE(cluster.report(1, {finalized(found.block), finalized(kept.block)}).value());
  EXPECT_EQ(cluster.located(kept), std::vector<int>{1});
  EXPECT_TRUE(cluster.located(lost).empty());
  EXPECT_EQ(cluster.located(found).size(), 2u);
  EXPECT_EQ(cluster.blocks.statistics().missing, 1u);
}

TEST_F(ReportTest, ReplicasNobodyOwnsAreDeleted) {
  // Left over from a file that was deleted while the datanode was down.
  begin(1);
  const Block stray{BlockId(4'711), GenerationStamp(900), 50};
  EXPECT_TRUE(cluster.report(1, {finalized(stray)}).value());
  EXPECT_EQ(doomed(1), std::vector<Block>{stray});
}

TEST_F(ReportTest, BlocksAreLookedUpInTheNamespaceWhenFirstReported) {
  // After a restart the map is empty; the store knows the block, and its length decides.
  const Block block{BlockId(77), GenerationStamp(999), 10};
  const Block other{BlockId(78), GenerationStamp(999), 10};
  for (const Block& one : {block, other})
    cluster.names.owners[one.id] = {.inode = InodeId(5), .block = one, .replication = 2};
  cluster.blocks.activate(2);
  cluster.join(1);
  EXPECT_TRUE(cluster.blocks.safe_mode().active());
  cluster.add(2);
  ASSERT_TRUE(cluster.register_node(2).has_value());
  cluster.beat(2);
  EXPECT_TRUE(cluster.report(2, {finalized(block), finalized(other)}).value());
  cluster.blocks.tick();
  EXPECT_FALSE(cluster.blocks.safe_mode().active());
  EXPECT_EQ(cluster.located(cluster.names.owners[block.id]), std::vector<int>{2});
}

TEST_F(ReportTest, WrongLengthAndOldGenerationStampAreCorruption) {
  // Readers never see such replicas while there is a good one; they are deleted when there are
  // enough.
  begin(3);
  const auto owner = cluster.complete_block(1, 3, {1});
  Block shorter = owner.block;
  shorter.length_bytes = 99;
  Block older = owner.block;
  older.generation_stamp = GenerationStamp(1);
  cluster.received(2, shorter);
  cluster.received(3, older);
  EXPECT_EQ(cluster.located(owner), std::vector<int>{1});
  EXPECT_EQ(cluster.blocks.statistics().corrupt_replica_blocks, 1u);
  EXPECT_EQ(doomed(3), std::vector<Block>{older})
      << "a leftover of an interrupted write goes at once";
  EXPECT_TRUE(doomed(2).empty()) << "one good replica of three: the short one is kept for now";
  // Two copies have been made: now the replication is met.
  cluster.join(4);
  cluster.join(5);
  cluster.received(4, owner.block);
  cluster.received(5, owner.block);
  EXPECT_EQ(doomed(2).size(), 1u);
  EXPECT_EQ(cluster.blocks.statistics().corrupt_replica_blocks, 0u);
}

TEST_F(ReportTest, WhenAllReplicasAreCorruptTheyAreShown) {
  // Better a doubtful block than none: fsck and the client decide.
  begin(2);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  for (const char* uuid : {"uuid-1", "uuid-2"})
    cluster.blocks.report_bad_replica(owner.block, uuid, "", "checksum error");
  const LocatedBlock located = cluster.blocks.locate(owner, {"10.9.9.9", {}});
  EXPECT_TRUE(located.corrupt);
  EXPECT_EQ(located.locations.size(), 2u);
  EXPECT_EQ(cluster.blocks.statistics().missing, 1u);
  EXPECT_EQ(cluster.blocks.corrupt_blocks(BlockId(0), 10), std::vector<BlockId>{owner.block.id});
}

TEST_F(ReportTest, AReplicaBeingWrittenDoesNotCountUntilItIsFinished) {
  // RECEIVING, then RECEIVED: only then is the block minimally replicated.
  begin(1);
  BlockOwner owner = cluster.open_block(1, 1, {1});
  cluster.event(1, ReplicaEvent::Kind::kReceiving, owner.block);
  EXPECT_FALSE(cluster.blocks.status(owner).minimally_replicated);
  owner.block.length_bytes = 12;
  cluster.received(1, owner.block);
  EXPECT_TRUE(cluster.blocks.status(owner).minimally_replicated);
}

TEST_F(ReportTest, ALateReportOfAnOpenReplicaIsHarmless) {
  // The full report was taken while the replica was open, and read after the block was complete.
  begin(1);
  const auto owner = cluster.complete_block(1, 1, {1});
  EXPECT_TRUE(cluster.report(1, {{owner.block, ReplicaState::kBeingWritten}}).value());
  EXPECT_EQ(cluster.located(owner), std::vector<int>{1});
  EXPECT_EQ(cluster.blocks.statistics().corrupt_replica_blocks, 0u);
}

TEST_F(ReportTest, AReplicaWaitingForRecoveryOfACompleteBlockIsCorrupt) {
  // The datanode crashed while writing; the block was completed by others meanwhile.
  begin(2);
  const auto owner = cluster.complete_block(1, 1, {1});
  EXPECT_TRUE(cluster.report(2, {{owner.block, ReplicaState::kWaitingRecovery}}).value());
  EXPECT_EQ(cluster.located(owner), std::vector<int>{1});
  EXPECT_EQ(doomed(2), std::vector<Block>{owner.block});
}

TEST_F(ReportTest, LeasesLimitHowManyReportAtOnce) {
  // Six leases; the seventh datanode waits, until one has reported or a lease is five minutes old.
  begin(7);
  std::vector<std::uint64_t> leases;
  for (int n = 1; n <= 7; ++n) leases.push_back(cluster.beat(n, true).full_report_lease_id);
  EXPECT_EQ(std::count(leases.begin(), leases.end(), 0u), 1);
  EXPECT_EQ(leases[6], 0u);
  EXPECT_FALSE(cluster.report(1, {}, {.lease_id = leases[1]}).value()) << "somebody else's lease";
  EXPECT_TRUE(cluster.report(1, {}, {.lease_id = leases[0]}).value());
  EXPECT_FALSE(cluster.report(1, {}, {.lease_id = leases[0]}).value()) << "a lease is good once";
  EXPECT_NE(cluster.beat(7, true).full_report_lease_id, 0u);
  cluster.clock.advance_ms(300'000);
  EXPECT_FALSE(cluster.report(2, {}, {.lease_id = leases[1]}).value()) << "expired";
  EXPECT_TRUE(cluster.report(2, {}).value()) << "lease 0 is always good";
}

TEST_F(ReportTest, AReportInSeveralMessagesKeepsItsLease) {
  // dfs.blockreport.split.threshold: one message a storage.
  begin(1);
  const std::uint64_t lease = cluster.beat(1, true).full_report_lease_id;
  EXPECT_TRUE(cluster.report(1, {}, {2, 0, 9, lease}).value());
  EXPECT_TRUE(cluster.report(1, {}, {2, 1, 9, lease}).value());
  EXPECT_FALSE(cluster.report(1, {}, {1, 0, 10, lease}).value());
}

TEST_F(ReportTest, UnknownDatanodesMustRegisterFirst) {
  // After a restart of the namenode.
  begin(1);
  cluster.add(9);
  EXPECT_EQ(cluster.report(9, {}).error().code, ErrorCode::kUnregisteredNode);
  const HeartbeatReply reply = cluster.beat(9);
  ASSERT_EQ(reply.commands.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<RegisterCommand>(reply.commands[0]));
}

TEST_F(ReportTest, NothingIsDeletedOnTheWordOfAStaleStorage) {
  // A datanode comes back after a restart of the namenode and may have carried out deletions nobody
  // remembers. Until its first report surplus replicas elsewhere stay.
  begin(3);
  const auto owner = cluster.complete_block(1, 2, {1, 2});
  ASSERT_TRUE(cluster.register_node(1).has_value());
  cluster.beat(1);
  cluster.received(3, owner.block);
  EXPECT_EQ(cluster.blocks.statistics().excess, 0u);
  EXPECT_TRUE(cluster.report(1, {finalized(owner.block)}).value());
  cluster.pass_ms(6'000, {1, 2, 3});
  EXPECT_EQ(cluster.blocks.statistics().excess, 1u);
}

TEST_F(ReportTest, ABrokenReportRemovesNothing) {
  // The encoding ends in the middle: what was not read is not therefore gone.
  class Broken final : public ReplicaCursor {
    Result<std::optional<ReportedReplica>> next() override {
      return Error{ErrorCode::kIo, "Malformed block report"};
    }
  };
  begin(1);
  const auto owner = cluster.complete_block(1, 1, {1});
  Broken cursor;
  FullReport report;
  report.storages.push_back({cluster.nodes[1].storage, &cursor});
  EXPECT_FALSE(
      cluster.blocks.continue_full_report(cluster.nodes[1].registration, report, 10).has_value());
  EXPECT_EQ(cluster.located(owner), std::vector<int>{1});
}

TEST_F(ReportTest, ReplicasOfTheFutureHoldSafeMode) {
  // An old copy of the name directory was started against newer datanodes.
  const Block known{BlockId(77), GenerationStamp(999), 10};
  cluster.names.owners[known.id] = {.inode = InodeId(5), .block = known};
  cluster.blocks.activate(1);
  cluster.add(1);
  ASSERT_TRUE(cluster.register_node(1).has_value());
  cluster.beat(1);
  const Block future{BlockId(78), GenerationStamp(5'000), 4'096};
  EXPECT_TRUE(cluster.report(1, {finalized(known), finalized(future)}).value());
  cluster.blocks.tick();
  EXPECT_EQ(cluster.blocks.statistics().future_bytes, 4'096u);
  EXPECT_TRUE(cluster.blocks.safe_mode().active());
  EXPECT_TRUE(cluster.blocks.safe_mode().leave(true));
  cluster.blocks.tick();
  EXPECT_TRUE(doomed(1).empty());
}

TEST_F(ReportTest, TheDatanodeMayChooseAnotherVolume) {
  // The block was allocated for one volume and finished on another of the same datanode: one
  // replica.
  begin(1);
  BlockOwner owner = cluster.open_block(1, 1, {1});
  cluster.nodes[1].storage.uuid = "DS-1-second";
  owner.block.length_bytes = 5;
  cluster.received(1, owner.block);
  EXPECT_TRUE(cluster.blocks.commit_block(owner.block).has_value());
  EXPECT_EQ(cluster.located(owner), std::vector<int>{1});
  EXPECT_EQ(cluster.blocks.locate(owner, {"10.9.9.9", {}}).locations[0].storage->uuid,
            "DS-1-second");
}

}  // namespace
}  // namespace mammoth::namenode
