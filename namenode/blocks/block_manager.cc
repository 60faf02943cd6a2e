#include "namenode/blocks/block_manager.h"

#include <fmt/format.h>

#include "namenode/blocks/block_manager_parts.h"

namespace mammoth::namenode {

BlockManager::BlockManager(BlockManagerOptions options, const Clock& clock,
                           const BlockOwnerLookup& owners, RackResolver racks)
    : parts_(std::make_unique<Parts>(std::move(options), clock, owners, std::move(racks))) {}

BlockManager::~BlockManager() = default;

void BlockManager::restore_block(const BlockOwner& owner) {
  parts_->reports.load(owner);
}

void BlockManager::activate(std::uint64_t complete_blocks) {
  parts_->tables.safe_mode.activate(complete_blocks);
}

void BlockManager::begin_block(const BlockOwner& owner, std::span<const StorageTarget> targets) {
  parts_->open_blocks.begin(owner, targets);
}

Result<Block> BlockManager::commit_block(const Block& reported) {
  return parts_->open_blocks.commit(reported);
}

BlockStatus BlockManager::status(const BlockOwner& owner) const {
  const BlockInfo* block = parts_->tables.blocks.find(owner.block.id);
  if (!block) return {.state = owner.state, .block = owner.block};
  const ReplicaCounts counts = parts_->replicas.count(*block);
  return {.state = block->state,
          .block = block->block(),
          .live_replicas = counts.live,
          .minimally_replicated = counts.usable() >= parts_->tables.options.min_replication};
}

void BlockManager::close_blocks(std::span<const BlockId> blocks) {
  for (const BlockId id : blocks)
    if (BlockInfo* block = parts_->tables.blocks.find(id))
      parts_->replicas.check_redundancy(*block);
}

Result<LocatedBlock> BlockManager::reopen_block(const BlockOwner& owner) {
  TRY(parts_->open_blocks.reopen(owner));
  return parts_->locations.unsorted(owner);
}

Result<void> BlockManager::truncate_block(const BlockOwner& owner, std::uint64_t new_length_bytes,
                                          GenerationStamp recovery_id) {
  return parts_->open_blocks.truncate(owner, new_length_bytes, recovery_id);
}

Result<void> BlockManager::truncate_copy(const BlockOwner& source, const BlockOwner& copy,
                                         GenerationStamp recovery_id) {
  return parts_->open_blocks.truncate_copy(source, copy, recovery_id);
}

Result<void> BlockManager::update_pipeline(const Block& old_block, const Block& new_block,
                                           std::span<const std::string> datanode_uuids,
                                           std::span<const std::string> storage_uuids) {
  return parts_->open_blocks.update_pipeline(old_block, new_block, datanode_uuids, storage_uuids);
}

LocatedBlock BlockManager::expected_locations(const BlockOwner& owner) const {
  return parts_->locations.unsorted(owner);
}

bool BlockManager::start_recovery(const BlockOwner& owner, GenerationStamp recovery_id) {
  return parts_->open_blocks.start_recovery(owner, recovery_id);
}

Result<std::optional<FinishedRecovery>> BlockManager::finish_recovery(
    const RecoveryResult& result) {
  return parts_->open_blocks.finish_recovery(result);
}

LocatedBlock BlockManager::locate(const BlockOwner& owner, const PeerAddress& reader) const {
  return parts_->locations.locate(owner, reader);
}

void BlockManager::remove_blocks(std::span<const BlockId> blocks) {
  for (const BlockId id : blocks)
    if (BlockInfo* block = parts_->tables.blocks.find(id)) parts_->replicas.forget(*block);
}

void BlockManager::set_replication(std::span<const BlockId> blocks, std::uint16_t replication) {
  for (const BlockId id : blocks) {
    BlockInfo* block = parts_->tables.blocks.find(id);
    if (!block) continue;
    block->replication = replication & BlockInfo::kMaxReplicas;
    parts_->replicas.check_redundancy(*block);
  }
}

void BlockManager::change_owner(std::span<const BlockId> blocks, InodeId owner) {
  for (const BlockId id : blocks)
    if (BlockInfo* block = parts_->tables.blocks.find(id)) block->owner = owner;
}

Result<void> BlockManager::check_replication(std::string_view path, std::uint32_t replication,
                                             std::string_view client) const {
  const auto refuse = [&](std::string_view relation, std::uint32_t limit) {
    std::string text = fmt::format("Requested replication factor of {} {} {} for {}", replication,
                                   relation, limit, path);
    if (!client.empty()) text += fmt::format(", clientName={}", client);
    return Error{ErrorCode::kIo, std::move(text)};
  };
  const BlockManagerOptions& limits = parts_->tables.options;
  if (replication > limits.max_replication)
    return refuse("exceeds maximum of", limits.max_replication);
  if (replication < limits.min_replication)
    return refuse("is less than the required minimum of", limits.min_replication);
  return {};
}

void BlockManager::forgive_silence(std::int64_t duration_ms) {
  parts_->datanodes.forgive_silence(duration_ms);
}

void BlockManager::tick() {
  parts_->datanodes.tick();
  parts_->tables.safe_mode.tick();
  parts_->monitor.tick();
}

SafeMode& BlockManager::safe_mode() {
  return parts_->tables.safe_mode;
}
const SafeMode& BlockManager::safe_mode() const {
  return parts_->tables.safe_mode;
}
const BlockManagerOptions& BlockManager::options() const {
  return parts_->tables.options;
}

void BlockManager::reconfigure(const std::function<void(BlockManagerOptions&)>& change) {
  BlockTables& tables = parts_->tables;
  change(tables.options);
  tables.pending.set_timeout_ms(tables.options.pending_reconstruction_timeout_ms);
}

}  // namespace mammoth::namenode
