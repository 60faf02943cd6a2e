// The Writables' bytes, texts, hash codes and order, as Java has them.
#include "mapreduce/io/writable.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <vector>

namespace mammoth::mapreduce {
namespace {

std::string hex(std::string_view bytes) {
  BytesWritable writable{std::string(bytes)};
  std::string text = writable.toString();
  std::erase(text, ' ');
  return text;
}

template <class T>
std::string bytes_of(const T& value) {
  std::string bytes;
  value.write(bytes);
  return bytes;
}

template <class T>
void expect_back(const T& value) {
  const std::string bytes = bytes_of(value) + "rest";
  std::string_view view = bytes;
  T back;
  back.readFields(view);
  EXPECT_EQ(view, "rest");
  EXPECT_TRUE(back == value);
  const std::string whole = bytes_of(value);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string_view cut = std::string_view(whole).substr(0, i);
    EXPECT_THROW(back.readFields(cut), std::runtime_error);
  }
}

TEST(Writable, HasJavasBytes) {
  EXPECT_EQ(hex(bytes_of(IntWritable(-2))), "fffffffe");
  EXPECT_EQ(hex(bytes_of(LongWritable(0x26a4))), "00000000000026a4");
  EXPECT_EQ(hex(bytes_of(VIntWritable(127))), "7f");
  EXPECT_EQ(hex(bytes_of(VIntWritable(-112))), "90");
  EXPECT_EQ(hex(bytes_of(VIntWritable(128))), "8f80");
  EXPECT_EQ(hex(bytes_of(VIntWritable(-113))), "8770");
  // The lengths of a shuffle header of Hadoop's: 1982 and 1986.
  EXPECT_EQ(hex(bytes_of(VIntWritable(1986))), "8e07c2");
  EXPECT_EQ(hex(bytes_of(VLongWritable(1982))), "8e07be");
  EXPECT_EQ(hex(bytes_of(VLongWritable(INT64_MAX))), "887fffffffffffffff");
  EXPECT_EQ(hex(bytes_of(VLongWritable(INT64_MIN))), "807fffffffffffffff");
  EXPECT_EQ(hex(bytes_of(Text("zwölf"))), "067a77c3b66c66");
  EXPECT_EQ(hex(bytes_of(BytesWritable("\x01\xff"))), "0000000201ff");
  EXPECT_EQ(hex(bytes_of(FloatWritable(1.5F))), "3fc00000");
  EXPECT_EQ(hex(bytes_of(DoubleWritable(-0.0))), "8000000000000000");
  EXPECT_EQ(hex(bytes_of(BooleanWritable(true))), "01");
  EXPECT_EQ(hex(bytes_of(NullWritable::get())), "");
  EXPECT_EQ(hex(bytes_of(ShortWritable(-2))) + hex(bytes_of(ByteWritable(-1))), "fffeff");
}

TEST(Writable, ComesBack) {
  for (const std::int64_t value : {0L, 1L, -1L, 127L, 128L, -112L, -113L, 255L, 256L, 65535L,
                                   1L << 31, -(1L << 31), 1L << 40, INT64_MAX, INT64_MIN}) {
    expect_back(LongWritable(value));
    expect_back(VLongWritable(value));
    expect_back(IntWritable(static_cast<std::int32_t>(value)));
    expect_back(VIntWritable(static_cast<std::int32_t>(value)));
    expect_back(DoubleWritable(static_cast<double>(value)));
    expect_back(FloatWritable(static_cast<float>(value)));
    expect_back(ShortWritable(static_cast<std::int16_t>(value)));
    expect_back(ByteWritable(static_cast<std::int8_t>(value)));
  }
  expect_back(BooleanWritable(true));
  expect_back(NullWritable());
  expect_back(Text("word"));
  expect_back(Text(std::string(1000, 'x')));
  expect_back(BytesWritable(std::string("\0\1", 2)));
}

TEST(Writable, RefusesLengthsThatMakeNoSense) {
  for (const std::string bytes :
       {"\xff", "\x8c\x7f\xff\xff\xff", "\x80\x7f\xff\xff\xff\xff\xff\xff\xff"}) {
    std::string_view view = bytes;
    Text text;
    EXPECT_THROW(text.readFields(view), std::runtime_error);
  }
  std::string_view large = "\xff\xff\xff\xff";
  BytesWritable bytes;
  EXPECT_THROW(bytes.readFields(large), std::runtime_error);
  const std::string long_bytes = bytes_of(VLongWritable(1L << 40));
  std::string_view view = long_bytes;
  EXPECT_THROW(takeVInt(view), std::runtime_error);
}

TEST(Writable, HasJavasHashCodes) {
  EXPECT_EQ(Text("").hashCode(), 1);
  EXPECT_EQ(Text("a").hashCode(), 128);
  EXPECT_EQ(Text("hello").hashCode(), 127791473);
  EXPECT_EQ(Text("\xc3\xa9").hashCode(), 31 * (31 - 61) - 87);
  EXPECT_EQ(LongWritable(0x1'00000002).hashCode(), 2);
  EXPECT_EQ(IntWritable(-7).hashCode(), -7);
  EXPECT_EQ(BooleanWritable(true).hashCode(), 0);
  EXPECT_EQ(FloatWritable(1.0F).hashCode(), 0x3f800000);
  EXPECT_EQ(DoubleWritable(1.0).hashCode(), 0);
  EXPECT_EQ(NullWritable().hashCode(), 0);
}

TEST(Writable, HasJavasTexts) {
  EXPECT_EQ(DoubleWritable(1e7).toString(), "1.0E7");
  EXPECT_EQ(FloatWritable(0.1F).toString(), "0.1");
  EXPECT_EQ(BooleanWritable(false).toString(), "false");
  EXPECT_EQ(BytesWritable("\x0a\xff").toString(), "0a ff");
  EXPECT_EQ(NullWritable().toString(), "(null)");
  EXPECT_EQ(IntWritable(-5).toString(), "-5");
}

// Every pair in order, by bytes; and a smaller prefix comes first, an equal one decides only where
// the class says so.
template <class T>
void expect_order(const std::vector<T>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < values.size(); ++j) {
      const std::string a = bytes_of(values[i]);
      const std::string b = bytes_of(values[j]);
      const int compared = T::compareBytes(a, b);
      EXPECT_EQ(compared < 0, i < j) << i << " " << j;
      EXPECT_EQ(compared == 0, i == j) << i << " " << j;
      if constexpr (requires { T::prefixOf(a); })
        if (T::prefixOf(a) < T::prefixOf(b)) EXPECT_LT(i, j);
      if constexpr (requires { T::kPrefixIsAll; })
        if (i != j) EXPECT_NE(T::prefixOf(a), T::prefixOf(b));
    }
  }
}

TEST(Writable, IsOrderedAsInJava) {
  expect_order<IntWritable>({INT32_MIN, -1, 0, 1, INT32_MAX});
  expect_order<LongWritable>({INT64_MIN, -1, 0, 1, INT64_MAX});
  EXPECT_LT(VLongWritable(-200), VLongWritable(3));
  expect_order<ShortWritable>({std::int16_t{-5}, std::int16_t{5}});
  expect_order<ByteWritable>({std::int8_t{-5}, std::int8_t{5}});
  expect_order<BooleanWritable>({false, true});
  expect_order<DoubleWritable>({-std::numeric_limits<double>::infinity(), -1.5, -0.0, 0.0, 1e-300,
                                2.0, std::numeric_limits<double>::infinity(),
                                std::numeric_limits<double>::quiet_NaN()});
  expect_order<FloatWritable>({-1.5F, -0.0F, 0.0F, 2.0F, std::numeric_limits<float>::quiet_NaN()});
  expect_order<Text>({"", "a", std::string("a\0", 2), "ab", "abcdefgh", "abcdefghi", "b",
                      "\xc3\xa9", std::string(200, '\xff')});
  expect_order<BytesWritable>({BytesWritable(""), BytesWritable("a"), BytesWritable("\xff")});
}

}  // namespace
}  // namespace mammoth::mapreduce
