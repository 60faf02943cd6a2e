// What a balancer may move away from a datanode (Hadoop: BlockManager.getBlocksWithLocations).
#include <algorithm>

#include "namenode/blocks/block_manager_parts.h"
#include "namenode/blocks/block_survey.h"

namespace mammoth::namenode {

namespace {

constexpr std::size_t kMostSlots = 4'000'000;  // some 60 ms under the shared lock
constexpr std::size_t kMostBlocks = 100'000;   // in one answer

// The storages of the datanode whose contents are known.
std::vector<StorageIndex> storages_of(const BlockTables& tables, const DatanodeDescriptor& datanode,
                                      std::optional<StorageType> type) {
  std::vector<StorageIndex> storages;
  for (const StorageIndex index : datanode.storages) {
    const DatanodeStorage& storage = tables.datanodes.storage(index);
    if (!storage.contents_stale && !storage.failed && (!type || storage.info->type == *type))
      storages.push_back(index);
  }
  return storages;
}

}  // namespace

Result<std::vector<BlockPlaces>> BlockManager::blocks_on_datanode(
    const BlocksWanted& wanted) const {
  BlockTables& tables = parts_->tables;
  const DatanodeDescriptor* datanode = tables.datanodes.find_uuid(wanted.datanode.uuid);
  if (datanode == nullptr)
    return Error{ErrorCode::kIllegalArgument,
                 "Datanode " + wanted.datanode.xfer_address() + " not found."};
  const auto storages = storages_of(tables, *datanode, wanted.storage_type);
  std::vector<BlockPlaces> found;
  std::uint64_t bytes = 0;
  const auto visit = [&](const BlockInfo& block) {
    if (bytes >= wanted.total_bytes || found.size() == kMostBlocks || !block.complete() ||
        block.block().length_bytes < wanted.min_bytes)
      return;
    BlockPlaces movable{.block = block.block(), .places = {}};
    bool is_there = false;
    tables.blocks.for_each_replica(block, [&](StorageIndex storage) {
      if (parts_->replicas.worth(block, storage) == ReplicaWorth::kCorrupt ||
          parts_->replicas.worth(block, storage) == ReplicaWorth::kExcess)
        return;
      is_there = is_there || std::ranges::find(storages, storage) != storages.end();
      movable.places.push_back(tables.datanodes.target(storage));
    });
    if (!is_there) return;
    bytes += movable.block.length_bytes;
    found.push_back(std::move(movable));
  };
  const std::size_t slots = tables.blocks.slots();
  if (storages.empty() || slots == 0) return found;
  const std::size_t start = tables.random.below(slots);
  const std::size_t first = std::min(slots - start, kMostSlots);
  tables.blocks.scan(start, first, visit);
  tables.blocks.scan(0, std::min(start, kMostSlots - first), visit);
  return found;
}

}  // namespace mammoth::namenode
