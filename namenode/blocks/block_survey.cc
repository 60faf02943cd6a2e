#include "namenode/blocks/block_survey.h"

#include <algorithm>
#include <set>

#include "namenode/blocks/block_manager_parts.h"

namespace mammoth::namenode {

namespace {

ReplicaSurvey survey_replica(const BlockTables& tables, StorageIndex storage) {
  return {.place = tables.datanodes.target(storage),
          .node_stale = tables.datanodes.datanode_of(storage).stale(
              tables.clock.monotonic_ms(), tables.options.stale_interval_ms),
          .contents_stale = tables.datanodes.storage(storage).contents_stale};
}

}  // namespace

std::string_view corrupt_reason_name(CorruptReason reason) {
  switch (reason) {
    case CorruptReason::kReported:
      return "CORRUPTION_REPORTED";
    case CorruptReason::kGenerationStamp:
      return "GENSTAMP_MISMATCH";
    case CorruptReason::kLength:
      return "SIZE_MISMATCH";
    case CorruptReason::kState:
      return "INVALID_STATE";
  }
  return "NONE";
}

std::optional<BlockSurvey> BlockManager::survey(BlockId id) const {
  const BlockTables& tables = parts_->tables;
  const BlockInfo* block = tables.blocks.find(id);
  if (block == nullptr) return std::nullopt;
  BlockSurvey survey{.block = block->block(),
                     .owner = block->owner,
                     .state = block->state,
                     .expected_replication = block->replication,
                     .counts = parts_->replicas.count(*block),
                     .replicas = {}};
  if (const UnderConstruction* open = tables.open_blocks.find(id); open && !block->complete()) {
    for (const StorageIndex storage : open->storages())
      survey.replicas.push_back(survey_replica(tables, storage));
    return survey;
  }
  tables.blocks.for_each_replica(*block, [&](StorageIndex storage) {
    ReplicaSurvey replica = survey_replica(tables, storage);
    replica.worth = parts_->replicas.worth(*block, storage);
    if (const CorruptReplica* mark = tables.corrupt.find(id, storage))
      replica.corrupt = mark->reason;
    survey.replicas.push_back(std::move(replica));
  });
  return survey;
}

PlacementVerdict BlockManager::verify_placement(std::span<const StorageTarget> replicas,
                                                std::uint32_t replication) const {
  const Topology& topology = parts_->tables.datanodes.topology();
  if (!topology.ever_multi_rack()) return {};
  std::set<std::string_view> racks;
  for (const StorageTarget& replica : replicas) racks.insert(replica.datanode->network_location);
  return {.current_racks = racks.size(),
          .required_racks = std::min<std::size_t>(2, replication),
          .total_racks = topology.rack_count()};
}

std::size_t BlockManager::rack_count() const {
  return parts_->tables.datanodes.topology().rack_count();
}

}  // namespace mammoth::namenode
