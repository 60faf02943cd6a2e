#include "hdfs-cli/shell.h"

#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/help.h"
#include "hdfs-cli/interrupt.h"

namespace mammoth::cli {

namespace {

constexpr int kMisused = 255;
constexpr int kStoppedBySignal = 130;

// Every line of the message, as "-ls: message"; for "ls" a hint that a dash is missing.
void display(Environment& environment, const std::string& command, std::string_view message) {
  while (!message.empty()) {
    const std::size_t end = std::min(message.find('\n'), message.size());
    environment.err.line(fmt::format("{}: {}", command, message.substr(0, end)));
    message.remove_prefix(std::min(end + 1, message.size()));
    if (!command.starts_with('-') && find_command(command) != nullptr)
      environment.err.line(
          fmt::format("Did you mean -{}?  This command begins with a dash.", command));
  }
}

}  // namespace

int run_shell(Environment& environment, Arguments arguments) {
  if (arguments.empty()) {
    environment.err.write(all_commands_text(false));
    return kMisused;
  }
  const std::string name = arguments.front();
  arguments.erase(arguments.begin());
  const CommandInfo* info = name.starts_with('-') ? find_command(name.substr(1)) : nullptr;
  if (info == nullptr) {
    display(environment, name, "Unknown command");
    environment.err.write(all_commands_text(false));
    return kMisused;
  }

  const Result<int> outcome = info->make(*info, environment)->run(std::move(arguments));
  if (outcome) return *outcome;
  if (interrupted()) return kStoppedBySignal;
  if (is_fatal(outcome.error())) {
    display(environment, name, "Fatal internal error");
    const Error& error = outcome.error();
    environment.err.line(is_not_mounted(error) ? error.remote_class + ": " + error.message
                                               : error.message);
    return kMisused;
  }
  display(environment, name, outcome.error().message);
  environment.err.write(all_commands_text(false));
  environment.err.write(usage_text(*info));
  return kMisused;
}

}  // namespace mammoth::cli
