// `hdfs ec` (Hadoop: ECAdmin).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

#include "common/hdfs/erasure_coding_admin.h"
#include "hdfs-cli/tools/admin_tool.h"
#include "hdfs-cli/tools/ec_policy_file.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kPolicyMissing = "Please specify the policy name.";

std::optional<int> too_many(Environment& environment, const ToolCommand& command,
                            const Arguments& arguments) {
  if (arguments.empty()) return std::nullopt;
  return misused(environment, std::string(command.name) + ": Too many arguments");
}

Result<hdfs::ErasureCodingAdmin> default_ec_admin(const Environment& environment) {
  return hdfs::ErasureCodingAdmin(TRY(default_namenode(environment)));
}

std::string policy_info_text(const hdfs::ErasureCodingPolicyInfo& info) {
  const hdfs::ErasureCodingPolicy& policy = info.policy;
  std::string options;
  for (const auto& [key, value] : policy.options) options += fmt::format(", {}={}", key, value);
  return fmt::format(
      "ErasureCodingPolicy=[Name={}, Schema=[ECSchema=[Codec={}, numDataUnits={}, "
      "numParityUnits={}{}]], CellSize={}, Id={}], State={}",
      policy.name, policy.codec, policy.data_units, policy.parity_units, options, policy.cell_bytes,
      info.id, info.state);
}

Result<int> list_ec_policies(Environment& environment, const ToolCommand& command,
                             Arguments arguments) {
  if (const auto code = too_many(environment, command, arguments)) return *code;
  auto admin = TRY(default_ec_admin(environment));
  const auto policies = admin.policies();
  if (!policies) return refused(environment, policies.error());
  if (policies->empty()) {
    environment.out.line("There is no erasure coding policies in the cluster.");
    return 0;
  }
  environment.out.line("Erasure Coding Policies:");
  for (const auto& policy : *policies) environment.out.line(policy_info_text(policy));
  return 0;
}

// What ends Hadoop's program with a trace.
int uncaught(Environment& environment, std::string_view exception, const Error& error) {
  environment.err.line(
      fmt::format("Exception in thread \"main\" {}: {}", exception, error.message));
  return kToolMisused;
}

Result<int> add_ec_policies(Environment& environment, const ToolCommand& command,
                            Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-policyFile", arguments));
  if (!path) return misused(environment, "Please specify the path with -policyFile.", command);
  if (const auto code = too_many(environment, command, arguments)) return *code;
  auto admin = TRY(default_ec_admin(environment));
  std::string file = path->starts_with("file:") ? path->substr(5) : *path;
  if (file.starts_with("//")) file.erase(0, file.find_first_not_of('/') - 1);
  std::vector<hdfs::ErasureCodingPolicy> policies;
  if (!file.starts_with('/'))
    return uncaught(environment, "java.lang.RuntimeException",
                    {ErrorCode::kIllegalState, "Failed to load EC policy file: " + *path});
  if (!std::filesystem::exists(file)) {
    log_line(environment, log::Level::kWarn, "util.ECPolicyLoader", "Not found any EC policy file");
  } else {
    log_line(environment, log::Level::kInfo, "util.ECPolicyLoader",
             "Loading EC policy file " + file);
    auto read = read_ec_policies(file);
    if (!read && read.error().code == ErrorCode::kIllegalState)
      return uncaught(environment, "java.lang.RuntimeException", read.error());
    if (!read) return read.error();
    policies = std::move(*read);
  }
  if (policies.empty()) {
    environment.out.line("No EC policy parsed out from " + *path);
    return 0;
  }
  const auto outcomes = admin.add(policies);
  if (!outcomes)
    return refused(environment, outcomes.error(), kToolRefused,
                   {ErrorCode::kAccessDenied, ErrorCode::kSafeMode});
  for (const auto& outcome : *outcomes)
    environment.out.line(
        outcome.refusal ? fmt::format("Add ErasureCodingPolicy {} failed and error message is {}",
                                      outcome.name, *outcome.refusal)
                        : fmt::format("Add ErasureCodingPolicy {} succeed.", outcome.name));
  return 0;
}

