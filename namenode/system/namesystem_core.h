// The inside of the Namesystem: what it is made of, and what its operations share.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "common/base/clock.h"
#include "namenode/blocks/block_manager.h"
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/lease.h"
#include "namenode/namespace/snapshot_purger.h"
#include "namenode/system/cache_manager.h"
#include "namenode/system/event_log.h"
#include "namenode/system/file_status.h"
#include "namenode/system/namesystem_lock.h"
#include "namenode/system/namesystem_options.h"
#include "namenode/system/operation.h"
#include "namenode/system/table_block_owners.h"
#include "namenode/system/write_requests.h"

namespace mammoth::namenode {

// The parts of the machine that the namesystem stands on. All must outlive it.
struct NamesystemParts {
  InodeTable& table;
  const Clock& clock;
  UserGroups& groups;
  // Visits all inodes of the table in steps (MetaStore::scan_inodes), for the count of blocks at
  // start.
  using InodeVisitor =
      std::function<void(const Locator& at, const InodePtr& inode, bool is_version)>;
  std::function<std::optional<std::string>(const std::string& cursor, std::size_t max_inodes,
                                           const InodeVisitor& visit)>
      scan_inodes{};
  // Writes all that is in memory into the store's files (saveNamespace); may take a while.
  std::function<void()> checkpoint{};
  RackResolver racks{};
  // Where the administrator's word on datanodes is, if not in dfs.hosts and dfs.hosts.exclude.
  std::function<Result<HostLists>()> read_hosts{};
};

// Unless it says otherwise a member is called with the lock held: shared for const ones, exclusive
// for the others.
class NamesystemCore {
 protected:
  NamesystemCore(NamesystemOptions options, NamesystemParts parts);
  NamesystemCore(const NamesystemCore&) = delete;
  ~NamesystemCore() = default;

  // namesystem_core.cc. begin() is called without the lock; the event's texts must outlive the
  // operation.
  Operation begin(const Caller& caller, AuditEvent event) const;
  // events.cc: gather what followers are told of the next commit().
  void note(Operation& operation, NamespaceEvent event) const;
  void note_created(Operation& operation, const ResolvedPath& path, bool overwrote = false) const;
  void note_renamed(Operation& operation, std::string_view source, std::string_view target) const;
  void note_joined(Operation& operation, const std::string& target,
                   const std::vector<std::string>& sources) const;
  void note_metadata(Operation& operation, const std::string& path, NamespaceEvent event) const;
  // Applies what the operation has gathered so far.
  void commit(Operation& operation);
  void apply(Transaction&& transaction);
  void finish_removal(const Removal& removal);
  // Their replicas go, unless a snapshot still has the block. After the transaction.
  void remove_blocks(std::vector<BlockId> blocks);
  // The audit line shows owner and mode of this.
  void note_status(Operation& operation, const InodePtr& inode) const;
  void note_status_of(Operation& operation, const std::string& path) const;
  Result<void> check_pool(const ExtendedBlock& block) const;
  Result<void> refuse_in_safe_mode(const std::string& what) const;  // the lock is held

  // The frame of every call that reads, and of every one that changes something.
  template <class Work>
  auto read(const Caller& caller, AuditEvent event, Work work) const {
    Operation operation = begin(caller, event);
    auto result = [&] {
      const std::shared_lock lock(mutex_);
      return work(operation);
    }();
    audit_.record(caller, operation.audit, result);
    return result;
  }
  template <class T, class Work>
  Applied<T> change(const Caller& caller, AuditEvent event, Work work) {
    Operation operation = begin(caller, event);
    Result<T> result = [&]() -> Result<T> {
      const std::unique_lock lock(mutex_);
      return work(operation);
    }();
    audit_.record(caller, operation.audit, result);
    return {std::move(result), operation.sequence};
  }

  // get_block_locations.cc
  LocatedFile locate(const Inode& file, std::uint64_t offset_bytes, std::uint64_t length_bytes,
                     const Caller& reader) const;
  LocatedBlock locate_block(const Inode& file, std::size_t index, const PeerAddress& reader) const;
  FileStatus with_locations(InodeStatus status, const Caller& reader, bool wanted) const;

