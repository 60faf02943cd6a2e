#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

using hdfs::DatanodeAdminState;
using hdfs::DatanodeReport;
using hdfs::DatanodeReportType;

constexpr std::string_view kDefaultRack = "/default-rack";

std::string bytes_text(std::uint64_t bytes) {
  return fmt::format("{} ({})", bytes, byte_description(static_cast<std::int64_t>(bytes)));
}

// Java computes these in single precision; of nothing `when_empty` percent are used.
std::string share(std::uint64_t part, std::uint64_t whole, float when_empty) {
  const float value =
      whole == 0 ? when_empty : static_cast<float>(part) * 100.0F / static_cast<float>(whole);
  return fixed(value, 2) + "%";
}

std::string_view state_text(DatanodeAdminState state) {
  switch (state) {
    case DatanodeAdminState::kNormal:
      return "Normal";
    case DatanodeAdminState::kDecommissionInProgress:
      return "Decommission in progress";
    case DatanodeAdminState::kDecommissioned:
      return "Decommissioned";
    case DatanodeAdminState::kEnteringMaintenance:
      return "Entering maintenance";
    case DatanodeAdminState::kInMaintenance:
      return "In maintenance";
  }
  return "Normal";
}

std::string describe(const DatanodeReport& node) {
  const std::uint64_t cache_left =
      node.cache_capacity_bytes - std::min(node.cache_used_bytes, node.cache_capacity_bytes);
  std::string text = fmt::format("Name: {}\nHostname: {}\n", datanode_name(node), node.host_name);
  if (!node.topology_path.empty() && node.topology_path != kDefaultRack)
    text += fmt::format("Rack: {}\n", node.topology_path);
  if (!node.upgrade_domain.empty())
    text += fmt::format("Upgrade domain: {}\n", node.upgrade_domain);
  text += fmt::format("Decommission Status : {}\n", state_text(node.admin_state));
  text += fmt::format("Configured Capacity: {}\n", bytes_text(node.capacity_bytes));
  text += fmt::format("DFS Used: {}\n", bytes_text(node.dfs_used_bytes));
  text += fmt::format("Non DFS Used: {}\n", bytes_text(node.non_dfs_used_bytes));
  text += fmt::format("DFS Remaining: {}\n", bytes_text(node.remaining_bytes));
  text += fmt::format("DFS Used%: {}\n", share(node.dfs_used_bytes, node.capacity_bytes, 100));
  text += fmt::format("DFS Remaining%: {}\n", share(node.remaining_bytes, node.capacity_bytes, 0));
  text += fmt::format("Configured Cache Capacity: {}\n", bytes_text(node.cache_capacity_bytes));
  text += fmt::format("Cache Used: {}\n", bytes_text(node.cache_used_bytes));
  text += fmt::format("Cache Remaining: {}\n", bytes_text(cache_left));
  text += fmt::format("Cache Used%: {}\n",
                      share(node.cache_used_bytes, node.cache_capacity_bytes, 100));
  text += fmt::format("Cache Remaining%: {}\n", share(cache_left, node.cache_capacity_bytes, 0));
  text += fmt::format("Xceivers: {}\n", node.xceiver_count);
  text += fmt::format("Last contact: {}\n", date_text(node.last_update_ms));
  text +=
      fmt::format("Last Block Report: {}\n",
                  node.last_block_report_ms == 0 ? "Never" : date_text(node.last_block_report_ms));
  return text + fmt::format("Num of Blocks: {}\n", node.block_count);
}

