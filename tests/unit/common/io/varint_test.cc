#include "common/io/varint.h"

#include <gtest/gtest.h>

#include <limits>

#include "common/io/malformed_input.h"

namespace mammoth {
namespace {

using namespace std::string_literals;

TEST(Varint, KnownNumbersHaveProtobufsBytes) {
  // The examples of protobuf's own encoding guide, and both ends of the range.
  const std::pair<std::uint64_t, std::string> examples[] = {
      {0, "\x00"s},
      {1, "\x01"s},
      {127, "\x7f"s},
      {128, "\x80\x01"s},
      {150, "\x96\x01"s},
      {300, "\xac\x02"s},
      {std::numeric_limits<std::uint64_t>::max(), "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s},
  };
  for (const auto& [value, bytes] : examples) {
    std::string out;
    append_varint(out, value);
    EXPECT_EQ(out, bytes) << value;
    EXPECT_EQ(varint_size(value), bytes.size());
    const auto parsed = parse_varint(as_byte_view(bytes));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->value, value);
    EXPECT_EQ(parsed->size, bytes.size());
  }
}

TEST(Varint, AnUnfinishedNumberWaitsForMore) {
  // A stream delivers the number byte by byte: every true prefix is "not yet", never an error.
  const auto bytes = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s;
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(parse_varint(as_byte_view(bytes).first(size))) << size;
}

TEST(Varint, NumbersBeyondSixtyFourBitsAreRefused) {
  // Eleven continued bytes, and a tenth byte with more than the one bit that is left.
  EXPECT_THROW(parse_varint(as_byte_view("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"s)),
               MalformedInput);
  EXPECT_THROW(parse_varint(as_byte_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"s)),
               MalformedInput);
}

TEST(Varint, ZigZagFoldsSigns) {
  // Small numbers of either sign become small: what block reports rely on.
  EXPECT_EQ(zigzag_encode(0), 0u);
  EXPECT_EQ(zigzag_encode(-1), 1u);
  EXPECT_EQ(zigzag_encode(1), 2u);
  EXPECT_EQ(zigzag_encode(-2), 3u);
  for (const auto value : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1 << 20},
                           std::int64_t{0}, std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(zigzag_decode(zigzag_encode(value)), value);
}

}  // namespace
}  // namespace mammoth
