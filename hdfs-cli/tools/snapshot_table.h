// The tables of `hdfs lsSnapshottableDir` and `hdfs lsSnapshot`.
#pragma once

#include <string>
#include <vector>

#include "common/hdfs/snapshots.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli {

struct SnapshotRow {
  hdfs::FileStatus status;
  std::vector<std::string> columns;  // aligned to the right, behind the time
  std::string state{};               // as it is, behind those
};
// Without rows an empty line, as in Hadoop.
void print_snapshot_table(Environment& environment, const std::vector<SnapshotRow>& rows);

// Writes "NAME: first line of the message".
int refuse_snapshot_tool(Environment& environment, const char* name, const Error& error);

}  // namespace mammoth::cli
