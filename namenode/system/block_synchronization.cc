#include <fmt/format.h>

#include "common/base/log.h"
#include "namenode/namespace/open_file.h"
#include "namenode/namespace/snapshot_keeper.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

// The source of a copy that no snapshot holds any more goes once the copy is there.
bool NamesystemCore::drop_copied(const Inode& file, BlockId source, Transaction& transaction) {
  if (blocks_in_versions(table_, file.id).contains(source)) return false;
  transaction.add(EraseBlockOwner{source});
  return true;
}

Applied<> Namesystem::commit_block_synchronization(const RecoveryResult& reported,
                                                   bool close_file) {
  const Caller caller{.user = options_.superuser, .remote_address = {}};
  return change<void>(caller, {}, [&](Operation& op) -> Result<void> {
    TRY(refuse_in_safe_mode("Cannot commitBlockSynchronization while in safe mode"));
    RecoveryResult result = reported;
    const Block& old_block = result.old_block;
    const auto owner = table_.block_owner(old_block.id);
    if (!owner) {
      if (result.delete_block) return {};  // repeated, most likely
      return Error{ErrorCode::kIo, fmt::format("Block (={}) not found", block_text(old_block))};
    }
    const auto file = tree_.resolve_id(*owner);
    if (!file)
      return Error{ErrorCode::kFileNotFound,
                   fmt::format("File not found: inode {}, likely due to delayed block removal",
                               owner->value())};
    if (!file->last()->under_construction) return {};
    const auto truncation = truncations_.find(*owner);
    const bool copied = truncation != truncations_.end() && truncation->second.source &&
                        truncation->second.source->id == old_block.id;
    if (copied) {
      if (result.delete_block)
        return Error{ErrorCode::kIo,
                     fmt::format("No replica of {} could be copied", block_text(old_block))};
      result.block = file->last()->blocks.back().id;
    }
    const auto finished = TRY(blocks_.finish_recovery(result));
    if (!finished) return {};

    InodePtr inode = file->last();
    if (finished->deleted) {
      if (!inode->blocks.empty() && inode->blocks.back().id == old_block.id)
        inode = remove_last_block(*file, op.transaction);
    } else {
      inode = update_block(*file, finished->block, op.transaction);
    }
    const bool dropped = copied && drop_copied(*inode, old_block.id, op.transaction);
    if (close_file)
      finish_file(op, with_last(*file, inode));
    else
      commit(op);
    recovery_deadlines_.erase(finished->block.id);
    if (finished->deleted || dropped) remove_blocks(std::vector<BlockId>{old_block.id});
    log::info("namesystem",
              "commitBlockSynchronization({}, file={}, newgenerationstamp={}, "
              "newlength={}, close={}) successful",
              block_text(old_block), file->path(), result.new_generation_stamp.value(),
              result.new_length_bytes, close_file);
    return {};
  });
}

}  // namespace mammoth::namenode
