#include "hdfs-cli/admin/admin_commands.h"

#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/errors.h"
#include "hdfs-cli/file_systems.h"
#include "hdfs-cli/help.h"
#include "hdfs-cli/host_name.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

constexpr int kFailed = 255;

std::string one_usage(const AdminCommand& command) {
  const std::string_view usage = command.short_usage.empty() ? command.usage : command.short_usage;
  return fmt::format("Usage: hdfs dfsadmin [{}]\n", usage);
}

std::string all_usages() {
  std::string text =
      "Usage: hdfs dfsadmin\n"
      "Note: Administrative commands can only be run as the HDFS superuser.\n";
  for (const AdminCommand* command : kAdminCommands)
    text += fmt::format("\t[{}]\n", command->usage);
  return text + "\t[-help [cmd]]\n\n" + std::string(generic_options_text());
}

const AdminCommand* find_admin_command(std::string_view name) {
  // These are known however they are written.
  constexpr std::array<std::string_view, 4> kAnyCase{
      "allowSnapshot", "disallowSnapshot", "provisionSnapshotTrash", "getBalancerBandwidth"};
  for (const std::string_view command : kAnyCase)
    if (lower_case(command) == lower_case(name)) name = command;
  const auto found = std::ranges::find(kAdminCommands, name, &AdminCommand::name);
  return found == kAdminCommands.end() ? nullptr : *found;
}

int run_help(Environment& environment, const Arguments& arguments) {
  for (const AdminCommand* command : kAdminCommands)
    if (arguments.empty() || arguments[0] == command->name ||
        arguments[0].substr(1) == command->name)
      environment.out.line(fmt::format("{}:\n\t\t{}", command->usage, command->help));
  return 0;
}

}  // namespace

int run_admin(Environment& environment, Arguments arguments) {
  if (arguments.empty()) {
    environment.err.write(all_usages());
    return kFailed;
  }
  const std::string name = arguments.front().substr(arguments.front().empty() ? 0 : 1);
  const bool has_dash = arguments.front().starts_with('-');
  arguments.erase(arguments.begin());
  if (has_dash && name == "help") return run_help(environment, arguments);

  const AdminCommand* command = has_dash ? find_admin_command(name) : nullptr;
  if (command == nullptr) {
    environment.err.line(name + ": Unknown command");
    environment.err.write(all_usages());
    return kFailed;
  }
  if (arguments.size() < command->least || arguments.size() > command->most) {
    environment.err.write(one_usage(*command));
    return kFailed;
  }
  const Result<int> outcome = command->run(environment, std::move(arguments));
  if (outcome) return *outcome;
  const std::string& message = outcome.error().message;
  if (!message.empty())  // with nothing to say the usage says it
    environment.err.line(fmt::format("{}: {}", name, message.substr(0, message.find('\n'))));
  if (ends_command(outcome.error())) environment.err.write(one_usage(*command));
  return kFailed;
}

Result<std::unique_ptr<hdfs::Admin>> open_default_admin(Environment& environment) {
  const std::string uri = default_file_system(environment);
  if (scheme_of(uri) != "hdfs")
    return bad_arguments(fmt::format("FileSystem {} is not an HDFS file system.", uri));
  return environment.open_admin(uri, environment.configuration);
}

std::string datanode_name(const hdfs::DatanodeReport& datanode) {
  const std::string address = fmt::format("{}:{}", datanode.ip_address, datanode.transfer_port);
  const std::string name = host_name_of(datanode.ip_address);
  return name.empty() || name == datanode.ip_address ? address
                                                     : fmt::format("{} ({})", address, name);
}

}  // namespace mammoth::cli
