// Hadoop: FSDirAttrOp.setQuota.
#include <fmt/format.h>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/quota.h"

namespace mammoth::namenode {

namespace {

bool is_quota(std::int64_t value) {
  return value >= 0 || value == kClearQuota;
}

std::int64_t chosen(std::int64_t wanted, std::int64_t current) {
  if (wanted == kKeepQuota) return current;
  return wanted == kClearQuota ? Quota::kNone : wanted;
}

}  // namespace

Result<void> DirectoryTree::set_quota(const PermissionChecker& checker, std::string_view path,
                                      const Quota& wanted, Transaction& transaction) const {
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  if (!is_quota(wanted.names) || !is_quota(wanted.space_bytes)) {
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Illegal value for nsQuota or ssQuota : {} and {}", wanted.names,
                             wanted.space_bytes)};
  }
  if (!target.exists())
    return Error{ErrorCode::kFileNotFound, "Directory does not exist: " + target.path()};
  const InodePtr& directory = target.last();
  if (!directory->is_directory()) {
    return Error{ErrorCode::kRemote, "`" + target.path() + "': Is not a directory",
                 "org.apache.hadoop.fs.PathIsNotDirectoryException"};
  }
  const Quota before = directory->quota ? *directory->quota : Quota{};
  const Quota after{chosen(wanted.names, before.names),
                    chosen(wanted.space_bytes, before.space_bytes)};
  if (after == before) return {};
  Inode changed = *directory;
  changed.quota = after == Quota{} ? Rare<Quota>() : Rare<Quota>(after);
  if (!directory->quota) {
    const DirectoryState state = table_.directory_state(*directory);
    transaction.add(TouchDirectory{.directory = directory->id,
                                   .modification_time_ms = state.modification_time_ms,
                                   .access_time_ms = state.access_time_ms,
                                   .usage = subtree_usage(table_, directory)});
  }
  replace_inode(target, std::move(changed), transaction);
  return {};
}

}  // namespace mammoth::namenode
