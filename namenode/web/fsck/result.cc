#include "namenode/web/fsck/result.h"

#include <fmt/format.h>

#include <cmath>

namespace mammoth::namenode {

namespace {

// " (33.333332 %)", nothing of nothing.
std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "";
  return fmt::format(" ({} %)",
                     java_float(static_cast<float>(part * 100) / static_cast<float>(whole)));
}

std::string damage(const FsckResult& result) {
  constexpr std::string_view kLine = "\n  ********************************";
  if (result.corrupt_files == 0 && result.under_minimum_blocks == 0) return "";
  std::string text(kLine);
  if (result.under_minimum_blocks > 0)
    text += fmt::format("\n  UNDER MIN REPL'D BLOCKS:\t{}{}\n  MINIMAL BLOCK REPLICATION:\t{}",
                        result.under_minimum_blocks,
                        share(result.under_minimum_blocks, result.blocks), result.min_replication);
  if (result.corrupt_files > 0) {
    text += fmt::format("\n  CORRUPT FILES:\t{}", result.corrupt_files);
    if (result.missing_bytes > 0)
      text += fmt::format("\n  MISSING BLOCKS:\t{}\n  MISSING SIZE:\t\t{} B", result.missing_blocks,
                          result.missing_bytes);
    if (result.corrupt_blocks > 0)
      text += fmt::format("\n  CORRUPT BLOCKS: \t{}\n  CORRUPT SIZE:\t\t{} B",
                          result.corrupt_blocks, result.corrupt_bytes);
  }
  return text.append(kLine);
}

std::string out_of_service(const FsckResult& result) {
  std::string text;
  const auto line = [&](std::string_view name, std::uint64_t count) {
    if (count > 0) text += fmt::format("\n {}:\t{}", name, count);
  };
  line("DecommissionedReplicas", result.decommissioned_replicas);
  line("DecommissioningReplicas", result.decommissioning_replicas);
  line("EnteringMaintenanceReplicas", result.entering_maintenance_replicas);
  line("InMaintenanceReplicas", result.in_maintenance_replicas);
  return text;
}

}  // namespace

std::string java_float(float value) {
  if (value != 0 && (std::fabs(value) < 1e-3F || std::fabs(value) >= 1e7F)) {
    std::string text = fmt::format("{:e}", value);
    const int exponent = static_cast<int>(std::floor(std::log10(std::fabs(value))));
    text = fmt::format("{}", value / std::pow(10.0F, static_cast<float>(exponent)));
    return fmt::format("{}{}E{}", text, text.find('.') == std::string::npos ? ".0" : "", exponent);
  }
  std::string text = fmt::format("{}", value);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

std::string FsckResult::replicated_text() const {
  std::string text = fmt::format(" Total size:\t{} B", bytes);
  if (open_file_bytes != 0) text += fmt::format(" (Total open files size: {} B)", open_file_bytes);
  text += fmt::format("\n Total files:\t{}", files);
  if (open_files != 0) text += fmt::format(" (Files currently being written: {})", open_files);
  text += fmt::format("\n Total blocks (validated):\t{}", blocks);
  if (blocks > 0) text += fmt::format(" (avg. block size {} B)", bytes / blocks);
  if (open_file_blocks != 0)
    text += fmt::format(" (Total open file blocks (not validated): {})", open_file_blocks);
  text += damage(*this);
  const auto line = [&](std::string_view name, std::uint64_t count) {
    text += fmt::format("\n {}{}{}", name, count, share(count, blocks));
  };
  line("Minimally replicated blocks:\t", minimally_replicated_blocks);
  line("Over-replicated blocks:\t", over_replicated_blocks);
  line("Under-replicated blocks:\t", under_replicated_blocks);
  line("Mis-replicated blocks:\t\t", misplaced_blocks);
  const float average =
      blocks == 0 ? 0.0F : static_cast<float>(replicas) / static_cast<float>(blocks);
  text += fmt::format(
      "\n Default replication factor:\t{}\n Average block replication:\t{}\n Missing blocks:\t\t{}"
      "\n Corrupt blocks:\t\t{}\n Missing replicas:\t\t{}",
      default_replication, java_float(average), missing_blocks, corrupt_blocks, missing_replicas);
  if (replicas > 0) text += share(missing_replicas, expected_replicas);
  return text + out_of_service(*this) + "\n Blocks queued for replication:\t0";
}

std::string FsckResult::striped_text() {
  return " Total size:\t0 B\n Total files:\t0\n Total block groups (validated):\t0"
         "\n Minimally erasure-coded block groups:\t0\n Over-erasure-coded block groups:\t0"
         "\n Under-erasure-coded block groups:\t0\n Unsatisfactory placement block groups:\t0"
         "\n Average block group size:\t0.0\n Missing block groups:\t\t0"
         "\n Corrupt block groups:\t\t0\n Missing internal blocks:\t0"
         "\n Blocks queued for replication:\t0";
}

}  // namespace mammoth::namenode
