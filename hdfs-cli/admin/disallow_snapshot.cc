#include <fmt/format.h>

#include "common/hdfs/snapshots.h"
#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/admin/snapshot_trash.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/path_data.h"

namespace mammoth::cli {

namespace {

Result<int> disallow_snapshot(Environment& environment, Arguments arguments) {
  FileSystems file_systems(environment);
  const PathData directory = TRY(look_up(file_systems, arguments.front()));
  auto* snapshots = hdfs::snapshots_of(*directory.file_system);
  if (snapshots == nullptr) {
    return bad_arguments(
        fmt::format("FileSystem {} is not an HDFS file system", directory.file_system->uri()));
  }
  TRY(remove_empty_trash(environment, directory));
  TRY(snapshots->disallow_snapshot(directory.path));
  environment.out.line(fmt::format("Disallowing snapshot on {} succeeded", arguments.front()));
  return 0;
}

}  // namespace

constexpr AdminCommand kDisallowSnapshot{
    "disallowSnapshot",
    "-disallowSnapshot <snapshotDir>",
    "Lets a directory have no more snapshots; it must not have any now.",
    1,
    1,
    &disallow_snapshot};

}  // namespace mammoth::cli
