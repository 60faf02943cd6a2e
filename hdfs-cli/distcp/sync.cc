// -diff and -rdiff: what was moved and deleted between two snapshots is moved and deleted in the
// target; the rest becomes the list of what to copy (Hadoop: DistCpSync,
// SimpleCopyListing.doBuildListingWithSnapshotDiff).
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "hdfs-cli/distcp/differences.h"
#include "hdfs-cli/distcp/job.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli::distcp {

namespace {

std::string below(const PathData& directory, const std::string& path) {
  return (directory.path == "/" ? "" : directory.path) + "/" + path;
}

std::string parent_of(const std::string& path) {
  return path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
}

// "." on the command line is the directory as it is.
std::string snapshot_name(const std::string& text) {
  return text == "." ? "" : text;
}

std::string snapshot_path(const PathData& directory, const std::string& name) {
  return name.empty() ? directory.path : below(directory, ".snapshot/" + name);
}

Result<hdfs::Snapshots*> snapshots_on(const PathData& directory, std::string_view side) {
  if (auto* snapshots = hdfs::snapshots_of(*directory.file_system)) return snapshots;
  const std::string uri(directory.file_system->uri());
  return Error{ErrorCode::kIllegalArgument,
               fmt::format("Unsupported {} file system: {}://. Supported file systems: hdfs://, "
                           "webhdfs:// and swebhdfs://.",
                           side, uri.substr(0, uri.find(':')))};
}

Error failed_to_sync() {
  return {ErrorCode::kIo, "DistCp sync failed"};
}

}  // namespace

void Job::warn(std::string_view message) const {
  log_line(environment_, log::Level::kWarn, "tools.DistCp", message);
}

// That nobody has touched the target since the snapshot that both have.
Result<void> Job::check_unchanged(hdfs::Snapshots& snapshots) const {
  const auto changes =
      snapshots.snapshot_diff(target_.path, snapshot_name(options_.from_snapshot), "");
  if (changes && changes->empty()) return {};
  if (changes)
    warn("The target has been modified since snapshot " + options_.from_snapshot);
  else
    warn(fmt::format("Failed to compute snapshot diff on {} at snapshot {}: {}",
                     target_.qualified().to_string(), options_.from_snapshot,
                     changes.error().message));
  return failed_to_sync();
}

Result<void> Job::check_order(const PathData& directory) const {
  const std::string from = snapshot_name(options_.from_snapshot);
  const std::string to = snapshot_name(options_.to_snapshot);
  const auto one = TRY(find_status(*directory.file_system, snapshot_path(directory, from)));
  const auto other = TRY(find_status(*directory.file_system, snapshot_path(directory, to)));
  if (!one || !other) return Error{ErrorCode::kFileNotFound, "Input snapshot is not found"};
  const auto from_ms = one->modification_time_ms;
  const auto to_ms = other->modification_time_ms;
  if (options_.backwards && !from.empty() && from_ms < to_ms)
    return Error{ErrorCode::kIo, fmt::format("Snapshot {} should be newer than {}", from, to)};
  if (!options_.backwards && !to.empty() && from_ms > to_ms)
    return Error{ErrorCode::kIo, fmt::format("Snapshot {} should be newer than {}", to, from)};
  return {};
}

// Everything goes to a directory of its own first, so that no move is in another's way.
Result<void> Job::move(const Differences& differences) {
  struct Waiting {
    std::string at;
    std::string to;
  };
  hdfs::FileSystem& target = *target_.file_system;
  const std::string aside = below(
      target_, fmt::format(".distcp.diff.tmp{}{}", ::getpid(), environment_.clock.wall_ms()));
  if (!TRY(target.mkdirs(aside, 0777)))
    return Error{ErrorCode::kIo, "The tmp directory " + aside + " already exists"};
  const auto move_all = [&]() -> Result<void> {
    std::vector<Waiting> waiting;
    std::size_t count = 0;
    for (const Move& move : differences.moves()) {
      std::string at = fmt::format("{}/{}", aside, count++);
      TRY(target.rename2(below(target_, move.from), at, false));
      if (move.to) waiting.push_back({std::move(at), below(target_, *move.to)});
    }
    std::ranges::sort(waiting, {}, &Waiting::to);
    for (const Waiting& each : waiting) {
      TRY(target.mkdirs(parent_of(each.to), 0777));
      TRY(target.rename2(each.at, each.to, false));
    }
    return {};
  };
  const Result<void> moved = move_all();
  if (const auto removed = target.remove(aside, true); !removed)
    log_line(environment_, log::Level::kError, "tools.DistCp",
             fmt::format("Unable to cleanup tmp dir: {}: {}", aside, removed.error().message));
  return moved;
}

