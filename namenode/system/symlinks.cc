// Symbolic links.
#include <fmt/format.h>

#include "namenode/namespace/path.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Applied<> Namesystem::create_symlink(const Caller& caller, const CreateSymlinkRequest& request) {
  const std::string link(request.link);
  const std::string target(request.target);
  return change<void>(
      caller, {.command = "createSymlink", .source = link, .destination = target},
      [&](Operation& op) -> Result<void> {
        if (!within_path_limits(link)) {
          return Error{ErrorCode::kIo,
                       fmt::format("Symlink path exceeds {} character limit", kMaxPathLength)};
        }
        if (!options_.symlinks_enabled)
          return Error{ErrorCode::kUnsupportedOperation, "Symlinks not supported"};
        TRY(refuse_in_safe_mode("Cannot create symlink " + link));
        const ResolvedPath made = TRY(tree_.create_symlink(op.checker, request, op.transaction));
        note_created(op, made);
        commit(op);
        note_status(op, made.last());
        return {};
      });
}

Result<std::string> Namesystem::get_link_target(const Caller& caller,
                                                const std::string& path) const {
  const auto file = get_file_info(caller, path, false, PathUse::kReadLink);
  if (!file) {
    if (file.error().code == ErrorCode::kUnresolvedPath) return file.error().message;
    return file.error();
  }
  if (!*file) return Error{ErrorCode::kFileNotFound, "File does not exist: " + path};
  const Inode& inode = *(*file)->status.inode;
  if (!inode.is_symlink()) return Error{ErrorCode::kIo, "Path " + path + " is not a symbolic link"};
  return *inode.link_target;
}

}  // namespace mammoth::namenode
