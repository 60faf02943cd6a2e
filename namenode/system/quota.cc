// Limits on what directories hold.
#include "namenode/namespace/quota.h"

#include <fmt/format.h>

#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

// Hadoop: FSNamesystem.getQuotaCommand.
std::string_view quota_command(const QuotaRequest& quota) {
  if (quota.names == kClearQuota && quota.space_bytes == kKeepQuota) return "clearQuota";
  if (quota.names == kKeepQuota && quota.space_bytes == kClearQuota) return "clearSpaceQuota";
  return quota.space_bytes == kKeepQuota ? "setQuota" : "setSpaceQuota";
}

// Hadoop: FSDirAttrOp.setQuota, where owners may set them.
Result<void> check_owner_of_parent(const Operation& op, const DirectoryTree& tree,
                                   const InodeTable& table, const std::string& path) {
  if (!op.checker.enabled() || op.checker.is_superuser()) return {};
  const ResolvedPath found = TRY(tree.resolve(&op.checker, path, PathUse::kWrite));
  if (!found.is_root()) {
    const auto parent = tree.resolve(&op.checker, found.parent_path(), PathUse::kRead);
    if (parent && parent->exists() && op.checker.check(*parent, {.owner = true}, table)) return {};
  }
  return Error{ErrorCode::kAccessDenied,
               fmt::format("Access denied for user {}. Superuser or owner of parent folder "
                           "privilege is required",
                           op.checker.user())};
}

}  // namespace

Applied<> Namesystem::set_quota(const Caller& caller, const std::string& path,
                                const QuotaRequest& quota) {
  const std::string_view command = quota_command(quota);
  return change<void>(caller, {.command = command, .source = path},
                      [&](Operation& op) -> Result<void> {
                        if (policy_.enabled && !options_.owner_may_set_quota)
                          TRY(op.checker.check_superuser(command));
                        TRY(refuse_in_safe_mode("Cannot set quota on " + path));
                        if (options_.owner_may_set_quota)
                          TRY(check_owner_of_parent(op, tree_, table_, path));
                        TRY(tree_.set_quota(op.checker, path, quota, op.transaction));
                        commit(op);
                        return {};
                      });
}

Result<std::optional<QuotaUsage>> Namesystem::get_counted_usage(const Caller& caller,
                                                                const std::string& path) const {
  return read(
      caller, {.command = "quotaUsage", .source = path},
      [&](Operation& op) -> Result<std::optional<QuotaUsage>> {
        const ResolvedPath found = TRY(tree_.resolve(&op.checker, path, PathUse::kReadLink));
        if (op.checker.enabled())
          TRY(op.checker.check(found, {.subtree = Access::kReadExecute}, table_));
        if (!found.exists())
          return Error{ErrorCode::kFileNotFound, "File/Directory does not exist: " + found.path()};
        if (!found.last()->quota) return std::nullopt;
        const Usage usage = table_.directory_state(*found.last()).usage.value_or(Usage{});
        return QuotaUsage{usage, *found.last()->quota, type_bytes(usage, found.storage_policy())};
      });
}

}  // namespace mammoth::namenode
