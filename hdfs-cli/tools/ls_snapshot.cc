// `hdfs lsSnapshot` (Hadoop: LsSnapshot).
#include "hdfs-cli/path_data.h"
#include "hdfs-cli/tools/snapshot_table.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

Result<std::vector<hdfs::SnapshotInfo>> list(Environment& environment, const std::string& text) {
  FileSystems file_systems(environment);
  const PathData directory = TRY(look_up(file_systems, text));
  auto* snapshots = hdfs::snapshots_of(*directory.file_system);
  if (snapshots == nullptr)
    return Error{ErrorCode::kIllegalArgument,
                 "FileSystem " + directory.file_system->uri() + " is not an HDFS file system"};
  return snapshots->snapshots(directory.path);
}

}  // namespace

int run_ls_snapshot(Environment& environment, const Arguments& arguments) {
  if (arguments.size() != 1) {
    environment.err.line("Invalid no of arguments");
    environment.err.line(
        "Usage: \nhdfs lsSnapshot <snapshotDir>: \n"
        "\tGet the list of snapshots for a snapshottable directory.\n");
    return 1;
  }
  const auto snapshots = list(environment, arguments.front());
  if (!snapshots) return refuse_snapshot_tool(environment, "lsSnapshot", snapshots.error());
  std::vector<SnapshotRow> rows;
  for (const auto& snapshot : *snapshots)
    rows.push_back({snapshot.status,
                    {std::to_string(snapshot.id)},
                    snapshot.is_deleted ? "DELETED" : "ACTIVE"});
  print_snapshot_table(environment, rows);
  return 0;
}

}  // namespace mammoth::cli