Result<void> Job::add_copy(const PathData& root, const Differences::Copy& copy) {
  const auto look_at = [&](const std::string& path) -> Result<PathData> {
    PathData item = root;
    item.path = below(root, path);
    item.text = item.qualified().to_string();
    TRY(item.refresh());
    return item;
  };
  std::vector<std::string> waiting{copy.path};
  for (bool is_top = true; !waiting.empty(); is_top = false) {
    const std::string path = std::move(waiting.back());
    waiting.pop_back();
    const PathData item = TRY(look_at(path));
    if (is_top || !filtered(item)) items_.push_back({item, "/" + path});
    if (!item.is_directory() || !copy.with_contents) continue;
    TRY(item.file_system->list(item.path, [&](const hdfs::FileStatus& status) {
      const std::string child = path + "/" + status.name();
      if (!copy.but_not.contains(child)) waiting.push_back(child);
      return true;
    }));
  }
  return {};
}

std::vector<hdfs::SnapshotDifference> Job::without_filtered(
    std::vector<hdfs::SnapshotDifference> report) const {
  std::vector<hdfs::SnapshotDifference> kept;
  for (auto& difference : report) {
    const bool copies = !filtered("/" + difference.path);
    if (difference.label == "R") {
      const bool target_copies = !filtered("/" + difference.target);
      if (!copies && !target_copies) continue;
      if (!copies) difference = {.label = "+", .path = difference.target};
      if (!target_copies) difference = {.label = "-", .path = difference.path};
    } else if (!copies && !difference.path.empty()) {
      continue;
    }
    kept.push_back(std::move(difference));
  }
  return kept;
}

std::optional<Stopped> Job::sync() {
  bool not_found = false;
  const auto run = [&]() -> Result<void> {
    if (options_.sources.size() != 1)
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("{} source paths are provided", options_.sources.size())};
    target_ = TRY(look_up(file_systems_, options_.target));
    const PathData source = TRY(look_up(file_systems_, options_.sources.front()));
    hdfs::Snapshots* from_source = TRY(snapshots_on(source, "source"));
    hdfs::Snapshots* of_target = TRY(snapshots_on(target_, "target"));
    TRY(check_unchanged(*of_target));
    const PathData& changed = options_.backwards ? target_ : source;
    if (const auto ordered = check_order(changed); !ordered) {
      not_found = ordered.error().code == ErrorCode::kFileNotFound;
      return ordered;
    }
    TRY(read_filters());
    auto report = (options_.backwards ? of_target : from_source)
                      ->snapshot_diff(changed.path, snapshot_name(options_.from_snapshot),
                                      snapshot_name(options_.to_snapshot));
    if (!report) {
      warn(fmt::format("Failed to compute snapshot diff on {}: {}",
                       changed.qualified().to_string(), report.error().message));
      return failed_to_sync();
    }
    const Differences differences(without_filtered(*std::move(report)), options_.backwards);
    if (const auto moved = move(differences); !moved) {
      warn("Failed to use snapshot diff for distcp: " + moved.error().message);
      return failed_to_sync();
    }
    PathData root = source;
    root.path = snapshot_path(source, snapshot_name(options_.to_snapshot));
    root.text = root.qualified().to_string();
    sources_ = {root};
    for (const Differences::Copy& copy : differences.copies()) TRY(add_copy(root, copy));
    return {};
  };
  const Result<void> done = run();
  if (done) return std::nullopt;
  return Stopped{not_found ? Failure::kInvalidInput : Failure::kOther, done.error()};
}

}  // namespace mammoth::cli::distcp
