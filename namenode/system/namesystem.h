// Namesystem: namespace, blocks and store as one (Hadoop: FSNamesystem).
//
// It owns the one lock and the order of things. A call that reads holds the lock shared and
// briefly; a call that changes something holds it exclusively, checks safe mode, rights and the
// state of things, fills a Transaction, applies it, and brings blocks and leases in line with it.
// Durability comes later: the answer (Applied) carries the store's sequence, and the caller keeps
// it back until then. Work that could take long (content summaries, reclaiming a deleted tree, the
// scan of the blocks at start) is done in steps between which the lock is free.
//
// Each group below is one or a few files of this folder. All members are thread-safe. Refusals
// carry Apache's texts, because shells print them. A failure of the store is an exception
// (StoreError).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "namenode/system/file_survey.h"
#include "namenode/system/namesystem_core.h"
#include "namenode/system/write_requests.h"

namespace mammoth::namenode {

enum class SafeModeAction { kGet, kEnter, kLeave, kForceExit };

class Namesystem final : private NamesystemCore {
 public:
  // Reads the open files and restores their leases. Safe mode is on until scan_blocks() is done and
  // enough blocks are reported.
  Namesystem(NamesystemOptions options, NamesystemParts parts);
  ~Namesystem();
  Namesystem(const Namesystem&) = delete;

  // ---- Reading (get_file_info.cc, get_listing.cc, get_block_locations.cc, read.cc)

  // Nothing where there is no such path.
  Result<std::optional<FileStatus>> get_file_info(const Caller& caller, const std::string& path,
                                                  bool with_locations,
                                                  PathUse use = PathUse::kRead) const;
  // Of a link, or where a path through a link goes on (symlinks.cc).
  Result<std::string> get_link_target(const Caller& caller, const std::string& path) const;
  Result<std::optional<DirectoryPage>> get_listing(const Caller& caller, const std::string& path,
                                                   const std::string& start_after,
                                                   bool with_locations) const;
  // The blocks that touch [offset, offset + length). May note the time of access.
  Result<LocatedFile> get_block_locations(const Caller& caller, const std::string& path,
                                          std::uint64_t offset_bytes, std::uint64_t length_bytes);
  Result<bool> is_file_closed(const Caller& caller, const std::string& path) const;
  Result<std::uint64_t> get_preferred_block_size(const Caller& caller,
                                                 const std::string& path) const;
  Result<void> check_access(const Caller& caller, const std::string& path, Access access) const;
  // The status of a path that the caller may read, nothing where there is no such path; `command`
  // is what the audit log calls the question.
  Result<std::optional<InodeStatus>> get_readable(const Caller& caller, const std::string& path,
                                                  std::string_view command) const;
  Result<InodeStatus> get_acl_status(const Caller& caller, const std::string& path) const;
  Result<const StoragePolicy*> get_storage_policy(const Caller& caller,
                                                  const std::string& path) const;
  // Walks that the caller continues until it is answered true (content_summary.cc); they differ in
  // their refusals.
  Result<ContentSummaryWalk> begin_content_summary(const Caller& caller,
                                                   const std::string& path) const;
  Result<ContentSummaryWalk> begin_quota_usage(const Caller& caller, const std::string& path) const;
  Result<bool> continue_content_summary(const Caller& caller, ContentSummaryWalk& walk) const;

  // ---- Changing the tree (tree.cc, attributes.cc)

  Applied<> mkdirs(const Caller& caller, const std::string& path, Mode mode, bool create_parent,
                   std::optional<Mode> unmasked = {});
  Applied<bool> rename(const Caller& caller, const std::string& source, const std::string& target);
  Applied<> rename2(const Caller& caller, const RenameRequest& request);
  Applied<bool> remove(const Caller& caller, const std::string& path, bool recursive);
  // symlinks.cc; kUnsupportedOperation unless they are switched on.
  Applied<> create_symlink(const Caller& caller, const CreateSymlinkRequest& request);
  Applied<> concat(const Caller& caller, const std::string& target,
                   const std::vector<std::string>& sources);
  Applied<> set_permission(const Caller& caller, const std::string& path, Mode mode);
  Applied<> set_owner(const Caller& caller, const std::string& path,
                      const std::optional<std::string>& owner,
                      const std::optional<std::string>& group);
  Applied<> set_times(const Caller& caller, const std::string& path, std::int64_t modification_ms,
                      std::int64_t access_ms);
  Applied<bool> set_replication(const Caller& caller, const std::string& path,
                                std::uint32_t replication);