  // add_block.cc
  Result<bool> is_repeated_add_block(const AddBlock& request, const ResolvedPath& path) const;
  Result<void> check_block_fits(const ResolvedPath& path, const Inode& grown) const;

  // complete.cc, lease_recovery.cc
  BlockStatus block_status(const Inode& file, std::size_t index) const;
  bool blocks_complete(const Inode& file) const;
  bool penultimate_complete(const Inode& file) const;
  // The client's word on the last block. The block's final shape, if it has one.
  Result<std::optional<Block>> commit_last_block(const Inode& file,
                                                 const std::optional<Block>& reported);
  Result<ResolvedPath> resolve_open_file(const Operation& operation, const OpenFileRef& file) const;
  void finish_file(Operation& operation, const ResolvedPath& file);
  Result<bool> take_over(Operation& operation, LeaseClaim claim, const ResolvedPath& file,
                         const std::string& holder);
  Result<bool> release_lease(Operation& operation, const ResolvedPath& file,
                             const std::optional<std::string>& new_holder);
  Result<bool> recover_last_block(Operation& operation, const ResolvedPath& file,
                                  const std::optional<std::string>& new_holder);
  bool begin_recovery_attempt(BlockId block);
  bool datanodes_may_be_unheard() const;
  std::int64_t recovery_patience_ms() const;  // until another attempt

  // append.cc, truncate.cc
  struct Truncation {
    std::uint64_t length_bytes;   // of the file, once recovered
    std::optional<Block> source;  // what its last block is to be a copy of
  };
  bool drop_copied(const Inode& file, BlockId source, Transaction& transaction);
  BlockOwner kept_block_owner(const Inode& file, const Block& block) const;
  Result<void> begin_truncation(const ResolvedPath& file, const Truncation& truncation,
                                GenerationStamp recovery_id);
  Result<ResolvedPath> claim_for_append(Operation& operation, const std::string& path,
                                        const std::string& client_name);
  Result<bool> cut(Operation& operation, const ResolvedPath& file, std::uint64_t new_length,
                   const std::string& client_name);

  // pipeline.cc
  struct OpenBlock {
    ResolvedPath file;
    std::size_t index;
  };
  Result<OpenBlock> find_open_block(const ExtendedBlock& block,
                                    const std::string& client_name) const;

  // Constant after construction.
  const NamesystemOptions options_;
  const PermissionPolicy policy_;
  const NamesystemParts parts_;
  InodeTable& table_;
  const Clock& clock_;
  UserGroups& groups_;
  const AuditLog audit_;
  const std::int64_t started_ms_ = clock_.monotonic_ms();

  mutable NamesystemLock mutex_;
  // Guarded by mutex_:
  IdAllocator ids_;
  SnapshotRegistry snapshots_;
  DirectoryTree tree_;
  LeaseTable leases_;
  TableBlockOwners owners_;
  BlockManager blocks_;
  EventLog events_;
  CacheManager cache_;
  OrphanReclaimer reclaimer_;
  SnapshotPurger purger_;
  std::unordered_set<BlockId> kept_blocks_;  // those of snapshots alone, while the scan goes on
  bool orphans_ = true;                      // there may be some
  std::optional<std::string> scan_cursor_ = std::string();  // nothing: the scan is done
  std::uint64_t scanned_complete_blocks_ = 0;
  std::unordered_map<BlockId, std::int64_t> recovery_deadlines_;  // monotonic
  std::unordered_map<InodeId, Truncation> truncations_;           // durable in the file's OpenFile
  std::int64_t next_lease_check_ms_ = 0;
  std::uint64_t transactions_ = 0;  // since the start
  // Of this process; whatever was saved before it is not counted.
  struct Checkpoint {
    std::int64_t wall_ms;
    std::uint64_t transactions;
  };
  std::optional<Checkpoint> last_checkpoint_;

  std::atomic<bool> restore_failed_storage_{false};
  std::atomic<Sequence> last_sequence_{0};
};

}  // namespace mammoth::namenode
