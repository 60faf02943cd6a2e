// Hadoop: FSDirStatAndListingOp.getContentSummary.
#include "namenode/namespace/directory_tree.h"

namespace mammoth::namenode {

Result<ContentSummaryWalk> DirectoryTree::get_content_summary(const PermissionChecker& checker,
                                                              std::string_view path) const {
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kReadLink));
  if (!target.exists())
    return Error{ErrorCode::kFileNotFound, "File does not exist: " + target.path()};
  return ContentSummaryWalk(target.last(), target.storage_policy(), target.snapshot());
}

}  // namespace mammoth::namenode
