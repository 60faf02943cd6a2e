#include "hdfs-cli/commands/snapshot_command.h"

#include <fmt/format.h>

namespace mammoth::cli {

Result<void> SnapshotCommand::process_path(PathData& item) {
  if (!item.is_directory()) return is_not_a_directory(item.text);
  if (!directory_) directory_ = item;
  return {};
}

Result<void> SnapshotCommand::process_arguments(std::vector<PathData>& items) {
  TRY(Command::process_arguments(items));
  return directory_ ? change(*directory_) : Result<void>();
}

Result<hdfs::Snapshots*> SnapshotCommand::snapshots_of(const PathData& directory) const {
  if (auto* snapshots = hdfs::snapshots_of(*directory.file_system)) return snapshots;
  return fatal_error(fmt::format(
      "java.lang.UnsupportedOperationException: LocalFileSystem doesn't support {}", name()));
}

}  // namespace mammoth::cli
