#include "hdfs-cli/progress.h"

#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

class ProgressTest : public ShellTest {};

TEST_F(ProgressTest, AppearsAfterTwoSecondsOnATerminal) {
  err_.be_terminal();
  {
    Progress progress(environment_, "/f", 4 << 20);
    clock_.advance_ms(1900);
    progress.add(1 << 20);
    EXPECT_EQ(err_.take(), "");
    clock_.advance_ms(100);
    progress.add(1 << 20);
    EXPECT_EQ(err_.take(), "\r/f: 50% 2 MB, 1 MB/s\033[K");
    clock_.advance_ms(100);
    progress.add(1 << 20);
    EXPECT_EQ(err_.take(), "");
  }
  EXPECT_EQ(err_.take(), "\r\033[K");
}

TEST_F(ProgressTest, IsSilentInAPipe) {
  Progress progress(environment_, "/f", 0);
  clock_.advance_ms(10'000);
  progress.add(1);
  EXPECT_EQ(err_.take(), "");
}

}  // namespace
}  // namespace mammoth::cli
