// Hadoop: FSDirXAttrOp.setXAttr and removeXAttr.
#include <fmt/format.h>

#include <algorithm>

#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/path.h"
#include "namenode/namespace/xattr.h"

namespace mammoth::namenode {

namespace {

Error not_there(const ResolvedPath& path) {
  return {ErrorCode::kFileNotFound, "cannot find " + path.path()};
}

Result<void> check_flags(const XAttr& xattr, bool exists, XAttrFlags flags) {
  if (!flags.create && !flags.replace)
    return Error{ErrorCode::kHadoopIllegalArgument, "A flag must be specified."};
  if (exists && !flags.replace)
    return Error{ErrorCode::kIo,
                 "XAttr: " + xattr.name + " already exists. The REPLACE flag must be specified."};
  if (!exists && !flags.create)
    return Error{ErrorCode::kIo,
                 "XAttr: " + xattr.name + " does not exist. The CREATE flag must be specified."};
  return {};
}

bool counts(const XAttr& xattr) {
  return xattr.name_space == XAttrNamespace::kUser || xattr.name_space == XAttrNamespace::kTrusted;
}

}  // namespace

// Those of the user namespace are as safe as the content; in a sticky directory only its owner may.
Result<void> DirectoryTree::check_xattr_change(const PermissionChecker& checker,
                                               const ResolvedPath& path, const XAttr& xattr) const {
  if (!checker.enabled() || xattr.name_space != XAttrNamespace::kUser) return {};
  if (path.exists() && path.last()->is_directory() && path.last()->has_sticky_bit())
    return checker.is_superuser() ? Result<void>() : check_owner(checker, path);
  return check_path(checker, path, {.self = Access::kWrite});
}

Result<void> DirectoryTree::set_xattr(const PermissionChecker& checker, std::string_view path,
                                      const XAttr& xattr, bool has_value, XAttrFlags flags,
                                      Transaction& transaction) const {
  const std::size_t size = xattr.name.size() + xattr.value.size();
  if (size > options_.max_xattr_size_bytes) {
    return Error{
        ErrorCode::kHadoopIllegalArgument,
        fmt::format("The XAttr is too big. The maximum combined size of the name and value "
                    "is {}, but the total size is {}",
                    options_.max_xattr_size_bytes, size)};
  }
  TRY(check_xattr_rights(checker, xattr, has_value, is_reserved_raw_name(path)));
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  TRY(check_xattr_change(checker, target, xattr));
  if (!target.exists()) return not_there(target);
  const Inode& inode = *target.last();

  std::vector<XAttr> xattrs{xattr};
  bool exists = false;
  if (inode.has_xattrs) {
    for (XAttr& old : table_.xattrs(inode.id)) {
      if (is_same_name(old, xattr))
        exists = true;
      else
        xattrs.push_back(std::move(old));
    }
  }
  TRY(check_flags(xattr, exists, flags));
  if (static_cast<std::size_t>(std::ranges::count_if(xattrs, counts)) > options_.max_xattrs) {
    return Error{ErrorCode::kIo,
                 fmt::format("Cannot add additional XAttr to inode, would exceed limit of {}",
                             options_.max_xattrs)};
  }
  if (is_unreadable_by_superuser(xattr) && !inode.is_file())
    return Error{ErrorCode::kIo, "Can only set '" + prefixed_name(xattr) + "' on a file."};
  put_xattrs(target, std::move(xattrs), transaction);
  return {};
}

Result<void> DirectoryTree::remove_xattr(const PermissionChecker& checker, std::string_view path,
                                         const XAttr& name, Transaction& transaction) const {
  TRY(check_xattr_rights(checker, name, false, is_reserved_raw_name(path)));
  const ResolvedPath target = TRY(resolve(&checker, path, PathUse::kWrite));
  TRY(check_xattr_change(checker, target, name));
  if (!target.exists()) return not_there(target);
  std::vector<XAttr> xattrs;
  if (target.last()->has_xattrs) xattrs = table_.xattrs(target.last()->id);
  if (!xattrs.empty() && is_unreadable_by_superuser(name)) {
    return Error{ErrorCode::kAccessDenied,
                 "The xattr '" + prefixed_name(name) + "' can not be deleted."};
  }
  if (std::erase_if(xattrs, [&](const XAttr& xattr) { return is_same_name(xattr, name); }) == 0)
    return Error{ErrorCode::kIo, "No matching attributes found for remove operation"};
  put_xattrs(target, std::move(xattrs), transaction);
  return {};
}

void DirectoryTree::put_xattrs(const ResolvedPath& path, std::vector<XAttr> xattrs,
                               Transaction& transaction) const {
  const Inode& inode = *path.last();
  const bool has_xattrs = !xattrs.empty();
  if (has_xattrs)
    transaction.add(PutXAttrs{inode.id, std::move(xattrs)});
  else
    transaction.add(EraseXAttrs{inode.id});
  if (inode.has_xattrs == has_xattrs) return;
  Inode changed = inode;
  changed.has_xattrs = has_xattrs;
  replace_inode(path, std::move(changed), transaction);
}

}  // namespace mammoth::namenode
