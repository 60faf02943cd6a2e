// Who may see and set which extended attributes (Hadoop: XAttrPermissionFilter, FSDirXAttrOp).
#pragma once

#include <string>
#include <string_view>

#include "namenode/namespace/permission.h"

namespace mammoth::namenode {

// A file with this attribute of the security namespace cannot be read by superusers, for ever.
inline constexpr std::string_view kUnreadableBySuperuser = "hdfs.unreadable.by.superuser";

std::string prefixed_name(const XAttr& xattr);  // "user.a"
bool is_same_name(const XAttr& a, const XAttr& b);
bool is_unreadable_by_superuser(const XAttr& xattr);

// kAccessDenied: this attribute is not the caller's to name. `is_raw`: the path is below
// /.reserved/raw.
Result<void> check_xattr_rights(const PermissionChecker& checker, const XAttr& xattr,
                                bool has_value, bool is_raw);
bool is_visible(const PermissionChecker& checker, const XAttr& xattr, bool is_raw);

}  // namespace mammoth::namenode
