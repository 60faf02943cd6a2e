// The life of a block while its file is written, and its recovery (the parts of Hadoop's
// BlockManager and FSNamesystem that deal with blocks under construction).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "common/base/result.h"
#include "namenode/blocks/recovery_result.h"
#include "namenode/blocks/replicas.h"
#include "namenode/blocks/report_processor.h"

namespace mammoth::namenode {

// Semantics of each operation: block_manager.h.
class OpenBlocks {
 public:
  OpenBlocks(BlockTables& tables, Replicas& replicas, ReportProcessor& reports)
      : t_(tables), replicas_(replicas), reports_(reports) {}

  // ---- Writing (open_blocks.cc) -----------------------------------------------------------------
  void begin(const BlockOwner& owner, std::span<const StorageTarget> targets);
  Result<Block> commit(const Block& reported);
  Result<void> reopen(const BlockOwner& owner);
  Result<void> update_pipeline(const Block& old_block, const Block& new_block,
                               std::span<const std::string> datanode_uuids,
                               std::span<const std::string> storage_uuids);

  // ---- Recovery (block_recovery.cc) -------------------------------------------------------------
  bool start_recovery(const BlockOwner& owner, GenerationStamp recovery_id);
  Result<void> truncate(const BlockOwner& owner, std::uint64_t new_length_bytes,
                        GenerationStamp recovery_id);
  Result<void> truncate_copy(const BlockOwner& source, const BlockOwner& copy,
                             GenerationStamp recovery_id);
  Result<std::optional<FinishedRecovery>> finish_recovery(const RecoveryResult& result);

 private:
  void drop_stale_replicas(BlockInfo& block);
  std::vector<StorageIndex> find_storages(std::span<const std::string> datanode_uuids,
                                          std::span<const std::string> storage_uuids);
  UnderConstruction& under_construction(const BlockInfo& block);

  BlockTables& t_;
  Replicas& replicas_;
  ReportProcessor& reports_;
};

}  // namespace mammoth::namenode
