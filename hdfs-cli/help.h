// The usage and help of `hdfs dfs` (Hadoop: FsShell's Usage and Help).
#pragma once

#include <string>
#include <string_view>

#include "hdfs-cli/command.h"

namespace mammoth::cli {

// "Usage: hadoop fs [generic options] -ls [-C] …"
std::string usage_text(const CommandInfo& command);
// The usage line and the description, wrapped at 80 characters.
std::string help_text(const CommandInfo& command);
// All commands but the deprecated ones, with their help if `with_help`, and the generic options.
std::string all_commands_text(bool with_help);
// The generic options, as below every list of commands.
std::string_view generic_options_text();

}  // namespace mammoth::cli
