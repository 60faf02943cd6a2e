#include "namenode/namespace/entry.h"

#include <fmt/format.h>

#include "namenode/namespace/acl.h"
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"
#include "namenode/namespace/quota.h"
#include "namenode/namespace/subtree_usage.h"

namespace mammoth::namenode {

void erase_file(Locator at, const Inode& file, Transaction& transaction, std::vector<Block>& blocks,
                std::vector<InodeId>& open_files, const KeptBlocks& held) {
  transaction.add(EraseInode{std::move(at)});
  if (file.has_xattrs) transaction.add(EraseXAttrs{file.id});
  if (file.under_construction) {
    transaction.add(EraseOpenFile{file.id});
    open_files.push_back(file.id);
  } else {
    transaction.add(EraseLocator{file.id});
  }
  for (const Block& block : file.blocks) {
    if (held.contains(block.id)) continue;
    transaction.add(EraseBlockOwner{block.id});
    blocks.push_back(block);
  }
}

Result<void> DirectoryTree::check_new_entry(const ResolvedPath& path, std::size_t level,
                                            bool parent_grows) const {
  const std::string& name = path.name(level);
  if (level == 1 && name == kReservedName) {
    return Error{ErrorCode::kHadoopIllegalArgument,
                 "File name \".reserved\" is reserved and cannot be created. If this is during "
                 "upgrade change the name of the existing file or directory to another name before "
                 "upgrading to the new release."};
  }
  const auto limit = options_.max_component_length_bytes;
  if (limit != 0 && name.size() > limit) {
    return Error{ErrorCode::kPathComponentTooLong,
                 fmt::format("The maximum path component name limit of {} in directory {} is "
                             "exceeded: limit={} length={}",
                             name, path.path_to(level - 1), limit, name.size())};
  }
  if (parent_grows) {
    const auto items = table_.directory_state(*path.inode(level - 1)).child_count;
    if (items >= options_.max_directory_items) {
      return Error{ErrorCode::kMaxDirectoryItemsExceeded,
                   fmt::format("The directory item limit of {} is exceeded: limit={} items={}",
                               path.path_to(level - 1), options_.max_directory_items, items)};
    }
  }
  if (name == kSnapshotName)
    return Error{ErrorCode::kHadoopIllegalArgument, "\".snapshot\" is a reserved name."};
  return {};
}

void DirectoryTree::inherit(const Inode& parent, std::optional<Mode> unmasked, Inode& child) const {
  if (!options_.posix_acl_inheritance) unmasked.reset();
  if (unmasked) *unmasked &= kModeMask;
  inherit_acl(parent, unmasked, child);
}

Result<void> DirectoryTree::add_directory(std::string_view owner, NewModes modes, std::size_t level,
                                          ResolvedPath& path, Transaction& transaction) const {
  TRY(check_new_entry(path, level, /*parent_grows=*/true));
  const Inode& parent = *path.inode(level - 1);
  const std::int64_t now_ms = clock_.wall_ms();
  Inode directory;
  directory.id = ids_.next_inode(transaction);
  directory.mode = modes.mode & kModeMask;
  directory.owner = owner;
  directory.group = parent.group;
  directory.modification_time_ms = now_ms;
  inherit(parent, modes.unmasked, directory);
  const InodeId id = directory.id;
  const Locator at{parent.id, path.name(level)};
  path.set_inode(level, std::make_shared<const Inode>(std::move(directory)));
  transaction.add(PutInode{at, path.inode(level)});
  transaction.add(PutLocator{id, at});
  transaction.touch(at.parent, now_ms, +1);
  charge(path, level, {.names = 1}, transaction);
  return {};
}

Result<void> DirectoryTree::check_new_names(const ResolvedPath& path, std::size_t level,
                                            std::int64_t count, const Usage& pending) const {
  // One after the other, so that the refusal names the first that is too many.
  for (std::int64_t names = 1; names <= count; ++names)
    TRY(check_quota(table_, path, {level + 1}, {.names = names}, pending));
  return {};
}

Result<void> DirectoryTree::add_ancestors(std::string_view owner, NewModes modes,
                                          ResolvedPath& path, Transaction& transaction) const {
  modes.mode = (modes.mode & 0777) | 0300;
  for (std::size_t level = path.existing_level() + 1; level < path.depth(); ++level)
    TRY(add_directory(owner, modes, level, path, transaction));
  return {};
}

void DirectoryTree::add_leaf(ResolvedPath& path, Inode leaf, Transaction& transaction) const {
  const Locator at = path.locator();
  const std::int64_t now_ms = leaf.modification_time_ms;
  path.set_inode(path.depth(), std::make_shared<const Inode>(std::move(leaf)));
  transaction.add(PutInode{at, path.last()});
  transaction.add(PutLocator{path.last()->id, at});
  transaction.touch(at.parent, now_ms, +1);
  charge(path, path.depth(), usage_of(*path.last()), transaction);
}

Removal DirectoryTree::remove_entry(const ResolvedPath& path, Transaction& transaction) const {
  const Inode& inode = *path.last();
  Removal removal{.removed = true};
  if (has_quota(path, path.depth()))
    charge(path, path.depth(), -subtree_usage({table_, snapshots_}, path.last()), transaction);
  if (!inode.is_directory()) {
    erase_file(path.locator(), inode, transaction, removal.blocks, removal.open_files);
    KeptBlocks sources;
    hold_truncation_source(table_, inode, sources);
    for (const BlockId source : sources) {
      transaction.add(EraseBlockOwner{source});
      removal.blocks.push_back({source, {}, 0});
    }
  } else {
    transaction.add(EraseInode{path.locator()});
    transaction.add(EraseLocator{inode.id});
    if (inode.has_xattrs) transaction.add(EraseXAttrs{inode.id});
    if (is_empty_directory(table_, inode.id)) {
      transaction.add(EraseDirectoryState{inode.id});
    } else {
      transaction.add(PutOrphan{inode.id});
      removal.orphaned_subtree = true;
    }
  }
  transaction.touch(path.parent()->id, clock_.wall_ms(), -1);
  return removal;
}

void DirectoryTree::replace_inode(const ResolvedPath& path, Inode changed,
                                  Transaction& transaction) const {
  transaction.add(PutInode{path.locator(), std::make_shared<const Inode>(std::move(changed))});
}

Result<void> DirectoryTree::check_protected(const ResolvedPath& path) const {
  const auto& directories = options_.protected_directories;
  if (directories.empty() || !path.exists() || !path.last()->is_directory() ||
      is_empty_directory(table_, path.last()->id))
    return {};
  const std::string name = path.path();
  if (directories.contains(name)) {
    return Error{ErrorCode::kAccessDenied,
                 "Cannot delete/rename non-empty protected directory " + name};
  }
  const std::string below = path.is_root() ? name : name + "/";
  for (auto it = directories.lower_bound(below); it != directories.end() && it->starts_with(below);
       ++it) {
    const auto descendant = TRY(resolve(nullptr, *it, PathUse::kRead));
    if (descendant.exists() && descendant.last()->is_directory() &&
        !is_empty_directory(table_, descendant.last()->id)) {
      return Error{ErrorCode::kAccessDenied,
                   "Cannot delete/rename non-empty protected subdirectory " + *it};
    }
  }
  for (std::size_t level = path.depth(); options_.protect_subdirectories && level-- > 1;) {
    if (directories.contains(path.path_to(level))) {
      return Error{
          ErrorCode::kAccessDenied,
          "Cannot delete/rename subdirectory under protected subdirectory " + path.path_to(level)};
    }
  }
  return {};
}

}  // namespace mammoth::namenode
