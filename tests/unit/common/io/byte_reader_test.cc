#include "common/io/byte_reader.h"

#include <gtest/gtest.h>

#include <random>

#include "common/io/byte_writer.h"

namespace mammoth {
namespace {

using namespace std::string_literals;

TEST(ByteReader, ReadsBackWhatTheWriterWrote) {
  // One of each kind, extremes included, and the exact big-endian bytes of the first few.
  std::string bytes;
  ByteWriter writer(bytes);
  writer.i16(28);
  writer.u8(80);
  writer.i32(-2);
  EXPECT_EQ(bytes, "\x00\x1c\x50\xff\xff\xff\xfe"s);
  writer.u16(0xdead);
  writer.u32(0xdeadbeef);
  writer.u64(0x0123456789abcdef);
  writer.i64(-1);
  writer.varint(300);
  writer.zigzag(-300);
  writer.bytes(as_byte_view("tail"));

  ByteReader reader(as_byte_view(bytes));
  EXPECT_EQ(reader.i16(), 28);
  EXPECT_EQ(reader.u8(), 80);
  EXPECT_EQ(reader.i32(), -2);
  EXPECT_EQ(reader.u16(), 0xdead);
  EXPECT_EQ(reader.u32(), 0xdeadbeef);
  EXPECT_EQ(reader.u64(), 0x0123456789abcdefu);
  EXPECT_EQ(reader.i64(), -1);
  EXPECT_EQ(reader.varint(), 300u);
  EXPECT_EQ(reader.zigzag(), -300);
  EXPECT_EQ(reader.remaining(), 4u);
  EXPECT_EQ(as_text(reader.bytes(4)), "tail");
  EXPECT_TRUE(reader.at_end());
}

TEST(ByteReader, NeverReadsPastTheEnd) {
  // Three bytes: everything longer is refused and consumes nothing.
  ByteReader reader(as_byte_view("abc"));
  EXPECT_THROW(reader.u32(), MalformedInput);
  EXPECT_THROW(reader.u64(), MalformedInput);
  EXPECT_THROW(reader.bytes(4), MalformedInput);
  EXPECT_THROW(reader.skip(std::numeric_limits<std::size_t>::max()), MalformedInput);
  EXPECT_EQ(reader.remaining(), 3u);
  reader.skip(3);
  EXPECT_THROW(reader.u8(), MalformedInput);
  EXPECT_THROW(reader.varint(), MalformedInput);
}

TEST(ByteReader, ACutVarintIsRefused) {
  // The view is all there is, so an unfinished number is an error here.
  ByteReader reader(as_byte_view("\x80\x80"));
  EXPECT_THROW(reader.varint(), MalformedInput);
}

TEST(ByteReader, RandomBytesAreReadOrRefused) {
  // Whatever the bytes, each call either answers or throws MalformedInput (and the sanitizers see
  // that it touches nothing else).
  std::mt19937_64 dice(20);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(dice() % 24, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(dice());
    ByteReader reader(as_byte_view(bytes));
    try {
      while (!reader.at_end()) {
        const auto before = reader.remaining();
        switch (dice() % 6) {
          case 0:
            reader.u8();
            break;
          case 1:
            reader.u16();
            break;
          case 2:
            reader.i32();
            break;
          case 3:
            reader.u64();
            break;
          case 4:
            reader.varint();
            break;
          case 5:
            reader.bytes(1 + dice() % 8);
            break;
        }
        ASSERT_LT(reader.remaining(), before);
      }
    } catch (const MalformedInput&) {
    }
  }
}

}  // namespace
}  // namespace mammoth
