#include "hdfs-cli/help.h"

#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

// Shows `one` for every command named, or `all`.
class Describe : public Command {
 public:
  using Command::Command;

 protected:
  virtual std::string one(const CommandInfo& command) const = 0;
  virtual std::string all() const = 0;

  Result<void> process_raw_arguments(Arguments& arguments) override {
    if (arguments.empty()) out().write(all());
    for (const std::string& argument : arguments) {
      const CommandInfo* command = find_command(argument);
      if (command == nullptr) return bad_arguments(fmt::format("`{}': Unknown command", argument));
      out().write(one(*command));
    }
    return {};
  }
};

class Help final : public Describe {
 public:
  using Describe::Describe;

 protected:
  std::string one(const CommandInfo& command) const override { return help_text(command); }
  std::string all() const override { return all_commands_text(true); }
};

class Usage final : public Describe {
 public:
  using Describe::Describe;

 protected:
  std::string one(const CommandInfo& command) const override { return usage_text(command); }
  std::string all() const override { return all_commands_text(false); }
};

}  // namespace

constexpr CommandInfo kHelp{"help", "[cmd ...]",
                            "Describes commands, or all of them if none is named.",
                            &make_command<Help>};

constexpr CommandInfo kUsage{"usage", "[cmd ...]",
                             "Shows how commands are called, or all of them if none is named.",
                             &make_command<Usage>};

}  // namespace mammoth::cli
