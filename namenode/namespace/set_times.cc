// Hadoop: FSDirAttrOp.setTimes.
#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<void> DirectoryTree::set_times(const PermissionChecker& checker, std::string_view path,
                                      std::int64_t modification_time_ms,
                                      std::int64_t access_time_ms, Transaction& transaction) const {
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  TRY(check_path(checker, target, {.self = Access::kWrite}));
  if (!target.exists()) {
    return Error{ErrorCode::kFileNotFound, "File/Directory " + target.path() + " does not exist."};
  }
  if (modification_time_ms < 0 && access_time_ms < 0) return {};
  if (target.last()->is_directory()) {
    const DirectoryState state = table_.directory_state(*target.last());
    transaction.add(TouchDirectory{
        .directory = target.last()->id,
        .modification_time_ms =
            modification_time_ms >= 0 ? modification_time_ms : state.modification_time_ms,
        .access_time_ms = access_time_ms >= 0 ? access_time_ms : state.access_time_ms});
    return {};
  }
  Inode changed = *target.last();
  if (modification_time_ms >= 0) changed.modification_time_ms = modification_time_ms;
  if (access_time_ms >= 0) changed.access_time_ms = access_time_ms;
  replace_inode(target, std::move(changed), transaction);
  return {};
}

void DirectoryTree::record_access(const ResolvedPath& file, Transaction& transaction) const {
  const std::int64_t now_ms = clock_.wall_ms();
  const std::int64_t precision_ms = options_.access_time_precision_ms;
  if (precision_ms <= 0 || now_ms <= file.last()->access_time_ms + precision_ms) return;
  Inode changed = *file.last();
  changed.access_time_ms = now_ms;
  replace_inode(file, std::move(changed), transaction);
}

}  // namespace mammoth::namenode
