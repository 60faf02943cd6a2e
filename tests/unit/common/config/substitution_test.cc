#include "common/config/substitution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <map>

namespace mammoth {
namespace {

using testing::HasSubstr;

Result<std::string> expand(std::string_view text, std::map<std::string, std::string> keys = {}) {
  return substitute_references(text, [&](std::string_view name) -> std::optional<std::string_view> {
    const auto found = keys.find(std::string(name));
    if (found == keys.end()) return std::nullopt;
    return found->second;
  });
}

TEST(Substitution, ReplacesKeysWithinKeys) {
  // Values refer to values that refer to values; what surrounds a reference stays.
  EXPECT_EQ(expand("${a}/${b}", {{"a", "/x${c}"}, {"b", "y"}, {"c", "z"}}).value(), "/xz/y");
  EXPECT_EQ(expand("${a${b}}", {{"b", "1"}, {"a1", "inner first"}}).value(), "inner first");
  EXPECT_EQ(expand("plain $a {b} $").value(), "plain $a {b} $");
}

TEST(Substitution, ReadsTheEnvironmentWithDefaults) {
  // ${env.X:-d} replaces an empty variable too, ${env.X-d} only a missing one.
  setenv("CONFIG_TEST_SET", "set", 1);
  setenv("CONFIG_TEST_EMPTY", "", 1);
  unsetenv("CONFIG_TEST_UNSET");
  EXPECT_EQ(expand("${env.CONFIG_TEST_SET}").value(), "set");
  EXPECT_EQ(expand("${env.CONFIG_TEST_SET:-d}").value(), "set");
  EXPECT_EQ(expand("${env.CONFIG_TEST_EMPTY:-d}").value(), "d");
  EXPECT_EQ(expand("${env.CONFIG_TEST_EMPTY-d}").value(), "");
  EXPECT_EQ(expand("${env.CONFIG_TEST_UNSET-d}").value(), "d");
  EXPECT_EQ(expand("${env.CONFIG_TEST_UNSET:-/a-b}").value(), "/a-b");
  EXPECT_EQ(expand("${env.CONFIG_TEST_UNSET:-}").value(), "");
  EXPECT_EQ(expand("${env.CONFIG_TEST_UNSET}").value(), "${env.CONFIG_TEST_UNSET}");
  EXPECT_EQ(expand("${env.k}", {{"env.k", "a key"}}).value(), "a key");
}

TEST(Substitution, KnowsJavasPropertiesBeforeKeys) {
  // ${user.name} in hadoop.tmp.dir keeps users apart; a file cannot take it over.
  EXPECT_THAT(expand("/tmp/hadoop-${user.name}", {{"user.name", "mallory"}}).value(),
              testing::AllOf(HasSubstr("/tmp/hadoop-"), testing::Not(HasSubstr("mallory")),
                             testing::Not(HasSubstr("$"))));
  EXPECT_THAT(expand("${user.home}").value(), testing::Not(HasSubstr("$")));
  EXPECT_THAT(expand("${user.dir}").value(), testing::StartsWith("/"));
  EXPECT_EQ(expand("${java.io.tmpdir}").value(), "/tmp");
}

TEST(Substitution, LeavesWhatItCannotResolve) {
  // Shell snippets and patterns in values of other programs pass unharmed; the first unknown
  // reference ends the replacement, as in Hadoop.
  for (const char* text : {"${unknown}", "${}", "${a b}", "${a", "$${", "x${unknown}y${env.HOME}"})
    EXPECT_EQ(expand(text, {{"a", "1"}}).value(), text);
}

TEST(Substitution, EndsEveryLoop) {
  // A key that names itself stays as it is; a loop of several keys ends after 20 rounds with
  // Hadoop's message; a value that grows with every round ends before memory does.
  EXPECT_EQ(expand("${a}", {{"a", "x${a}"}}).value(), "${a}");
  const auto loop = expand("${a}", {{"a", "${b}"}, {"b", "${c}"}, {"c", "${a}"}});
  ASSERT_FALSE(loop);
  EXPECT_EQ(loop.error().code, ErrorCode::kIllegalState);
  EXPECT_EQ(loop.error().message, "Variable substitution depth too large: 20 ${a}");

  const auto bomb = expand("${a}${a}${a}", {{"a", std::string(500'000, 'x')}});
  ASSERT_FALSE(bomb);
  EXPECT_EQ(bomb.error().message, "Variable substitution grows beyond 1048576 bytes");
}

TEST(Substitution, AllowsNineteenReferences) {
  // Hadoop needs a round more than there are references; a list of 19 directories still works.
  std::string text, expanded;
  for (int count = 0; count < 19; ++count) text += "${d},", expanded += "/d,";
  EXPECT_EQ(expand(text, {{"d", "/d"}}).value(), expanded);
  EXPECT_FALSE(expand(text + "${d}", {{"d", "/d"}}));
}

}  // namespace
}  // namespace mammoth
