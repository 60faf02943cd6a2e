// Hadoop: FSDirSnapshotOp.allowSnapshot, SnapshotManager.setSnapshottable.
#include <fmt/format.h>

#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

namespace {

constexpr std::uint64_t kSnapshotQuota = 65536;

Error nested(std::string_view path, std::string_view relation, std::string_view other) {
  return {ErrorCode::kSnapshot,
          fmt::format("Nested snapshottable directories not allowed: path={}, the {} {} is already "
                      "a snapshottable directory.",
                      path, relation, other)};
}

}  // namespace

Result<void> check_is_directory(const ResolvedPath& path, std::string_view name) {
  if (!path.exists())
    return Error{ErrorCode::kFileNotFound, fmt::format("Directory does not exist: {}", name)};
  if (path.last()->is_directory()) return {};
  return Error{ErrorCode::kRemote, fmt::format("`{}': Is not a directory", name),
               "org.apache.hadoop.fs.PathIsNotDirectoryException"};
}

Result<void> DirectoryTree::allow_snapshot(std::string_view path, Transaction& transaction) const {
  const ResolvedPath target = TRY(resolve(nullptr, path, PathUse::kWrite));
  TRY(check_is_directory(target, path));
  const InodeId id = target.last()->id;
  for (const auto& [other, directory] : snapshots_.directories()) {
    if (other == id) continue;
    const auto names = names_to(table_, other);
    if (!names) continue;
    const ResolvedPath place(*names, {});
    const std::string prefix = target.is_root() ? "/" : target.path() + "/";
    if (place.path().starts_with(prefix)) return nested(path, "subdirectory", place.path());
    const std::string above = place.is_root() ? "/" : place.path() + "/";
    if (target.path().starts_with(above)) return nested(path, "ancestor", place.path());
  }
  transaction.add(PutSnapshottable{id, kSnapshotQuota});
  return {};
}

}  // namespace mammoth::namenode
