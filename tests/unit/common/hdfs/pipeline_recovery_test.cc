#include "common/hdfs/pipeline_recovery.h"

#include <gtest/gtest.h>

namespace mammoth::hdfs {
namespace {

using Op = ::hadoop::hdfs::OpWriteBlockProto;

// The DEFAULT policy of Hadoop's documentation, row by row.
TEST(ReplaceDatanode, DefaultPolicyReplacesForHalfLostOrFlushedFilesOfThreeReplicas) {
  const auto ask = [](std::size_t replication, std::size_t existing, bool flushed) {
    return should_replace_datanode(
        {ReplaceDatanodePolicy::kDefault, replication, existing, flushed});
  };
  EXPECT_FALSE(ask(3, 2, false));
  EXPECT_TRUE(ask(3, 1, false));
  EXPECT_TRUE(ask(3, 2, true));
  EXPECT_FALSE(ask(2, 1, true)) << "below three replicas nothing is replaced";
  EXPECT_FALSE(ask(3, 3, true)) << "nothing is missing";
  EXPECT_FALSE(ask(3, 0, true)) << "nobody could give the replica away";
}

TEST(ReplaceDatanode, NeverAndAlwaysMeanIt) {
  EXPECT_FALSE(should_replace_datanode({ReplaceDatanodePolicy::kNever, 3, 1, true}));
  EXPECT_TRUE(should_replace_datanode({ReplaceDatanodePolicy::kAlways, 2, 1, false}));
}

// A recovery that fails is itself recovered in the same stage.
TEST(RecoveryStage, FollowsTheStageThatBroke) {
  EXPECT_EQ(recovery_stage(Op::PIPELINE_SETUP_APPEND), Op::PIPELINE_SETUP_APPEND_RECOVERY);
  EXPECT_EQ(recovery_stage(Op::PIPELINE_SETUP_APPEND_RECOVERY), Op::PIPELINE_SETUP_APPEND_RECOVERY);
  EXPECT_EQ(recovery_stage(Op::DATA_STREAMING), Op::PIPELINE_SETUP_STREAMING_RECOVERY);
  EXPECT_EQ(recovery_stage(Op::PIPELINE_CLOSE), Op::PIPELINE_CLOSE_RECOVERY);
  EXPECT_EQ(recovery_stage(Op::PIPELINE_CLOSE_RECOVERY), Op::PIPELINE_CLOSE_RECOVERY);
}

// All parallel lists lose the same position; lists that are shorter stay as they are.
TEST(RemoveNode, KeepsTheListsParallel) {
  ::hadoop::hdfs::LocatedBlockProto block;
  for (const char* id : {"a", "b", "c"}) {
    block.add_locs()->mutable_id()->set_datanodeuuid(id);
    block.add_storageids(std::string("s-") + id);
  }
  remove_node(block, 1);
  ASSERT_EQ(block.locs_size(), 2);
  EXPECT_EQ(block.locs(1).id().datanodeuuid(), "c");
  EXPECT_EQ(block.storageids(1), "s-c");
  EXPECT_EQ(block.storagetypes_size(), 0);
}

// Acknowledged packets leave in order and say how far the block is safe.
TEST(PacketQueue, AcknowledgesFromTheFrontAndReusesBuilders) {
  PacketQueue queue({ChecksumType::kCrc32c, 512}, 64 << 10);
  for (std::int64_t seqno = 0; seqno < 3; ++seqno) {
    auto builder = queue.take_builder();
    builder->start(seqno, seqno * 100);
    queue.push(
        {std::move(builder), {}, seqno, static_cast<std::uint64_t>(100 * (seqno + 1)), false});
  }
  EXPECT_EQ(queue.acknowledge_front(), 100u);
  EXPECT_EQ(queue.unacked().front().seqno, 1);
  EXPECT_EQ(queue.acknowledge_front(), 200u);
  EXPECT_EQ(queue.size(), 1u);
}

}  // namespace
}  // namespace mammoth::hdfs
