// `hdfs crypto` (Hadoop: CryptoAdmin).
#include <fmt/format.h>

#include "common/hdfs/encryption_admin.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/tools/admin_tool.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

using enum ErrorCode;

Result<std::unique_ptr<hdfs::EncryptionAdmin>> encryption_of(const Environment& environment,
                                                             const ToolTarget& target) {
  return std::make_unique<hdfs::EncryptionAdmin>(
      TRY(namenode_of(environment, *target.file_system)));
}

// "/z is not an encryption zone." ends Hadoop's command with an IllegalArgumentException.
Result<int> provision(Environment& environment, const std::string& text, const ToolTarget& target,
                      hdfs::EncryptionAdmin& admin, std::string_view done) {
  const auto zone = admin.zone_of(target.path);
  if (!zone)
    return refused(environment, zone.error(), kToolRefused, {kAccessDenied, kUnresolvedPath});
  if (!*zone) return Error{kIllegalArgument, target.path + " is not an encryption zone."};
  if ((*zone)->path != target.path)
    return Error{kIllegalArgument,
                 fmt::format("{} is not the root of an encryption zone. Do you mean {}?",
                             target.path, (*zone)->path)};
  const std::string trash = (target.path == "/" ? "" : target.path) + "/.Trash";
  if (target.file_system->status(trash))
    return refused(environment, {kFileAlreadyExists,
                                 "Will not provision new trash directory for encryption "
                                 "zone " +
                                     target.path + ". Path already exists."});
  constexpr std::uint16_t kTrashPermission = 01777;
  auto made = target.file_system->mkdir(trash, kTrashPermission);
  if (!made) return refused(environment, made.error());
  const auto opened = target.file_system->set_permission(trash, kTrashPermission);
  if (!opened) return refused(environment, opened.error());
  environment.out.line(std::string(done) + text);
  return 0;
}

Result<int> create_zone(Environment& environment, const ToolCommand&, Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (!path) return misused(environment, "You must specify a path with -path.");
  const auto key = TRY(pop_option_with_argument("-keyName", arguments));
  if (!key) return misused(environment, "You must specify a key name with -keyName.");
  if (const auto code = left_over(environment, arguments)) return *code;
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *path));
  const auto admin = TRY(encryption_of(environment, target));
  const auto created = admin->create_zone(target.path, *key);
  if (!created)
    return refused(environment, created.error(), kToolRefused,
                   {kAccessDenied, kSafeMode, kUnresolvedPath});
  return provision(environment, *path, target, *admin, "Added encryption zone ");
}

Result<int> list_zones(Environment& environment, const ToolCommand&, Arguments arguments) {
  if (const auto code = left_over(environment, arguments)) return *code;
  hdfs::EncryptionAdmin admin(TRY(default_namenode(environment)));
  std::vector<std::vector<std::string>> rows;
  const auto listed = admin.list_zones(
      [&](const hdfs::EncryptionZone& zone) { rows.push_back({zone.path, zone.key_name}); });
  if (!listed) return refused_remotely(environment, listed.error());
  // without its header
  Listing listing({{""}, {""}});
  for (auto& row : rows) listing.add_row(std::move(row));
  const std::string text = listing.to_string();
  environment.out.line(text.substr(text.find('\n') + 1));
  return 0;
}

Result<int> provision_trash(Environment& environment, const ToolCommand&, Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (const auto code = left_over(environment, arguments)) return *code;
  // What Hadoop says: it makes a path of nothing.
  if (!path) return Error{kIllegalArgument, "Can not create a Path from a null string"};
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *path));
  const auto admin = TRY(encryption_of(environment, target));
  return provision(environment, *path, target, *admin, "Created a trash directory for ");
}

Result<int> get_file_encryption_info(Environment& environment, const ToolCommand&,
                                     Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  if (const auto code = left_over(environment, arguments)) return *code;
  if (!path) return Error{kIllegalArgument, "Can not create a Path from a null string"};
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *path));
  const auto status = target.file_system->status(target.path);
  constexpr int kNotRead = 3;
  if (!status) return refused(environment, status.error(), kNotRead);
  // A NameNode without a key provider has no encrypted files.
  environment.err.line("No FileEncryptionInfo found for path " + *path);
  return kToolRefused;
}

