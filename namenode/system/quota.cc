// Limits on what directories hold.
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

// Hadoop: FSNamesystem.getQuotaCommand.
std::string_view quota_command(const Quota& quota) {
  if (quota.names == kClearQuota && quota.space_bytes == kKeepQuota) return "clearQuota";
  if (quota.names == kKeepQuota && quota.space_bytes == kClearQuota) return "clearSpaceQuota";
  return quota.space_bytes == kKeepQuota ? "setQuota" : "setSpaceQuota";
}

}  // namespace

Applied<> Namesystem::set_quota(const Caller& caller, const std::string& path, const Quota& quota) {
  const std::string_view command = quota_command(quota);
  return change<void>(caller, {.command = command, .source = path},
                      [&](Operation& op) -> Result<void> {
                        if (policy_.enabled) TRY(op.checker.check_superuser(command));
                        TRY(refuse_in_safe_mode("Cannot set quota on " + path));
                        TRY(tree_.set_quota(op.checker, path, quota, op.transaction));
                        commit(op);
                        return {};
                      });
}

Result<std::optional<QuotaUsage>> Namesystem::get_counted_usage(const Caller& caller,
                                                                const std::string& path) const {
  return read(caller, {.command = "quotaUsage", .source = path},
              [&](Operation& op) -> Result<std::optional<QuotaUsage>> {
                const ResolvedPath found = TRY(tree_.resolve(&op.checker, path, PathUse::kRead));
                if (op.checker.enabled())
                  TRY(op.checker.check(found, {.subtree = Access::kReadExecute}, table_));
                if (!found.exists())
                  return Error{ErrorCode::kFileNotFound,
                               "File/Directory does not exist: " + found.path()};
                if (!found.last()->quota) return std::nullopt;
                return QuotaUsage{table_.directory_state(*found.last()).usage.value_or(Usage{}),
                                  *found.last()->quota};
              });
}

}  // namespace mammoth::namenode
