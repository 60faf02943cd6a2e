#include "datanode/replicas/layout.h"

#include <gtest/gtest.h>

namespace mammoth::datanode {
namespace {

// Names and directories are those that Apache's DataNode writes, byte for byte.
TEST(Layout, NamesFilesAsApacheDoes) {
  const PoolLayout layout("/data/1", "BP-7");
  const BlockId id{1073741825};
  EXPECT_EQ(layout.block_file(id, ReplicaState::kFinalized),
            "/data/1/current/BP-7/current/finalized/subdir0/subdir0/blk_1073741825");
  EXPECT_EQ(layout.meta_file(id, GenerationStamp{1001}, ReplicaState::kRbw),
            "/data/1/current/BP-7/current/rbw/blk_1073741825_1001.meta");
  EXPECT_EQ(layout.block_file(id, ReplicaState::kTemporary),
            "/data/1/current/BP-7/tmp/blk_1073741825");
}

// Five bits of each of two bytes of the id choose the directory.
TEST(Layout, SpreadsBlocksOverSubdirectories) {
  EXPECT_EQ(finalized_subdirectory(BlockId{0x401F'1F00}), "subdir31/subdir31");
  EXPECT_EQ(finalized_subdirectory(BlockId{0x4000'0100}), "subdir0/subdir1");
  EXPECT_EQ(finalized_subdirectory(BlockId{0x4021'2000}), "subdir1/subdir0");
}

// A scan must not take for a replica what is none.
TEST(Layout, RecognisesOnlyReplicas) {
  EXPECT_EQ(parse_block_file_name("blk_42"), BlockId{42});
  EXPECT_FALSE(parse_block_file_name("blk_42_1001.meta"));
  EXPECT_FALSE(parse_block_file_name("blk_"));
  EXPECT_FALSE(parse_block_file_name("blk_4x"));
  EXPECT_FALSE(parse_block_file_name("VERSION"));
  const auto meta = parse_meta_file_name("blk_42_1001.meta");
  ASSERT_TRUE(meta);
  EXPECT_EQ(meta->id, BlockId{42});
  EXPECT_EQ(meta->generation_stamp, GenerationStamp{1001});
  EXPECT_FALSE(parse_meta_file_name("blk_42.meta"));
  EXPECT_FALSE(parse_meta_file_name("blk_42_1001.meta.tmp"));
}

// Ids of erasure coded groups are negative in Java's eyes and keep their name.
TEST(Layout, NamesNegativeIds) {
  const BlockId id{static_cast<std::uint64_t>(-9223372036854775792)};
  EXPECT_EQ(block_file_name(id), "blk_-9223372036854775792");
  EXPECT_EQ(parse_block_file_name("blk_-9223372036854775792"), id);
}

}  // namespace
}  // namespace mammoth::datanode
