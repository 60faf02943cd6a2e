#include "hdfs-cli/format.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

#include "hdfs-cli/text.h"
#include "tests/support/result_matchers.h"

namespace mammoth::cli {
namespace {

TEST(Format, WritesSizesAsHadoop) {
  // Exact multiples have no decimals, 1024 of a unit are one of the next.
  EXPECT_EQ(binary_prefix(0, "", 1), "0");
  EXPECT_EQ(binary_prefix(1023, "", 1), "1023");
  EXPECT_EQ(binary_prefix(1023, "B", 2), "1023 B");
  EXPECT_EQ(binary_prefix(1024, "", 1), "1 K");
  EXPECT_EQ(binary_prefix(1536, "", 1), "1.5 K");
  EXPECT_EQ(binary_prefix(1048575, "", 1), "1.0 M");
  EXPECT_EQ(binary_prefix(-2048, "B", 2), "-2 KB");
  EXPECT_EQ(binary_prefix(270553174016, "B", 2), "251.97 GB");
  EXPECT_EQ(binary_prefix(std::numeric_limits<std::int64_t>::max(), "", 1), "8.0 E");
  EXPECT_EQ(binary_prefix(std::numeric_limits<std::int64_t>::min(), "", 1), "-8 E");
}

TEST(Format, RoundsHalfUpOnTheDecimalForm) {
  // printf rounds these to even, or down because the binary value is a little smaller.
  EXPECT_EQ(fixed(1.25, 1), "1.3");
  EXPECT_EQ(fixed(0.5, 0), "1");
  EXPECT_EQ(fixed(1.005, 2), "1.01");
  EXPECT_EQ(fixed(9.99, 1), "10.0");
  EXPECT_EQ(fixed(-1.25, 1), "-1.3");
  EXPECT_EQ(fixed(3, 2), "3.00");
  EXPECT_EQ(percent(0.0 / 0.0, 0), "NaN%");
  EXPECT_EQ(percent(0.125, 0), "13%");
}

TEST(Format, WritesTimes) {
  ::setenv("TZ", "Europe/Berlin", 1);
  ::tzset();
  EXPECT_EQ(minute_text(1'600'000'000'999), "2020-09-13 14:26");
  EXPECT_EQ(utc_text(1'600'000'000'999), "2020-09-13 12:26:40");
  EXPECT_EQ(utc_text(-1), "1969-12-31 23:59:59");
  EXPECT_EQ(date_text(1'600'000'000'000), "Sun Sep 13 14:26:40 CEST 2020");
  EXPECT_EQ(*parse_local_time("20200913:142640", "%Y%m%d:%H%M%S"), 1'600'000'000'000);
  EXPECT_FALSE(parse_local_time("yesterday", "%Y%m%d:%H%M%S"));
  ::setenv("TZ", "UTC", 1);
  ::tzset();
}

TEST(Format, WritesPermissions) {
  EXPECT_EQ(permission_text(0754), "rwxr-xr--");
  EXPECT_EQ(permission_text(01777), "rwxrwxrwt");
  EXPECT_EQ(permission_text(01776), "rwxrwxrwT");
  EXPECT_EQ(octal_text(01755), "1755");
  EXPECT_EQ(octal_text(044), "44");
}

TEST(Format, ReadsNumbersAsJava) {
  EXPECT_EQ(*parse_long("+12"), 12);
  EXPECT_THAT(parse_long("x"), refused(ErrorCode::kIllegalArgument, "For input string: \"x\""));
  EXPECT_THAT(parse_long("1 "), refused(ErrorCode::kIllegalArgument, "For input string: \"1 \""));
  EXPECT_THAT(parse_long("+-1"), refused(ErrorCode::kIllegalArgument, "For input string: \"+-1\""));
  EXPECT_THAT(parse_short("40000"),
              refused(ErrorCode::kIllegalArgument, "Value out of range. Value:\"40000\" Radix:10"));
  EXPECT_THAT(parse_short("99999999999"),
              refused(ErrorCode::kIllegalArgument, "For input string: \"99999999999\""));
  EXPECT_EQ(*parse_binary_prefix("3k"), 3072);
  EXPECT_EQ(*parse_binary_prefix("1T"), std::int64_t{1} << 40);
  EXPECT_THAT(parse_binary_prefix("9000p"),
              refused(ErrorCode::kIllegalArgument, "9000p does not fit in a Long"));
}

TEST(Table, AlignsItsColumns) {
  // No spaces behind the last column; widths count characters and not bytes.
  Table table(3);
  table.set_header({"SIZE", "B", "NAME"});
  table.align_right(1);
  table.add_row({"1", "22", "üä"});
  table.add_row({"12345", "3", "x"});
  EXPECT_EQ(table.to_string(), "SIZE    B  NAME\n1      22  üä\n12345   3  x\n");
  EXPECT_EQ(pad_right("üä", 4) + "|", "üä  |");
  EXPECT_EQ(pad_left("😀", 3), " 😀");  // two units in Java
}

TEST(Text, HidesWhatCannotBePrinted) {
  EXPECT_EQ(printable("a\tb\x7f\u200bc\u00e9"), "a?b??cé");
}

TEST(Text, Wraps) {
  EXPECT_EQ(wrap("aaa bbb ccc", 7), "aaa bbb\nccc");
  EXPECT_EQ(wrap("aaaaaaaaaa", 4), "aaaa\naaaa\naa");
}

}  // namespace
}  // namespace mammoth::cli
