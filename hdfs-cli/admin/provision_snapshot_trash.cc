#include <fmt/format.h>

#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/admin/snapshot_trash.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

constexpr std::uint16_t kTrashMode = 01777;

std::string trash_of(const PathData& directory) {
  return (directory.path == "/" ? "" : directory.path) + "/.Trash";
}

Result<void> provision_one(Environment& environment, const PathData& directory) {
  const std::string trash = TRY(
      provision_trash(environment, kProvisionSnapshotTrash.name, directory));
  environment.out.line("Successfully provisioned snapshot trash at " + trash);
  return {};
}

Result<int> provision_snapshot_trash(Environment& environment, Arguments arguments) {
  FileSystems file_systems(environment);
  const std::string& text = arguments.front();
  const bool all = text == "-all";
  PathData directory = TRY(look_up(file_systems, all ? "/" : text));
  auto* snapshots = hdfs::snapshots_of(*directory.file_system);
  if (snapshots == nullptr) {
    return bad_arguments(
        fmt::format("FileSystem {} is not an HDFS file system", directory.file_system->uri()));
  }
  if (!all) {
    TRY(provision_one(environment, directory));
    return 0;
  }
  for (const auto& each : TRY(snapshots->snapshottable_directories())) {
    directory.text = directory.path = each.status.path;
    directory.status = each.status;
    directory.status->has_snapshots_enabled = true;
    TRY(provision_one(environment, directory));
  }
  return 0;
}

}  // namespace

Result<std::string> provision_trash(Environment& environment, std::string_view command,
                                    const PathData& directory) {
  if (!directory.exists())
    return Error{ErrorCode::kFileNotFound, "File does not exist: " + directory.path};
  if (!directory.status->has_snapshots_enabled)
    return bad_arguments(directory.path + " is not a snapshottable directory.");
  hdfs::FileSystem& files = *directory.file_system;
  const std::string trash = trash_of(directory);
  if (const auto there = TRY(find_status(files, trash))) {
    const std::string problem =
        fmt::format("Can't provision trash for snapshottable directory {} because trash path {} "
                    "already exists.",
                    directory.path, trash);
    std::string warnings;
    if (!there->is_directory)
      warnings += fmt::format("\r\nWARNING: {} is not a directory.", trash);
    if (there->permission != kTrashMode)
      warnings += fmt::format(
          "\r\nWARNING: Permission of {} differs from provided permission rwxrwxrwt", trash);
    if (!warnings.empty()) {
      environment.err.line(fmt::format("{}: {}{}", command, problem, warnings));
      return Error{ErrorCode::kFileAlreadyExists, ""};  // all is said
    }
  }
  TRY(files.mkdirs(trash, kTrashMode));
  TRY(files.set_permission(trash, kTrashMode));
  if (!files.server_defaults(trash).snapshot_trash_roots) {
    log_line(environment, log::Level::kWarn, "hdfs.DFSClient",
             "New trash is provisioned, but the snapshot trash root feature is disabled. This new "
             "trash but won't be automatically utilized unless the feature is enabled on the "
             "NameNode.");
  }
  return trash;
}

Result<void> remove_empty_trash(Environment& environment, const PathData& directory) {
  hdfs::FileSystem& files = *directory.file_system;
  const std::string trash = trash_of(directory);
  const auto there = find_status(files, trash);
  if (!there || !*there) return {};
  if (!(*there)->is_directory) {
    log_line(environment, log::Level::kWarn, "hdfs.DFSClient",
             trash + " is not a directory. Ignored.");
    return {};
  }
  const auto entries = files.list_all(trash);
  if (!entries) return {};
  if (!entries->empty()) {
    return Error{ErrorCode::kIo, fmt::format("Found non-empty trash root at {}. Rename or delete "
                                             "it, then try again.",
                                             trash)};
  }
  TRY(files.remove(trash, false));
  return {};
}

constexpr AdminCommand kProvisionSnapshotTrash{
    "provisionSnapshotTrash",
    "-provisionSnapshotTrash <snapshotDir> [-all]",
    "Makes the trash of one or all directories that may have snapshots, with permission "
    "rwxrwxrwt.",
    1,
    1,
    &provision_snapshot_trash};

}  // namespace mammoth::cli