  // xattrs.cc; `names` empty: all that the caller may see. `command` is for the audit log.
  Applied<> set_xattr(const Caller& caller, const std::string& path, const XAttr& xattr,
                      bool has_value, XAttrFlags flags);
  Applied<> remove_xattr(const Caller& caller, const std::string& path, const XAttr& name);
  Result<std::vector<XAttr>> get_xattrs(const Caller& caller, const std::string& path,
                                        const std::vector<XAttr>& names,
                                        std::string_view command) const;
  // acls.cc
  Applied<> change_acl(const Caller& caller, const std::string& path, AclChange change,
                       const AclEntries& specification);
  // storage_policies.cc: by name, and back to that of the directory above.
  Applied<> set_storage_policy(const Caller& caller, const std::string& path,
                               const std::string& name);
  Applied<> unset_storage_policy(const Caller& caller, const std::string& path);
  // kRemote (UnsupportedActionException): nobody moves replicas behind a policy here.
  Result<void> satisfy_storage_policy(const Caller& caller, const std::string& path) const;
  // quota.cc: kKeepQuota and kClearQuota in `quota` are not limits.
  Applied<> set_quota(const Caller& caller, const std::string& path, const QuotaRequest& quota);
  // What a directory with a quota holds, nothing for everything else: that takes a walk.
  Result<std::optional<QuotaUsage>> get_counted_usage(const Caller& caller,
                                                      const std::string& path) const;

  // ---- Snapshots (snapshots.cc). The listings of directories are those of the user, or all.

  Applied<> allow_snapshot(const Caller& caller, const std::string& path);
  Applied<> disallow_snapshot(const Caller& caller, const std::string& path);
  // The path of the new snapshot.
  Applied<std::string> create_snapshot(const Caller& caller, const std::string& path,
                                       const std::string& name);
  Applied<> delete_snapshot(const Caller& caller, const std::string& path, const std::string& name);
  Applied<> rename_snapshot(const Caller& caller, const std::string& path, const std::string& name,
                            const std::string& new_name);
  // Nothing where no directory may have snapshots.
  Result<std::optional<std::vector<SnapshottableStatus>>> list_snapshottable(
      const Caller& caller) const;
  Result<std::vector<SnapshotStatus>> list_snapshots(const Caller& caller,
                                                     const std::string& path) const;
  SnapshotSurvey survey_snapshots() const;  // all; no line in the audit log
  Result<SnapshotDiff> diff_snapshots(const Caller& caller, const std::string& path,
                                      const std::string& from, const std::string& to) const;

  // ---- Writing files (create.cc, append.cc, truncate.cc, add_block.cc, complete.cc, pipeline.cc)

  Applied<FileStatus> create(const Caller& caller, const CreateFile& request);
  Applied<ReopenedFile> append(const Caller& caller, const std::string& path,
                               const std::string& client_name, bool new_block);
  // False: cut inside a block, and the recovery of that block goes on.
  Applied<bool> truncate(const Caller& caller, const std::string& path, std::int64_t new_length,
                         const std::string& client_name);
  Applied<LocatedFileBlock> add_block(const Caller& caller, const AddBlock& request);
  Result<LocatedBlock> get_additional_datanode(const Caller& caller,
                                               const AdditionalDatanode& request) const;
  Applied<> abandon_block(const Caller& caller, const OpenFileRef& file,
                          const ExtendedBlock& block);
  // False: some block lacks its minimal replicas yet.
  Applied<bool> complete(const Caller& caller, const OpenFileRef& file,
                         const std::optional<ExtendedBlock>& last);
  Applied<> fsync(const Caller& caller, const OpenFileRef& file, std::int64_t last_block_length);
  // The block with a new generation stamp.
  Applied<Block> update_block_for_pipeline(const Caller& caller, const ExtendedBlock& block,
                                           const std::string& client_name);
  Applied<> update_pipeline(const Caller& caller, const UpdatePipeline& request);

  // ---- The centralised cache (cache.cc); listing counts anew what is needed, if need be

  Applied<> add_cache_pool(const Caller& caller, const CachePoolRequest& request);
  Applied<> modify_cache_pool(const Caller& caller, const CachePoolRequest& request);
  Applied<> remove_cache_pool(const Caller& caller, const std::string& name);
  Result<CachePoolPage> list_cache_pools(const Caller& caller, const std::string& after);
  Applied<std::uint64_t> add_cache_directive(const Caller& caller,
                                             const CacheDirectiveRequest& request);
  Applied<> modify_cache_directive(const Caller& caller, const CacheDirectiveRequest& request);
  Applied<> remove_cache_directive(const Caller& caller, std::int64_t id);
  Result<CacheDirectivePage> list_cache_directives(const Caller& caller, std::int64_t after,
                                                   const CacheDirectiveRequest& filter);

