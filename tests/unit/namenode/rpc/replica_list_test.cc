#include "namenode/rpc/replica_list.h"

#include <gtest/gtest.h>

#include <random>

#include "common/io/varint.h"

namespace mammoth::namenode {
namespace {

using hadoop::hdfs::datanode::StorageBlockReportProto;

Result<std::vector<ReportedReplica>> read_all(const StorageBlockReportProto& report) {
  const auto cursor = make_replica_cursor(report);
  std::vector<ReportedReplica> replicas;
  while (const auto replica = TRY(cursor->next())) replicas.push_back(*replica);
  return replicas;
}

std::string encode(std::int64_t id, std::uint64_t length, std::uint64_t stamp,
                   std::uint64_t state) {
  std::string bytes;
  append_varint(bytes, zigzag_encode(id));
  append_varint(bytes, length);
  append_varint(bytes, stamp);
  append_varint(bytes, state);
  return bytes;
}

TEST(ReplicaList, BuffersHoldFourNumbersAReplica) {
  // Two buffers, the second after an empty one; ids may be negative.
  StorageBlockReportProto report;
  report.add_blocksbuffers(encode(1'073'741'825, 1'000, 1'001, 0) + encode(-7, 0, 1'002, 1));
  report.add_blocksbuffers("");
  report.add_blocksbuffers(encode(5, 6, 7, 2));
  report.set_numberofblocks(3);
  const auto replicas = read_all(report).value();
  ASSERT_EQ(replicas.size(), 3u);
  EXPECT_EQ(replicas[0].block, (Block{BlockId(1'073'741'825), GenerationStamp(1'001), 1'000}));
  EXPECT_EQ(replicas[0].state, ReplicaState::kFinalized);
  EXPECT_EQ(static_cast<std::int64_t>(replicas[1].block.id.value()), -7);
  EXPECT_EQ(replicas[1].state, ReplicaState::kBeingWritten);
  EXPECT_EQ(replicas[2].state, ReplicaState::kWaitingRecovery);
}

TEST(ReplicaList, ABufferMustNotLie) {
  // Cut off, an unknown state, fewer replicas than announced.
  StorageBlockReportProto cut;
  const std::string whole = encode(1, 300, 1'001, 0);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    cut.clear_blocksbuffers();
    cut.add_blocksbuffers(whole.substr(0, size));
    EXPECT_FALSE(read_all(cut).has_value()) << size;
  }
  StorageBlockReportProto unknown;
  unknown.add_blocksbuffers(encode(1, 1, 1, 5));
  EXPECT_EQ(read_all(unknown).error().message, "Malformed block report: replica state 5");
  StorageBlockReportProto missing;
  missing.add_blocksbuffers(whole);
  missing.set_numberofblocks(2);
  EXPECT_EQ(read_all(missing).error().message,
            "Malformed block report: 2 replicas announced, 1 found");
}

TEST(ReplicaList, LongsAreCountedFirst) {
  // The form of old datanodes: one finalized and one open replica.
  StorageBlockReportProto report;
  const std::uint64_t none = ~std::uint64_t{0};
  for (const std::uint64_t n :
       {std::uint64_t{1}, std::uint64_t{1}, std::uint64_t{11}, std::uint64_t{12}, std::uint64_t{13},
        none, none, none, std::uint64_t{21}, std::uint64_t{22}, std::uint64_t{23},
        std::uint64_t{1}})
    report.add_blocks(n);
  const auto replicas = read_all(report).value();
  ASSERT_EQ(replicas.size(), 2u);
  EXPECT_EQ(replicas[0].block, (Block{BlockId(11), GenerationStamp(13), 12}));
  EXPECT_EQ(replicas[1].block, (Block{BlockId(21), GenerationStamp(23), 22}));
  EXPECT_EQ(replicas[1].state, ReplicaState::kBeingWritten);
  report.set_blocks(0, ~std::uint64_t{0} / 3);
  EXPECT_FALSE(read_all(report).has_value()) << "a count that overflows";
}

TEST(ReplicaList, AnEmptyReportIsEmpty) {
  // A new volume, in either form.
  EXPECT_TRUE(read_all({}).value().empty());
  StorageBlockReportProto longs;
  for (const std::uint64_t n : {0ull, 0ull, ~0ull, ~0ull, ~0ull}) longs.add_blocks(n);
  EXPECT_TRUE(read_all(longs).value().empty());
}

TEST(ReplicaList, RandomBytesAreRefusedOrRead) {
  // Whatever arrives, the reader ends.
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    StorageBlockReportProto report;
    std::string bytes;
    for (std::size_t n = random() % 40; n > 0; --n) bytes += static_cast<char>(random());
    if (i % 2 == 0)
      report.add_blocksbuffers(bytes);
    else
      for (const char byte : bytes) report.add_blocks(static_cast<unsigned char>(byte) % 6);
    const auto replicas = read_all(report);
    if (replicas) {
      EXPECT_LE(replicas->size(), 40u);
    }
  }
}

}  // namespace
}  // namespace mammoth::namenode
