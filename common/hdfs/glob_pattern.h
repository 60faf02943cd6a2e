// Glob patterns for one name (Hadoop: GlobPattern), and the expansion of braces that span
// directories (Hadoop: GlobExpander).
//
//   ?        one character          [abc] [a-z]   one of these characters
//   *        any characters         [^a] [!a]     one other character
//   {ab,c*}  one of the patterns    \c            the character c
//
// A character is a code point of UTF-8. Nothing here touches a file system.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace mammoth::hdfs {

class GlobPattern {
 public:
  // Refuses a pattern with an unclosed bracket or brace, or a backslash at its end, with Hadoop's
  // "Illegal file pattern" message.
  static Result<GlobPattern> parse(std::string_view pattern);

  GlobPattern(GlobPattern&&) noexcept;
  GlobPattern& operator=(GlobPattern&&) noexcept;
  ~GlobPattern();

  bool matches(std::string_view name) const;
  // Whether it holds anything but characters that stand for themselves.
  bool has_wildcard() const { return has_wildcard_; }

 private:
  struct Node;
  using Sequence = std::vector<Node>;
  class Parser;

  GlobPattern();
  static bool match(const Sequence& nodes, std::size_t index, std::u32string_view text,
                    const struct Continuation& rest);

  std::unique_ptr<Sequence> nodes_;
  bool has_wildcard_ = false;
};

// "/a/{b/c,d}" as "/a/b/c" and "/a/d"; braces without a slash inside stay as they are.
Result<std::vector<std::string>> expand_braces(std::string_view pattern);

// The name with its backslashes taken away.
std::string unescape_glob(std::string_view pattern);

}  // namespace mammoth::hdfs