  // ---- Events (events.cc); some may not be durable yet: their reader waits for last_sequence()

  std::uint64_t last_event_transaction() const;
  Result<EventPage> read_events(const Caller& caller, std::uint64_t from) const;

  // ---- Leases (leases.cc, lease_recovery.cc)

  Result<void> renew_lease(const std::string& holder);
  // True once the file is closed.
  Applied<bool> recover_lease(const Caller& caller, const std::string& path,
                              const std::string& holder);
  Result<OpenFilePage> list_open_files(const Caller& caller, InodeId after,
                                       const std::string& path) const;

  // ---- Administration (admin.cc)

  // kAccessDenied where `caller` is no superuser. Also writes the audit line of a refusal.
  Result<void> check_superuser(const Caller& caller, std::string_view operation) const;
  void audit_admin(const Caller& caller, std::string_view operation) const;
  // Whether safe mode is on now.
  Result<bool> set_safe_mode(const Caller& caller, SafeModeAction action);
  bool in_safe_mode() const;
  // kSafeMode "<what>. Name node is in safe mode.\n…" while it is on.
  Result<void> check_not_in_safe_mode(const std::string& what) const;
  // Blocks until the store has it in its tables. False: the last time is recent enough.
  Result<bool> save_namespace(const Caller& caller, const SaveNamespace& request);
  // Ends the journal as far as it is needed at a start. The number of the next transaction.
  Result<std::uint64_t> roll_edits(const Caller& caller);
  // The state of blocks and datanodes as a text (meta_save.cc). Counts all inodes, in steps.
  Result<std::string> meta_save(const Caller& caller) const;
  // "true", "false" or "check". What it is set to; kept while the process lives, as by Apache's.
  Result<bool> restore_failed_storage(const Caller& caller, const std::string& argument);
  Result<void> refresh_nodes(const Caller& caller);
  void set_protected_directories(std::set<std::string> directories);  // fs.protected.directories
  // The same for the daemon's own start: kIo when dfs.hosts or dfs.hosts.exclude cannot be read.
  Result<void> read_host_files();
  // fsck.cc: nothing where there is no such file; no line in the audit log.
  Result<std::optional<FileSurvey>> survey_file(const Caller& caller,
                                                const std::string& path) const;
  std::optional<OwnedBlockSurvey> survey_block(BlockId id) const;
  std::size_t rack_count() const;
  // getBlocks, for a balancer.
  Result<std::vector<BlockPlaces>> get_blocks(const Caller& caller, const BlocksWanted& wanted) const;
  Result<CorruptFilePage> list_corrupt_file_blocks(const Caller& caller, const std::string& path,
                                                   const std::string& cookie) const;

  // ---- For the DataNode protocol (block_synchronization.cc)

  // Runs work(BlockManager&) with the lock held; the result is work's. Work must be bounded: a long
  // report is fed in slices, one call each, so that clients are served between them.
  template <class Work>
  auto change_blocks(Work&& work) {
    const std::unique_lock lock(mutex_);
    return work(blocks_);
  }
  template <class Work>
  auto read_blocks(Work&& work) const {
    const std::shared_lock lock(mutex_);
    return work(static_cast<const BlockManager&>(blocks_));
  }
  // End of a block recovery (Hadoop: FSNamesystem.commitBlockSynchronization): what `result` says
  // is written into the file, which is closed if `close_file`.
  Applied<> commit_block_synchronization(const RecoveryResult& result, bool close_file);

  // ---- Time (maintenance.cc)

  // A piece of the scan that counts the blocks after a start; datanodes may report meanwhile. True:
  // not done yet.
  bool scan_blocks();
  // Everything that happens by itself; about once a second.
  void tick();
  // A piece of what deleted trees have left. True: there is more.
  bool reclaim();

  const NamesystemOptions& options() const { return options_; }
  const std::string& block_pool_id() const { return options_.blocks.block_pool_id; }
  UserGroups& groups() { return groups_; }
  Sequence last_sequence() const { return last_sequence_; }

 private:
  void refresh_cache_use();
  void rescan_cache();
  void expire_leases();
  std::vector<InodeId> stalled_truncations() const;
  void release(InodeId file, const std::optional<std::string>& new_holder);
};

}  // namespace mammoth::namenode
