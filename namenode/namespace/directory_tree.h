// The tree of directories and files and the operations on it (Hadoop: FSDirectory and the FSDir*Op
// classes). One operation is one file of this folder; each makes the same checks as Hadoop's, in
// the same order, so that of several reasons to refuse the same one wins and reads the same.
//
// An operation reads the table, checks, and fills a Transaction; it changes nothing itself. The
// caller applies the transaction and acts on what the operation returns: replicas to delete, leases
// to drop. When an operation refuses, the transaction must be dropped: it may hold half of the
// changes.
//
// Thread-safety: none of its own. const members need the caller's shared lock (they read), and
// those that take a Transaction the exclusive one. No member blocks except on reads of the store.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "namenode/namespace/content_summary.h"
#include "namenode/namespace/id_allocator.h"
#include "namenode/namespace/inode_status.h"
#include "namenode/namespace/inode_table.h"
#include "namenode/namespace/namespace_options.h"
#include "namenode/namespace/permission.h"
#include "namenode/namespace/resolved_path.h"
#include "namenode/namespace/snapshot_diff.h"
#include "namenode/namespace/snapshot_view.h"
#include "namenode/namespace/tree_requests.h"

namespace mammoth::namenode {

// kFileNotFound, PathIsNotDirectoryException (Hadoop: INodeDirectory.valueOf).
Result<void> check_is_directory(const ResolvedPath& path, std::string_view name);

class DirectoryTree {
 public:
  // All must outlive this.
  DirectoryTree(const InodeTable& table, const SnapshotRegistry& snapshots, IdAllocator& ids,
                const Clock& clock, NamespaceOptions options);

  // ---- Resolving (resolve.cc)
  // Expands /.reserved/.inodes and /.reserved/raw. Without a checker rights are not looked at.
  // A missing file is not an error: the path's last() is null.
  Result<ResolvedPath> resolve(const PermissionChecker* checker, std::string_view path,
                               PathUse use) const;
  // By inode id where the client knows it (0: it does not), so that a writer is not disturbed by a
  // rename (Hadoop: FSDirectory.resolvePath with a fileId).
  Result<ResolvedPath> resolve_file(const PermissionChecker* checker, std::string_view path,
                                    InodeId file_id) const;
  // Nothing when the inode does not exist or lost an ancestor.
  std::optional<ResolvedPath> resolve_id(InodeId id) const;
  std::optional<std::string> path_of(InodeId id) const;

  // ---- Reading
  // get_status.cc: nothing when there is no such file (getFileInfo).
  Result<std::optional<InodeStatus>> get_status(const PermissionChecker& checker,
                                                std::string_view path,
                                                PathUse use = PathUse::kRead) const;
  InodeStatus status_of(const ResolvedPath& path) const;  // the last inode must exist
  // get_listing.cc: nothing when there is no such file (getListing).
  Result<std::optional<Listing>> get_listing(const PermissionChecker& checker,
                                             const ListingRequest& request) const;
  // get_content_summary.cc: the beginning of a walk that the caller continues in steps.
  Result<ContentSummaryWalk> get_content_summary(const PermissionChecker& checker,
                                                 std::string_view path) const;
  // check_access.cc
  Result<void> check_access(const PermissionChecker& checker, std::string_view path,
                            Access access) const;
  // The file of that path, for reading its blocks; kFileNotFound "File does not exist: /f" or "Path
  // is not a file: /d" (get_file.cc; Hadoop: INodeFile.valueOf, getBlockLocations' checks).
  Result<ResolvedPath> get_file(const PermissionChecker& checker, std::string_view path) const;