Result<void> report_cluster(Environment& environment, hdfs::Admin& admin) {
  Output& out = environment.out;
  const hdfs::ClusterStats stats = TRY(admin.cluster_stats());
  const std::uint64_t present = stats.used_bytes + stats.remaining_bytes;
  if (TRY(admin.safe_mode(hdfs::SafeModeAction::kGet))) {
    out.line("Safe mode is ON");
    if (stats.blocks_in_future > 0)
      out.write(fmt::format(
          "\nWARNING: \nName node has detected blocks with generation stamps in future.\n"
          "Forcing exit from safemode will cause {} byte(s) to be deleted.\n"
          "If you are sure that the NameNode was started with the correct metadata files then you "
          "may "
          "proceed with '-safemode forceExit'\n\n",
          stats.blocks_in_future));
  }
  out.line("Configured Capacity: " + bytes_text(stats.capacity_bytes));
  out.line("Present Capacity: " + bytes_text(present));
  out.line("DFS Remaining: " + bytes_text(stats.remaining_bytes));
  out.line("DFS Used: " + bytes_text(stats.used_bytes));
  const double used =
      present == 0 ? 0 : static_cast<double>(stats.used_bytes) / static_cast<double>(present);
  out.line("DFS Used%: " + percent(used, 2));
  return {};
}

void report_blocks(Output& out, const hdfs::BlockStats& blocks, bool erasure_coded) {
  out.line(erasure_coded ? "Erasure Coded Block Groups: " : "Replicated Blocks:");
  out.line(fmt::format("\t{}: {}",
                       erasure_coded ? "Low redundancy block groups" : "Under replicated blocks",
                       blocks.low_redundancy));
  out.line(fmt::format(
      "\t{}: {}",
      erasure_coded ? "Block groups with corrupt internal blocks" : "Blocks with corrupt replicas",
      blocks.corrupt));
  out.line(fmt::format("\t{}: {}", erasure_coded ? "Missing block groups" : "Missing blocks",
                       blocks.missing));
  if (!erasure_coded)
    out.line(fmt::format("\tMissing blocks (with replication factor 1): {}",
                         blocks.missing_replication_one));
  if (blocks.highest_priority_low_redundancy >= 0)
    out.line(fmt::format("\tLow redundancy blocks with highest priority to recover: {}",
                         blocks.highest_priority_low_redundancy));
  out.line(fmt::format("\tPending deletion blocks: {}", blocks.pending_deletion));
}

struct Section {
  std::string_view option;
  std::string_view title;
  std::optional<DatanodeReportType> type;  // nothing: the slow ones
};

constexpr Section kSections[] = {
    {"-live", "Live", DatanodeReportType::kLive},
    {"-dead", "Dead", DatanodeReportType::kDead},
    {"-decommissioning", "Decommissioning", DatanodeReportType::kDecommissioning},
    {"-enteringmaintenance", "Entering maintenance", DatanodeReportType::kEnteringMaintenance},
    {"-inmaintenance", "In maintenance", DatanodeReportType::kInMaintenance},
    {"-slownodes", "Slow", std::nullopt},
};

Result<int> report(Environment& environment, Arguments arguments) {
  Output& out = environment.out;
  const auto admin = TRY(open_default_admin(environment));
  TRY(report_cluster(environment, *admin));
  report_blocks(out, TRY(admin->replicated_block_stats()), false);
  report_blocks(out, TRY(admin->erasure_coded_block_stats()), true);
  out.line("\n-------------------------------------------------");

  const auto wants = [&](const Section& section) {
    return std::ranges::find(arguments, section.option) != arguments.end();
  };
  const bool all = std::ranges::none_of(kSections, wants);
  for (const Section& section : kSections) {
    if (!all && !wants(section)) continue;
    const auto nodes = section.type ? TRY(admin->datanode_report(*section.type))
                                    : TRY(admin->slow_datanode_report());
    if (!nodes.empty() || wants(section))
      out.line(fmt::format("{} datanodes ({}):\n", section.title, nodes.size()));
    for (const DatanodeReport& node : nodes) out.write(describe(node) + "\n\n");
  }
  return 0;
}

}  // namespace

constexpr AdminCommand kReport{
    "report",
    "-report [-live] [-dead] [-decommissioning] [-enteringmaintenance] [-inmaintenance] "
    "[-slownodes]",
    "Shows how much space the file system has and which of its blocks are in danger, and then its "
    "DataNodes, or only those in the states named.",
    0,
    6,
    &report,
    "-report] [-live] [-dead] [-decommissioning] [-enteringmaintenance] [-inmaintenance] "
    "[-slownodes"};

}  // namespace mammoth::cli
