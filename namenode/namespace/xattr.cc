#include "namenode/namespace/xattr.h"

#include <array>

namespace mammoth::namenode {

std::string prefixed_name(const XAttr& xattr) {
  static constexpr std::array<std::string_view, 5> kNames = {"user", "trusted", "security",
                                                             "system", "raw"};
  return std::string(kNames[static_cast<std::size_t>(xattr.name_space)]) + "." + xattr.name;
}

bool is_same_name(const XAttr& a, const XAttr& b) {
  return a.name_space == b.name_space && a.name == b.name;
}

bool is_unreadable_by_superuser(const XAttr& xattr) {
  return xattr.name_space == XAttrNamespace::kSecurity && xattr.name == kUnreadableBySuperuser;
}

Result<void> check_xattr_rights(const PermissionChecker& checker, const XAttr& xattr,
                                bool has_value, bool is_raw) {
  if (is_unreadable_by_superuser(xattr)) {
    if (!has_value) return {};
    return Error{ErrorCode::kAccessDenied, "Attempt to set a value for '" + prefixed_name(xattr) +
                                               "'. Values are not allowed for this xattr."};
  }
  if (is_visible(checker, xattr, is_raw)) return {};
  return Error{ErrorCode::kAccessDenied,
               "User doesn't have permission for xattr: " + prefixed_name(xattr)};
}

bool is_visible(const PermissionChecker& checker, const XAttr& xattr, bool is_raw) {
  switch (xattr.name_space) {
    case XAttrNamespace::kUser:
      return true;
    case XAttrNamespace::kTrusted:
      return checker.is_superuser();
    case XAttrNamespace::kRaw:
      return is_raw;
    case XAttrNamespace::kSecurity:
      return is_unreadable_by_superuser(xattr);
    case XAttrNamespace::kSystem:
      return false;
  }
  return false;
}

}  // namespace mammoth::namenode
