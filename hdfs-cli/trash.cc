#include "hdfs-cli/trash.h"

#include <fmt/format.h>

#include <chrono>

#include "common/config/keys.h"
#include "common/hdfs/path.h"
#include "common/hdfs/snapshots.h"
#include "common/hdfs/view_file_system.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/path_data.h"

namespace mammoth::cli {

namespace {

using hdfs::FileStatus;
using hdfs::FileSystem;

constexpr std::string_view kComponent = "fs.TrashPolicyDefault";
constexpr std::string_view kCleanKey = "fs.trash.clean.trashroot.enable";
constexpr std::uint16_t kTrashPermission = 0700;

std::int64_t interval_ms(const Environment& environment, FileSystem& file_system,
                         const std::string& path) {
  const std::uint64_t minutes = file_system.server_defaults(path).trash_interval_minutes;
  if (minutes != 0) return static_cast<std::int64_t>(minutes) * 60'000;
  return environment.configuration.get_duration(keys::kFsTrashInterval).count();
}

std::string qualified(const FileSystem& file_system, const std::string& path) {
  return Path(std::nullopt, std::nullopt, path).qualified(file_system.uri(), "/").to_string();
}

std::string parent_of(const std::string& path) {
  return path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
}

// The directory of `path` below Current. Where a file stands in the way, the time is added to its
// name.
Result<std::string> make_trash_directory(const Environment& environment, FileSystem& file_system,
                                         std::string directory) {
  for (;;) {
    const Result<bool> made = file_system.mkdirs(directory, kTrashPermission);
    if (made) return *made ? directory : std::string();
    if (made.error().code != ErrorCode::kFileAlreadyExists &&
        made.error().code != ErrorCode::kParentNotDirectory)
      return made.error();
    std::string in_the_way = directory;
    while (!TRY(exists(file_system, in_the_way))) in_the_way = parent_of(in_the_way);
    directory = fmt::format("{}{}{}", in_the_way, environment.clock.wall_ms(),
                            directory.substr(in_the_way.size()));
  }
}

Result<void> rename_into(const Environment& environment, FileSystem& file_system,
                         const std::string& path, std::string& target) {
  const std::string wanted = target;
  while (TRY(exists(file_system, target)))
    target = wanted + std::to_string(environment.clock.wall_ms());
  return file_system.rename2(path, target, false);
}

Result<void> create_checkpoint(const Environment& environment, FileSystem& file_system,
                               const std::string& root) {
  const std::string current = root + "/Current";
  if (!TRY(exists(file_system, current))) return {};
  const std::string base = root + "/" + local_time(environment.clock.wall_ms(), "%y%m%d%H%M%S");
  std::string checkpoint = base;
  for (int attempt = 1;; ++attempt) {
    const Result<void> renamed = file_system.rename2(current, checkpoint, false);
    if (renamed) break;
    if (renamed.error().code != ErrorCode::kFileAlreadyExists) return renamed;
    if (attempt > 1000) return Error{ErrorCode::kIo, "Failed to checkpoint trash: " + checkpoint};
    checkpoint = fmt::format("{}-{}", base, attempt);
  }
  log_line(environment, log::Level::kInfo, kComponent, "Created trash checkpoint: " + checkpoint);
  return {};
}

// When the checkpoint of that name was made.
Result<std::int64_t> checkpoint_time(const std::string& name) {
  Result<std::int64_t> time = parse_local_time(name.substr(0, 12), "%y%m%d%H%M%S");
  return time ? time : parse_local_time(name.substr(0, 10), "%y%m%d%H%M");
}

Result<void> delete_checkpoints(const Environment& environment, FileSystem& file_system,
                                const std::string& root, bool immediate) {
  for (int line = 0; line < 2; ++line)  // Hadoop says it for the list of roots and for each of them
    log_line(environment, log::Level::kInfo, kComponent,
             "TrashPolicyDefault#deleteCheckpoint for trashRoot: " + qualified(file_system, root));
  const std::int64_t oldest_ms =
      environment.clock.wall_ms() -
      environment.configuration.get_duration(keys::kFsTrashInterval).count();
  const bool clean = environment.configuration.find(kCleanKey) == "true";
  for (const FileStatus& entry : TRY(file_system.list_all(root))) {
    if (entry.name() == "Current") continue;
    const std::string path = root + "/" + entry.name();
    const Result<std::int64_t> made = checkpoint_time(entry.name());
    if (!made) {
      if (clean) TRY(file_system.remove(path, true));
      log_line(
          environment, log::Level::kWarn, kComponent,
          fmt::format("Unexpected item in trash: {}. {}.", path, clean ? "Deleting" : "Ignoring"));
    } else if (immediate || *made < oldest_ms) {
      if (TRY(file_system.remove(path, true)))
        log_line(environment, log::Level::kInfo, kComponent, "Deleted trash checkpoint: " + path);
      else
        log_line(environment, log::Level::kWarn, kComponent,
                 fmt::format("Couldn't delete checkpoint: {} Ignoring.", path));
    }
  }
  return {};
}

Result<std::vector<std::string>> trash_roots(FileSystem& file_system) {
  std::vector<std::string> roots;
  const std::string home = file_system.home_directory();
  if (TRY(exists(file_system, home + "/.Trash"))) roots.push_back(home + "/.Trash");
  auto* snapshots = hdfs::snapshots_of(file_system);
  if (snapshots == nullptr || !file_system.server_defaults("/").snapshot_trash_roots) return roots;
  const std::string user = home.substr(home.rfind('/') + 1);
  for (const auto& directory : TRY(snapshots->snapshottable_directories())) {
    std::string root = join_path(directory.status.path, ".Trash/" + user);
    if (TRY(exists(file_system, root))) roots.push_back(std::move(root));
  }
  return roots;
}

Result<void> expunge_root(const Environment& environment, FileSystem& file_system,
                          const std::string& root, bool immediate) {
  const auto log_checkpoint = [&] {
    log_line(environment, log::Level::kInfo, kComponent,
             "TrashPolicyDefault#createCheckpoint for trashRoot: " + qualified(file_system, root));
  };
  if (immediate) {
    log_checkpoint();
    TRY(create_checkpoint(environment, file_system, root));
    return delete_checkpoints(environment, file_system, root, true);
  }
  TRY(delete_checkpoints(environment, file_system, root, false));
  log_checkpoint();
  return create_checkpoint(environment, file_system, root);
}

// On the file system that a view shows there, whose trash is meant unless
// fs.viewfs.trash.force-inside-mount-point (Hadoop: Trash.moveToAppropriateTrash).
Result<bool> move_to_trash_of_view(const Environment& environment, hdfs::ViewFileSystem& view,
                                   const std::string& path) {
  const hdfs::ViewFileSystem::Place place = TRY(view.find(path, true));
  if (!place.file_system) {
    constexpr std::string_view kFailed = "Failed to get server trash configuration";
    log_line(environment, log::Level::kWarn, "fs.Trash", kFailed);
    return Error{ErrorCode::kIo,
                 fmt::format("{}: getServerDefaults on path `/' is not within a mount point", kFailed)};
  }
  return move_to_trash(environment, *place.file_system, place.path);
}

}  // namespace

Result<bool> move_to_trash(const Environment& environment, FileSystem& file_system,
                           const std::string& path) {
  if (hdfs::ViewFileSystem* view = hdfs::view_of(file_system))
    return move_to_trash_of_view(environment, *view, path);
  if (interval_ms(environment, file_system, path) <= 0) return false;
  const std::string root = file_system.trash_root(path);
  const std::string shown = qualified(file_system, path);
  if (path.starts_with(root)) return false;
  if (parent_of(root).starts_with(path))
    return Error{ErrorCode::kIo,
                 fmt::format("Cannot move \"{}\" to the trash, as it contains the trash", shown)};

  const std::string wanted = join_path(root, "Current") + parent_of(path);
  std::string target;
  Error cause;
  // Twice, because a checkpoint may take Current away between the two steps.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const Result<std::string> directory =
        make_trash_directory(environment, file_system, normalize_path(wanted));
    if (!directory) {
      log_line(environment, log::Level::kWarn, kComponent,
               "Can't create trash directory: " + qualified(file_system, normalize_path(wanted)));
      cause = directory.error();
      target = join_path(normalize_path(wanted), path.substr(path.rfind('/') + 1));
      break;
    }
    if (directory->empty()) {
      log_line(
          environment, log::Level::kWarn, kComponent,
          "Can't create(mkdir) trash directory: " + qualified(file_system, normalize_path(wanted)));
      return false;
    }
    target = join_path(*directory, path.substr(path.rfind('/') + 1));
    const Result<void> renamed = rename_into(environment, file_system, path, target);
    if (renamed) {
      log_line(environment, log::Level::kInfo, kComponent,
               fmt::format("Moved: '{}' to trash at: {}", shown, qualified(file_system, target)));
      return true;
    }
    cause = renamed.error();
  }
  return Error{ErrorCode::kIo, fmt::format("Failed to move {} to trash {}: {}", shown,
                                           qualified(file_system, target), cause.message)};
}

Result<void> expunge_trash(const Environment& environment, FileSystem& file_system,
                           bool immediate) {
  for (const std::string& root : TRY(trash_roots(file_system)))
    TRY(expunge_root(environment, file_system, root, immediate));
  return {};
}

}  // namespace mammoth::cli
