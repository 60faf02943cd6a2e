// Hadoop: FSDirSnapshotOp.disallowSnapshot, SnapshotManager.resetSnapshottable.
#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<void> DirectoryTree::disallow_snapshot(std::string_view path,
                                              Transaction& transaction) const {
  const ResolvedPath target = TRY(resolve(nullptr, path, PathUse::kWrite));
  TRY(check_is_directory(target, path));
  const auto* directory = snapshots_.find(target.last()->id);
  if (directory == nullptr) return {};
  if (!directory->by_id.empty()) {
    return Error{ErrorCode::kSnapshot,
                 "The directory " + std::string(path) +
                     " has snapshot(s). Please redo the operation after removing all the "
                     "snapshots."};
  }
  transaction.add(EraseSnapshottable{target.last()->id});
  return {};
}

}  // namespace mammoth::namenode
