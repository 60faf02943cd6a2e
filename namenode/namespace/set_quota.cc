// Hadoop: FSDirAttrOp.setQuota.
#include <fmt/format.h>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/subtree_usage.h"

namespace mammoth::namenode {

namespace {

// A limit, or a word instead of one.
bool is_quota(std::int64_t value) {
  return value >= 0 || value == kClearQuota;
}

std::int64_t chosen(std::int64_t wanted, std::int64_t current) {
  if (wanted == kKeepQuota) return current;
  return wanted == kClearQuota ? Quota::kNone : wanted;
}

}  // namespace

Result<void> DirectoryTree::set_quota(const PermissionChecker& checker, std::string_view path,
                                      const QuotaRequest& wanted, Transaction& transaction) const {
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  if (!is_quota(wanted.names) || !is_quota(wanted.space_bytes)) {
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Illegal value for nsQuota or ssQuota : {} and {}", wanted.names,
                             wanted.space_bytes)};
  }
  if (wanted.type && (!options_.quota_by_storage_type || wanted.names != kKeepQuota)) {
    return Error{ErrorCode::kRemote,
                 fmt::format("Failed to set quota by storage type because either"
                             "dfs.quota.by.storage.type.enabled is set to {} or nsQuota value is "
                             "illegal {}",
                             options_.quota_by_storage_type, wanted.names),
                 "org.apache.hadoop.hdfs.server.namenode.UnsupportedActionException"};
  }
  if (!target.exists())
    return Error{ErrorCode::kFileNotFound, "Directory does not exist: " + target.path()};
  const InodePtr& directory = target.last();
  if (!directory->is_directory()) {
    return Error{ErrorCode::kRemote, "`" + target.path() + "': Is not a directory",
                 "org.apache.hadoop.fs.PathIsNotDirectoryException"};
  }
  const Quota before = directory->quota ? *directory->quota : Quota{};
  Quota after = before;
  if (wanted.type) {
    auto& limit = after.types[static_cast<std::size_t>(*wanted.type)];
    limit = chosen(wanted.space_bytes, limit);
  } else {
    after.names = chosen(wanted.names, before.names);
    after.space_bytes = chosen(wanted.space_bytes, before.space_bytes);
  }
  if (after == before) return {};
  Inode changed = *directory;
  changed.quota = after == Quota{} ? Rare<Quota>() : Rare<Quota>(after);
  if (!directory->quota) {
    const DirectoryState state = table_.directory_state(*directory);
    transaction.add(TouchDirectory{.directory = directory->id,
                                   .modification_time_ms = state.modification_time_ms,
                                   .access_time_ms = state.access_time_ms,
                                   .usage = content_usage({table_, snapshots_}, directory,
                                                          &transaction)});
  }
  replace_inode(target, std::move(changed), transaction);
  return {};
}

}  // namespace mammoth::namenode
