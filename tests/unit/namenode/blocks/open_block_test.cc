// A block while its file is written: allocation, pipeline, commit, append, truncate, recovery.
#include "tests/unit/namenode/blocks/cluster.h"

namespace mammoth::namenode {
namespace {

class OpenBlockTest : public ::testing::Test {
 protected:
  OpenBlockTest() {
    cluster.start();
    cluster.add_live(4);
  }
  BlockState state(const BlockOwner& owner) { return cluster.blocks.status(owner).state; }
  std::vector<RecoverCommand::Recovery> recoveries(int n) {
    std::vector<RecoverCommand::Recovery> result;
    for (const auto& command : cluster.beat(n).commands)
      if (const auto* recover = std::get_if<RecoverCommand>(&command))
        result.insert(result.end(), recover->recoveries.begin(), recover->recoveries.end());
    return result;
  }
  static Block sized(Block block, std::uint64_t length) {
    block.length_bytes = length;
    return block;
  }
  static RecoveryResult recovered(const Block& old, std::uint64_t id, std::uint64_t length,
                                  std::vector<int> on) {
    RecoveryResult result{.old_block = old,
                          .new_generation_stamp = GenerationStamp(id),
                          .new_length_bytes = length,
                          .target_uuids = {},
                          .target_storages = {}};
    for (const int n : on) {
      result.target_uuids.push_back(fmt::format("uuid-{}", n));
      result.target_storages.push_back(fmt::format("DS-{}", n));
    }
    return result;
  }
  // Node 3 is started again with `old_replica` on its disk; 4 is not there.
  void expect_copy_to_restarted_node(const Block& old_replica, const Block& done) {
    const std::vector<int> up = {1, 2, 3};
    cluster.blocks.remove_datanode(cluster.nodes.at(4).registration).value();
    ASSERT_TRUE(cluster.register_node(3).has_value());
    cluster.beat(3);
    ASSERT_TRUE(*cluster.report(3, {{old_replica, ReplicaState::kWaitingRecovery}}));
    cluster.pass_ms(9'000, up);
    std::vector<Block> doomed;
    for (const auto& command : cluster.take<InvalidateCommand>(3))
      doomed.insert(doomed.end(), command.blocks.begin(), command.blocks.end());
    ASSERT_EQ(doomed.size(), 1u);
    EXPECT_EQ(doomed[0].generation_stamp, old_replica.generation_stamp);
    cluster.deleted(3, old_replica);
    cluster.pass_ms(9'000, up);
    std::size_t copies = 0;
    for (const int n : {1, 2}) copies += cluster.take<TransferCommand>(n).size();
    EXPECT_EQ(copies, 1u);
    cluster.received(3, done);
    EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 0u);
    EXPECT_EQ(cluster.blocks.statistics().corrupt_replica_blocks, 0u);
  }
  Cluster cluster;
};

TEST_F(OpenBlockTest, ABlockCompletesWithItsFirstReportedReplica) {
  // The client commits before any datanode has reported: complete() must wait. One report is
  // enough, and no copies are ordered for the two that are still on their way.
  const BlockOwner owner = cluster.open_block(1, 3, {1, 2, 3});
  const Block block = sized(owner.block, 1'000);
  EXPECT_EQ(cluster.blocks.commit_block(block).value(), block);
  EXPECT_EQ(state(owner), BlockState::kCommitted);
  EXPECT_FALSE(cluster.blocks.status(owner).minimally_replicated);
  cluster.received(2, block);
  EXPECT_EQ(state(owner), BlockState::kComplete);
  const BlockId id = block.id;
  cluster.blocks.close_blocks(std::span(&id, 1));
  EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 0u);
  cluster.received(1, block);
  cluster.received(3, block);
  EXPECT_EQ(cluster.located(owner).size(), 3u);
  EXPECT_EQ(cluster.blocks.statistics().pending_reconstruction, 0u);
}

TEST_F(OpenBlockTest, ReadersOfAnOpenBlockAreSentToItsPipeline) {
  // Nothing is reported yet; the writer has flushed, and a reader follows.
  const BlockOwner owner = cluster.open_block(1, 3, {3, 1, 2});
  EXPECT_EQ(Cluster::numbers(cluster.blocks.expected_locations(owner).locations),
            (std::vector<int>{3, 1, 2}));
  EXPECT_EQ(cluster.located(owner, "10.0.0.2").front(), 2);
}

TEST_F(OpenBlockTest, CommitMustNotContradict) {
  // A client with an outdated idea of the block; Apache's texts.
  const BlockOwner owner = cluster.open_block(1, 1, {1});
  Block stale = sized(owner.block, 5);
  stale.generation_stamp = GenerationStamp(7);
  EXPECT_EQ(cluster.blocks.commit_block(stale).error().message,
            "Commit block with mismatching GS. NN has blk_1073741825_1001{UCState="
            "UNDER_CONSTRUCTION, truncateBlock=null, primaryNodeIndex=-1, "
            "replicas=[ReplicaUC[[DISK]DS-1:NORMAL:10.0.0.1:9866|RBW]]}, client submits "
            "blk_1073741825_7");
  ASSERT_TRUE(cluster.blocks
                  .update_pipeline(owner.block, {owner.block.id, GenerationStamp(1'002), 10},
                                   std::vector<std::string>{"uuid-1"},
                                   std::vector<std::string>{"DS-1"})
                  .has_value());
  EXPECT_EQ(
      cluster.blocks.commit_block({owner.block.id, GenerationStamp(1'002), 9}).error().message,
      "commitBlock length is less than the stored one 9 vs. 10");
  EXPECT_EQ(cluster.blocks.commit_block({BlockId(9), GenerationStamp(9), 9}).error().message,
            "Block (=blk_9_9) not found");
}

TEST_F(OpenBlockTest, APipelineThatLostANodeGoesOnUnderANewStamp) {
  // Node 3 failed and was replaced by 4. What 3 reports late is of no use and is deleted.
  const BlockOwner owner = cluster.open_block(1, 3, {1, 2, 3});
  const Block next{owner.block.id, GenerationStamp(1'002), 500};
  const std::vector<std::string> uuids = {"uuid-1", "uuid-2", "uuid-4"};
  const std::vector<std::string> storages = {"DS-1", "DS-2", "DS-4"};
  ASSERT_TRUE(cluster.blocks.update_pipeline(owner.block, next, uuids, storages).has_value());
  EXPECT_EQ(Cluster::numbers(cluster.blocks.expected_locations(owner).locations),
            (std::vector<int>{1, 2, 4}));
  const Block done = sized(next, 900);
  for (const int n : {1, 2, 4}) cluster.received(n, done);
  ASSERT_TRUE(cluster.blocks.commit_block(done).has_value());
  cluster.received(3, sized(owner.block, 400));
  EXPECT_EQ(cluster.located(owner).size(), 3u);
  EXPECT_EQ(cluster.blocks.statistics().pending_deletion, 1u);
  EXPECT_EQ(
      cluster.blocks.update_pipeline(owner.block, owner.block, uuids, storages).error().message,
      "blk_1073741825_1001 is not under construction");
}

TEST_F(OpenBlockTest, ADatanodeThatComesBackTooLateGetsACopy) {
  // Node 3 died while it wrote; the block went on under a new stamp and is complete. Its report,
  // the first since it was registered, shows the older beginning. That is deleted once the report
  // has been read to its end, and makes room for a copy of the whole.
  const BlockOwner owner = cluster.open_block(1, 3, {1, 2, 3});
  const Block next{owner.block.id, GenerationStamp(1'002), 500};
  ASSERT_TRUE(cluster.blocks
                  .update_pipeline(owner.block, next, std::vector<std::string>{"uuid-1", "uuid-2"},
                                   std::vector<std::string>{"DS-1", "DS-2"})
                  .has_value());
  const Block done = sized(next, 900);
  for (const int n : {1, 2}) cluster.received(n, done);
  ASSERT_TRUE(cluster.blocks.commit_block(done).has_value());
  cluster.blocks.close_blocks(std::span(&done.id, 1));
  expect_copy_to_restarted_node(sized(owner.block, 400), done);
}

TEST_F(OpenBlockTest, ADatanodeThatComesBackWhileTheBlockIsWrittenGetsACopy) {
  // The same, but it is back before the block is finished.
  const BlockOwner owner = cluster.open_block(1, 3, {1, 2, 3});
  ASSERT_TRUE(cluster.register_node(3).has_value());
  cluster.beat(3);
  ASSERT_TRUE(*cluster.report(3, {{sized(owner.block, 400), ReplicaState::kWaitingRecovery}}));
  const Block next{owner.block.id, GenerationStamp(1'002), 500};
  ASSERT_TRUE(cluster.blocks
                  .update_pipeline(owner.block, next, std::vector<std::string>{"uuid-1", "uuid-2"},
                                   std::vector<std::string>{"DS-1", "DS-2"})
                  .has_value());
  EXPECT_EQ(cluster.blocks.statistics().pending_deletion, 1u);
  const Block done = sized(next, 900);
  for (const int n : {1, 2}) cluster.received(n, done);
  ASSERT_TRUE(cluster.blocks.commit_block(done).has_value());
  cluster.blocks.close_blocks(std::span(&done.id, 1));
  expect_copy_to_restarted_node(sized(owner.block, 400), done);
}

TEST_F(OpenBlockTest, AnOutdatedPipelineUpdateIsRefused) {
  // A delayed duplicate of updatePipeline.
  const BlockOwner owner = cluster.open_block(1, 1, {1});
  const std::vector<std::string> uuid = {"uuid-1"};
  const std::vector<std::string> storage = {"DS-1"};
  const auto refused = cluster.blocks.update_pipeline(owner.block, owner.block, uuid, storage);
  EXPECT_EQ(refused.error().message.substr(0, 143),
            "Update BP-1-127.0.0.1-1:blk_1073741825_1001 but the new block "
            "BP-1-127.0.0.1-1:blk_1073741825_1001 does not have a larger generation stamp than");
}

TEST_F(OpenBlockTest, AppendReopensTheLastBlockWhereItIs) {
  // Its replicas stay where they are, and plans to copy or delete them are dropped.
  BlockOwner owner = cluster.complete_block(1, 1, {1, 2}, 100);
  EXPECT_EQ(cluster.blocks.statistics().excess, 1u);
  const LocatedBlock located = cluster.blocks.reopen_block(owner).value();
  EXPECT_EQ(located.locations.size(), 2u);
  EXPECT_EQ(state(owner), BlockState::kUnderConstruction);
  EXPECT_EQ(cluster.blocks.statistics().excess, 0u);
  EXPECT_EQ(cluster.blocks.statistics().pending_deletion, 0u);
  // The client bumps the stamp, writes on, and closes.
  const Block next{owner.block.id, GenerationStamp(1'010), 100};
  ASSERT_TRUE(cluster.blocks
                  .update_pipeline(owner.block, next, std::vector<std::string>{"uuid-1", "uuid-2"},
                                   std::vector<std::string>{"DS-1", "DS-2"})
                  .has_value());
  const Block done = sized(next, 150);
  cluster.received(1, done);
  EXPECT_EQ(cluster.blocks.commit_block(done).value().length_bytes, 150u);
  EXPECT_EQ(state(owner), BlockState::kComplete);
}

TEST_F(OpenBlockTest, AnAbandonedBlocksReplicasAreDeleted) {
  // abandonBlock: the datanodes learn of it through their reports.
  const BlockOwner owner = cluster.open_block(1, 1, {1});
  const BlockId id = owner.block.id;
  cluster.blocks.remove_blocks(std::span(&id, 1));
  cluster.names.owners.erase(id);
  cluster.event(1, ReplicaEvent::Kind::kReceiving, owner.block);
  EXPECT_EQ(cluster.blocks.statistics().pending_deletion, 1u);
}

TEST_F(OpenBlockTest, ADeadWritersBlockIsRecovered) {
  // Two replicas of different length. The datanode heard of last becomes primary, learns who else
  // is there, and brings back the agreed length; the block is complete with what it names.
  const BlockOwner owner = cluster.open_block(1, 3, {1, 2, 3});
  cluster.clock.advance_ms(40'000);
  cluster.beat(2);
  cluster.clock.advance_ms(1);
  cluster.beat(1);
  EXPECT_TRUE(cluster.blocks.start_recovery(owner, GenerationStamp(2'000)));
  EXPECT_EQ(state(owner), BlockState::kUnderRecovery);
  EXPECT_TRUE(recoveries(2).empty());
  const auto orders = recoveries(1);
  ASSERT_EQ(orders.size(), 1u);
  EXPECT_EQ(orders[0].recovery_id, GenerationStamp(2'000));
  EXPECT_EQ(orders[0].block, owner.block);
  EXPECT_EQ(Cluster::numbers(orders[0].replicas), (std::vector<int>{1, 2})) << "3 is silent";
  EXPECT_EQ(cluster.blocks.commit_block(sized(owner.block, 1)).error().message,
            "Commit or complete block blk_1073741825_1001, whereas it is under recovery.");

  const auto finished =
      cluster.blocks.finish_recovery(recovered(owner.block, 2'000, 321, {1, 2})).value();
  ASSERT_TRUE(finished.has_value());
  EXPECT_EQ(finished->block, (Block{owner.block.id, GenerationStamp(2'000), 321}));
  EXPECT_EQ(finished->owner, owner.inode);
  EXPECT_EQ(state(owner), BlockState::kComplete);
  EXPECT_EQ(cluster.located(owner).size(), 2u);
  EXPECT_EQ(cluster.blocks.statistics().low_redundancy, 1u);
  // The primary repeats itself, for the first answer was lost.
  EXPECT_FALSE(cluster.blocks.finish_recovery(recovered(owner.block, 2'000, 321, {1, 2}))
                   .value()
                   .has_value());
}

TEST_F(OpenBlockTest, OnlyTheLatestRecoveryCounts) {
  // The first primary took too long; a second recovery was begun with another primary. The first
  // answer is refused.
  const BlockOwner owner = cluster.open_block(1, 2, {1, 2});
  EXPECT_TRUE(cluster.blocks.start_recovery(owner, GenerationStamp(2'000)));
  EXPECT_TRUE(cluster.blocks.start_recovery(owner, GenerationStamp(2'001)));
  EXPECT_EQ(recoveries(1).size(), 1u) << "both were asked, one after the other";
  EXPECT_EQ(recoveries(2).size(), 1u);
  EXPECT_EQ(cluster.blocks.finish_recovery(recovered(owner.block, 2'000, 5, {1})).error().message,
            "The recovery id 2000 does not match current recovery id 2001 for block "
            "BP-1-127.0.0.1-1:blk_1073741825_1001");
  EXPECT_TRUE(
      cluster.blocks.finish_recovery(recovered(owner.block, 2'001, 5, {1})).value().has_value());
}

TEST_F(OpenBlockTest, ABlockNobodyWroteIsDropped) {
  // No replica held a byte: the primary asks to delete the block.
  const BlockOwner owner = cluster.open_block(1, 2, {1, 2});
  EXPECT_TRUE(cluster.blocks.start_recovery(owner, GenerationStamp(2'000)));
  RecoveryResult result = recovered(owner.block, 2'000, 0, {});
  result.delete_block = true;
  const auto finished = cluster.blocks.finish_recovery(result).value();
  ASSERT_TRUE(finished.has_value());
  EXPECT_TRUE(finished->deleted);
  EXPECT_EQ(cluster.blocks.statistics().blocks, 0u);
  cluster.names.owners.erase(owner.block.id);
  EXPECT_FALSE(cluster.blocks.finish_recovery(result).value().has_value()) << "repeated";
}

TEST_F(OpenBlockTest, WithoutAnyReplicaThereIsNothingToRecover) {
  // The client died between addBlock and the first byte, and the namenode was restarted.
  const BlockOwner owner{.inode = InodeId(1),
                         .block = {BlockId(5), GenerationStamp(1), 0},
                         .state = BlockState::kUnderConstruction};
  EXPECT_FALSE(cluster.blocks.start_recovery(owner, GenerationStamp(2'000)));
}

TEST_F(OpenBlockTest, TruncateCutsByRecovery) {
  // hdfs dfs -truncate 40 of a 100-byte block.
  const BlockOwner owner = cluster.complete_block(1, 2, {1, 2}, 100);
  ASSERT_TRUE(cluster.blocks.truncate_block(owner, 40, GenerationStamp(2'000)).has_value());
  auto orders = recoveries(1);
  if (orders.empty()) orders = recoveries(2);
  ASSERT_EQ(orders.size(), 1u);
  EXPECT_EQ(orders[0].truncate_block,
            std::optional(Block{owner.block.id, GenerationStamp(2'000), 40}));
  const auto finished =
      cluster.blocks.finish_recovery(recovered(owner.block, 2'000, 40, {1, 2})).value();
  ASSERT_TRUE(finished.has_value());
  EXPECT_TRUE(finished->truncated);
  EXPECT_EQ(finished->block.length_bytes, 40u);
  EXPECT_EQ(cluster.located(owner).size(), 2u);
}

}  // namespace
}  // namespace mammoth::namenode
