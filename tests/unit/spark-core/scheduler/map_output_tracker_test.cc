// MapOutputTrackerSuite, MapStatusSuite. Each test is named after its counterpart.
#include "spark-core/scheduler/map_output_tracker.h"

#include <gtest/gtest.h>

namespace mammoth::spark::scheduler {
namespace {

const ShuffleId kShuffle{10};
const BlockManagerId kA{"a", "hostA", 1000};
const BlockManagerId kB{"b", "hostB", 1000};

MapStatus status(const BlockManagerId& at, std::vector<std::uint64_t> sizes, std::int64_t id,
                 std::uint64_t sum = 0) {
  return MapStatus(at, sizes, id, sum);
}

TEST(MapOutputTracker, MasterRegisterShuffleAndFetch) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 2, 1);
  EXPECT_TRUE(tracker.contains(kShuffle));
  tracker.register_map_output(kShuffle, 0, status(kA, {1000}, 5));
  tracker.register_map_output(kShuffle, 1, status(kB, {10000}, 6));
  const auto outputs = tracker.outputs_for(kShuffle, 0, 1).value();
  ASSERT_EQ(outputs.size(), 2u);
  EXPECT_EQ(outputs[0].location, kA);
  EXPECT_EQ(outputs[0].blocks[0].size_bytes, decompress_size(compress_size(1000)));
  EXPECT_EQ(outputs[1].blocks[0].map_id, 6);
  EXPECT_EQ(tracker.epoch(), 0u);
}

TEST(MapOutputTracker, MasterRegisterAndUnregisterShuffle) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 2, 1);
  tracker.unregister_shuffle(kShuffle);
  EXPECT_FALSE(tracker.contains(kShuffle));
  EXPECT_EQ(tracker.outputs_for(kShuffle, 0, 1).error().message,
            "Missing all output locations for shuffle 10");
  tracker.unregister_shuffle(kShuffle);
}

TEST(MapOutputTracker, MasterRegisterShuffleAndUnregisterMapOutputAndFetch) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 2, 1);
  tracker.register_map_output(kShuffle, 0, status(kA, {1000}, 5));
  tracker.register_map_output(kShuffle, 1, status(kB, {1000}, 6));
  tracker.unregister_map_output(kShuffle, 0, kB);
  EXPECT_TRUE(tracker.complete(kShuffle)) << "it is not there but at A";
  tracker.unregister_map_output(kShuffle, 0, kA);
  EXPECT_EQ(tracker.missing_partitions(kShuffle), std::vector<int>{0});
  EXPECT_EQ(tracker.epoch(), 2u);
  EXPECT_EQ(tracker.outputs_for(kShuffle, 0, 1).error().message,
            "Missing an output location for shuffle 10 partition 0");
  EXPECT_TRUE(tracker.outputs_for(kShuffle, 0, 1, 1, 2)) << "not all maps are asked for";
}

TEST(MapOutputTracker, GetLocationsWithLargestOutputsWithMultipleOutputsInSameMachine) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 3, 1);
  tracker.register_map_output(kShuffle, 0, status(kA, {2}, 5));
  tracker.register_map_output(kShuffle, 1, status(kA, {2}, 6));
  tracker.register_map_output(kShuffle, 2, status(kB, {3}, 7));
  EXPECT_EQ(tracker.largest_outputs(kShuffle, 0, 0.5), std::vector<BlockManagerId>{kA});
  EXPECT_EQ(tracker.largest_outputs(kShuffle, 0, 0.2), (std::vector<BlockManagerId>{kA, kB}));
}

TEST(MapOutputTracker, NoReduceLocalityBeyondAThousandMapsOrReducers) {
  MapOutputTracker tracker;
  const std::vector<std::uint64_t> many(1000, 1);
  tracker.register_shuffle(ShuffleId{0}, 1, 1000);
  tracker.register_map_output(ShuffleId{0}, 0, status(kA, many, 0));
  EXPECT_TRUE(tracker.preferred_hosts(ShuffleId{0}, 0).empty());
  tracker.register_shuffle(ShuffleId{1}, 1, 999);
  tracker.register_map_output(ShuffleId{1}, 0, status(kA, std::vector<std::uint64_t>(999, 1), 0));
  EXPECT_EQ(tracker.preferred_hosts(ShuffleId{1}, 0), std::vector<std::string>{"hostA"});
  tracker.register_shuffle(ShuffleId{2}, 1000, 1);
  tracker.register_map_output(ShuffleId{2}, 0, status(kA, {1}, 0));
  EXPECT_TRUE(tracker.preferred_hosts(ShuffleId{2}, 0).empty());
}

TEST(MapOutputTracker, RemoveDuplicatePreferredLocationsOfEachPartition_Spark44109) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 2, 1);
  tracker.register_map_output(kShuffle, 0, status({"x", "hostA", 1}, {5}, 0));
  tracker.register_map_output(kShuffle, 1, status({"y", "hostA", 2}, {5}, 1));
  EXPECT_EQ(tracker.preferred_hosts(kShuffle, 0), std::vector<std::string>{"hostA"});
}

