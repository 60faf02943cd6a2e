// Segment files and their merges: many segments with a small factor give every record, in order,
// and leave no files behind.
#include "mapreduce/task/segments.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/writable_access.h"

namespace mammoth::mapreduce::engine {
namespace {

class SegmentsTest : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/segments_test.XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // Numbers `first`, `first` + `step` … below `end`.
  Segment write(int first, int step, int end, const std::string& codec = "") {
    SegmentWriter writer(folder_ + "/segment" + std::to_string(files_++), codec);
    writer.beginPartition();
    for (int i = first; i < end; i += step) {
      std::string key;
      IntWritable(i).write(key);
      writer.append(key, "v" + std::to_string(i));
    }
    writer.endPartition();
    return writer.finish().partitions.front();
  }

  std::string folder_;
  int files_ = 0;
  const KeyOrder order_{writableType<IntWritable>(), nullptr};
};

TEST_F(SegmentsTest, ManyBecomeOneInPasses) {
  for (const char* codec : {"", "org.apache.hadoop.io.compress.DefaultCodec"}) {
    std::vector<Segment> segments;
    for (int i = 0; i < 23; ++i) segments.push_back(write(i, 23, 10'000, codec));
    segments.push_back(write(0, 1, 0, codec));  // an empty one
    SegmentMerge merge(std::move(segments), order_, {folder_ + "/merge", codec, 4});
    int expected = 0;
    while (merge.records().next()) {
      IntWritable key;
      deserialize(key, merge.records().key());
      ASSERT_EQ(key.get(), expected);
      ASSERT_EQ(merge.records().value(), "v" + std::to_string(expected));
      ++expected;
    }
    EXPECT_EQ(expected, 10'000);
    EXPECT_GT(merge.spilledRecords(), 0U);
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder_))
    EXPECT_EQ(entry.path().filename().string().find("merge"), std::string::npos);
}

TEST_F(SegmentsTest, AFlippedBitIsNoticed) {
  const Segment segment = write(0, 1, 100);
  {
    std::fstream file(segment.path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(200);
    file.put('\x55');
  }
  const auto records = openSegment(segment, "");
  EXPECT_THROW(
      {
        while (records->next()) {
        }
      },
      Exception);
}

TEST(PassSize, LeavesTheLastPassFull) {
  EXPECT_EQ(pass_size(11, 10, true), 2U);
  EXPECT_EQ(pass_size(19, 10, true), 10U);
  EXPECT_EQ(pass_size(30, 10, true), 3U);
  EXPECT_EQ(pass_size(30, 10, false), 10U);
  EXPECT_EQ(pass_size(4, 10, true), 4U);
}

}  // namespace
}  // namespace mammoth::mapreduce::engine
