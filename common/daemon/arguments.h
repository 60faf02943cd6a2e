// The command line that every daemon has: `-conf FILE` and `-D key=value` as Hadoop's
// GenericOptionsParser reads them, and the configuration they make.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/config/configuration.h"

namespace mammoth {

// A value; not thread-safe.
class DaemonArguments {
 public:
  // Takes the word at `position` when it is one of the two options, and its argument when that is a
  // word of its own; `position` is then the last word taken. False: the word is somebody else's.
  // kIllegalArgument when `-D` is not followed by key=value.
  Result<bool> take(const std::vector<std::string>& words, std::size_t& position);

  // The files of HADOOP_CONF_DIR, then those of `-conf`, then `-D`; validated. May be called again,
  // for a daemon that reads its configuration anew.
  Result<Configuration> load() const;
  // The same, not validated.
  Result<Configuration> read() const;

 private:
  Result<void> add_setting(std::string_view text);

  std::vector<std::string> files_;
  std::vector<std::pair<std::string, std::string>> settings_;
};

}  // namespace mammoth
