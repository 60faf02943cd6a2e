#include "common/formats/writable_text.h"

#include <gtest/gtest.h>

#include <vector>

namespace mammoth::formats {
namespace {

TEST(Writable, WritesNumbersAsJava) {
  EXPECT_EQ(java_text(1.0), "1.0");
  EXPECT_EQ(java_text(-0.0), "-0.0");
  EXPECT_EQ(java_text(0.001), "0.001");
  EXPECT_EQ(java_text(9.999e-4), "9.999E-4");
  EXPECT_EQ(java_text(9999999.0), "9999999.0");
  EXPECT_EQ(java_text(1e7), "1.0E7");
  EXPECT_EQ(java_text(123456.789), "123456.789");
  EXPECT_EQ(java_text(4.9e-324), "4.9E-324");
  EXPECT_EQ(java_text(0.1F), "0.1");
  EXPECT_EQ(java_text(0.0 / 0.0), "NaN");
}

TEST(Writable, ReadsNumbersOfVariableLength) {
  // The ends of the one-byte range, and the longest.
  for (const auto& [bytes, value] : std::vector<std::pair<std::string, std::int64_t>>{
           {"\x7f", 127},
           {"\x90", -112},
           {std::string("\x8f\x80"), 128},
           {std::string("\x87\x70"), -113},
           {"\x88\x7f\xff\xff\xff\xff\xff\xff\xff", INT64_MAX},
           {std::string("\x80\x7f\xff\xff\xff\xff\xff\xff\xff"), INT64_MIN}}) {
    std::string_view view = bytes;
    EXPECT_EQ(*take_vlong(view), value);
    EXPECT_TRUE(view.empty());
  }
  std::string_view cut = "\x8e\x01";
  EXPECT_FALSE(take_vlong(cut));
}

}  // namespace
}  // namespace mammoth::formats
