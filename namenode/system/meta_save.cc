// Hadoop: FSNamesystem.metaSave, BlockManager.metaSave, DatanodeDescriptor.dumpDatanode.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "namenode/blocks/block_text.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

constexpr std::size_t kMetaSaveStep = 1'000;       // inodes under one lock
constexpr std::size_t kMostMissing = 100'000;  // blocks that are named

// "3 (3 B)", "2048 (2 KB)": Hadoop's StringUtils.byteDesc.
std::string bytes_text(std::uint64_t bytes) {
  static constexpr std::string_view kUnits[] = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  auto value = static_cast<double>(bytes);
  for (; value >= 1024 && unit < 6; ++unit) value /= 1024;
  std::string text = fmt::format("{:.2f}", value);
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return fmt::format("{}({} {})", bytes, text, kUnits[unit]);
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  return fmt::format(
      "{:.2f}%", whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string_view state_text(AdminState state) {
  switch (state) {
    case AdminState::kDecommissioned:
      return "DD";
    case AdminState::kDecommissionInProgress:
      return "DP";
    case AdminState::kEnteringMaintenance:
      return "EM";
    case AdminState::kInMaintenance:
      return "IM";
    case AdminState::kNormal:
      break;
  }
  return "IN";
}

std::string datanode_text(const DatanodeInfo& node) {
  std::string text = node.id.xfer_address();
  if (node.network_location != "/default-rack") text += " " + node.network_location;
  text += fmt::format(" {}", state_text(node.admin_state));
  const std::uint64_t cache_left =
      node.cache_capacity_bytes - std::min(node.cache_used_bytes, node.cache_capacity_bytes);
  text += fmt::format(
      " {} {} {} {}", bytes_text(node.capacity_bytes), bytes_text(node.dfs_used_bytes),
      percent(node.dfs_used_bytes, node.capacity_bytes), bytes_text(node.remaining_bytes));
  text += fmt::format(
      " {} {} {} {}", bytes_text(node.cache_capacity_bytes), bytes_text(node.cache_used_bytes),
      node.cache_capacity_bytes == 0 ? "100.00%"
                                     : percent(node.cache_used_bytes, node.cache_capacity_bytes),
      bytes_text(cache_left));
  const std::time_t seconds = node.last_update_ms / 1'000;
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return text + fmt::format(" {:%a %b %d %H:%M:%S %Z %Y}\n", local);
}

}  // namespace

Result<std::string> Namesystem::meta_save(const Caller& caller) const {
  TRY(check_superuser(caller, "metaSave"));
  std::uint64_t inodes = 0;
  std::optional<std::string> cursor = std::string();
  while (cursor && parts_.scan_inodes) {
    const std::shared_lock lock(mutex_);
    cursor = parts_.scan_inodes(
        *cursor, kMetaSaveStep,
        [&](const Locator&, const InodePtr&, bool is_version) { inodes += !is_version; });
  }
  const std::shared_lock lock(mutex_);
  const BlockStatistics blocks = blocks_.statistics();
  const auto live = blocks_.datanodes(DatanodeReportKind::kLive);
  const auto all = blocks_.datanodes(DatanodeReportKind::kAll);
  std::string text = fmt::format(
      "{} files and directories, {} blocks = {} total filesystem objects\n"
      "Live Datanodes: {}\nDead Datanodes: {}\n"
      "Metasave: Blocks waiting for reconstruction: {}\n"
      "Metasave: Blocks currently missing: {}\n",
      inodes, blocks.blocks, inodes + blocks.blocks, live.size(),
      blocks_.datanodes(DatanodeReportKind::kDead).size(), blocks.low_redundancy - blocks.missing,
      blocks.missing);
  for (const BlockId id : blocks_.corrupt_blocks(BlockId(0), kMostMissing)) {
    const auto owner = table_.block_owner(id);
    const auto path = owner ? tree_.path_of(*owner) : std::nullopt;
    if (path) text += fmt::format("{}: blk_{} MISSING\n", *path, id.value());
  }
  text += fmt::format(
      "Mis-replicated blocks that have been postponed:\n"
      "Metasave: Blocks being reconstructed: {}\n"
      "Metasave: Blocks {} waiting deletion from {} datanodes.\nCorrupt Blocks:\n"
      "Metasave: Number of datanodes: {}\n",
      blocks.pending_reconstruction, blocks.pending_deletion,
      blocks.pending_deletion == 0 ? 0 : live.size(), all.size());
  for (const auto& node : all) text += datanode_text(*node);
  return text;
}

}  // namespace mammoth::namenode
