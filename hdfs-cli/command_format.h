// CommandFormat: which options and how many arguments a command takes (Hadoop:
// org.apache.hadoop.fs.shell.CommandFormat).
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace mammoth::cli {

using Arguments = std::vector<std::string>;

inline constexpr std::size_t kAnyNumber = static_cast<std::size_t>(-1);

class CommandFormat {
 public:
  // `options` without their first dash: "R", "skipTrash", "-ignore-fail-on-non-empty".
  CommandFormat(std::size_t least, std::size_t most,
                std::initializer_list<std::string_view> options = {});

  CommandFormat& with_value(std::string_view option);
  // Unknown options count as arguments instead of being refused.
  CommandFormat& keep_unknown();

  // Takes the options away from the front of `arguments`, up to the first argument that is none, to
  // "-", or to "--", which goes too. kIllegalArgument: an unknown option, too many or too few
  // arguments.
  Result<void> parse(Arguments& arguments);

  // After parse().
  bool has(std::string_view option) const;
  // Empty when the option came without a value; nothing when it did not come.
  std::optional<std::string> value(std::string_view option) const;
  std::vector<std::string_view> given() const;  // the options without values that came

 private:
  const std::size_t least_;
  const std::size_t most_;
  bool keep_unknown_ = false;
  std::map<std::string_view, bool> options_;
  std::map<std::string_view, std::optional<std::string>> values_;
};

// Removes the option `name` and the argument behind it from anywhere before "--"; nothing when it
// is not there, kIllegalArgument when it is the last (Hadoop: StringUtils.popOptionWithArgument).
Result<std::optional<std::string>> pop_option_with_argument(std::string_view name,
                                                            Arguments& arguments);

// Removes the option `name` from anywhere before "--"; whether it was there (Hadoop:
// StringUtils.popOption).
bool pop_option(std::string_view name, Arguments& arguments);

}  // namespace mammoth::cli
