// What follows when everything is copied (Hadoop: CopyCommitter).
#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/distcp/job.h"

namespace mammoth::cli::distcp {

Result<void> Job::remove_missing_below(const PathData& directory, const std::string& relative) {
  std::vector<PathData> kept;
  std::vector<PathData> gone;
  TRY(directory.file_system->list(directory.path, [&](const hdfs::FileStatus& status) {
    PathData child = directory.child(status.name(), status);
    const std::string name = relative + "/" + status.name();
    const auto at = std::ranges::lower_bound(items_, name, {}, &Item::relative);
    const bool wanted = at != items_.end() && at->relative == name;
    if (wanted || filtered(child)) {
      if (status.is_directory) kept.push_back(std::move(child));
    } else {
      gone.push_back(std::move(child));
    }
    return true;
  }));
  for (const PathData& child : gone) {
    TRY(child.file_system->remove(child.path, true));
    log_line(environment_, log::Level::kInfo, "mapred.CopyCommitter",
             fmt::format("Deleted {} - missing at source", child.qualified().to_string()));
  }
  for (const PathData& child : kept)
    TRY(remove_missing_below(child, relative + "/" + child.status->name()));
  return {};
}

Result<void> Job::remove_missing() {
  PathData target = target_;
  target.status = TRY(find_status(*target.file_system, target.path));
  if (!target.is_directory()) return {};
  return remove_missing_below(target, "");
}

Result<void> Job::write_log() {
  if (options_.log_path.empty()) return {};
  const PathData directory = TRY(look_up(file_systems_, options_.log_path));
  TRY(directory.file_system->mkdirs(directory.path, 0777));
  hdfs::CreateOptions create;
  TRY(TRY(directory.file_system->create(directory.path + "/_SUCCESS", create))->close());
  const auto writer = TRY(directory.file_system->create(directory.path + "/part-m-00000", create));
  for (const std::string& line : log_) {
    const std::string text = line + "\n";
    TRY(writer->write(std::as_bytes(std::span(text))));
  }
  return writer->close();
}

std::optional<Stopped> Job::commit() {
  const auto finish = [&]() -> Result<void> {
    if (options_.remove_missing) TRY(remove_missing());
    if (options_.preserve.any())
      for (auto item = items_.rbegin(); item != items_.rend(); ++item)
        if (item->source.is_directory()) TRY(preserve(item->source, work_target(item->relative)));
    if (options_.atomic) {
      TRY(target_.file_system->rename2(work_.path, target_.path, false));
      log_line(environment_, log::Level::kInfo, "mapred.CopyCommitter",
               "Data committed successfully to " + target_.qualified().to_string());
    }
    return write_log();
  };
  const Result<void> finished = finish();
  if (!finished) return Stopped{Failure::kOther, finished.error()};
  return std::nullopt;
}

}  // namespace mammoth::cli::distcp