TEST(MapOutputTracker, ZeroSizedBlocksShouldBeExcluded) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 2, 3);
  tracker.register_map_output(kShuffle, 0, status(kA, {0, 10, 0}, 5));
  tracker.register_map_output(kShuffle, 1, status(kB, {7, 0, 0}, 6));
  const auto outputs = tracker.outputs_for(kShuffle, 0, 3).value();
  std::vector<std::pair<std::int64_t, int>> blocks;
  for (const auto& at : outputs)
    for (const auto& block : at.blocks) blocks.emplace_back(block.map_id, block.reduce);
  EXPECT_EQ(blocks, (std::vector<std::pair<std::int64_t, int>>{{5, 1}, {6, 0}}));
}

TEST(MapOutputTracker, RemoveByHostAndByExecutor) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 3, 1);
  tracker.register_map_output(kShuffle, 0, status({"x", "hostA", 1}, {5}, 0));
  tracker.register_map_output(kShuffle, 1, status({"y", "hostA", 2}, {5}, 1));
  tracker.register_map_output(kShuffle, 2, status(kB, {5}, 2));
  tracker.remove_outputs_on_executor("x");
  EXPECT_EQ(tracker.missing_partitions(kShuffle), std::vector<int>{0});
  tracker.remove_outputs_on_host("hostA");
  EXPECT_EQ(tracker.missing_partitions(kShuffle), (std::vector<int>{0, 1}));
  EXPECT_EQ(tracker.available_outputs(kShuffle), 1);
}

TEST(MapOutputTracker, MapIdsAreForgottenWithTheirOutputs_Spark48394) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 1, 1);
  tracker.register_map_output(kShuffle, 0, status(kA, {5}, 1));
  tracker.register_map_output(kShuffle, 0, status(kB, {5}, 2));
  EXPECT_EQ(tracker.map_status_by_id(kShuffle, 1), nullptr);
  ASSERT_NE(tracker.map_status_by_id(kShuffle, 2), nullptr);
  tracker.unregister_map_output(kShuffle, 0, kB);
  EXPECT_EQ(tracker.map_status_by_id(kShuffle, 2), nullptr);
}

TEST(MapOutputTracker, AnOutputThatWasMovedComesBack) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 1, 1);
  tracker.register_map_output(kShuffle, 0, status(kA, {5}, 1));
  tracker.remove_outputs_on_executor("a");
  tracker.update_map_output(kShuffle, 1, kB);
  EXPECT_TRUE(tracker.complete(kShuffle));
  EXPECT_EQ(tracker.map_status(kShuffle, 0)->location(), kB);
}

TEST(MapOutputTracker, TasksThatProduceDifferentChecksumAcrossRetries) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 2, 1);
  tracker.register_map_output(kShuffle, 0, status(kA, {5}, 1, 77));
  tracker.register_map_output(kShuffle, 1, status(kA, {5}, 2, 78));
  tracker.remove_outputs_on_executor("a");
  tracker.register_map_output(kShuffle, 0, status(kB, {5}, 3, 77));
  EXPECT_TRUE(tracker.checksum_mismatches(kShuffle).empty());
  tracker.register_map_output(kShuffle, 1, status(kB, {5}, 4, 99));
  EXPECT_EQ(tracker.checksum_mismatches(kShuffle), std::vector<int>{1});
}

TEST(MapOutputTracker, StatisticsSumUpEachReducePartition) {
  MapOutputTracker tracker;
  tracker.register_shuffle(kShuffle, 2, 2);
  tracker.register_map_output(kShuffle, 0, status(kA, {1, 0}, 0));
  tracker.register_map_output(kShuffle, 1, status(kA, {1, 1}, 1));
  EXPECT_EQ(tracker.statistics(kShuffle), (std::vector<std::uint64_t>{2, 1}));
}

TEST(MapStatusSuite, CompressSizeAndDecompressSize) {
  EXPECT_EQ(compress_size(0), 0);
  EXPECT_EQ(compress_size(1), 1);
  EXPECT_EQ(compress_size(2), 8);
  EXPECT_EQ(compress_size(10), 25);
  EXPECT_EQ(compress_size(1'000'000), 145);
  EXPECT_EQ(compress_size(1'000'000'000), 218);
  EXPECT_EQ(compress_size(1'000'000'000'000'000'000), 255) << "as large as one byte can say";
  EXPECT_EQ(decompress_size(0), 0u);
  for (const std::uint64_t size : {2u, 10u, 100u, 50'000u, 1'000'000u, 1'000'000'000u}) {
    const std::uint64_t estimate = decompress_size(compress_size(size));
    EXPECT_GE(static_cast<double>(estimate), 0.99 * static_cast<double>(size) - 1);
    EXPECT_LE(static_cast<double>(estimate), 1.11 * static_cast<double>(size));
  }
}

TEST(MapStatusSuite, MapStatusShouldNeverReportNonEmptyBlocksSizesAsZero) {
  for (std::uint64_t size = 1; size < 1000; ++size)
    EXPECT_GT(decompress_size(compress_size(size)), 0u) << size;
}

}  // namespace
}  // namespace mammoth::spark::scheduler
