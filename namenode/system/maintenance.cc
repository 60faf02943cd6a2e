// What the namesystem does by itself.
#include "common/base/log.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

constexpr std::size_t kScanStep = 1'000;            // inodes looked at under one lock
constexpr std::size_t kExpiredHoldersAtOnce = 100;  // the others' turn comes with the next check

}  // namespace

Namesystem::Namesystem(NamesystemOptions options, NamesystemParts parts)
    : NamesystemCore(std::move(options), std::move(parts)) {}

Namesystem::~Namesystem() = default;

bool Namesystem::scan_blocks() {
  const std::unique_lock lock(mutex_);
  if (!scan_cursor_) return false;
  const auto restore = [this](const Locator&, const InodePtr& inode, bool is_version) {
    for (std::size_t i = 0; i < inode->blocks.size(); ++i) {
      BlockOwner owner = block_owner_of(*inode, i);
      if (is_version) {
        // Of a block that the file itself has, or another version, that one speaks.
        BlockOwner chosen;
        const bool is_known = !owners_.find_owner(owner.block.id, chosen) ||
                              !owners_.is_kept_only(owner.block.id) ||
                              !kept_blocks_.insert(owner.block.id).second;
        if (is_known) continue;
        owner = chosen;
      }
      blocks_.restore_block(owner);
      if (owner.state == BlockState::kComplete) ++scanned_complete_blocks_;
    }
  };
  scan_cursor_ =
      parts_.scan_inodes ? parts_.scan_inodes(*scan_cursor_, kScanStep, restore) : std::nullopt;
  if (scan_cursor_) return true;
  kept_blocks_.clear();
  blocks_.activate(scanned_complete_blocks_);
  log::info("namesystem", "The namespace has {} complete blocks", scanned_complete_blocks_);
  return false;
}

void Namesystem::tick() {
  {
    const std::unique_lock lock(mutex_);
    blocks_.tick();
    if (!blocks_.safe_mode().active()) rescan_cache();
  }
  expire_leases();
}

void Namesystem::expire_leases() {
  std::vector<InodeId> files;
  std::vector<InodeId> stalled;
  {
    const std::unique_lock lock(mutex_);
    const std::int64_t now_ms = clock_.monotonic_ms();
    if (now_ms < next_lease_check_ms_ || blocks_.safe_mode().active()) return;
    next_lease_check_ms_ = now_ms + options_.lease_recheck_ms;
    for (const std::string& holder : leases_.expired_holders(kExpiredHoldersAtOnce)) {
      log::info("namesystem", "{} has expired hard limit", leases_.describe(holder));
      const auto held = leases_.files_of(holder);
      files.insert(files.end(), held.begin(), held.end());
    }
    stalled = stalled_truncations();
  }
  const std::string holder = internal_lease_holder(clock_);
  for (const InodeId id : files) release(id, holder);
  for (const InodeId id : stalled) release(id, std::nullopt);
}

// Truncations whose block nobody recovers: an earlier process began them, or the datanode that was
// told to is gone. Nobody writes such a file, so there is no lease's end to wait for. With the
// lock.
std::vector<InodeId> Namesystem::stalled_truncations() const {
  std::vector<InodeId> stalled;
  for (const auto& [id, truncation] : truncations_) {
    const auto file = tree_.resolve_id(id);
    if (!file || file->last()->blocks.empty()) continue;
    const Inode& inode = *file->last();
    const BlockOwner last = block_owner_of(inode, inode.blocks.size() - 1);
    const BlockOwner source =
        truncation.source ? kept_block_owner(inode, *truncation.source) : last;
    const std::size_t places = blocks_.expected_locations(source).locations.size();
    const auto attempt = recovery_deadlines_.find(last.block.id);
    const bool tried = attempt != recovery_deadlines_.end();
    // After a start the datanodes come one by one, and who comes too late has to get a copy.
    const std::int64_t due_ms = tried                        ? attempt->second
                                : places < inode.replication ? started_ms_ + recovery_patience_ms()
                                                             : 0;
    if (places > 0 && due_ms < clock_.monotonic_ms()) stalled.push_back(id);
  }
  return stalled;
}

// Closes the file or begins the recovery after which it will be closed.
void Namesystem::release(InodeId id, const std::optional<std::string>& new_holder) {
  const Caller self{.user = options_.superuser, .remote_address = "127.0.0.1"};
  const Applied<bool> released = change<bool>(self, {}, [&](Operation& op) -> Result<bool> {
    const auto file = tree_.resolve_id(id);
    if (!file) {
      leases_.remove(id);
      return true;
    }
    if (!leases_.writer(id)) return true;
    return release_lease(op, *file, new_holder);
  });
  if (!released.result)
    log::warn("namesystem", "Cannot release the lease on inode {}; it will be retried: {}",
              id.value(), released.result.error().message);
}

bool Namesystem::reclaim() {
  const std::unique_lock lock(mutex_);
  if (!snapshots_.deleted().empty()) {
    Transaction transaction;
    const Reclaimed purged = purger_.step(table_, snapshots_, options_.reclaim_batch, transaction);
    apply(std::move(transaction));
    finish_removal({.removed = true, .blocks = purged.blocks, .orphaned_subtree = purged.more});
    // An orphan may have been marked anew behind the place where the reclaimer is.
    if (purged.more) reclaimer_ = {};
    return true;
  }
  if (!orphans_) return false;
  Transaction transaction;
  const Reclaimed reclaimed =
      reclaimer_.step(table_, snapshots_, options_.reclaim_batch, transaction);
  apply(std::move(transaction));
  finish_removal({.removed = true,
                  .blocks = reclaimed.blocks,
                  .open_files = reclaimed.open_files,
                  .orphaned_subtree = reclaimed.more});
  orphans_ = reclaimed.more;
  return orphans_;
}

}  // namespace mammoth::namenode
