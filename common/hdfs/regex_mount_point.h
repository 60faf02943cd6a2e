// A link of a mount table whose source is a regular expression, and whose target is made of what it
// has matched (Hadoop: fs.viewfs.RegexMountPoint and its interceptors).
//
//   linkRegex.^/user/(?<name>\w+) = hdfs://nn/home/$name
//   linkRegex.replaceresolveddstpath:_:-#.^/user/(?<name>\w+) = hdfs://nn/home/${name}
//
// The expressions are ECMAScript's, and named groups as in Java; look-behind, possessive quantifiers
// and flags within an expression are not done, and refused as expressions that do not parse.
#pragma once

#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace mammoth::hdfs {

// A value; const members are thread-safe.
class RegexMountPoint {
 public:
  // `settings`: interceptors, separated by ";"; empty for none. kIo, in Hadoop's words, for what
  // does not parse.
  static Result<RegexMountPoint> make(std::string source, std::string target,
                                      std::string_view settings);

  struct Match {
    std::string target;     // a URI
    std::string resolved;   // what of the path was matched
    std::string remaining;  // the rest; begins with "/"
  };
  // Nothing where the path does not match. kIllegalArgument for a target that names a group which the
  // expression does not have, kInvalidPath for a path of more than 8,000 characters.
  Result<std::optional<Match>> resolve(const std::string& path, bool resolve_last) const;

  const std::string& source() const { return source_; }
  const std::string& target() const { return target_; }

 private:
  // "replaceresolveddstpath:FROM:TO"
  struct Replacement {
    std::regex from;
    std::string to;
  };
  static Result<Replacement> make_replacement(std::string_view setting, std::string_view settings);
  Result<void> fill(const std::smatch& match, std::string& target) const;

  std::string source_;
  std::string target_;
  std::regex pattern_;
  std::map<std::string, std::size_t, std::less<>> names_;  // of groups, to their numbers
  std::vector<Replacement> replacements_;
};

}  // namespace mammoth::hdfs