Result<int> reencrypt_zone(Environment& environment, const ToolCommand&, Arguments arguments) {
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  const bool start = pop_option("-start", arguments);
  const bool cancel = pop_option("-cancel", arguments);
  if (const auto code = left_over(environment, arguments)) return *code;
  if (start == cancel) {
    misused(environment, "You must specify either [-start] or [-cancel]. ");
    return 2;
  }
  if (!path) {
    misused(environment, "You must specify a zone directory with [-path]. ");
    return 3;
  }
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *path));
  const auto admin = TRY(encryption_of(environment, target));
  const auto submitted = admin->reencrypt_zone(target.path, cancel);
  constexpr int kNotSubmitted = 4;
  if (!submitted)
    return refused(environment, submitted.error(), kNotSubmitted,
                   {kAccessDenied, kSafeMode, kUnresolvedPath});
  environment.out.line(
      fmt::format("re-encrypt command successfully submitted for zone: {} action: {}", *path,
                  cancel ? "CANCEL" : "START"));
  return 0;
}

std::string reencryption_time(std::int64_t ms) {
  return local_time(ms, "%Y-%m-%d %H:%M:%S") + fmt::format(",{:03}", ms % 1'000) +
         local_time(ms, "%z");
}

Result<int> list_reencryption_status(Environment& environment, const ToolCommand&, Arguments) {
  hdfs::EncryptionAdmin admin(TRY(default_namenode(environment)));
  Listing listing({{"Zone Name"},
                   {"Status"},
                   {"EZKey Version Name"},
                   {"Submission Time"},
                   {"Is Canceled?"},
                   {"Completion Time"},
                   {"Number of files re-encrypted"},
                   {"Number of failures"},
                   {"Last File Checkpointed"}});
  bool any_failure = false;
  const auto listed = admin.list_reencryption([&](const hdfs::ReencryptionStatus& status) {
    listing.add_row({status.path, status.state, status.key_version,
                     reencryption_time(status.submitted_ms), status.is_canceled ? "true" : "false",
                     status.completed_ms == 0 ? "N/A" : reencryption_time(status.completed_ms),
                     std::to_string(status.reencrypted), std::to_string(status.failures),
                     status.last_file});
    any_failure |= status.failures > 0;
  });
  if (!listed) return refused_remotely(environment, listed.error());
  environment.out.line(listing.to_string());
  if (any_failure)
    environment.out.line(
        "There are re-encryption failures: the files keep their old keys. The log of the NameNode "
        "names them; re-encrypt again, or copy them.");
  return 0;
}

constexpr ToolCommand kCryptoCommands[]{
    {"-createZone", "-keyName <keyName> -path <path>",
     "Makes an empty directory an encryption zone, with a trash directory in it.\n"
     "<path>\twhich directory\n"
     "<keyName>\tthe key of the zone",
     &create_zone},
    {"-listZones", "", "Lists the encryption zones. For superusers.", &list_zones},
    {"-provisionTrash", "-path <path>",
     "Makes the trash directory of an encryption zone.\n"
     "<path>\tthe root of the zone",
     &provision_trash},
    {"-getFileEncryptionInfo", "-path <path>",
     "Shows how a file is encrypted.\n"
     "<path>\twhich file",
     &get_file_encryption_info},
    {"-reencryptZone", "<action> -path <zone>",
     "Has the data keys of a zone encrypted again, with its newest key. For superusers.\n"
     "<action>\t-start or -cancel\n"
     "<zone>\tthe root of the zone",
     &reencrypt_zone},
    {"-listReencryptionStatus", "", "Shows how far re-encryption is. For superusers.",
     &list_reencryption_status},
};

}  // namespace

int run_crypto(Environment& environment, const Arguments& arguments) {
  return run_admin_tool(environment, "crypto", kCryptoCommands, arguments);
}

}  // namespace mammoth::cli