  // ---- Changing
  // mkdirs.cc: an existing directory is success and leaves the transaction empty.
  Result<ResolvedPath> mkdirs(const PermissionChecker& checker, const MkdirsRequest& request,
                              Transaction& transaction) const;
  // create_file.cc, two halves: between them the caller recovers the lease of a file that exists
  // and is not to be overwritten. The second half may be called without the file's being there, or
  // with `overwrite`; otherwise it is kFileAlreadyExists.
  Result<ResolvedPath> resolve_for_create(const PermissionChecker& checker,
                                          const CreateFileRequest& request) const;
  Result<CreatedFile> create_file(const PermissionChecker& checker, ResolvedPath path,
                                  const CreateFileRequest& request, Transaction& transaction) const;
  // create_symlink.cc
  Result<ResolvedPath> create_symlink(const PermissionChecker& checker,
                                      const CreateSymlinkRequest& request,
                                      Transaction& transaction) const;
  // rename.cc: the old method. False where it cannot be done, errors only for rights and limits;
  // into an existing directory; onto itself is success.
  Result<bool> rename(const PermissionChecker& checker, std::string_view source,
                      std::string_view target, Transaction& transaction) const;
  // rename2.cc: says why not; replaces a file or an empty directory when told to.
  Result<Removal> rename2(const PermissionChecker& checker, const RenameRequest& request,
                          Transaction& transaction) const;
  // remove.cc: not removed when it was not there or is the root.
  Result<Removal> remove(const PermissionChecker& checker, std::string_view path, bool recursive,
                         Transaction& transaction) const;
  Result<Concatenation> concat(const PermissionChecker& checker, std::string_view target,
                               std::span<const std::string> sources,
                               Transaction& transaction) const;
  Result<void> set_permission(const PermissionChecker& checker, std::string_view path, Mode mode,
                              Transaction& transaction) const;
  // What is absent is left as it is.
  Result<void> set_owner(const PermissionChecker& checker, std::string_view path,
                         std::optional<std::string_view> owner,
                         std::optional<std::string_view> group, Transaction& transaction) const;
  // A negative time is left as it is.
  Result<void> set_times(const PermissionChecker& checker, std::string_view path,
                         std::int64_t modification_time_ms, std::int64_t access_time_ms,
                         Transaction& transaction) const;
  // Of a directory. The first quota of a directory costs a walk through all that is below it.
  Result<void> set_quota(const PermissionChecker& checker, std::string_view path,
                         const QuotaRequest& wanted, Transaction& transaction) const;
  // Extended attributes. A value is not allowed where Hadoop allows none (has_value).
  Result<void> set_xattr(const PermissionChecker& checker, std::string_view path,
                         const XAttr& xattr, bool has_value, XAttrFlags flags,
                         Transaction& transaction) const;
  Result<void> remove_xattr(const PermissionChecker& checker, std::string_view path,
                            const XAttr& name, Transaction& transaction) const;
  // Those that the caller may see; of `names`, if there are any, each must be there
  // (get_xattrs.cc).
  Result<std::vector<XAttr>> get_xattrs(const PermissionChecker& checker, std::string_view path,
                                        std::span<const XAttr> names) const;
  // kAcl: what is wrong with the list. Only the owner may.
  Result<void> change_acl(const PermissionChecker& checker, std::string_view path, AclChange change,
                          const AclEntries& specification, Transaction& transaction) const;
  // A policy of 0 is that of the directory above.
  Result<void> set_storage_policy(const PermissionChecker& checker, std::string_view path,
                                  std::uint8_t policy, Transaction& transaction) const;
  // A read at this moment: remembers it if the last one is older than the precision.
  void record_access(const ResolvedPath& file, Transaction& transaction) const;
  // Nothing for a directory or a path that does not exist. The range of the number is the blocks
  // room's to check.
  Result<std::optional<ReplicationChange>> set_replication(const PermissionChecker& checker,
                                                           std::string_view path,
                                                           std::uint16_t replication,
                                                           Transaction& transaction) const;

  // ---- Snapshots; what they share is in snapshots_of.cc.
  Result<void> allow_snapshot(std::string_view path, Transaction& transaction) const;
  Result<void> disallow_snapshot(std::string_view path, Transaction& transaction) const;
  // Answers the path of the new snapshot; without a name it is called after the time.
  Result<std::string> create_snapshot(const PermissionChecker& checker, std::string_view path,
                                      std::string_view name, Transaction& transaction) const;
  // Its versions stay until the SnapshotPurger was there.
  Result<void> delete_snapshot(const PermissionChecker& checker, std::string_view path,
                               std::string_view name, Transaction& transaction) const;
  Result<void> rename_snapshot(const PermissionChecker& checker, std::string_view path,
                               std::string_view name, std::string_view new_name,
                               Transaction& transaction) const;
  // Those of the user, or all for a superuser; by path.
  std::vector<SnapshottableStatus> list_snapshottable(const PermissionChecker& checker) const;
  Result<std::vector<SnapshotStatus>> list_snapshots(const PermissionChecker& checker,
                                                     std::string_view path) const;
  // Between two snapshots, or one and the tree as it is (an empty name).
  Result<SnapshotDiff> diff_snapshots(const PermissionChecker& checker, std::string_view path,
                                      std::string_view from, std::string_view to) const;
  // The table as the path shows it: that of its snapshot, if it has one.
  SnapshotView view_of(const ResolvedPath& path) const {
    return {table_, snapshots_, path.snapshot()};
  }
  Coverage coverage_along(const ResolvedPath& path) const;
  // Whether truncating the file may not touch the block's replicas, because a snapshot has it.
  bool is_block_in_snapshot(const ResolvedPath& file, BlockId block) const;

