#include "hdfs-cli/command_format.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"

namespace mammoth::cli {
namespace {

using ::testing::ElementsAre;

TEST(CommandFormat, TakesOptionsFromTheFront) {
  // What looks like an option behind the first argument is an argument.
  CommandFormat format(1, 5, {"R", "skipTrash"});
  Arguments arguments{"-skipTrash", "a", "-R"};
  ASSERT_TRUE(format.parse(arguments));
  EXPECT_TRUE(format.has("skipTrash"));
  EXPECT_FALSE(format.has("R"));
  EXPECT_THAT(arguments, ElementsAre("a", "-R"));
}

TEST(CommandFormat, StopsAtDashes) {
  // "--" ends the options and goes, "-" is standard input and stays.
  CommandFormat format(0, 5, {"R"});
  Arguments arguments{"-R", "--", "-x"};
  ASSERT_TRUE(format.parse(arguments));
  EXPECT_THAT(arguments, ElementsAre("-x"));
  arguments = {"-", "x"};
  ASSERT_TRUE(format.parse(arguments));
  EXPECT_THAT(arguments, ElementsAre("-", "x"));
}

TEST(CommandFormat, Refuses) {
  CommandFormat format(1, 2, {"R"});
  Arguments arguments{"-x"};
  EXPECT_THAT(format.parse(arguments), refused(ErrorCode::kIllegalArgument, "Illegal option -x"));
  arguments = {"-R"};
  EXPECT_THAT(format.parse(arguments),
              refused(ErrorCode::kIllegalArgument, "Not enough arguments: expected 1 but got 0"));
  arguments = {"a", "b", "c"};
  EXPECT_THAT(format.parse(arguments),
              refused(ErrorCode::kIllegalArgument, "Too many arguments: expected 2 but got 3"));
}

TEST(CommandFormat, TakesValues) {
  // A value is taken only if arguments enough are left for the command.
  CommandFormat format(1, 5);
  format.with_value("t");
  Arguments arguments{"-t", "4", "a"};
  ASSERT_TRUE(format.parse(arguments));
  EXPECT_EQ(format.value("t"), "4");
  CommandFormat bare(1, 5);
  bare.with_value("t");
  arguments = {"-t", "a"};
  ASSERT_TRUE(bare.parse(arguments));
  EXPECT_EQ(bare.value("t"), "");
  EXPECT_THAT(arguments, ElementsAre("a"));
}

TEST(PopOption, FindsItAnywhere) {
  Arguments arguments{"a", "-t", "x", "b"};
  EXPECT_EQ(**pop_option_with_argument("-t", arguments), "x");
  EXPECT_THAT(arguments, ElementsAre("a", "b"));
  arguments = {"a", "--", "-t", "x"};
  EXPECT_FALSE(pop_option_with_argument("-t", arguments)->has_value());
  arguments = {"a", "-t"};
  EXPECT_THAT(pop_option_with_argument("-t", arguments),
              refused(ErrorCode::kIllegalArgument, "option -t requires 1 argument."));
}

}  // namespace
}  // namespace mammoth::cli
