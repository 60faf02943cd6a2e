// Hadoop: FSDirXAttrOp.getXAttrs and listXAttrs.
#include <algorithm>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"
#include "namenode/namespace/xattr.h"

namespace mammoth::namenode {

Result<std::vector<XAttr>> DirectoryTree::get_xattrs(const PermissionChecker& checker,
                                                     std::string_view path,
                                                     std::span<const XAttr> names) const {
  const bool is_raw = is_reserved_raw_name(path);
  for (const XAttr& name : names) TRY(check_xattr_rights(checker, name, false, is_raw));
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kRead));
  TRY(check_path(checker, target, {.self = Access::kRead}));
  if (!target.exists()) return Error{ErrorCode::kFileNotFound, "cannot find " + target.path()};
  std::vector<XAttr> all;
  if (target.last()->has_xattrs) all = view_of(target).xattrs(target.last()->id);
  std::erase_if(all, [&](const XAttr& xattr) { return !is_visible(checker, xattr, is_raw); });
  if (names.empty()) return all;
  std::vector<XAttr> wanted;
  for (const XAttr& name : names) {
    const auto found =
        std::ranges::find_if(all, [&](const XAttr& xattr) { return is_same_name(xattr, name); });
    if (found == all.end()) {
      return Error{ErrorCode::kRemote, "At least one of the attributes provided was not found.",
                   "org.apache.hadoop.hdfs.protocol.XAttrNotFoundException"};
    }
    wanted.push_back(*found);
  }
  return wanted;
}

}  // namespace mammoth::namenode
