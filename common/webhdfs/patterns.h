// Hadoop's default patterns of parameters, as its refusals show them.
#pragma once

#include <string_view>

namespace mammoth::webhdfs {

// dfs.webhdfs.user.provider.user.pattern
inline constexpr std::string_view kUserPattern = "^[A-Za-z_][A-Za-z0-9._-]*[$]?$";
// dfs.webhdfs.acl.provider.permission.pattern
inline constexpr std::string_view kAclPattern =
    "^(default:)?(user|group|mask|other):[[A-Za-z_][A-Za-z0-9._-]]*:([rwx-]{3})?"
    "(,(default:)?(user|group|mask|other):[[A-Za-z_][A-Za-z0-9._-]]*:([rwx-]{3})?)*$";

}  // namespace mammoth::webhdfs