Result<int> get_ec_policy(Environment& environment, const ToolCommand& command,
                          Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path) return misused(environment, "Please specify the path with -path.", command);
  if (const auto code = too_many(environment, command, arguments)) return *code;
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *path));
  hdfs::ErasureCodingAdmin admin(TRY(namenode_of(environment, *target.file_system)));
  const auto policy = admin.policy_of(target.path);
  if (!policy)
    return refused(
        environment, policy.error(), kToolRefused,
        {ErrorCode::kFileNotFound, ErrorCode::kAccessDenied, ErrorCode::kUnresolvedPath});
  environment.out.line(
      *policy ? **policy : fmt::format("The erasure coding policy of {} is unspecified", *path));
  return 0;
}

// -removePolicy, -enablePolicy and -disablePolicy differ in the call and in what they say.
Result<int> change_policy(Environment& environment, const ToolCommand& command, Arguments arguments,
                          Result<void> (hdfs::ErasureCodingAdmin::*change)(const std::string&),
                          std::string_view done) {
  const auto policy = TRY(pop_option_with_argument("-policy", arguments));
  if (!policy) return misused(environment, kPolicyMissing, command);
  if (const auto code = too_many(environment, command, arguments)) return *code;
  auto admin = TRY(default_ec_admin(environment));
  const auto changed = (admin.*change)(*policy);
  if (!changed)
    return refused(environment, changed.error(), kToolRefused,
                   {ErrorCode::kAccessDenied, ErrorCode::kSafeMode});
  environment.out.line(fmt::format("Erasure coding policy {}{}", *policy, done));
  return 0;
}

Result<int> remove_ec_policy(Environment& environment, const ToolCommand& command,
                             Arguments arguments) {
  return change_policy(environment, command, std::move(arguments),
                       &hdfs::ErasureCodingAdmin::remove, "is removed");
}
Result<int> enable_ec_policy(Environment& environment, const ToolCommand& command,
                             Arguments arguments) {
  return change_policy(environment, command, std::move(arguments),
                       &hdfs::ErasureCodingAdmin::enable, " is enabled");
}
Result<int> disable_ec_policy(Environment& environment, const ToolCommand& command,
                              Arguments arguments) {
  return change_policy(environment, command, std::move(arguments),
                       &hdfs::ErasureCodingAdmin::disable, " is disabled");
}

Result<bool> has_entries(hdfs::FileSystem& file_system, const std::string& path) {
  bool any = false;
  TRY(file_system.list(path, [&](const hdfs::FileStatus&) {
    any = true;
    return false;
  }));
  return any;
}

Result<int> set_ec_policy(Environment& environment, const ToolCommand& command,
                          Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path)
    return misused(environment, "Please specify the path for setting the EC policy.", command);
  auto policy = TRY(pop_option_with_argument("-policy", arguments));
  const bool replicate = pop_option("-replicate", arguments);
  if (const auto code = too_many(environment, command, arguments)) return *code;
  if (replicate && policy) {
    misused(environment, std::string(command.name) +
                             ": -replicate and -policy cannot been used at the same time");
    return kToolRefused;
  }
  if (replicate) policy = "replication";
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *path));
  hdfs::ErasureCodingAdmin admin(TRY(namenode_of(environment, *target.file_system)));
  constexpr int kSetRefused = 3;
  const auto set = admin.set_policy(target.path, policy);
  if (!set)
    return refused(environment, set.error(), kSetRefused,
                   {ErrorCode::kAccessDenied, ErrorCode::kSafeMode, ErrorCode::kUnresolvedPath,
                    ErrorCode::kFileNotFound});
  const std::string name = policy.value_or("default");
  environment.out.line(fmt::format("Set {} erasure coding policy on {}", name, *path));
  const auto entries = has_entries(*target.file_system, target.path);
  if (!entries) return refused(environment, entries.error(), kSetRefused);
  if (*entries)
    environment.out.line(
        "Warning: setting erasure coding policy on a non-empty directory will not automatically "
        "convert existing files to " +
        name + " erasure coding policy");
  return 0;
}

