// Taking an open file from a writer who is gone (Hadoop: FSNamesystem.recoverLeaseInternal and
// internalReleaseLease). A file whose blocks are complete is closed at once; otherwise its last
// block is recovered by the datanodes first, and the file closes when they report back
// (block_synchronization.cc).
#include <fmt/format.h>

#include "common/base/log.h"
#include "namenode/namespace/open_file.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

// Hadoop: BlockManager.BLOCK_RECOVERY_TIMEOUT_MULTIPLIER heartbeats.
constexpr std::int64_t kRecoveryHeartbeats = 30;

}  // namespace

Result<bool> NamesystemCore::take_over(Operation& op, LeaseClaim claim, const ResolvedPath& file,
                                       const std::string& holder) {
  const Inode& inode = *file.last();
  if (!inode.under_construction) return true;
  const std::string path = file.path();
  const auto refuse = [&](ErrorCode code, std::string_view reason) {
    return Error{code, lease_refusal(claim, path, holder, op.caller.remote_address, reason)};
  };
  const bool force = claim == LeaseClaim::kRecoverLease;
  const auto writer = leases_.writer(inode.id);
  if (!writer)
    return refuse(ErrorCode::kAlreadyBeingCreated,
                  "the file is under construction but no leases found.");
  if (!force && writer->holder == holder)
    return refuse(ErrorCode::kAlreadyBeingCreated,
                  holder + " is already the current lease holder.");
  const std::string who = fmt::format("{} on {}", writer->holder, writer->client_machine);
  if (force) {
    log::info("namesystem", "recoverLease: {}, src={} from client {}",
              leases_.describe(writer->holder), path, writer->holder);
    return release_lease(op, file, holder);
  }
  if (leases_.soft_limit_expired(writer->holder)) {
    log::info("namesystem", "startFile: recover {}, src={} client {}",
              leases_.describe(writer->holder), path, writer->holder);
    if (TRY(release_lease(op, file, std::nullopt))) return true;
    return refuse(ErrorCode::kRecoveryInProgress,
                  "lease recovery is in progress. Try again later.");
  }
  if (!inode.blocks.empty() &&
      block_status(inode, inode.blocks.size() - 1).state == BlockState::kUnderRecovery)
    return refuse(ErrorCode::kRecoveryInProgress, "another recovery is in progress by " + who);
  return refuse(ErrorCode::kAlreadyBeingCreated, "this file lease is currently owned by " + who);
}

Result<bool> NamesystemCore::release_lease(Operation& op, const ResolvedPath& file,
                                           const std::optional<std::string>& new_holder) {
  const Inode& inode = *file.last();
  const std::size_t count = inode.blocks.size();
  std::size_t complete = 0;
  while (complete < count && block_status(inode, complete).state == BlockState::kComplete)
    ++complete;
  if (complete == count) {
    finish_file(op, file);
    log::warn(
        "namesystem",
        "internalReleaseLease: All existing blocks are COMPLETE, lease removed, file {} closed.",
        file.path());
    return true;
  }
  // Only the last block may be open, and only the one before it committed.
  if (complete + 2 < count ||
      (complete + 2 == count && block_status(inode, complete).state != BlockState::kCommitted))
    return Error{
        ErrorCode::kIo,
        fmt::format("DIR* NameSystem.internalReleaseLease: attempt to release a create lock "
                    "on {} but file is already closed.",
                    file.path())};

  const bool penultimate_safe = count < 2 || block_status(inode, count - 2).minimally_replicated;
  const BlockStatus last = block_status(inode, count - 1);
  if (last.state == BlockState::kCommitted) {
    if (penultimate_safe && last.minimally_replicated) {
      finish_file(op, file);
      return true;
    }
    if (!penultimate_safe)
      return Error{ErrorCode::kAlreadyBeingCreated,
                   fmt::format("DIR* NameSystem.internalReleaseLease: Failed to release lease for "
                               "file {}. Committed blocks are waiting to be minimally replicated.",
                               file.path())};
  }
  return recover_last_block(op, file, new_holder);
}

Result<bool> NamesystemCore::recover_last_block(Operation& op, const ResolvedPath& file,
                                                const std::optional<std::string>& new_holder) {
  const Inode& inode = *file.last();
  const BlockOwner last = block_owner_of(inode, inode.blocks.size() - 1);
  const BlockId id = last.block.id;
  if (begin_recovery_attempt(id)) {
    const GenerationStamp recovery_id = ids_.next_generation_stamp(op.transaction);
    const auto truncation = truncations_.find(inode.id);
    bool started = true;
    if (truncation != truncations_.end()) {
      TRY(begin_truncation(file, truncation->second, recovery_id));
    } else {
      started = blocks_.start_recovery(last, recovery_id);
    }
    if (!started && last.block.length_bytes == 0 && !datanodes_may_be_unheard()) {
      // No datanode ever had a byte of it.
      recovery_deadlines_.erase(id);
      const InodePtr shorter = remove_last_block(file, op.transaction);
      finish_file(op, with_last(file, shorter));
      remove_blocks(std::vector<BlockId>{id});
      log::warn("namesystem", "internalReleaseLease: Removed empty last block and closed file {}",
                file.path());
      return true;
    }
    if (started) {
      log::warn("namesystem",
                "internalReleaseLease: File {} has not been closed. Lease recovery is in progress. "
                "RecoveryId = {} for block {}",
                file.path(), recovery_id.value(), block_text(last.block));
    } else {
      recovery_deadlines_.erase(id);
      log::warn("namesystem",
                "internalReleaseLease: File {} has not been closed. No datanode has reported its "
                "block {} since the start.",
                file.path(), block_text(last.block));
    }
  }
  const auto writer = leases_.writer(inode.id);
  const std::string holder(writer->holder);
  const std::string client_machine(writer->client_machine);
  if (new_holder && *new_holder != holder) {
    const auto pending = truncations_.find(inode.id);
    Opener opener{.holder = *new_holder, .client_machine = client_machine};
    if (pending != truncations_.end()) {
      opener.truncate_to_bytes = pending->second.length_bytes;
      opener.truncate_source = pending->second.source;
    }
    change_holder(file, opener, op.transaction);
    leases_.add(inode.id, *new_holder, client_machine);
  } else {
    leases_.renew(holder);
  }
  commit(op);
  return false;
}

// Who had flushed bytes of an open block is known from the datanodes alone. One of which nothing
// was heard since the start is given the time in which it would be declared dead.
bool NamesystemCore::datanodes_may_be_unheard() const {
  return clock_.monotonic_ms() - started_ms_ < blocks_.options().heartbeat_expiry_ms();
}

bool NamesystemCore::begin_recovery_attempt(BlockId block) {
  const std::int64_t now_ms = clock_.monotonic_ms();
  const auto [entry, is_first] = recovery_deadlines_.try_emplace(block, 0);
  if (!is_first && now_ms <= entry->second) return false;
  entry->second = now_ms + recovery_patience_ms();
  return true;
}

std::int64_t NamesystemCore::recovery_patience_ms() const {
  return kRecoveryHeartbeats * blocks_.options().heartbeat_interval_ms;
}

}  // namespace mammoth::namenode
