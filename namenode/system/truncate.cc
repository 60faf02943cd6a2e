// Hadoop: FSDirTruncateOp. A cut between two blocks is done at once; a cut inside one opens the
// file again until the datanodes have cut their replicas.
#include <fmt/format.h>

#include "namenode/namespace/open_file.h"
#include "namenode/namespace/quota.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

Error illegal(std::string message) {
  return {ErrorCode::kHadoopIllegalArgument, std::move(message)};
}

// Hadoop: INodeFile.valueOf.
Result<void> check_is_file(const ResolvedPath& path) {
  if (!path.exists()) return Error{ErrorCode::kFileNotFound, "File does not exist: " + path.path()};
  if (!path.last()->is_file())
    return Error{ErrorCode::kFileNotFound, "Path is not a file: " + path.path()};
  return {};
}

}  // namespace

Applied<bool> Namesystem::truncate(const Caller& caller, const std::string& path,
                                   std::int64_t new_length, const std::string& client_name) {
  return change<bool>(
      caller, {.command = "truncate", .source = path}, [&](Operation& op) -> Result<bool> {
        if (new_length < 0)
          return illegal(fmt::format("Cannot truncate to a negative file size: {}.", new_length));
        TRY(refuse_in_safe_mode("Cannot truncate for " + path));
        const ResolvedPath found = TRY(tree_.resolve(&op.checker, path, PathUse::kWrite));
        if (op.checker.enabled()) TRY(op.checker.check(found, {.self = Access::kWrite}, table_));
        TRY(check_is_file(found));
        if (found.last()->storage_policy == kLazyPersistPolicy)
          return Error{ErrorCode::kUnsupportedOperation,
                       "Cannot truncate lazy persist file " + found.path()};
        if (const auto pending = truncations_.find(found.last()->id);
            pending != truncations_.end()) {
          if (pending->second.length_bytes == static_cast<std::uint64_t>(new_length)) return false;
          return Error{ErrorCode::kAlreadyBeingCreated,
                       lease_refusal(LeaseClaim::kTruncateFile, found.path(), client_name,
                                     caller.remote_address, found.path() + " is being truncated.")};
        }
        TRY(take_over(op, LeaseClaim::kTruncateFile, found, client_name));
        const auto file = tree_.resolve_id(found.last()->id);
        if (!file) return Error{ErrorCode::kFileNotFound, "File does not exist: " + found.path()};
        const bool done = TRY(cut(op, *file, static_cast<std::uint64_t>(new_length), client_name));
        note_status(op, file->last());
        return done;
      });
}

Result<bool> NamesystemCore::cut(Operation& op, const ResolvedPath& file, std::uint64_t new_length,
                                 const std::string& client_name) {
  const Inode& inode = *file.last();
  const std::uint64_t old_length = inode.length_bytes();
  if (old_length == new_length) return true;
  if (old_length < new_length)
    return illegal(
        fmt::format("Cannot truncate to a larger file size. Current size: {}, truncate size: {}.",
                    old_length, new_length));

  std::size_t kept = 0;
  std::uint64_t kept_bytes = 0;
  while (kept < inode.blocks.size() && kept_bytes < new_length)
    kept_bytes += inode.blocks[kept++].length_bytes;
  std::vector<Block> remaining(inode.blocks.begin(), inode.blocks.begin() + kept);
  const std::vector<Block> dropped(inode.blocks.begin() + kept, inode.blocks.end());
  const bool on_boundary = kept_bytes == new_length;

  Truncation truncation{new_length, {}};
  GenerationStamp recovery_id;
  if (!on_boundary) {
    recovery_id = ids_.next_generation_stamp(op.transaction);
    // Hadoop: shouldCopyOnTruncate.
    if (tree_.is_block_in_snapshot(file, remaining.back().id)) {
      truncation.source = remaining.back();
      remaining.back() = {ids_.next_block(op.transaction), recovery_id,
                          remaining.back().length_bytes - (kept_bytes - new_length)};
    }
  }
  InodePtr shorter = truncate_blocks(file, remaining, clock_.wall_ms(), op.transaction);
  if (!on_boundary) {
    shorter = reopen_file(
        with_last(file, shorter),
        {client_name, op.caller.remote_address, new_length, truncation.source}, op.transaction);
    TRY(check_quota(table_, file, {file.depth()}, usage_of(*shorter) - usage_of(inode)));
    TRY(begin_truncation(with_last(file, shorter), truncation, recovery_id));
    begin_recovery_attempt(remaining.back().id);
    truncations_[inode.id] = truncation;
  }
  note(op, {.kind = EventKind::kTruncate,
            .path = file.path(),
            .time_ms = clock_.wall_ms(),
            .size_bytes = static_cast<std::int64_t>(new_length)});
  commit(op);
  if (!on_boundary) leases_.add(inode.id, client_name, op.caller.remote_address);
  remove_blocks(block_ids(dropped));
  return on_boundary;
}

// As the versions of the file that snapshots hold have it.
BlockOwner NamesystemCore::kept_block_owner(const Inode& file, const Block& block) const {
  BlockOwner owner;
  if (owners_.find_owner(block.id, owner)) return owner;
  return {.inode = file.id, .block = block, .replication = file.replication};
}

Result<void> NamesystemCore::begin_truncation(const ResolvedPath& file,
                                              const Truncation& truncation,
                                              GenerationStamp recovery_id) {
  const Inode& inode = *file.last();
  BlockOwner last = block_owner_of(inode, inode.blocks.size() - 1);
  const std::uint64_t before = inode.length_bytes() - last.block.length_bytes;
  const std::uint64_t length = truncation.length_bytes - before;
  if (!truncation.source) return blocks_.truncate_block(last, length, recovery_id);
  last.block.length_bytes = length;
  return blocks_.truncate_copy(kept_block_owner(inode, *truncation.source), last, recovery_id);
}

}  // namespace mammoth::namenode
