#include "hdfs-cli/tools/admin_tool.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/hdfs/exception_name.h"
#include "hdfs-cli/help.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

constexpr int kToolFailed = 255;
constexpr std::size_t kHelpWidth = 80;
constexpr ToolCommand kToolHelp{"-help", "<command-name>",
                                "Explains a command.\n"
                                "<command-name>\twhich one; without it, all of them",
                                nullptr};

int print_tool_usage(Environment& environment, std::string_view tool,
                     std::span<const ToolCommand> commands) {
  std::string text = fmt::format("Usage: bin/hdfs {} [COMMAND]\n", tool);
  for (const ToolCommand& command : commands) text += "          " + short_usage(command);
  text += "          " + short_usage(kToolHelp) + "\n";
  environment.err.write(text + std::string(generic_options_text()));
  return kToolMisused;
}

int help_with(Environment& environment, std::span<const ToolCommand> commands,
              const Arguments& names) {
  if (names.empty()) {
    for (const ToolCommand& command : commands) environment.err.line(long_usage(command));
    return kToolMisused;
  }
  if (names.size() > 1) return misused(environment, "You must give exactly one argument to -help.");
  const std::string name = "-" + names[0];
  if (name == kToolHelp.name) {
    environment.err.write(long_usage(kToolHelp));
    return 0;
  }
  const auto found = std::ranges::find(commands, name, &ToolCommand::name);
  if (found != commands.end()) {
    environment.err.write(long_usage(*found));
    return 0;
  }
  std::string known;
  for (const ToolCommand& command : commands)
    known += (known.empty() ? "" : ", ") + std::string(command.name.substr(1));
  environment.err.write(
      fmt::format("Unknown command '{}'.\nValid help command names are:\n{}\n", names[0], known));
  return kToolMisused;
}

std::string_view first_line(const Error& error) {
  return std::string_view(error.message).substr(0, error.message.find('\n'));
}

// Some mistakes are an IllegalArgumentException with a name of its own in Java.
std::string_view mistake_name(const Error& error) {
  struct Named {
    std::string_view beginning;
    std::string_view name;
  };
  constexpr Named kNamed[]{{"For input string", "NumberFormatException"},
                           {"Value out of range", "NumberFormatException"},
                           {"Not enough arguments", "NotEnoughArgumentsException"},
                           {"Too many arguments", "TooManyArgumentsException"},
                           {"Illegal option", "UnknownOptionException"}};
  if (error.code == ErrorCode::kIllegalArgument)
    for (const Named& named : kNamed)
      if (error.message.starts_with(named.beginning)) return named.name;
  return hdfs::exception_name(error);
}

// Not an IOException, so that a client does not make it again from its name.
bool is_runtime_exception(ErrorCode code) {
  return code == ErrorCode::kUnsupportedOperation || code == ErrorCode::kHadoopIllegalArgument ||
         code == ErrorCode::kIllegalArgument || code == ErrorCode::kIllegalState;
}

// Refusals that no NameNode sent.
bool is_of_client(ErrorCode code) {
  return code == ErrorCode::kConnect || code == ErrorCode::kSocketTimeout ||
         code == ErrorCode::kUnknownHost || code == ErrorCode::kEof;
}

}  // namespace

std::string short_usage(const ToolCommand& command) {
  return fmt::format("[{}{}{}]\n", command.name, command.arguments.empty() ? "" : " ",
                     command.arguments);
}

std::string long_usage(const ToolCommand& command) {
  std::string text = short_usage(command) + "\n";
  std::size_t name_width = 0;
  std::vector<std::pair<std::string_view, std::string_view>> options;
  for (std::string_view rest = command.help; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) {
      text += wrap(line, kHelpWidth) + "\n";
    } else {
      options.emplace_back(line.substr(0, tab), line.substr(tab + 1));
      name_width = std::max(name_width, tab + 1);
    }
  }
  if (!options.empty()) text += "\n";
  for (const auto& [name, meaning] : options) {
    const std::string wrapped = wrap(meaning, kHelpWidth - name_width - 1);
    std::string_view head = name;
    for (std::string_view rest = wrapped; !rest.empty(); head = "") {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      text += pad_right(head, name_width) + " " + std::string(line) + "\n";
    }
  }
  return text;
}

int misused(Environment& environment, std::string_view what) {
  environment.err.line(std::string(what));
  return kToolMisused;
}

