#include "namenode/system/trash_emptier.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "common/base/log.h"

namespace mammoth::namenode {

namespace {

constexpr int kMostAttempts = 1'000;  // at a name for a checkpoint
constexpr std::string_view kCurrent = "Current";
constexpr Mode kSharedTrashMode = 01777;

std::string checkpoint_name(std::int64_t wall_ms) {
  const std::time_t seconds = wall_ms / 1'000;
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%y%m%d%H%M%S", &parts)};
}

}  // namespace

std::optional<std::int64_t> trash_checkpoint_time(const std::string& name) {
  const std::string digits = name.substr(0, name.find('-'));
  const bool with_seconds = digits.size() == 12;
  if ((!with_seconds && digits.size() != 10) ||
      !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  std::tm parts{};
  if (::strptime(digits.c_str(), with_seconds ? "%y%m%d%H%M%S" : "%y%m%d%H%M", &parts) == nullptr)
    return std::nullopt;
  parts.tm_isdst = -1;
  return static_cast<std::int64_t>(std::mktime(&parts)) * 1'000;
}

TrashEmptier::TrashEmptier(TrashSettings settings, Namesystem& system, const Clock& clock)
    : settings_([&] {
        const std::int64_t interval = settings.checkpoint_interval_ms;
        if (interval == 0 || interval > settings.deletion_interval_ms)
          settings.checkpoint_interval_ms = settings.deletion_interval_ms;
        return std::move(settings);
      }()),
      system_(system),
      clock_(clock),
      superuser_{.user = system.options().superuser, .remote_address = "127.0.0.1"} {}

std::vector<std::string> TrashEmptier::snapshottable() const {
  std::vector<std::string> paths;
  if (!system_.options().server_defaults.snapshot_trash_roots) return paths;
  const auto listed = system_.list_snapshottable(superuser_);
  if (!listed || !*listed) return paths;
  for (const SnapshottableStatus& each : **listed)
    paths.push_back((each.parent_path == "/" ? "" : each.parent_path) + "/" + each.status.name);
  return paths;
}

void TrashEmptier::provision() {
  if (system_.in_safe_mode()) {
    provisioned_ = false;
    return;
  }
  if (std::exchange(provisioned_, true)) return;
  for (const std::string& directory : snapshottable()) {
    const std::string trash = (directory == "/" ? "" : directory) + "/.Trash";
    const auto there = system_.get_file_info(superuser_, trash, false);
    if (!there || *there) continue;
    log::info("trash",
              "Trash doesn't exist for snapshottable directory {}. Creating trash at {}",
              directory, trash);
    const auto made = system_.mkdirs(superuser_, trash, kSharedTrashMode, false);
    if (!made.result)
      log::error("trash",
                 "Could not provision Trash directory for existing snapshottable directory {}: {}",
                 directory, made.result.error().message);
  }
}

void TrashEmptier::tick() {
  provision();
  const std::int64_t interval = settings_.checkpoint_interval_ms;
  if (interval <= 0) return;
  const std::int64_t now = clock_.wall_ms();
  // A clock that was set back must not put the next time far away.
  const bool far = due_ms_ - now > interval;
  if (due_ms_ != 0 && !far && now < due_ms_) return;
  const bool due = due_ms_ != 0 && !far;
  due_ms_ = (now / interval + 1) * interval;
  if (due && !system_.in_safe_mode()) empty_all();
}

void TrashEmptier::empty_all() {
  const auto homes = names_in(settings_.home_prefix);
  if (!homes) {
    log::warn("trash", "Trash can't list homes: {} Sleeping.", homes.error().message);
    return;
  }
  for (const std::string& home : *homes)
    empty(fmt::format("{}/{}/.Trash", settings_.home_prefix, home));
  for (const std::string& directory : snapshottable()) {
    const std::string trash = (directory == "/" ? "" : directory) + "/.Trash";
    if (const auto users = names_in(trash))
      for (const std::string& user : *users) empty(trash + "/" + user);
  }
}

void TrashEmptier::empty(const std::string& root) {
  const auto there = is_directory(root);
  if (!there || !*there) return;
  Result<void> done = delete_checkpoints(root);
  if (done) done = create_checkpoint(root);
  if (!done) log::warn("trash", "Trash caught: {}. Skipping {}.", done.error().message, root);
}

Result<std::vector<std::string>> TrashEmptier::names_in(const std::string& directory) const {
  std::vector<std::string> names;
  std::string after;
  for (;;) {
    const auto page = TRY(system_.get_listing(superuser_, directory, after, false));
    if (!page) return names;
    for (const FileStatus& entry : page->entries) names.push_back(entry.status.name);
    if (page->remaining_entries == 0 || page->entries.empty()) return names;
    after = names.back();
  }
}

Result<bool> TrashEmptier::is_directory(const std::string& path) const {
  const auto status = TRY(system_.get_file_info(superuser_, path, false));
  return status && status->status.inode->is_directory();
}

Result<void> TrashEmptier::delete_checkpoints(const std::string& root) {
  const std::int64_t oldest = clock_.wall_ms() - settings_.deletion_interval_ms;
  for (const std::string& name : TRY(names_in(root))) {
    if (name == kCurrent) continue;
    const std::string path = root + "/" + name;
    const auto made = trash_checkpoint_time(name);
    if (!made) {
      log::warn("trash", "Unexpected item in trash: {}. {}.", path,
                settings_.clean_root ? "Deleting" : "Ignoring");
      if (settings_.clean_root) TRY(system_.remove(superuser_, path, true).result);
    } else if (*made < oldest) {
      if (TRY(system_.remove(superuser_, path, true).result))
        log::info("trash", "Deleted trash checkpoint: {}", path);
      else
        log::warn("trash", "Couldn't delete checkpoint: {} Ignoring.", path);
    }
  }
  return {};
}

Result<void> TrashEmptier::create_checkpoint(const std::string& root) {
  const std::string current = root + "/" + std::string(kCurrent);
  if (!TRY(is_directory(current))) return {};
  const std::string base = root + "/" + checkpoint_name(clock_.wall_ms());
  std::string checkpoint = base;
  for (int attempt = 1; attempt <= kMostAttempts; ++attempt) {
    const auto renamed =
        system_.rename2(superuser_, {.source = current, .target = checkpoint}).result;
    if (renamed) {
      log::info("trash", "Created trash checkpoint: {}", checkpoint);
      return {};
    }
    if (renamed.error().code != ErrorCode::kFileAlreadyExists) return renamed;
    checkpoint = fmt::format("{}-{}", base, attempt);
  }
  return Error{ErrorCode::kIo, "Failed to checkpoint trash: " + checkpoint};
}

}  // namespace mammoth::namenode
