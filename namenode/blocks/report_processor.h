// Full and incremental block reports: the difference between what a datanode has and what the map
// says (Hadoop: BlockManager.processReport, processIncrementalBlockReport). What a reported replica
// is, and what becomes of it:
//
//   unknown to the namespace          deleted; kept while a future generation stamp is in doubt
//   about to be deleted               passed over
//   wrong in stamp, length or state   marked corrupt
//   of a block being written          noted as expected there; counts once it is finalized
//   finalized and new                 added
//
// What the map lists on the storage but a full report does not is removed. A first report finds
// nothing listed and never searches; a later one scans the map only if fewer replicas matched than
// were listed.
#pragma once

#include <optional>
#include <span>

#include "common/base/result.h"
#include "namenode/blocks/block_report.h"
#include "namenode/blocks/replicas.h"

namespace mammoth::namenode {

class ReportProcessor {
 public:
  ReportProcessor(BlockTables& tables, Replicas& replicas) : t_(tables), replicas_(replicas) {}

  // Up to `max_replicas` more of the report's current storage, which is `storage`. True: it is
  // done. An error leaves what was read before it in effect and removes nothing.
  Result<bool> full(DatanodeDescriptor& datanode, DatanodeStorage& storage, FullReport& report,
                    std::size_t max_replicas);
  void incremental(DatanodeDescriptor& datanode, DatanodeStorage& storage,
                   const ReplicaEvent& event);

  // The block as the map has it, loaded from the namespace when it is not there yet.
  BlockInfo* find_or_load(BlockId id);
  BlockInfo& load(const BlockOwner& owner);

 private:
  void process(BlockInfo* block, DatanodeStorage& storage, const ReportedReplica& replica,
               const DatanodeDescriptor* delete_hint);
  void process_unknown(const DatanodeStorage& storage, const Block& replica);
  std::optional<CorruptReason> contradiction(const BlockInfo& block,
                                             const ReportedReplica& replica) const;
  void remove_unreported(const DatanodeStorage& storage, std::vector<BlockId> reported);

  BlockTables& t_;
  Replicas& replicas_;
};

}  // namespace mammoth::namenode