int misused(Environment& environment, std::string_view what, const ToolCommand& command) {
  environment.err.line(fmt::format("{}\nUsage: {}", what, long_usage(command)));
  return kToolMisused;
}

std::optional<int> left_over(Environment& environment, const Arguments& arguments) {
  if (arguments.empty()) return std::nullopt;
  return misused(environment, "Can't understand argument: " + arguments.front());
}

std::optional<int> all_left_over(Environment& environment, const Arguments& arguments,
                                 const ToolCommand& command) {
  if (arguments.empty()) return std::nullopt;
  std::string all;
  for (const std::string& argument : arguments) all += (all.empty() ? "" : " ") + argument;
  environment.err.line("Can't understand arguments: " + all);
  return misused(environment, "Usage is " + short_usage(command));
}

int refused(Environment& environment, const Error& error, int code,
            std::initializer_list<ErrorCode> known) {
  const bool has_name = known.size() == 0 ? !is_runtime_exception(error.code)
                                          : std::ranges::find(known, error.code) != known.end();
  const std::string_view name =
      has_name || is_of_client(error.code) ? hdfs::exception_name(error) : "RemoteException";
  environment.err.line(fmt::format("{}: {}", name, first_line(error)));
  return code;
}

int refused_remotely(Environment& environment, const Error& error) {
  return refused(environment, error, kToolRefused, {ErrorCode::kConnect});
}

std::optional<std::string> pop_first_non_option(Arguments& arguments) {
  for (auto it = arguments.begin(); it != arguments.end(); ++it) {
    if (it->starts_with('-') && *it != "--") continue;
    if (*it == "--" && ++it == arguments.end()) return std::nullopt;
    std::string taken = std::move(*it);
    arguments.erase(it);
    return taken;
  }
  return std::nullopt;
}

Result<ToolTarget> hdfs_target(FileSystems& file_systems, const std::string& text) {
  const Path parsed = TRY(Path::parse(text));
  auto file_system = TRY(file_systems.of(parsed));
  if (file_system->scheme() != "hdfs")
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("FileSystem {} is not an HDFS file system. The fs class is: "
                             "org.apache.hadoop.fs.LocalFileSystem",
                             file_system->uri())};
  std::string path = file_systems.qualify(*file_system, parsed).path();
  return ToolTarget{std::move(file_system), std::move(path)};
}

Result<std::unique_ptr<hdfs::NamenodeProxy>> namenode_of(const Environment& environment,
                                                         const hdfs::FileSystem& file_system) {
  return hdfs::open_namenode(file_system.uri(), environment.configuration);
}

Result<std::unique_ptr<hdfs::NamenodeProxy>> default_namenode(const Environment& environment) {
  FileSystems file_systems(environment);
  const ToolTarget root = TRY(hdfs_target(file_systems, "/"));
  return namenode_of(environment, *root.file_system);
}

std::string Listing::to_string() const {
  std::vector<std::vector<std::string>> lines(1);
  for (const Column& column : columns_) lines[0].push_back(column.title);
  lines.insert(lines.end(), rows_.begin(), rows_.end());
  std::vector<std::size_t> widths(columns_.size());
  for (const auto& cells : lines)
    for (std::size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], java_length(cells[i]) + 1);
  std::string text;
  for (const auto& cells : lines) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (i > 0) text += " ";
      text += columns_[i].side == Side::kRight ? pad_left(cells[i], widths[i])
                                               : pad_right(cells[i], widths[i]);
    }
    text += "\n";
  }
  return text;
}

int run_admin_tool(Environment& environment, std::string_view tool,
                   std::span<const ToolCommand> commands, const Arguments& arguments) {
  if (arguments.empty()) return print_tool_usage(environment, tool, commands);
  const std::string& name = arguments.front();
  Arguments rest(arguments.begin() + 1, arguments.end());
  if (name == kToolHelp.name) return help_with(environment, commands, rest);
  const auto command = std::ranges::find(commands, name, &ToolCommand::name);
  if (command == commands.end()) {
    environment.err.line(fmt::format("Can't understand command '{}'", name));
    if (!name.starts_with('-')) environment.err.line("Command names must start with dashes.");
    return print_tool_usage(environment, tool, commands);
  }
  const Result<int> outcome = command->run(environment, *command, std::move(rest));
  if (outcome) return *outcome;
  environment.err.line(
      fmt::format("{}: {}", mistake_name(outcome.error()), first_line(outcome.error())));
  return kToolFailed;
}

}  // namespace mammoth::cli