  void protect(std::set<std::string> names) { options_.protected_directories.swap(names); }
  const SnapshotRegistry& snapshots() const { return snapshots_; }

 private:
  using Names = std::vector<std::string>;

  // resolve.cc
  Result<Names> expand_reserved(std::string_view path) const;
  Result<Names> expand_reserved_inode(const std::vector<std::string_view>& names) const;
  ResolvedPath walk(Names names) const;
  ResolvedPath walk_snapshot(Names names, std::vector<InodePtr> inodes) const;
  Result<void> check_path(const PermissionChecker& checker, const ResolvedPath& path,
                          const PathChecks& checks) const;
  Result<void> check_owner(const PermissionChecker& checker, const ResolvedPath& path) const;
  Result<void> check_parent_exists(const ResolvedPath& path) const;

  // snapshots_of.cc
  Result<ResolvedPath> snapshot_root(const PermissionChecker& checker, std::string_view path) const;
  Result<void> check_snapshot_name(std::string_view name, std::string_view path) const;
  bool may_have_snapshots(InodeId directory) const;
  Result<void> check_may_have_snapshots(const ResolvedPath& path) const;
  Result<SnapshotId> state_named(InodeId root, std::string_view name) const;
  const Snapshot* find_snapshot(const ResolvedPath& root, std::string_view name) const;
  // Refuses to take away a directory that has snapshots, or has one below it that has. Answers
  // those below it that may have some.
  Result<void> check_concat_snapshots(const ResolvedPath& source, const std::string& name) const;
  Result<std::vector<InodeId>> check_snapshots_below(const ResolvedPath& path) const;
  Result<void> check_nested_snapshots(const ResolvedPath& source, const ResolvedPath& target,
                                      const std::vector<InodeId>& below) const;
  Listing list_dot_snapshot(const ResolvedPath& path, const std::string& start_after,
                            std::uint32_t limit) const;
  // get_listing.cc
  Result<std::string> start_name(std::string_view start_after) const;
  Listing list_children(const ResolvedPath& path, const std::string& start_after,
                        const ListingRequest& request) const;

  // entry.cc: adding and taking away one entry
  Result<void> check_new_entry(const ResolvedPath& path, std::size_t level,
                               bool parent_grows) const;
  // The directories missing above the last name, with rwx for their owner whatever `mode` says.
  struct NewModes {
    Mode mode;
    std::optional<Mode> unmasked{};
  };
  Result<void> add_ancestors(std::string_view owner, NewModes modes, ResolvedPath& path,
                             Transaction& transaction) const;
  Result<void> add_directory(std::string_view owner, NewModes modes, std::size_t level,
                             ResolvedPath& path, Transaction& transaction) const;
  void inherit(const Inode& parent, std::optional<Mode> unmasked, Inode& child) const;
  // A closed file or a link with a name that was checked; it becomes the last inode of the path.
  void add_leaf(ResolvedPath& path, Inode leaf, Transaction& transaction) const;
  Removal remove_entry(const ResolvedPath& path, Transaction& transaction) const;
  void replace_inode(const ResolvedPath& path, Inode changed, Transaction& transaction) const;
  Result<void> check_protected(const ResolvedPath& path) const;
  // That `count` new names below the level fit into the quotas; `pending` is in the transaction.
  Result<void> check_new_names(const ResolvedPath& path, std::size_t level, std::int64_t count,
                               const Usage& pending) const;
  // set_xattr.cc
  Result<void> check_xattr_change(const PermissionChecker& checker, const ResolvedPath& path,
                                  const XAttr& xattr) const;
  void put_xattrs(const ResolvedPath& path, std::vector<XAttr> xattrs,
                  Transaction& transaction) const;
  // rename.cc
  Result<void> check_rename_rights(const PermissionChecker& checker, const ResolvedPath& source,
                                   const ResolvedPath& target, bool to_trash) const;
  Result<void> check_rename_source(const ResolvedPath& source) const;
  Result<void> check_rename_target(const ResolvedPath& source, const ResolvedPath& target) const;
  Result<void> check_rename_quota(const ResolvedPath& source, const ResolvedPath& target) const;
  Result<void> check_overwrite(const ResolvedPath& source, const ResolvedPath& target,
                               bool overwrite) const;
  Removal move_entry(const ResolvedPath& source, const ResolvedPath& target,
                     Transaction& transaction) const;

  const InodeTable& table_;
  const SnapshotRegistry& snapshots_;
  IdAllocator& ids_;
  const Clock& clock_;
  NamespaceOptions options_;
};

}  // namespace mammoth::namenode
