#include "namenode/blocks/block_text.h"

#include <fmt/format.h>

namespace mammoth::namenode {

namespace {

std::string_view state_name(BlockState state) {
  switch (state) {
    case BlockState::kComplete:
      return "COMPLETE";
    case BlockState::kUnderConstruction:
      return "UNDER_CONSTRUCTION";
    case BlockState::kUnderRecovery:
      return "UNDER_RECOVERY";
    case BlockState::kCommitted:
      return "COMMITTED";
  }
  return "";
}

std::string_view state_name(ReplicaState state) {
  switch (state) {
    case ReplicaState::kFinalized:
      return "FINALIZED";
    case ReplicaState::kBeingWritten:
      return "RBW";
    case ReplicaState::kWaitingRecovery:
      return "RWR";
    case ReplicaState::kUnderRecovery:
      return "RUR";
    case ReplicaState::kTemporary:
      return "TEMPORARY";
  }
  return "";
}

}  // namespace

std::string_view storage_type_name(StorageType type) {
  switch (type) {
    case StorageType::kDisk:
      return "DISK";
    case StorageType::kSsd:
      return "SSD";
    case StorageType::kArchive:
      return "ARCHIVE";
    case StorageType::kRamDisk:
      return "RAM_DISK";
    case StorageType::kProvided:
      return "PROVIDED";
    case StorageType::kNvdimm:
      return "NVDIMM";
  }
  return "";
}

std::string block_name(const Block& block) {
  return fmt::format("blk_{}_{}", static_cast<std::int64_t>(block.id.value()),
                     block.generation_stamp.value());
}

std::string pool_block_name(const BlockTables& tables, const Block& block) {
  return fmt::format("{}:{}", tables.options.block_pool_id, block_name(block));
}

std::string open_block_text(const BlockTables& tables, const BlockInfo& block) {
  std::string text = block_name(block.block());
  const UnderConstruction* open = tables.open_blocks.find(block.id);
  if (block.complete() || !open) return text;
  std::string replicas;
  for (const ExpectedReplica& replica : open->replicas) {
    const auto& storage = *tables.datanodes.storage(replica.storage).info;
    if (!replicas.empty()) replicas += ", ";
    replicas +=
        fmt::format("ReplicaUC[[{}]{}:{}:{}|{}]", storage_type_name(storage.type), storage.uuid,
                    storage.state == StorageState::kNormal ? "NORMAL" : "READ_ONLY_SHARED",
                    tables.datanodes.datanode_of(replica.storage).registration.id.xfer_address(),
                    state_name(replica.state));
  }
  return fmt::format("{}{{UCState={}, truncateBlock=null, primaryNodeIndex=-1, replicas=[{}]}}",
                     text, state_name(block.state), replicas);
}

}  // namespace mammoth::namenode
