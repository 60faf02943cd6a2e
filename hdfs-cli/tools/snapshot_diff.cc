// `hdfs snapshotDiff` (Hadoop: SnapshotDiff).
#include <fmt/format.h>

#include "hdfs-cli/path_data.h"
#include "hdfs-cli/tools/snapshot_table.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

// "." is the directory as it is; a name may stand behind ".snapshot/".
std::string snapshot_name(std::string_view text) {
  if (text == ".") return "";
  if (text.starts_with('/') && text.substr(1).starts_with(".snapshot/")) text.remove_prefix(1);
  if (text.starts_with(".snapshot/")) text.remove_prefix(10);
  return std::string(text);
}

std::string snapshot_state_text(const std::string& name) {
  return name.empty() ? "current directory" : "snapshot " + name;
}

std::string path_text(const std::string& path) {
  return path.empty() ? "." : "./" + path;
}

Result<void> diff_report(Environment& environment, const Arguments& arguments) {
  FileSystems file_systems(environment);
  const PathData directory = TRY(look_up(file_systems, arguments[0]));
  auto* snapshots = hdfs::snapshots_of(*directory.file_system);
  if (snapshots == nullptr)
    return Error{ErrorCode::kUnsupportedOperation,
                 "SnapshotDiff can only be used in DistributedFileSystem"};
  const std::string from = snapshot_name(arguments[1]);
  const std::string to = snapshot_name(arguments[2]);
  const auto differences = TRY(snapshots->snapshot_diff(directory.path, from, to));
  environment.out.line(fmt::format("Difference between {} and {} under directory {}:",
                                   snapshot_state_text(from), snapshot_state_text(to), directory.path));
  for (const auto& difference : differences) {
    std::string line = difference.label + "\t" + path_text(difference.path);
    if (difference.label == "R") line += " -> " + path_text(difference.target);
    environment.out.line(line);
  }
  environment.out.line("");
  return {};
}

}  // namespace

int run_snapshot_diff(Environment& environment, const Arguments& arguments) {
  if (arguments.size() != 3) {
    environment.err.line(
        "Usage: \nhdfs snapshotDiff <snapshotDir> <from> <to>:\n"
        "\tGet the difference between two snapshots, \n"
        "\tor between a snapshot and the current tree of a directory.\n"
        "\tFor <from>/<to>, users can use \".\" to present the current status,\n"
        "\tand use \".snapshot/snapshot_name\" to present a snapshot,\n"
        "\twhere \".snapshot/\" can be omitted\n");
    return 1;
  }
  const auto reported = diff_report(environment, arguments);
  if (reported) return 0;
  if (reported.error().code == ErrorCode::kUnsupportedOperation) {
    environment.err.line(reported.error().message);
    return 1;
  }
  return refuse_snapshot_tool(environment, "snapshotDiff", reported.error());
}

}  // namespace mammoth::cli
