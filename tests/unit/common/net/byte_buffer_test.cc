#include "common/net/byte_buffer.h"

#include <gtest/gtest.h>

#include <string>

namespace mammoth {
namespace {

TEST(ByteBufferTest, BytesComeOutInTheOrderTheyWentIn) {
  // Random-looking pieces go in and out, across growth and compaction, and nothing is lost.
  ByteBuffer buffer;
  std::string expected;
  std::string taken;
  for (std::size_t i = 1; i < 400; ++i) {
    const std::string piece(i % 37, static_cast<char>('a' + i % 26));
    buffer.append(piece);
    expected += piece;
    const std::size_t n = std::min(buffer.size(), i % 29);
    taken += buffer.readable().substr(0, n);
    buffer.consume(n);
  }
  taken += buffer.readable();
  EXPECT_EQ(taken, expected);
}

TEST(ByteBufferTest, PrepareGivesRoomAndCommitKeepsIt) {
  // A socket read: room for at least what was asked, and only what was committed counts.
  ByteBuffer buffer;
  const auto room = buffer.prepare(10);
  ASSERT_GE(room.size(), 10u);
  room[0] = 'x';
  room[1] = 'y';
  buffer.commit(1);
  EXPECT_EQ(buffer.readable(), "x");
}

TEST(ByteBufferTest, TruncateTakesBackTheEnd) {
  // A handler fails after half of its answer stands in the buffer.
  ByteBuffer buffer;
  buffer.append("kept");
  buffer.append("dropped");
  buffer.truncate(4);
  EXPECT_EQ(buffer.readable(), "kept");
}

TEST(ByteBufferTest, ReleaseGivesBackMemoryOnlyWhenEmpty) {
  // A large frame has passed: its memory goes, but never together with bytes.
  ByteBuffer buffer;
  buffer.append(std::string(1000, 'x'));
  buffer.release_above(100);
  EXPECT_EQ(buffer.size(), 1000u);
  buffer.consume(1000);
  buffer.release_above(100);
  EXPECT_EQ(buffer.capacity(), 0u);
}

TEST(ByteBufferTest, SteadyTrafficDoesNotGrowTheMemory) {
  // A connection that lives for years appends and consumes, never quite empty.
  ByteBuffer buffer;
  buffer.append("0123456789");
  for (int i = 0; i < 10'000; ++i) {
    buffer.append("0123456789");
    buffer.consume(10);
  }
  EXPECT_LE(buffer.capacity(), 1000u);
}

TEST(ByteBufferTest, MisuseStopsTheProgram) {
  // Consuming what is not there is a bug that must not pass.
  ByteBuffer buffer;
  buffer.append("ab");
  EXPECT_DEATH(buffer.consume(3), "consume within");
}

}  // namespace
}  // namespace mammoth
