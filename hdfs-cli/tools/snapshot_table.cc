#include "hdfs-cli/tools/snapshot_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

std::string left(const std::string& text, std::size_t width) {
  return width == 0 ? text : fmt::format("{:<{}} ", text, width);
}

}  // namespace

void print_snapshot_table(Environment& environment, const std::vector<SnapshotRow>& rows) {
  if (rows.empty()) return environment.out.line("");
  std::size_t owner = 0;
  std::size_t group = 0;
  std::vector<std::size_t> widths(rows.front().columns.size());
  for (const SnapshotRow& row : rows) {
    owner = std::max(owner, row.status.owner.size());
    group = std::max(group, row.status.group.size());
    for (std::size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], row.columns[i].size());
  }
  for (const SnapshotRow& row : rows) {
    const hdfs::FileStatus& status = row.status;
    std::string line =
        fmt::format("d{} {} {}{}{} {} ", permission_text(status.permission), status.replication,
                    left(status.owner, owner), left(status.group, group), status.length_bytes,
                    minute_text(status.modification_time_ms));
    for (std::size_t i = 0; i < widths.size(); ++i)
      line += fmt::format("{:>{}} ", row.columns[i], widths[i]);
    if (!row.state.empty()) line += row.state + " ";
    environment.out.line(line + status.path);
  }
}

int refuse_snapshot_tool(Environment& environment, const char* name, const Error& error) {
  const std::string& message = error.message;
  environment.err.line(fmt::format("{}: {}", name, message.substr(0, message.find('\n'))));
  return 1;
}

}  // namespace mammoth::cli
