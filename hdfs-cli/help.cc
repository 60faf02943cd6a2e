#include "hdfs-cli/help.h"

#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kPrefix = "Usage: hadoop fs [generic options]";
constexpr std::size_t kWidth = 78;

void append_indented(std::string& text, std::string_view wrapped, std::string_view first,
                     std::string_view next) {
  for (bool is_first = true; !wrapped.empty(); is_first = false) {
    const std::size_t end = std::min(wrapped.find('\n'), wrapped.size());
    text.append(is_first ? first : next).append(wrapped.substr(0, end)).push_back('\n');
    wrapped.remove_prefix(std::min(end + 1, wrapped.size()));
  }
}

}  // namespace

std::string usage_text(const CommandInfo& command) {
  return fmt::format("{} {}\n", kPrefix, command.usage_line());
}

std::string help_text(const CommandInfo& command) {
  std::string text = command.usage_line() + " :\n";
  if (command.is_deprecated())
    return text + fmt::format("  (DEPRECATED) Same as '{}'\n", command.replaced_by);
  std::string_view rest = command.help;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t gap = line.find("  ");
    if (gap == std::string_view::npos) {
      append_indented(text, wrap(line, kWidth), "  ", "  ");
      continue;
    }
    append_indented(text, wrap(line.substr(gap + 2), kWidth - 8),
                    fmt::format("  {}  ", line.substr(0, gap)), "      ");
  }
  return text;
}

std::string all_commands_text(bool with_help) {
  std::string text = fmt::format("{}\n", kPrefix);
  for (const CommandInfo* command : kCommands)
    if (!command->is_deprecated()) text += fmt::format("\t[{}]\n", command->usage_line());
  if (with_help)
    for (const CommandInfo* command : kCommands)
      if (!command->is_deprecated()) text += "\n" + help_text(*command);
  return text + "\n" + std::string(generic_options_text());
}

std::string_view generic_options_text() {
  return "Generic options supported are:\n"
         "-conf <configuration file>        specify an application configuration file\n"
         "-D <property=value>               define a value for a given property\n"
         "-fs <file:///|hdfs://namenode:port> specify default filesystem URL to use, overrides "
         "'fs.defaultFS' property from configurations.\n"
         "-jt <local|resourcemanager:port>  specify a ResourceManager\n"
         "-files <file1,...>                specify a comma-separated list of files to be copied "
         "to "
         "the map reduce cluster\n"
         "-libjars <jar1,...>               specify a comma-separated list of jar files to be "
         "included "
         "in the classpath\n"
         "-archives <archive1,...>          specify a comma-separated list of archives to be "
         "unarchived on the compute machines\n"
         "\n"
         "The general command line syntax is:\n"
         "command [genericOptions] [commandOptions]\n"
         "\n";
}

}  // namespace mammoth::cli
