#include "namenode/blocks/open_blocks.h"

#include <fmt/format.h>

#include <algorithm>

#include "namenode/blocks/block_text.h"

namespace mammoth::namenode {

namespace {
Error refuse(std::string message) {
  return {ErrorCode::kIo, std::move(message)};
}
}  // namespace

void OpenBlocks::begin(const BlockOwner& owner, std::span<const StorageTarget> targets) {
  BlockInfo& block = reports_.load(owner);
  block.state = BlockState::kUnderConstruction;
  std::vector<StorageIndex> storages;
  const std::int64_t now_ms = t_.clock.monotonic_ms();
  for (const StorageTarget& target : targets) {
    const StorageIndex index = target.storage->index;
    storages.push_back(index);
    t_.datanodes.datanode_of(index).scheduled.add(target.storage->type, now_ms);
  }
  t_.open_blocks[block.id].expect(storages, block.generation_stamp);
}

Result<Block> OpenBlocks::commit(const Block& reported) {
  BlockInfo* block = reports_.find_or_load(reported.id);
  if (!block) return refuse(fmt::format("Block (={}) not found", block_name(reported)));
  if (block->complete()) return block->block();
  if (block->state == BlockState::kUnderRecovery)
    return refuse(fmt::format("Commit or complete block {}, whereas it is under recovery.",
                              block_name(reported)));
  if (block->state != BlockState::kCommitted) {
    if (block->length_bytes > reported.length_bytes)
      return refuse(fmt::format("commitBlock length is less than the stored one {} vs. {}",
                                reported.length_bytes, block->length_bytes));
    if (block->generation_stamp != reported.generation_stamp)
      return refuse(fmt::format("Commit block with mismatching GS. NN has {}, client submits {}",
                                open_block_text(t_, *block), block_name(reported)));
    block->state = BlockState::kCommitted;
    block->length_bytes = reported.length_bytes;
    drop_stale_replicas(*block);
  }
  if (replicas_.minimally_replicated(*block)) replicas_.complete(*block);
  return block->block();
}

// Replicas of the pipeline's lost members were reported under an older generation stamp.
void OpenBlocks::drop_stale_replicas(BlockInfo& block) {
  UnderConstruction* open = t_.open_blocks.find(block.id);
  if (!open) return;
  for (const StorageIndex storage : open->stale_replicas(block.generation_stamp))
    replicas_.remove(block, storage);
  // In the way of a copy until they are deleted, and nobody would report them again for hours.
  for (const ExpectedReplica& replica : open->take_left_behind(block.generation_stamp))
    t_.invalidations.add(t_.datanodes.storage(replica.storage).datanode,
                         {block.id, replica.generation_stamp, 0});
}

UnderConstruction& OpenBlocks::under_construction(const BlockInfo& block) {
  UnderConstruction& open = t_.open_blocks[block.id];
  if (open.replicas.empty()) open.expect(t_.blocks.replicas(block), block.generation_stamp);
  return open;
}

Result<void> OpenBlocks::reopen(const BlockOwner& owner) {
  BlockInfo& block = reports_.load(owner);
  if (block.replica_count == 0)
    return refuse(
        fmt::format("{} has no replica that could be written on", block_name(block.block())));
  if (block.complete())
    t_.safe_mode.block_gone(replicas_.count(block).live >= t_.safe_mode.safe_replication());
  block.state = BlockState::kUnderConstruction;
  auto storages = t_.blocks.replicas(block);
  std::erase_if(storages, [&](StorageIndex s) { return t_.corrupt.contains(block.id, s); });
  t_.open_blocks[block.id].expect(storages, block.generation_stamp);
  // Whatever was planned for the finished block is off.
  t_.low_redundancy.remove(block.id);
  t_.pending.remove(block.id);
  t_.postponed.erase(block.id);
  for (const StorageIndex storage : storages) {
    t_.invalidations.remove(t_.datanodes.storage(storage).datanode, block.id);
    t_.excess.remove(block.id, storage);
  }
  return {};
}

std::vector<StorageIndex> OpenBlocks::find_storages(std::span<const std::string> datanode_uuids,
                                                    std::span<const std::string> storage_uuids) {
  std::vector<StorageIndex> storages;
  for (std::size_t i = 0; i < std::min(datanode_uuids.size(), storage_uuids.size()); ++i) {
    const DatanodeDescriptor* datanode = t_.datanodes.find_uuid(datanode_uuids[i]);
    if (!datanode) continue;
    if (const DatanodeStorage* storage = t_.datanodes.find_storage(*datanode, storage_uuids[i]))
      storages.push_back(storage->index);
  }
  return storages;
}

Result<void> OpenBlocks::update_pipeline(const Block& old_block, const Block& new_block,
                                         std::span<const std::string> datanode_uuids,
                                         std::span<const std::string> storage_uuids) {
  BlockInfo* block = reports_.find_or_load(old_block.id);
  if (!block || block->complete())
    return refuse(fmt::format("{} is not under construction", block_name(old_block)));
  if (new_block.generation_stamp <= block->generation_stamp)
    return refuse(
        fmt::format("Update {} but the new block {} does not have a larger generation stamp than "
                    "the last block {}",
                    pool_block_name(t_, old_block), pool_block_name(t_, new_block),
                    open_block_text(t_, *block)));
  if (new_block.length_bytes < block->length_bytes)
    return refuse(fmt::format("Update {} (size={}) to a smaller size block {} (size={})",
                              pool_block_name(t_, old_block), old_block.length_bytes,
                              pool_block_name(t_, new_block), new_block.length_bytes));
  block->generation_stamp = new_block.generation_stamp;
  block->length_bytes = new_block.length_bytes;
  drop_stale_replicas(*block);
  t_.open_blocks[block->id].expect(find_storages(datanode_uuids, storage_uuids),
                                   block->generation_stamp);
  return {};
}

}  // namespace mammoth::namenode
