// Hadoop: FSDirStatAndListingOp.getListing.
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"

namespace mammoth::namenode {

namespace {

InodeStatus reserved_entry(std::string_view name, const PermissionPolicy& policy,
                           std::int64_t creation_time_ms) {
  Inode inode;
  inode.mode = 0770;
  inode.group = policy.supergroup;
  return {.name = std::string(name),
          .inode = std::make_shared<const Inode>(std::move(inode)),
          .directory = {creation_time_ms, creation_time_ms, 0}};
}

std::uint64_t locations_of(const Inode& inode) {
  return inode.is_file() ? std::uint64_t{inode.blocks.size()} * inode.replication : 0;
}

// Of ".snapshot" below what has none (Hadoop: getSnapshotsListing).
Error not_snapshottable(const ResolvedPath& path) {
  if (path.existing_level() + 1 < path.depth())
    return {ErrorCode::kFileNotFound, "Directory does not exist: " + path.parent_path()};
  return {ErrorCode::kSnapshot,
          "Directory is not a snapshottable directory: " + path.parent_path()};
}

}  // namespace

Result<std::optional<Listing>> DirectoryTree::get_listing(const PermissionChecker& checker,
                                                          const ListingRequest& request) const {
  const ResolvedPath path = TRY(resolve(&checker, request.path, PathUse::kRead));
  const std::string start_after = TRY(start_name(request.start_after));
  const InodePtr& target = path.last();
  if (target != nullptr && target->is_directory())
    TRY(check_path(checker, path, {.self = Access::kReadExecute}));
  if (is_exact_reserved_name(path.path())) {
    const auto& policy = checker.policy();
    return std::optional(
        Listing{{reserved_entry(kReservedInodes, policy, options_.creation_time_ms),
                 reserved_entry(kReservedRaw, policy, options_.creation_time_ms)}});
  }
  if (path.is_dot_snapshot())
    return std::optional(list_dot_snapshot(path, start_after, request.limit));
  if (target == nullptr && path.last_name() == kSnapshotName) return not_snapshottable(path);
  if (target == nullptr) return std::optional<Listing>{};
  if (!target->is_directory()) return std::optional(Listing{{status_of(path)}});
  return std::optional(list_children(path, start_after, request));
}

// Most clients name the last entry of the page before; some name it by its inode.
Result<std::string> DirectoryTree::start_name(std::string_view start_after) const {
  if (!start_after.starts_with("/.reserved/")) return std::string(start_after);
  auto names = expand_reserved(start_after);
  if (!names) {
    return Error{ErrorCode::kRemote, "Can't find startAfter " + std::string(start_after),
                 "org.apache.hadoop.fs.DirectoryListingStartAfterNotFoundException"};
  }
  return names->empty() ? std::string() : names->back();
}

Listing DirectoryTree::list_children(const ResolvedPath& path, const std::string& start_after,
                                     const ListingRequest& request) const {
  const InodeId directory = path.last()->id;
  const std::uint8_t inherited_policy = path.storage_policy();
  Listing listing;
  std::uint64_t locations = 0;
  bool more = false;
  const SnapshotView view = view_of(path);
  view.scan_children(directory, start_after, [&](std::string_view name, const InodePtr& inode) {
    more = listing.entries.size() >= request.limit || locations >= request.limit;
    if (more) return false;
    InodeStatus& entry = listing.entries.emplace_back();
    entry.name = name;
    entry.inode = inode;
    entry.storage_policy = inode->storage_policy != 0 ? inode->storage_policy : inherited_policy;
    if (request.with_locations) locations += locations_of(*inode);
    return true;
  });
  for (InodeStatus& entry : listing.entries) {
    const Inode& inode = *entry.inode;
    entry.snapshottable = !path.in_snapshot() && may_have_snapshots(inode.id);
    entry.directory = inode.is_directory()
                          ? view.directory_state(inode)
                          : DirectoryState{inode.modification_time_ms, inode.access_time_ms, 0};
  }
  if (more) {
    const auto children = view.directory_state(*path.last()).child_count;
    listing.remaining_entries = start_after.empty() ? children - listing.entries.size() : 1;
  }
  return listing;
}

}  // namespace mammoth::namenode
