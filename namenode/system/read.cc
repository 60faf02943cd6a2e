// The smaller questions about one path.
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

// Hadoop: INodeFile.valueOf.
Result<InodePtr> existing_file(const ResolvedPath& path) {
  if (!path.exists()) return Error{ErrorCode::kFileNotFound, "File does not exist: " + path.path()};
  if (!path.last()->is_file())
    return Error{ErrorCode::kFileNotFound, "Path is not a file: " + path.path()};
  return path.last();
}

}  // namespace

Result<bool> Namesystem::is_file_closed(const Caller& caller, const std::string& path) const {
  return read(caller, {.command = "isFileClosed", .source = path},
              [&](Operation& op) -> Result<bool> {
                const ResolvedPath resolved = TRY(tree_.resolve(&op.checker, path, PathUse::kRead));
                const InodePtr file = TRY(existing_file(resolved));
                op.audit.done = !file->under_construction;
                return !file->under_construction;
              });
}

Result<std::uint64_t> Namesystem::get_preferred_block_size(const Caller& caller,
                                                           const std::string& path) const {
  return read(caller, {}, [&](Operation& op) -> Result<std::uint64_t> {
    const ResolvedPath resolved = TRY(tree_.resolve(&op.checker, path, PathUse::kRead));
    return TRY(existing_file(resolved))->preferred_block_size_bytes;
  });
}

Result<void> Namesystem::check_access(const Caller& caller, const std::string& path,
                                      Access access) const {
  return read(caller, {.command = "checkAccess", .source = path},
              [&](Operation& op) { return tree_.check_access(op.checker, path, access); });
}

Result<std::optional<InodeStatus>> Namesystem::get_readable(const Caller& caller,
                                                            const std::string& path,
                                                            std::string_view command) const {
  return read(caller, {.command = command, .source = path},
              [&](Operation& op) -> Result<std::optional<InodeStatus>> {
                const ResolvedPath resolved = TRY(tree_.resolve(&op.checker, path, PathUse::kRead));
                if (op.checker.enabled())
                  TRY(op.checker.check(resolved, {.self = Access::kRead}, table_));
                if (!resolved.exists()) return std::nullopt;
                return tree_.status_of(resolved);
              });
}

Result<InodeStatus> Namesystem::get_acl_status(const Caller& caller,
                                               const std::string& path) const {
  return read(caller, {.command = "getAclStatus", .source = path},
              [&](Operation& op) -> Result<InodeStatus> {
                const ResolvedPath resolved = TRY(tree_.resolve(&op.checker, path, PathUse::kRead));
                if (resolved.is_dot_snapshot())
                  return InodeStatus{.inode = std::make_shared<const Inode>()};  // nobody's
                if (!resolved.exists())
                  return Error{ErrorCode::kFileNotFound, "cannot find " + resolved.path()};
                return tree_.status_of(resolved);
              });
}

Result<const StoragePolicy*> Namesystem::get_storage_policy(const Caller& caller,
                                                            const std::string& path) const {
  return read(caller, {}, [&](Operation& op) -> Result<const StoragePolicy*> {
    const ResolvedPath resolved = TRY(tree_.resolve(&op.checker, path, PathUse::kRead));
    if (!resolved.exists())
      return Error{ErrorCode::kFileNotFound, "File/Directory does not exist: " + resolved.path()};
    if (op.checker.enabled()) TRY(op.checker.check(resolved, {.self = Access::kRead}, table_));
    return &storage_policy(resolved.storage_policy());
  });
}

}  // namespace mammoth::namenode
