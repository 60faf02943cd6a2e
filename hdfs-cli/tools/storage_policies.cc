// `hdfs storagepolicies` (Hadoop: StoragePolicyAdmin).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "hdfs-cli/file_systems.h"
#include "hdfs-cli/help.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

constexpr int kMisused = 1;
constexpr int kFailed = 2;

struct Target {
  FileSystems::Pointer file_system;
  std::string text;
  std::string path;
};

struct PolicyCommand {
  std::string_view name;
  std::string_view arguments;
  std::string_view without_path;  // what is said then
  std::string_view help;
  Result<int> (*run)(Environment& environment, const Target& target, const std::string& policy);
};

std::string policy_text(const hdfs::StoragePolicy& policy) {
  return fmt::format(
      "BlockStoragePolicy{{{}:{}, storageTypes=[{}], creationFallbacks=[{}], "
      "replicationFallbacks=[{}]}}",
      policy.name, policy.id, fmt::join(policy.storage_types, ", "),
      fmt::join(policy.creation_fallbacks, ", "), fmt::join(policy.replication_fallbacks, ", "));
}

Result<int> list_policies(Environment& environment, const Target& target, const std::string&) {
  const auto policies = TRY(target.file_system->storage_policies());
  environment.out.line("Block Storage Policies:");
  for (const auto& policy : policies) environment.out.line("\t" + policy_text(policy));
  return 0;
}

Result<int> set_policy(Environment& environment, const Target& target, const std::string& policy) {
  TRY(target.file_system->set_storage_policy(target.path, policy));
  environment.out.line(fmt::format("Set storage policy {} on {}", policy, target.text));
  return 0;
}

Result<int> get_policy(Environment& environment, const Target& target, const std::string&) {
  const auto status = target.file_system->status(target.path);
  if (!status && status.error().code == ErrorCode::kFileNotFound) {
    environment.err.line("File/Directory does not exist: " + target.text);
    return kFailed;
  }
  if (!status) return status.error();
  if (target.file_system->scheme() != "hdfs") {
    environment.err.line(
        fmt::format("-getStoragePolicy is not supported for filesystem {} on path {}",
                    target.file_system->scheme(), target.text));
    return kFailed;
  }
  if (status->storage_policy == 0) {
    environment.out.line(fmt::format("The storage policy of {} is unspecified", target.text));
    return 0;
  }
  const auto policies = TRY(target.file_system->storage_policies());
  const auto found = std::ranges::find(policies, status->storage_policy, &hdfs::StoragePolicy::id);
  if (found == policies.end())
    return Error{ErrorCode::kIo, fmt::format("unknown storage policy {}", status->storage_policy)};
  environment.out.line(
      fmt::format("The storage policy of {}:\n{}", target.text, policy_text(*found)));
  return 0;
}

Result<int> unset_policy(Environment& environment, const Target& target, const std::string&) {
  TRY(target.file_system->unset_storage_policy(target.path));
  environment.out.line("Unset storage policy from " + target.text);
  return 0;
}

Result<int> satisfy_policy(Environment&, const Target&, const std::string&) {
  return Error{ErrorCode::kUnsupportedOperation, "satisfyStoragePolicy is not supported."};
}

constexpr std::array kCommands{
    PolicyCommand{"-listPolicies", "", "", "Lists the storage policies there are.", &list_policies},
    PolicyCommand{"-setStoragePolicy", " -path <path> -policy <policy>",
                  "Please specify the path for setting the storage policy.",
                  "Sets the storage policy of a file or directory.", &set_policy},
    PolicyCommand{"-getStoragePolicy", " -path <path>", "Please specify the path with -path.",
                  "Shows the storage policy of a file or directory.", &get_policy},
    PolicyCommand{"-unsetStoragePolicy", " -path <path>",
                  "Please specify the path from which the storage policy will be unset.",
                  "Takes the storage policy of a file or directory away.", &unset_policy},
    PolicyCommand{"-satisfyStoragePolicy", " -path <path>",
                  "Please specify the path for setting the storage policy.",
                  "Moves blocks to where their policy wants them; it is not supported.",
                  &satisfy_policy},
};

std::string short_usage(const PolicyCommand& command) {
  return fmt::format("[{}{}]\n", command.name, command.arguments);
}

int print_usage(Environment& environment) {
  std::string text = "Usage: bin/hdfs storagepolicies [COMMAND]\n";
  for (const PolicyCommand& command : kCommands) text += "          " + short_usage(command);
  environment.err.write(text + "          [-help <command-name>]\n\n" +
                        std::string(generic_options_text()));
  return kMisused;
}

int print_help(Environment& environment, const Arguments& names) {
  for (const PolicyCommand& command : kCommands)
    if (names.empty() || command.name.substr(1) == names[0])
      environment.err.write(fmt::format("{}\n{}\n\n", short_usage(command), command.help));
  return names.empty() ? kMisused : 0;
}

// Hadoop shows the simple name of the exception.
std::string_view class_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::kFileNotFound:
      return "FileNotFoundException";
    case ErrorCode::kAccessDenied:
      return "AccessControlException";
    case ErrorCode::kSafeMode:
      return "SafeModeException";
    case ErrorCode::kIllegalArgument:
      return "IllegalArgumentException";
    case ErrorCode::kUnsupportedOperation:
      return "UnsupportedOperationException";
    default:
      return "RemoteException";
  }
}

int misused(Environment& environment, std::string_view what, const PolicyCommand& command) {
  environment.err.line(fmt::format("{}\nUsage: {}\n{}", what, short_usage(command), command.help));
  return kMisused;
}

Result<int> run(Environment& environment, const PolicyCommand& command, Arguments arguments) {
  FileSystems file_systems(environment);
  Target target{TRY(file_systems.default_one()), {}, "/"};
  std::string policy;
  if (!command.arguments.empty()) {
    const auto path = TRY(pop_option_with_argument("-path", arguments));
    if (!path) return misused(environment, command.without_path, command);
    if (command.run == &set_policy) {
      const auto named = TRY(pop_option_with_argument("-policy", arguments));
      if (!named) return misused(environment, "Please specify the policy name.", command);
      policy = *named;
    }
    const Path parsed = TRY(Path::parse(*path));
    target.file_system = TRY(file_systems.of(parsed));
    target.text = *path;
    target.path = file_systems.qualify(*target.file_system, parsed).path();
  }
  return command.run(environment, target, policy);
}

}  // namespace

int run_storage_policies(Environment& environment, const Arguments& arguments) {
  if (arguments.empty()) return print_usage(environment);
  const std::string& name = arguments.front();
  const Arguments rest(arguments.begin() + 1, arguments.end());
  if (name == "-help") return print_help(environment, rest);
  const auto command = std::ranges::find(kCommands, name, &PolicyCommand::name);
  if (command == kCommands.end()) {
    environment.err.line(fmt::format("Can't understand command '{}'", name));
    if (!name.starts_with('-')) environment.err.line("Command names must start with dashes.");
    return print_usage(environment);
  }
  const auto outcome = run(environment, *command, rest);
  if (outcome) return *outcome;
  const std::string& message = outcome.error().message;
  environment.err.line(
      fmt::format("{}: {}", class_of(outcome.error()), message.substr(0, message.find('\n'))));
  return outcome.error().code == ErrorCode::kIllegalArgument ? 255 : kFailed;
}

}  // namespace mammoth::cli
