// Hadoop: FSDirSnapshotOp.renameSnapshot, DirectorySnapshottableFeature.renameSnapshot.
#include <fmt/format.h>

#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<void> DirectoryTree::rename_snapshot(const PermissionChecker& checker, std::string_view path,
                                            std::string_view name, std::string_view new_name,
                                            Transaction& transaction) const {
  const ResolvedPath root = TRY(snapshot_root(checker, path));
  TRY(check_snapshot_name(new_name, path));
  TRY(check_may_have_snapshots(root));
  const Snapshot* snapshot = find_snapshot(root, name);
  if (snapshot == nullptr) {
    return Error{ErrorCode::kSnapshot,
                 fmt::format("The snapshot {} does not exist for directory {}", name, path)};
  }
  if (name == new_name) return {};
  if (find_snapshot(root, new_name) != nullptr) {
    return Error{ErrorCode::kSnapshot,
                 fmt::format("The snapshot {} already exists for directory {}", new_name, path)};
  }
  Snapshot renamed = *snapshot;
  renamed.name = new_name;
  transaction.add(PutSnapshot{root.last()->id, std::move(renamed)});
  transaction.touch(root.last()->id, clock_.wall_ms(), 0);
  return {};
}

}  // namespace mammoth::namenode
