// Recovery of a block whose writer is gone, or which is being truncated: one of its datanodes, the
// primary, agrees with the others on a length and a new generation stamp (the recovery id) and
// reports with commitBlockSynchronization. Only the latest recovery counts.

#include <fmt/format.h>

#include <algorithm>

#include "namenode/blocks/block_text.h"
#include "namenode/blocks/open_blocks.h"

namespace mammoth::namenode {

namespace {

Error refuse(std::string message) {
  return {ErrorCode::kIo, std::move(message)};
}

}  // namespace

bool OpenBlocks::start_recovery(const BlockOwner& owner, GenerationStamp recovery_id) {
  BlockInfo& block = reports_.load(owner);
  if (block.complete()) return true;
  UnderConstruction& open = under_construction(block);
  if (open.replicas.empty()) return false;
  block.state = BlockState::kUnderRecovery;
  open.recovery_id = recovery_id;
  if (const ExpectedReplica* primary = open.choose_primary(t_.datanodes))
    t_.datanodes.datanode_of(primary->storage).recoveries.push_back(block.id);
  return true;
}

Result<void> OpenBlocks::truncate(const BlockOwner& owner, std::uint64_t new_length_bytes,
                                  GenerationStamp recovery_id) {
  if (const BlockInfo& block = reports_.load(owner); block.complete()) TRY(reopen(owner));
  t_.open_blocks[owner.block.id].truncate_to_bytes = new_length_bytes;
  start_recovery(owner, recovery_id);
  return {};
}

Result<void> OpenBlocks::truncate_copy(const BlockOwner& source, const BlockOwner& copy,
                                       GenerationStamp recovery_id) {
  const BlockInfo& original = reports_.load(source);
  auto storages = t_.blocks.replicas(original);
  std::erase_if(storages, [&](StorageIndex s) { return t_.corrupt.contains(original.id, s); });
  if (storages.empty())
    return refuse(fmt::format("{} has no replica that could be copied", block_name(source.block)));
  reports_.load(copy).state = BlockState::kUnderConstruction;
  UnderConstruction& open = t_.open_blocks[copy.block.id];
  open.expect(storages, source.block.generation_stamp);
  open.truncate_to_bytes = copy.block.length_bytes;
  open.copy_of = source.block;
  start_recovery(copy, recovery_id);
  return {};
}

Result<std::optional<FinishedRecovery>> OpenBlocks::finish_recovery(const RecoveryResult& result) {
  BlockInfo* block = reports_.find_or_load(result.block.value_or(result.old_block.id));
  if (!block) {
    if (result.delete_block) return std::optional<FinishedRecovery>{};
    return refuse(fmt::format("Block (={}) not found", pool_block_name(t_, result.old_block)));
  }
  if (block->complete()) return std::optional<FinishedRecovery>{};
  const UnderConstruction& open = t_.open_blocks[block->id];
  if (open.recovery_id != result.new_generation_stamp)
    return refuse(
        fmt::format("The recovery id {} does not match current recovery id {} for block {}",
                    result.new_generation_stamp.value(), open.recovery_id.value(),
                    pool_block_name(t_, result.old_block)));
  FinishedRecovery finished{block->owner, block->block(), result.delete_block,
                            open.truncate_to_bytes.has_value()};
  if (result.delete_block) {
    replicas_.forget(*block);
    return std::optional(finished);
  }
  block->generation_stamp = result.new_generation_stamp;
  block->length_bytes = result.new_length_bytes;
  const auto storages = find_storages(result.target_uuids, result.target_storages);
  // Replicas that did not take part are of the past.
  for (const StorageIndex storage : t_.blocks.replicas(*block))
    if (std::find(storages.begin(), storages.end(), storage) == storages.end())
      replicas_.remove(*block, storage);
  t_.open_blocks[block->id] = {};
  t_.open_blocks[block->id].expect(storages, block->generation_stamp);
  for (const StorageIndex storage : storages) replicas_.add(*block, storage);
  // A recovered block is complete with however few replicas it has; more will be made.
  replicas_.complete(*block);
  replicas_.check_redundancy(*block);
  finished.block = block->block();
  return std::optional(finished);
}

}  // namespace mammoth::namenode
