// What a reduce fetches next, from whom, and when it complains or gives up; and splits on their way.
#include "mapreduce/task_runner/map_outputs.h"

#include <gtest/gtest.h>

#include "mapreduce/api/exceptions.h"
#include "mapreduce/task/split_files.h"

namespace mammoth::mapreduce::runner {
namespace {

using umbilical::MapEvent;

TaskAttemptID attempt_of(int map, int attempt = 0) {
  return {{"1", 1}, TaskType::MAP, map, attempt};
}

MapEvent available(int map, const char* host, int attempt = 0) {
  return {attempt_of(map, attempt), MapEvent::Kind::kAvailable, {host, 13562}};
}

class MapOutputsTest : public ::testing::Test {
 protected:
  ManualClock clock_;
};

TEST_F(MapOutputsTest, OneFetcherAHostTakesAllThatIsThere) {
  MapOutputs outputs(3, clock_);
  outputs.take_event(available(0, "a"));
  outputs.take_event(available(2, "a"));
  outputs.take_event(available(1, "b"));
  const auto first = outputs.next_turn(0);
  const auto second = outputs.next_turn(0);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->maps.size(), 2U);
  EXPECT_EQ(second->server.host, "b");
  EXPECT_FALSE(outputs.next_turn(0)) << "both hosts are busy";
  EXPECT_TRUE(outputs.arrived(attempt_of(0), {"f", 0, 10, 14}));
  EXPECT_FALSE(outputs.arrived(attempt_of(0), {"f", 0, 10, 14})) << "once is enough";
  EXPECT_TRUE(outputs.arrived(attempt_of(2), {"f", 14, 10, 14}));
  outputs.end_turn(*first, false);
  EXPECT_TRUE(outputs.arrived(attempt_of(1), {"g", 0, 10, 14}));
  EXPECT_TRUE(outputs.is_complete());
  EXPECT_EQ(outputs.segments().size(), 3U);
}

TEST_F(MapOutputsTest, AHostThatFailsRestsAndIsComplainedAbout) {
  MapOutputs outputs(1, clock_, {.first_rest_ms = 1'000, .longest_rest_ms = 3'000, .most_failures_per_map = 4});
  outputs.take_event(available(0, "a"));
  for (const int rest : {1'000, 2'000, 3'000}) {
    const auto turn = outputs.next_turn(0);
    ASSERT_TRUE(turn);
    outputs.end_turn(*turn, true);
    EXPECT_EQ(outputs.take_complaints().size(), 1U);
    EXPECT_TRUE(outputs.take_complaints().empty());
    clock_.advance_ms(rest - 1);
    EXPECT_FALSE(outputs.next_turn(0));
    clock_.advance_ms(1);
  }
  EXPECT_EQ(outputs.hopeless(), "");
  outputs.end_turn(*outputs.next_turn(0), true);
  EXPECT_NE(outputs.hopeless(), "");
}

TEST_F(MapOutputsTest, AnObsoleteOutputIsFetchedFromTheNextAttempt) {
  MapOutputs outputs(2, clock_);
  outputs.take_event(available(0, "a"));
  outputs.take_event({attempt_of(0), MapEvent::Kind::kObsolete, {}});
  EXPECT_FALSE(outputs.next_turn(0));
  outputs.take_event(available(0, "a")) /* told late */;
  EXPECT_FALSE(outputs.next_turn(0));
  outputs.take_event(available(0, "b", 1));
  EXPECT_EQ(outputs.next_turn(0)->maps.front().attempt, 1);
  outputs.arrived(attempt_of(0, 1), {});
  outputs.take_event({attempt_of(1), MapEvent::Kind::kGivenUp, {}});
  EXPECT_TRUE(outputs.is_complete()) << "the job goes on without it";
  outputs.take_event(available(7, "a"));  // a map that the job does not have
}

TEST(SplitFiles, AreReadAsTheyAreWritten) {
  const std::vector<engine::PlannedSplit> splits{
      {{"A", "bytes"}, {"h1", "h2", "h3"}, 1ULL << 40}, {{"B", ""}, {}, 0}, {{"A", std::string(300, 'x')}, {"h"}, 7}};
  const engine::SplitFiles files = engine::encodeSplits(splits, 2);
  EXPECT_TRUE(files.splits.starts_with(std::string_view("SPL\0\0\0\1", 7)));
  EXPECT_TRUE(files.metadata.starts_with("META-SPL\1\3"));
  const auto read = engine::decodeSplits(files.splits, files.metadata);
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].hosts, (std::vector<std::string>{"h1", "h2"})) << "no more than are allowed";
  EXPECT_EQ(read[0].length, 1ULL << 40);
  EXPECT_EQ(read[0].split.bytes, "bytes");
  EXPECT_EQ(read[1].split.class_name, "B");
  EXPECT_EQ(read[2].split.bytes.size(), 300U);
}

TEST(SplitFiles, ThatAreDamagedAreRefused) {
  const engine::SplitFiles files = engine::encodeSplits({{{"A", "bytes"}, {"h"}, 5}}, 10);
  for (std::size_t length = 0; length < files.metadata.size(); ++length)
    EXPECT_THROW(engine::decodeSplits(files.splits, files.metadata.substr(0, length)), Exception) << length;
  EXPECT_THROW(engine::decodeSplits("", files.metadata), Exception);
  EXPECT_THROW(engine::decodeSplits(files.splits.substr(0, 7), files.metadata), Exception);
  EXPECT_THROW(engine::decodeSplits(files.splits, "META-SPL\1\xff"), Exception);
}

}  // namespace
}  // namespace mammoth::mapreduce::runner
