#include "hdfs-cli/commands/commands.h"

#include <algorithm>

namespace mammoth::cli {

const CommandInfo* find_command(std::string_view name) {
  const auto found = std::ranges::find_if(
      kCommands, [name](const CommandInfo* info) { return info->name == name; });
  return found == kCommands.end() ? nullptr : *found;
}

}  // namespace mammoth::cli
