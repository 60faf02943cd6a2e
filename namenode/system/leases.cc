// What clients say and ask about leases.
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

// Hadoop: DFSUtil.isParentEntry.
bool lies_below(std::string_view path, std::string_view ancestor) {
  if (ancestor.empty() || ancestor == "/") return true;
  return path.starts_with(ancestor) &&
         (path.size() == ancestor.size() || path[ancestor.size()] == '/');
}

}  // namespace

Result<void> Namesystem::renew_lease(const std::string& holder) {
  const std::shared_lock lock(mutex_);
  TRY(refuse_in_safe_mode("Cannot renew lease for " + holder));
  leases_.renew(holder);
  return {};
}

Applied<bool> Namesystem::recover_lease(const Caller& caller, const std::string& path,
                                        const std::string& holder) {
  return change<bool>(caller, {}, [&](Operation& op) -> Result<bool> {
    TRY(refuse_in_safe_mode("Cannot recover the lease of " + path));
    const ResolvedPath file = TRY(tree_.resolve(&op.checker, path, PathUse::kWrite));
    if (!file.exists())
      return Error{ErrorCode::kFileNotFound, "File does not exist: " + file.path()};
    if (!file.last()->is_file())
      return Error{ErrorCode::kFileNotFound, "Path is not a file: " + file.path()};
    if (!file.last()->under_construction) return true;
    if (op.checker.enabled()) TRY(op.checker.check(file, {.self = Access::kWrite}, table_));
    return take_over(op, LeaseClaim::kRecoverLease, file, holder);
  });
}

Result<OpenFilePage> Namesystem::list_open_files(const Caller& caller, InodeId after,
                                                 const std::string& path) const {
  TRY(check_superuser(caller, "listOpenFiles"));
  std::string_view ancestor = path;
  while (ancestor.size() > 1 && ancestor.ends_with('/')) ancestor.remove_suffix(1);
  return read(caller, {.command = "listOpenFiles"}, [&](Operation&) -> Result<OpenFilePage> {
    OpenFilePage page;
    const std::size_t limit = options_.open_files_limit;
    for (;;) {
      const std::vector<InodeId> ids = leases_.files_after(after, limit);
      for (const InodeId id : ids) {
        after = id;
        const auto name = tree_.path_of(id);
        if (!name || !lies_below(*name, ancestor)) continue;
        const auto writer = leases_.writer(id);
        page.entries.push_back(
            {id, *name, std::string(writer->holder), std::string(writer->client_machine)});
        if (page.entries.size() == limit) {
          page.has_more = !leases_.files_after(after, 1).empty();
          return page;
        }
      }
      if (ids.size() < limit) return page;
    }
  });
}

}  // namespace mammoth::namenode
