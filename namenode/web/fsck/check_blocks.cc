// The blocks of one file (Hadoop: NamenodeFsck.collectBlocksSummary).
#include <fmt/format.h>

#include "common/base/log.h"
#include "namenode/blocks/block_text.h"
#include "namenode/web/fsck/fsck.h"

namespace mammoth::namenode {

struct Fsck::Findings {
  std::uint64_t missing = 0;
  std::uint64_t missing_bytes = 0;
  std::uint64_t corrupt = 0;
  std::uint64_t corrupt_bytes = 0;
  std::uint64_t under_replicated = 0;
  std::uint64_t misplaced = 0;
  std::uint64_t blocks = 0;
  std::string report;
};

namespace {

std::string_view worth_name(const ReplicaSurvey& replica, bool with_maintenance) {
  switch (replica.place.datanode->admin_state) {
    case AdminState::kDecommissioned:
      return "DECOMMISSIONED";
    case AdminState::kDecommissionInProgress:
      return "DECOMMISSIONING";
    case AdminState::kEnteringMaintenance:
      if (with_maintenance) return "ENTERING MAINTENANCE";
      break;
    case AdminState::kInMaintenance:
      if (with_maintenance) return "IN MAINTENANCE";
      break;
    case AdminState::kNormal:
      break;
  }
  if (replica.worth == ReplicaWorth::kCorrupt) return "CORRUPT";
  if (replica.worth == ReplicaWorth::kExcess) return "EXCESS";
  if (replica.node_stale) return "STALE_NODE";
  return replica.contents_stale ? "STALE_BLOCK_CONTENT" : "LIVE";
}

std::uint32_t replicas_of(const ReplicaCounts& counts) {
  return counts.live + counts.out_of_service();
}

}  // namespace

std::string Fsck::block_text(const Block& block) const {
  return fmt::format("{}:{}", parts_.system.block_pool_id(), block_name(block));
}

std::string Fsck::replica_list(const BlockSurvey& survey) const {
  if (!options_.locations && !options_.racks && !options_.replica_details &&
      !options_.upgrade_domains)
    return "";
  std::string text = "  [";
  for (const ReplicaSurvey& replica : survey.replicas) {
    const DatanodeInfo& node = *replica.place.datanode;
    if (&replica != survey.replicas.data()) text += ", ";
    if (options_.racks)
      text += fmt::format("{}/{}", node.network_location, node.id.xfer_address());
    else
      text +=
          fmt::format("DatanodeInfoWithStorage[{},{},{}]", node.id.xfer_address(),
                      replica.place.storage->uuid, storage_type_name(replica.place.storage->type));
    if (options_.upgrade_domains) text += "(ud=undefined)";
    if (options_.replica_details)
      text += fmt::format("({})", worth_name(replica, options_.maintenance));
  }
  return text + "]";
}

void Fsck::report_shortage(const std::string& path, const BlockSurvey& survey, std::uint32_t target,
                           Findings& findings) {
  const ReplicaCounts& counts = survey.counts;
  result_.missing_replicas += target - replicas_of(counts);
  ++result_.under_replicated_blocks;
  ++findings.under_replicated;
  if (!options_.files) print(fmt::format("\n{}: ", path));
  const std::string resting =
      options_.maintenance
          ? fmt::format("{}, entering maintenance replica(s) and {} in maintenance replica(s).",
                        counts.entering_maintenance, counts.in_maintenance)
          : ".";
  println(
      fmt::format(" Under replicated {}. Target Replicas is {} but found {} live replica(s), "
                  "{} decommissioned replica(s), {} decommissioning replica(s){}",
                  block_text(survey.block), target, counts.live, counts.decommissioned,
                  counts.decommissioning, resting));
}

void Fsck::report_placement(const std::string& path, const PlacementVerdict& verdict,
                            const Block& block, Findings& findings) {
  ++result_.misplaced_blocks;
  ++findings.misplaced;
  if (!options_.files) {
    if (findings.under_replicated == 0) print("\n");
    print(path + ": ");
  }
  println(fmt::format(
      " Replica placement policy is violated for {}. Block should be additionally "
      "replicated on {} more rack(s). Total number of racks in the cluster: {}",
      block_text(block), verdict.required_racks - verdict.current_racks, verdict.total_racks));
}

void Fsck::check_block(const std::string& path, const FileStatus& status, const FileBlocks& blocks,
                       std::size_t index, Findings& findings) {
  const LocatedBlock& located = blocks.located.blocks[index].located;
  const Block& block = located.block;
  const BlockSurvey survey = blocks.blocks[index].value_or(BlockSurvey{});
  const ReplicaCounts& counts = survey.counts;
  const std::uint32_t found = replicas_of(counts);
  const std::uint32_t target = status.status.inode->replication;
  result_.decommissioned_replicas += counts.decommissioned;
  result_.decommissioning_replicas += counts.decommissioning;
  result_.entering_maintenance_replicas += counts.entering_maintenance;
  result_.in_maintenance_replicas += counts.in_maintenance;
  result_.replicas += found;
  result_.expected_replicas += target;
  const bool minimal = found >= result_.min_replication;
  ++(minimal ? result_.minimally_replicated_blocks : result_.under_minimum_blocks);
  if (counts.live > target) ++result_.over_replicated_blocks;
  if (located.corrupt) {
    ++result_.corrupt_blocks;
    result_.corrupt_bytes += block.length_bytes;
    ++findings.corrupt;
    findings.corrupt_bytes += block.length_bytes;
    print(fmt::format("\n{}: CORRUPT blockpool {} block blk_{}\n", path,
                      parts_.system.block_pool_id(), block.id.value()));
  }
  if (found < target && found > 0) report_shortage(path, survey, target, findings);
  if (!blocks.placements[index].satisfied())
    report_placement(path, blocks.placements[index], block, findings);
  if (options_.storage_policies) {
    std::vector<StorageType> types;
    for (const StorageTarget& place : located.locations) types.push_back(place.storage->type);
    storages_.add(std::move(types), storage_policy(status.status.storage_policy));
  }

  findings.report +=
      fmt::format("{}. {} len={}", findings.blocks++, block_text(block), block.length_bytes);
  if (found == 0 && !located.corrupt) {
    findings.report += " MISSING!";
    ++result_.missing_blocks;
    result_.missing_bytes += block.length_bytes;
    ++findings.missing;
    findings.missing_bytes += block.length_bytes;
  } else {
    findings.report += fmt::format(" Live_repl={}{}", counts.live, replica_list(survey));
  }
  findings.report += '\n';
}

void Fsck::check_blocks_of(const std::string& path, const FileStatus& status,
                           const FileBlocks& blocks) {
  const LocatedFile& located = blocks.located;
  if (located.under_construction && !options_.open_files) return;
  Findings findings;
  const bool last_is_open = !located.last_block_complete && located.last_block.has_value();
  for (std::size_t i = 0; i < located.blocks.size(); ++i) {
    const bool is_last = located.last_block &&
                         located.blocks[i].located.block.id == located.last_block->located.block.id;
    if (is_last && last_is_open) {
      const BlockSurvey survey = blocks.blocks[i].value_or(BlockSurvey{});
      const Block& block = located.blocks[i].located.block;
      findings.report += fmt::format(
          "\nUnder Construction Block:\n{}. {} len={} Expected_repl={}{}", findings.blocks,
          block_text(block), block.length_bytes, survey.replicas.size(), replica_list(survey));
    } else {
      check_block(path, status, blocks, i, findings);
    }
  }
  conclude(path, findings);
  if (findings.missing == 0 && findings.corrupt == 0) return;
  if (located.under_construction) {
    log::info("namenode", "Fsck: ignoring open file {}", path);
    return;
  }
  if (options_.move) salvage(path, *status.status.inode, blocks);
  if (options_.remove) remove_corrupt(path);
}

void Fsck::conclude(const std::string& path, const Findings& findings) {
  const bool damaged = findings.missing > 0 || findings.corrupt > 0;
  if (damaged) ++result_.corrupt_files;
  const auto tell = [&](std::string_view what, std::uint64_t count, std::uint64_t bytes) {
    if (count == 0) return;
    if (options_.files)
      print(fmt::format(" {} {} blocks of total size {} B\n", what, count, bytes));
    else
      print(fmt::format("\n{}: {} {} blocks of total size {} B.", path, what, count, bytes));
  };
  tell("MISSING", findings.missing, findings.missing_bytes);
  tell("CORRUPT", findings.corrupt, findings.corrupt_bytes);
  if (!options_.files) return;
  if (!damaged && findings.under_replicated == 0 && findings.misplaced == 0) print(" OK\n");
  if (options_.blocks) println(findings.report);
}

}  // namespace mammoth::namenode
