#include "common/hdfs/glob_pattern.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"

namespace mammoth::hdfs {
namespace {

using ::testing::ElementsAre;

bool matches(std::string_view pattern, std::string_view name) {
  const auto parsed = GlobPattern::parse(pattern);
  EXPECT_TRUE(parsed) << pattern;
  return parsed && parsed->matches(name);
}

TEST(GlobPattern, Matches) {
  // Every construct of the language, and that it stops where it should.
  EXPECT_TRUE(matches("abc", "abc"));
  EXPECT_FALSE(matches("abc", "abcd"));
  EXPECT_TRUE(matches("a*c", "ac"));
  EXPECT_TRUE(matches("a*c", "abbbc"));
  EXPECT_FALSE(matches("a*c", "abb"));
  EXPECT_TRUE(matches("a?c", "abc"));
  EXPECT_FALSE(matches("a?c", "ac"));
  EXPECT_TRUE(matches("[a-c]x", "bx"));
  EXPECT_FALSE(matches("[^a-c]x", "bx"));
  EXPECT_TRUE(matches("[!a-c]x", "dx"));
  EXPECT_TRUE(matches("[]a]", "]"));
  EXPECT_TRUE(matches("[a-]", "-"));
  EXPECT_TRUE(matches("{ab,c*}d", "cxyd"));
  EXPECT_FALSE(matches("{ab,c*}d", "abc"));
  EXPECT_TRUE(matches("a{b,{c,d}e}f", "adef"));
  EXPECT_TRUE(matches("a{,b}c", "ac"));
  EXPECT_TRUE(matches("\\*", "*"));
  EXPECT_FALSE(matches("\\*", "x"));
  EXPECT_TRUE(matches("a.b|c", "a.b|c"));
  EXPECT_FALSE(matches("a.b", "axb"));
  EXPECT_TRUE(matches("?", "ü"));  // one character, two bytes
}

TEST(GlobPattern, KnowsWhetherItHasAWildcard) {
  EXPECT_FALSE(GlobPattern::parse("a\\*,b}")->has_wildcard());
  EXPECT_TRUE(GlobPattern::parse("a{b}")->has_wildcard());
  EXPECT_TRUE(GlobPattern::parse("[a]")->has_wildcard());
}

TEST(GlobPattern, RefusesWhatIsNotClosed) {
  // The messages and positions of Hadoop 3.4.
  const auto message = [](std::string_view text) {
    return "Illegal file pattern: error parsing regexp: " + std::string(text);
  };
  EXPECT_THAT(GlobPattern::parse("{abc"),
              refused(ErrorCode::kIo, message("Unclosed group at pos 4: `{abc`")));
  EXPECT_THAT(GlobPattern::parse("[abc"),
              refused(ErrorCode::kIo, message("Unclosed character class at pos 4: `[abc`")));
  EXPECT_THAT(GlobPattern::parse("ab\\"),
              refused(ErrorCode::kIo, message("Missing escaped character at pos 3: `ab\\`")));
  EXPECT_FALSE(GlobPattern::parse(std::string(100'000, '{')));
}

TEST(ExpandBraces, SpreadsThoseWithSlashes) {
  // Braces inside one name are left to the pattern.
  EXPECT_THAT(*expand_braces("/a/{b,c}"), ElementsAre("/a/{b,c}"));
  EXPECT_THAT(*expand_braces("/a/{b/c,d}/e"), ElementsAre("/a/b/c/e", "/a/d/e"));
  EXPECT_THAT(*expand_braces("{/a,/b}{/c,/d}"), ElementsAre("/a/c", "/a/d", "/b/c", "/b/d"));
  EXPECT_THAT(*expand_braces("/{a/{b,c},d}"), ElementsAre("/a/{b,c}", "/d"));
  EXPECT_THAT(*expand_braces("/{a,b"), ElementsAre("/{a,b"));
}

TEST(ExpandBraces, IsBounded) {
  // Twenty braces of two would be a million patterns.
  std::string pattern;
  for (int i = 0; i < 20; ++i) pattern += "{/a,/b}";
  EXPECT_FALSE(expand_braces(pattern));
}

}  // namespace
}  // namespace mammoth::hdfs
