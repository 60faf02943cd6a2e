#include <fmt/format.h>

#include "common/hdfs/snapshots.h"
#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/admin/snapshot_trash.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/path_data.h"

namespace mammoth::cli {

namespace {

Result<int> allow_snapshot(Environment& environment, Arguments arguments) {
  FileSystems file_systems(environment);
  const PathData directory = TRY(look_up(file_systems, arguments.front()));
  auto* snapshots = hdfs::snapshots_of(*directory.file_system);
  if (snapshots == nullptr) {
    return bad_arguments(
        fmt::format("FileSystem {} is not an HDFS file system", directory.file_system->uri()));
  }
  TRY(snapshots->allow_snapshot(directory.path));
  if (directory.file_system->server_defaults(directory.path).snapshot_trash_roots)
    TRY(provision_trash(environment, "allowSnapshot",
                        TRY(look_up(file_systems, arguments.front()))));
  environment.out.line(fmt::format("Allowing snapshot on {} succeeded", arguments.front()));
  return 0;
}

}  // namespace

constexpr AdminCommand kAllowSnapshot{
    "allowSnapshot", "-allowSnapshot <snapshotDir>", "Lets a directory have snapshots.", 1, 1,
    &allow_snapshot};

}  // namespace mammoth::cli
