#include <charconv>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"
#include "namenode/namespace/symlink.h"

namespace mammoth::namenode {

namespace {

std::vector<std::string> to_strings(std::span<const std::string_view> names) {
  return {names.begin(), names.end()};
}

std::string joined(std::span<const std::string_view> names) {
  std::string path;
  for (const auto name : names) path.append("/").append(name);
  return path;
}

std::optional<InodeId> parse_inode_id(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return InodeId{static_cast<std::uint64_t>(value)};
}

}  // namespace

DirectoryTree::DirectoryTree(const InodeTable& table, const SnapshotRegistry& snapshots,
                             IdAllocator& ids, const Clock& clock, NamespaceOptions options)
    : table_(table),
      snapshots_(snapshots),
      ids_(ids),
      clock_(clock),
      options_(std::move(options)) {}

Result<ResolvedPath> DirectoryTree::resolve(const PermissionChecker* checker, std::string_view path,
                                            PathUse use) const {
  const bool creates = use == PathUse::kCreate || use == PathUse::kCreateLink;
  const bool reads = use == PathUse::kRead || use == PathUse::kReadLink;
  if (creates && !is_valid_name(path)) {
    return Error{ErrorCode::kInvalidPath,
                 "Invalid path name Invalid file name: " + std::string(path)};
  }
  if (!path.starts_with('/')) {
    return Error{ErrorCode::kRemote, "Absolute path required, but got '" + std::string(path) + "'",
                 "java.lang.AssertionError"};
  }
  ResolvedPath resolved = walk(TRY(expand_reserved(path)));
  const bool rights = checker != nullptr && checker->enabled();
  if (rights && !reads && is_reserved_raw_name(path)) TRY(checker->check_superuser());
  auto traversed = rights ? checker->check_traverse(resolved) : check_directories(resolved);
  if (!traversed) {
    Error error = traversed.error();
    if (error.code == ErrorCode::kParentNotDirectory && !creates)
      error.code = ErrorCode::kAccessDenied;
    return error;
  }
  const bool follows = use == PathUse::kRead || use == PathUse::kWrite || use == PathUse::kCreate;
  if (follows && resolved.exists() && resolved.last()->is_symlink())
    return unresolved_link(resolved, resolved.depth());
  if (use != PathUse::kRead && use != PathUse::kReadLink && resolved.in_snapshot())
    return Error{ErrorCode::kSnapshotAccessControl,
                 "Modification on a read-only snapshot is disallowed"};
  return resolved;
}

Result<ResolvedPath> DirectoryTree::resolve_file(const PermissionChecker* checker,
                                                 std::string_view path, InodeId file_id) const {
  if (file_id == kNoInode) return resolve(checker, path, PathUse::kWrite);
  if (auto resolved = resolve_id(file_id)) return *std::move(resolved);
  return ResolvedPath(to_strings(path_components(path)), {});
}

std::optional<ResolvedPath> DirectoryTree::resolve_id(InodeId id) const {
  auto names = names_to(table_, id);
  if (!names) return std::nullopt;
  return walk(*std::move(names));
}

std::optional<std::string> DirectoryTree::path_of(InodeId id) const {
  auto names = names_to(table_, id);
  if (!names) return std::nullopt;
  return ResolvedPath(*std::move(names), {}).path();
}

Result<DirectoryTree::Names> DirectoryTree::expand_reserved(std::string_view path) const {
  const auto names = path_components(path);
  const std::span<const std::string_view> all(names);
  if (names.size() < 2 || names[0] != kReservedName) return to_strings(all);
  if (names[1] == kReservedInodes && names.size() > 2) return expand_reserved_inode(names);
  // /.reserved/raw/.reserved is left alone: it must not lead to what is reserved.
  const bool doubled = names.size() == 3 && names[2] == kReservedName;
  if (names[1] == kReservedRaw && !doubled) return to_strings(all.subspan(2));
  return to_strings(all);
}

Result<DirectoryTree::Names> DirectoryTree::expand_reserved_inode(
    const std::vector<std::string_view>& names) const {
  const std::span<const std::string_view> all(names);
  const auto id = parse_inode_id(names[2]);
  if (!id) return Error{ErrorCode::kFileNotFound, "Invalid inode path: " + joined(all)};
  auto expanded = names_to(table_, *id);
  if (!expanded) {
    return Error{ErrorCode::kFileNotFound,
                 "File for given inode path does not exist: " + joined(all)};
  }
  if (names.size() > 3 && names[3] == "..") {
    if (!expanded->empty()) expanded->pop_back();
    return *std::move(expanded);
  }
  for (const auto name : all.subspan(3)) expanded->emplace_back(name);
  return *std::move(expanded);
}

ResolvedPath DirectoryTree::walk(Names names) const {
  std::vector<InodePtr> inodes;
  inodes.reserve(names.size() + 1);
  inodes.push_back(table_.find_child(kNoInode, {}));
  for (const auto& name : names) {
    const InodePtr& parent = inodes.back();
    if (parent == nullptr || !parent->is_directory()) break;
    if (name == kSnapshotName && may_have_snapshots(parent->id))
      return walk_snapshot(std::move(names), std::move(inodes));
    inodes.push_back(table_.find_child(parent->id, name));
  }
  return {std::move(names), std::move(inodes)};
}

// `inodes` ends with the directory before ".snapshot".
ResolvedPath DirectoryTree::walk_snapshot(Names names, std::vector<InodePtr> inodes) const {
  const InodePtr root = inodes.back();
  const SnapshotRegistry::Directory* directory = snapshots_.find(root->id);
  const std::size_t level = inodes.size();  // of the snapshot's name
  SnapshotId id = kNoSnapshot;
  if (level < names.size()) {
    inodes.push_back(root);
    if (directory != nullptr)
      if (const auto found = directory->by_name.find(names[level]);
          found != directory->by_name.end())
        id = found->second;
    if (id == kNoSnapshot) {
      inodes.push_back(nullptr);
    } else {
      // Who may go through the directory is as it was then, too.
      const InodePtr& then = snapshots_.find(id)->root;
      inodes[level - 1] = inodes[level] = then;
      inodes.push_back(then);
    }
  }
  const SnapshotView view(table_, snapshots_, id);
  for (std::size_t i = level + 1; id != kNoSnapshot && i < names.size(); ++i) {
    const InodePtr& parent = inodes.back();
    if (parent == nullptr || !parent->is_directory()) break;
    inodes.push_back(view.find_child(parent->id, names[i]));
  }
  ResolvedPath path(std::move(names), std::move(inodes));
  path.set_snapshot(id, level == path.depth());
  return path;
}

Result<void> DirectoryTree::check_path(const PermissionChecker& checker, const ResolvedPath& path,
                                       const PathChecks& checks) const {
  if (!checker.enabled()) return {};
  return checker.check(path, checks, view_of(path));
}

Result<void> DirectoryTree::check_owner(const PermissionChecker& checker,
                                        const ResolvedPath& path) const {
  if (!path.exists())
    return Error{ErrorCode::kFileNotFound, "Directory/File does not exist " + path.path()};
  return checker.check(path, {.owner = true}, table_);
}

Result<void> DirectoryTree::check_parent_exists(const ResolvedPath& path) const {
  if (path.depth() < 2) return {};
  if (path.parent() == nullptr) {
    return Error{ErrorCode::kFileNotFound, "Parent directory doesn't exist: " + path.parent_path()};
  }
  if (!path.parent()->is_directory()) {
    return Error{ErrorCode::kParentNotDirectory,
                 "Parent path is not a directory: " + path.parent_path()};
  }
  return {};
}

}  // namespace mammoth::namenode
