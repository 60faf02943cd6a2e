// Hadoop: FSDirAttrOp.setReplication.
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/quota.h"

namespace mammoth::namenode {

Result<std::optional<ReplicationChange>> DirectoryTree::set_replication(
    const PermissionChecker& checker, std::string_view path, std::uint16_t replication,
    Transaction& transaction) const {
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  TRY(check_path(checker, target, {.self = Access::kWrite}));
  if (!target.exists() || !target.last()->is_file()) return std::optional<ReplicationChange>{};
  const std::uint16_t before = target.last()->replication;
  if (before == replication) return std::optional(ReplicationChange{target.last(), before});
  auto changed = std::make_shared<Inode>(*target.last());
  changed->replication = replication;
  const Usage more = usage_of(*changed) - usage_of(*target.last());
  TRY(check_quota(table_, target, {target.depth()}, more));
  charge(target, target.depth(), more, transaction);
  transaction.add(PutInode{target.locator(), changed});
  return std::optional(ReplicationChange{std::move(changed), before});
}

}  // namespace mammoth::namenode
