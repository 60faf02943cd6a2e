// Hadoop: FSDirSnapshotOp.deleteSnapshot, DirectorySnapshottableFeature.removeSnapshot.
#include <fmt/format.h>

#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<void> DirectoryTree::delete_snapshot(const PermissionChecker& checker, std::string_view path,
                                            std::string_view name, Transaction& transaction) const {
  const ResolvedPath root = TRY(snapshot_root(checker, path));
  TRY(check_may_have_snapshots(root));
  const Snapshot* snapshot = find_snapshot(root, name);
  if (snapshot == nullptr) {
    return Error{ErrorCode::kSnapshot,
                 fmt::format("Cannot delete snapshot {} from path {}: the snapshot does not exist.",
                             name, root.path())};
  }
  transaction.add(EraseSnapshot{root.last()->id, snapshot->id});
  transaction.add(PutDeletedSnapshot{snapshot->id});
  transaction.touch(root.last()->id, clock_.wall_ms(), 0);
  return {};
}

}  // namespace mammoth::namenode
