// Blocks by name, and the list of corrupt ones (Hadoop: NamenodeFsck.blockIdCK,
// listCorruptFileBlocks).
#include <fmt/format.h>

#include <charconv>

#include "namenode/web/fsck/fsck.h"

namespace mammoth::namenode {

namespace {

std::string_view standing(const ReplicaSurvey& replica, bool with_maintenance) {
  switch (replica.place.datanode->admin_state) {
    case AdminState::kDecommissioned:
      return "is DECOMMISSIONED";
    case AdminState::kDecommissionInProgress:
      return "is DECOMMISSIONING";
    case AdminState::kEnteringMaintenance:
      if (with_maintenance) return "is ENTERING MAINTENANCE";
      break;
    case AdminState::kInMaintenance:
      if (with_maintenance) return "is IN MAINTENANCE";
      break;
    case AdminState::kNormal:
      break;
  }
  if (replica.node_stale) return "is STALE";
  return replica.worth == ReplicaWorth::kExcess ? "is EXCESS" : "is HEALTHY";
}

// The number in "blk_123" or "blk_123_1001"; 0, which no block has, in anything else (Hadoop:
// Block.getBlockId).
BlockId block_id_of(std::string_view name) {
  std::uint64_t id = 0;
  if (!name.starts_with("blk_")) return BlockId(0);
  name.remove_prefix(4);
  if (name.ends_with(".meta")) name.remove_suffix(5);
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  const bool is_all = end == name.data() + name.size() || *end == '_';
  return BlockId(error == std::errc() && is_all ? id : 0);
}

}  // namespace

Result<void> Fsck::check_named_blocks() {
  for (const std::string& name : options_.block_ids) {
    if (name.find("blk_") == std::string::npos) {
      println("Incorrect blockId format: " + name);
      continue;
    }
    print("\n");
    check_named_block(name);
  }
  return {};
}

void Fsck::check_named_block(const std::string& name) {
  const auto block = parts_.system.survey_block(block_id_of(name));
  if (!block) {
    println(fmt::format("Block {} does not exist", name));
    return;
  }
  const ReplicaCounts& counts = block->survey.counts;
  println("Block Id: " + name);
  println("Block belongs to: " + block->path);
  const auto line = [&](std::string_view kind, std::uint64_t count) {
    println(fmt::format("No. of {} Replica: {}", kind, count));
  };
  line("Expected", block->survey.expected_replication);
  line("live", counts.live);
  line("excess", counts.excess);
  line("stale", counts.on_stale_storage);
  line("decommissioned", counts.decommissioned);
  line("decommissioning", counts.decommissioning);
  if (options_.maintenance) {
    line("entering maintenance", counts.entering_maintenance);
    line("in maintenance", counts.in_maintenance);
  }
  line("corrupted", counts.corrupt);
  for (auto replica = block->survey.replicas.rbegin(); replica != block->survey.replicas.rend();
       ++replica) {
    const DatanodeInfo& node = *replica->place.datanode;
    const std::string state =
        replica->corrupt
            ? fmt::format("is CORRUPT\t ReasonCode: {}", corrupt_reason_name(*replica->corrupt))
            : std::string(standing(*replica, options_.maintenance));
    println(fmt::format("Block replica on datanode/rack: {}{} {}", node.id.host_name,
                        node.network_location, state));
  }
}

// The cookie is how many of the list the client has seen.
Result<void> Fsck::list_corrupt_blocks() {
  std::size_t seen = 0;
  std::vector<std::string> lines;
  std::string cookie = "0";
  while (lines.empty()) {
    const auto page = TRY(parts_.system.list_corrupt_file_blocks(caller_, options_.path, cookie));
    for (std::size_t i = 0; i < page.paths.size(); ++i) {
      if (++seen <= options_.corrupt_blocks_to_skip) continue;
      const auto block = parts_.system.survey_block(page.blocks[i]);
      lines.push_back(fmt::format("blk_{}\t{}\t{}", page.blocks[i].value(),
                                  block ? block->survey.expected_replication : 0, page.paths[i]));
    }
    if (page.paths.empty()) break;
    cookie = page.cookie;
  }
  const std::size_t next = options_.corrupt_blocks_to_skip + lines.size();
  const std::string how_many =
      !lines.empty() ? std::to_string(lines.size()) : (next == 0 ? "no" : "no more");
  println(fmt::format("Cookie:\t{}", next));
  for (const std::string& line : lines) println(line);
  println(fmt::format("\n\nThe filesystem under path '{}' has {} CORRUPT files\n", options_.path,
                      how_many));
  return {};
}

}  // namespace mammoth::namenode
