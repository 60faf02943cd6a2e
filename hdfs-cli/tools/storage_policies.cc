// `hdfs storagepolicies` (Hadoop: StoragePolicyAdmin).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "common/hdfs/file_requests.h"
#include "hdfs-cli/tools/admin_tool.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

std::string policy_text(const hdfs::StoragePolicy& policy) {
  return fmt::format(
      "BlockStoragePolicy{{{}:{}, storageTypes=[{}], creationFallbacks=[{}], "
      "replicationFallbacks=[{}]}}",
      policy.name, policy.id, fmt::join(policy.storage_types, ", "),
      fmt::join(policy.creation_fallbacks, ", "), fmt::join(policy.replication_fallbacks, ", "));
}

// The exceptions that Hadoop's client makes again from their names.
int refuse_policy(Environment& environment, const Error& error) {
  return refused(environment, error, kToolRefused,
                 {ErrorCode::kFileNotFound, ErrorCode::kAccessDenied, ErrorCode::kSafeMode,
                  ErrorCode::kIllegalArgument, ErrorCode::kUnsupportedOperation});
}

struct PolicyTarget {
  FileSystems::Pointer file_system;
  std::string text;
  std::string path;
};

// Of the file system of the path itself, whatever that is.
Result<PolicyTarget> policy_target(const Environment& environment, const std::string& text) {
  FileSystems file_systems(environment);
  const Path parsed = TRY(Path::parse(text));
  PolicyTarget target{TRY(file_systems.of(parsed)), text, {}};
  target.path = file_systems.qualify(*target.file_system, parsed).path();
  return target;
}

Result<int> list_storage_policies(Environment& environment, const ToolCommand&, Arguments) {
  FileSystems file_systems(environment);
  const auto policies = TRY(file_systems.default_one())->storage_policies();
  if (!policies) return refuse_policy(environment, policies.error());
  environment.out.line("Block Storage Policies:");
  for (const auto& policy : *policies) environment.out.line("\t" + policy_text(policy));
  return 0;
}

Result<int> set_storage_policy(Environment& environment, const ToolCommand& command,
                               Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path)
    return misused(environment, "Please specify the path for setting the storage policy.", command);
  const auto policy = TRY(pop_option_with_argument("-policy", arguments));
  if (!policy) return misused(environment, "Please specify the policy name.", command);
  const PolicyTarget target = TRY(policy_target(environment, *path));
  const auto set = target.file_system->set_storage_policy(target.path, *policy);
  if (!set) return refuse_policy(environment, set.error());
  environment.out.line(fmt::format("Set storage policy {} on {}", *policy, *path));
  return 0;
}

int not_of_hdfs(Environment& environment, const PolicyTarget& target) {
  environment.err.line(
      fmt::format("-getStoragePolicy is not supported for filesystem {} on path {}",
                  target.file_system->scheme(), target.text));
  return kToolRefused;
}

Result<int> get_storage_policy(Environment& environment, const ToolCommand& command,
                               Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path) return misused(environment, "Please specify the path with -path.", command);
  const PolicyTarget target = TRY(policy_target(environment, *path));
  const auto status = target.file_system->status(target.path);
  if (!status && status.error().code == ErrorCode::kFileNotFound) {
    environment.err.line("File/Directory does not exist: " + target.text);
    return kToolRefused;
  }
  if (!status) return refuse_policy(environment, status.error());
  if (target.file_system->scheme() != "hdfs") return not_of_hdfs(environment, target);
  if (status->storage_policy == 0) {
    environment.out.line(fmt::format("The storage policy of {} is unspecified", target.text));
    return 0;
  }
  const auto policies = target.file_system->storage_policies();
  if (!policies) return refuse_policy(environment, policies.error());
  const auto found = std::ranges::find(*policies, status->storage_policy, &hdfs::StoragePolicy::id);
  if (found == policies->end()) return not_of_hdfs(environment, target);
  environment.out.line(
      fmt::format("The storage policy of {}:\n{}", target.text, policy_text(*found)));
  return 0;
}

Result<int> unset_storage_policy(Environment& environment, const ToolCommand& command,
                                 Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path)
    return misused(environment,
                   "Please specify the path from which the storage policy will be unset.", command);
  const PolicyTarget target = TRY(policy_target(environment, *path));
  const auto unset = target.file_system->unset_storage_policy(target.path);
  if (!unset) return refuse_policy(environment, unset.error());
  environment.out.line("Unset storage policy from " + *path);
  return 0;
}

Result<int> satisfy_storage_policy(Environment& environment, const ToolCommand& command,
                                   Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path)
    return misused(environment, "Please specify the path for setting the storage policy.", command);
  const PolicyTarget target = TRY(policy_target(environment, *path));
  if (target.file_system->scheme() != "hdfs")
    return refuse_policy(environment, {ErrorCode::kUnsupportedOperation,
                                       "LocalFileSystem doesn't support setStoragePolicy"});
  const auto namenode = TRY(namenode_of(environment, *target.file_system));
  const auto scheduled = hdfs::satisfy_storage_policy(*namenode, target.path);
  if (!scheduled) return refuse_policy(environment, scheduled.error());
  environment.out.line("Scheduled blocks to move based on the current storage policy on " + *path);
  return 0;
}

constexpr ToolCommand kStoragePolicyCommands[]{
    {"-listPolicies", "", "Lists the storage policies there are.", &list_storage_policies},
    {"-setStoragePolicy", "-path <path> -policy <policy>",
     "Sets the storage policy of a file or directory.\n"
     "<path>\twhich one\n"
     "<policy>\tthe name of the policy",
     &set_storage_policy},
    {"-getStoragePolicy", "-path <path>",
     "Shows the storage policy of a file or directory.\n"
     "<path>\twhich one",
     &get_storage_policy},
    {"-unsetStoragePolicy", "-path <path>",
     "Takes the storage policy of a file or directory away.\n"
     "<path>\twhich one",
     &unset_storage_policy},
    {"-satisfyStoragePolicy", "-path <path>",
     "Has the blocks of a file or directory moved to where its policy wants them.\n"
     "<path>\twhich one",
     &satisfy_storage_policy},
};

}  // namespace

int run_storage_policies(Environment& environment, const Arguments& arguments) {
  return run_admin_tool(environment, "storagepolicies", kStoragePolicyCommands, arguments);
}

}  // namespace mammoth::cli
