// The end of writing a file, and what is asked about its blocks on the way.
#include "common/base/log.h"
#include "namenode/namespace/open_file.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

BlockStatus NamesystemCore::block_status(const Inode& file, std::size_t index) const {
  return blocks_.status(block_owner_of(file, index));
}

bool NamesystemCore::blocks_complete(const Inode& file) const {
  for (std::size_t i = 0; i < file.blocks.size(); ++i)
    if (block_status(file, i).state != BlockState::kComplete) return false;
  return true;
}

bool NamesystemCore::penultimate_complete(const Inode& file) const {
  const std::size_t count = file.blocks.size();
  return count < 2 || block_status(file, count - 2).state == BlockState::kComplete;
}

Result<std::optional<Block>> NamesystemCore::commit_last_block(
    const Inode& file, const std::optional<Block>& reported) {
  if (!reported || file.blocks.empty()) return std::nullopt;
  if (block_status(file, file.blocks.size() - 1).state == BlockState::kComplete)
    return std::nullopt;
  return TRY(blocks_.commit_block(*reported));
}

Result<ResolvedPath> NamesystemCore::resolve_open_file(const Operation& operation,
                                                       const OpenFileRef& file) const {
  ResolvedPath path = TRY(tree_.resolve_file(&operation.checker, file.path, file.file_id));
  TRY(leases_.check(path, file.file_id, file.client_name));
  return path;
}

void NamesystemCore::finish_file(Operation& operation, const ResolvedPath& file) {
  const Inode& inode = *file.last();
  std::vector<Block> blocks;
  blocks.reserve(inode.blocks.size());
  for (std::size_t i = 0; i < inode.blocks.size(); ++i)
    blocks.push_back(block_status(inode, i).block);
  const std::vector<BlockId> ids = block_ids(blocks);
  const InodePtr closed =
      close_file(file, std::move(blocks), clock_.wall_ms(), operation.transaction);
  note(operation, {.kind = EventKind::kClose,
                   .path = file.path(),
                   .time_ms = closed->modification_time_ms,
                   .size_bytes = static_cast<std::int64_t>(closed->length_bytes())});
  commit(operation);
  leases_.remove(inode.id);
  truncations_.erase(inode.id);
  if (!ids.empty()) recovery_deadlines_.erase(ids.back());
  blocks_.close_blocks(ids);
}

namespace {

bool same_block(const std::optional<Block>& a, const std::optional<Block>& b) {
  if (!a || !b) return !a && !b;
  return a->id == b->id && a->generation_stamp == b->generation_stamp;
}

std::optional<Block> last_block(const Inode& file) {
  if (file.blocks.empty()) return std::nullopt;
  return file.blocks.back();
}

}  // namespace

Applied<bool> Namesystem::complete(const Caller& caller, const OpenFileRef& file,
                                   const std::optional<ExtendedBlock>& last) {
  return change<bool>(caller, {}, [&](Operation& op) -> Result<bool> {
    TRY(refuse_in_safe_mode("Cannot complete file " + file.path));
    if (last) TRY(check_pool(*last));
    const auto reported = last ? std::optional<Block>(last->block) : std::nullopt;

    const ResolvedPath path = TRY(tree_.resolve_file(&op.checker, file.path, file.file_id));
    if (const auto lease = leases_.check(path, file.file_id, file.client_name); !lease) {
      // The client may not have heard that the file is closed.
      const InodePtr& inode = path.last();
      if (lease.error().code == ErrorCode::kLeaseExpired && inode && inode->is_file() &&
          !inode->under_construction && same_block(reported, last_block(*inode))) {
        commit(op);  // changes nothing; the answer waits for the first one's transaction
        return true;
      }
      return lease.error();
    }
    const Inode& inode = *path.last();
    if (!penultimate_complete(inode)) return false;
    TRY(commit_last_block(inode, reported));
    if (!blocks_complete(inode)) return false;
    finish_file(op, path);
    log::debug("namesystem", "completeFile: {} is closed by {}", path.path(), file.client_name);
    return true;
  });
}

Applied<> Namesystem::fsync(const Caller& caller, const OpenFileRef& file,
                            std::int64_t last_block_length) {
  return change<void>(caller, {}, [&](Operation& op) -> Result<void> {
    TRY(refuse_in_safe_mode("Cannot fsync file " + file.path));
    const ResolvedPath path = TRY(resolve_open_file(op, file));
    const Inode& inode = *path.last();
    if (last_block_length > 0 && !inode.blocks.empty()) {
      Block last = inode.blocks.back();
      last.length_bytes = static_cast<std::uint64_t>(last_block_length);
      update_block(path, last, op.transaction);
    }
    commit(op);
    return {};
  });
}

}  // namespace mammoth::namenode
