#include "common/config/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace mammoth {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Values, WholeNumbers) {
  // Java's Integer.parseInt and Hadoop's 0x; nothing may follow the number.
  EXPECT_EQ(parse_int("42").value(), 42);
  EXPECT_EQ(parse_int("-1").value(), -1);
  EXPECT_EQ(parse_int("+7").value(), 7);
  EXPECT_EQ(parse_int("0x1F").value(), 31);
  EXPECT_EQ(parse_int("-0x10").value(), -16);
  for (const char* bad :
       {"", "-", "+", "+-1", "--1", "1.5", "1k", "0x", "0x-1", "0xg", "1 2", "9223372036854775808"})
    EXPECT_FALSE(parse_int(bad)) << bad;
}

TEST(Values, Sizes) {
  // Suffixes are powers of 1024 in either case; what does not fit into 63 bits is refused.
  EXPECT_EQ(parse_size("512").value(), 512);
  EXPECT_EQ(parse_size("1k").value(), 1024);
  EXPECT_EQ(parse_size("128M").value(), 134217728);
  EXPECT_EQ(parse_size("2g").value(), 2147483648);
  EXPECT_EQ(parse_size("1T").value(), std::int64_t{1} << 40);
  EXPECT_EQ(parse_size("1p").value(), std::int64_t{1} << 50);
  EXPECT_EQ(parse_size("7e").value(), std::int64_t{7} << 60);
  EXPECT_EQ(parse_size("-1k").value(), -1024);
  for (const char* bad : {"", "k", "1kb", "1b", "1.5g", "1 k", "8e", "-9e", "99999999999999999999"})
    EXPECT_FALSE(parse_size(bad)) << bad;
}

TEST(Values, Durations) {
  // A bare number counts in the key's unit; 0.5 minutes of fs.trash.interval are 30 seconds.
  EXPECT_EQ(parse_duration("3", "s").value(), milliseconds(3000));
  EXPECT_EQ(parse_duration("300000", "ms").value(), milliseconds(300000));
  EXPECT_EQ(parse_duration("0.5", "m").value(), milliseconds(30000));
  EXPECT_EQ(parse_duration("-1", "h").value(), milliseconds(-3600000));
  EXPECT_EQ(parse_duration("1500us", "s").value(), milliseconds(1));
  EXPECT_EQ(parse_duration("999ns", "s").value(), milliseconds(0));
  EXPECT_EQ(parse_duration("20ms", "s").value(), milliseconds(20));
  EXPECT_EQ(parse_duration("15M", "s").value(), milliseconds(900000));
  EXPECT_EQ(parse_duration("1.5h", "s").value(), milliseconds(5400000));
  EXPECT_EQ(parse_duration("2d", "s").value(), milliseconds(172800000));
  for (const char* bad : {"", "s", "1 s", "1sec", "1w", "--1", "1e3", "inf", "nan", "1,5s"})
    EXPECT_FALSE(parse_duration(bad, "s")) << bad;
}

TEST(Values, NeverIsAHundredYears) {
  // Long.MAX_VALUE is how Java configurations spell "never"; adding it to a clock must not
  // overflow.
  const milliseconds never = parse_duration("9223372036854775807", "d").value();
  EXPECT_EQ(never, std::chrono::days(36500));
  EXPECT_EQ(parse_duration("-9223372036854775807d", "s").value(), -never);
}

TEST(Values, BooleansAndDecimals) {
  // Only true and false are booleans: Hadoop quietly takes the default for "yes", we refuse it.
  EXPECT_TRUE(parse_bool("TRUE").value());
  EXPECT_FALSE(parse_bool("false").value());
  for (const char* bad : {"", "yes", "1", "truee"}) EXPECT_FALSE(parse_bool(bad)) << bad;
  EXPECT_DOUBLE_EQ(parse_double("0.999f").value(), 0.999);
  EXPECT_DOUBLE_EQ(parse_double("-2D").value(), -2);
  EXPECT_DOUBLE_EQ(parse_double("1e3").value(), 1000);
  for (const char* bad : {"", "f", "nan", "inf", "1,5", "0.5ff", "1e999"})
    EXPECT_FALSE(parse_double(bad)) << bad;
}

TEST(Values, PermissionsAndUmasks) {
  // A symbolic umask names the rights that stay, an octal one those that go.
  EXPECT_EQ(parse_octal("700").value(), 0700);
  EXPECT_EQ(parse_octal("01777").value(), 01777);
  for (const char* bad : {"", "8", "-1", "10000", "0x7", "rwx"})
    EXPECT_FALSE(parse_octal(bad)) << bad;

  EXPECT_EQ(parse_umask("022").value(), 022);
  EXPECT_EQ(parse_umask("18446744073709551616").has_value(), false);
  EXPECT_EQ(parse_umask("u=rwx,g=rx,o=rx").value(), 022);
  EXPECT_EQ(parse_umask("u=rwx,g=rwx,o=").value(), 007);
  EXPECT_EQ(parse_umask("a=rwx,go-w").value(), 022);
  EXPECT_EQ(parse_umask("+rx,u+w").value(), 022);
  EXPECT_EQ(parse_umask("u=rwx").value(), 077);
  for (const char* bad : {"", "1777", "rwx", "x=rwx", "u=rwX", "u==r"})
    EXPECT_FALSE(parse_umask(bad)) << bad;
}

TEST(Values, Lists) {
  // Lists are wrapped over lines in XML files and end in commas in others.
  EXPECT_THAT(split_list(" a , b c,\n d\n e,,"), ElementsAre("a", "b c", "d", "e"));
  EXPECT_THAT(split_list(""), IsEmpty());
  EXPECT_THAT(split_list(" , \n"), IsEmpty());
}

}  // namespace
}  // namespace mammoth
