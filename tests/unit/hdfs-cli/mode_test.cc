#include "hdfs-cli/mode.h"

#include <gtest/gtest.h>

namespace mammoth::cli {
namespace {

int apply(std::string_view mode, int permission, bool is_directory = false) {
  const auto parsed = Mode::parse(mode);
  return parsed ? parsed->apply(static_cast<std::uint16_t>(permission), is_directory) : -1;
}

TEST(Mode, ReadsOctal) {
  EXPECT_EQ(apply("640", 0777), 0640);
  EXPECT_EQ(apply("1777", 0), 01777);
  EXPECT_EQ(apply("0755", 01777), 0755);
  EXPECT_EQ(apply("+644", 01777), 0644);
  for (const char* wrong : {"4755", "75", "8", "7777", "", "64x"})
    EXPECT_EQ(apply(wrong, 0), -1) << wrong;
}

TEST(Mode, ReadsLetters) {
  EXPECT_EQ(apply("u+x", 0644), 0744);
  EXPECT_EQ(apply("g=w,o-r", 0644), 0620);
  EXPECT_EQ(apply("a+r", 0), 0444);
  EXPECT_EQ(apply("-w", 0666), 0444);
  EXPECT_EQ(apply("+t", 0755), 01755);
  EXPECT_EQ(apply("u+t", 0755), 0755);  // the sticky bit belongs to the others
  EXPECT_EQ(apply("a+rX,", 0), 0444);
  for (const char* wrong : {"q", "u", "u+", "u=r+w", "u+r g+w", "u=rwx,o="})
    EXPECT_EQ(apply(wrong, 0), -1) << wrong;
}

TEST(Mode, CapitalXIsForWhatIsExecutableAlready) {
  EXPECT_EQ(apply("+X", 0644), 0644);
  EXPECT_EQ(apply("+X", 0744), 0755);
  EXPECT_EQ(apply("+X", 0644, true), 0755);
}

TEST(Mode, TheLastClauseForSomebodyCounts) {
  // Unlike the chmod of Unix; a surprise that scripts may depend on.
  EXPECT_EQ(apply("u+x,u+w", 0400), 0600);
}

}  // namespace
}  // namespace mammoth::cli
