// `hdfs lsSnapshottableDir` (Hadoop: LsSnapshottableDir).
#include "hdfs-cli/file_systems.h"
#include "hdfs-cli/tools/snapshot_table.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

int run_ls_snapshottable_dir(Environment& environment, const Arguments& arguments) {
  if (!arguments.empty()) {
    environment.err.line(
        "Usage: \nhdfs lsSnapshottableDir: \n"
        "\tGet the list of snapshottable directories that are owned by the current user.\n"
        "\tReturn all the snapshottable directories if the current user is a super user.\n");
    return 1;
  }
  FileSystems file_systems(environment);
  const auto file_system = file_systems.default_one();
  if (!file_system)
    return refuse_snapshot_tool(environment, "lsSnapshottableDir", file_system.error());
  auto* snapshots = hdfs::snapshots_of(**file_system);
  if (snapshots == nullptr) {
    environment.err.line("LsSnapshottableDir can only be used in DistributedFileSystem");
    return 1;
  }
  const auto directories = snapshots->snapshottable_directories();
  if (!directories)
    return refuse_snapshot_tool(environment, "lsSnapshottableDir", directories.error());
  std::vector<SnapshotRow> rows;
  for (const auto& directory : *directories)
    rows.push_back(
        {directory.status, {std::to_string(directory.snapshots), std::to_string(directory.quota)}});
  print_snapshot_table(environment, rows);
  return 0;
}

}  // namespace mammoth::cli