Result<int> unset_ec_policy(Environment& environment, const ToolCommand& command,
                            Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path) return misused(environment, "Please specify a path.", command);
  if (const auto code = too_many(environment, command, arguments)) return *code;
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *path));
  hdfs::ErasureCodingAdmin admin(TRY(namenode_of(environment, *target.file_system)));
  const auto unset = admin.unset_policy(target.path);
  if (!unset) {
    refused(environment, unset.error(), kToolRefused,
            {ErrorCode::kAccessDenied, ErrorCode::kSafeMode, ErrorCode::kUnresolvedPath,
             ErrorCode::kFileNotFound, ErrorCode::kNoEcPolicySet});
    if (unset.error().code == ErrorCode::kNoEcPolicySet)
      environment.err.line(
          "Use '-setPolicy -path <PATH> -replicate' to enforce default replication policy "
          "irrespective of EC policy defined on parent.");
    return kToolRefused;
  }
  environment.out.line("Unset erasure coding policy from " + *path);
  const auto entries = has_entries(*target.file_system, target.path);
  if (!entries) return refused(environment, entries.error());
  if (*entries)
    environment.out.line(
        "Warning: unsetting erasure coding policy on a non-empty directory will not automatically "
        "convert existing files to replicated data.");
  return 0;
}

std::string upper_case(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

Result<int> list_codecs(Environment& environment, const ToolCommand& command, Arguments arguments) {
  if (const auto code = too_many(environment, command, arguments)) return *code;
  auto admin = TRY(default_ec_admin(environment));
  const auto codecs = admin.codecs();
  if (!codecs) return refused(environment, codecs.error());
  if (codecs->empty()) {
    environment.out.line("No erasure coding codecs are supported on the cluster.");
    return 0;
  }
  environment.out.line("Erasure Coding Codecs: Codec [Coder List]");
  for (const auto& [codec, coders] : *codecs)
    environment.out.line(fmt::format("\t{} [{}]", upper_case(codec), upper_case(coders)));
  return 0;
}

Result<int> verify_cluster_setup(Environment& environment, const ToolCommand& command,
                                 Arguments arguments) {
  if (pop_option("-policy", arguments)) {
    CommandFormat format(1, kAnyNumber);
    TRY(format.parse(arguments));
  } else if (const auto code = too_many(environment, command, arguments)) {
    return *code;
  }
  auto admin = TRY(default_ec_admin(environment));
  const auto setup = admin.verify(arguments);
  if (!setup && setup.error().code == ErrorCode::kHadoopIllegalArgument) return setup.error();
  if (!setup)
    return uncaught(environment,
                    setup.error().code == ErrorCode::kAccessDenied
                        ? "org.apache.hadoop.security.AccessControlException"
                        : "org.apache.hadoop.ipc.RemoteException",
                    setup.error());
  environment.out.line(setup->message);
  return setup->is_supported ? 0 : kToolRefused;
}

constexpr ToolCommand kEcCommands[]{
    {"-listPolicies", "", "Lists the erasure coding policies there are.", &list_ec_policies},
    {"-addPolicies", "-policyFile <file>",
     "Adds erasure coding policies of your own.\n"
     "<file>\tthe XML file that describes them",
     &add_ec_policies},
    {"-getPolicy", "-path <path>",
     "Shows the erasure coding policy of a file or directory.\n"
     "<path>\twhich one",
     &get_ec_policy},
    {"-removePolicy", "-policy <policy>",
     "Removes an erasure coding policy of your own.\n"
     "<policy>\tits name",
     &remove_ec_policy},
    {"-setPolicy", "-path <path> [-policy <policy>] [-replicate]",
     "Sets the erasure coding policy of a directory: of the files that will be written below it.\n"
     "<path>\twhich directory\n"
     "<policy>\tthe name of the policy; the NameNode's default unless said\n"
     "-replicate\tfiles shall be replicated, whatever directories above say; not with -policy",
     &set_ec_policy},
    {"-unsetPolicy", "-path <path>",
     "Takes the erasure coding policy of a directory away.\n"
     "<path>\twhich directory",
     &unset_ec_policy},
    {"-listCodecs", "", "Lists the codecs and the coders of each, the first choice first.",
     &list_codecs},
    {"-enablePolicy", "-policy <policy>",
     "Lets an erasure coding policy be used.\n"
     "<policy>\tits name",
     &enable_ec_policy},
    {"-disablePolicy", "-policy <policy>",
     "Lets an erasure coding policy not be used any more.\n"
     "<policy>\tits name",
     &disable_ec_policy},
    {"-verifyClusterSetup", "[-policy <policy>...<policy>]",
     "Shows whether there are racks and DataNodes enough for policies: those named, or those that "
     "are enabled.\n"
     "<policy>\tthe name of a policy",
     &verify_cluster_setup},
};

}  // namespace

int run_ec(Environment& environment, const Arguments& arguments) {
  return run_admin_tool(environment, "ec", kEcCommands, arguments);
}

}  // namespace mammoth::cli
